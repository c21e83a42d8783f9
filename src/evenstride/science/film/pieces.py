"""Between a film and a motion: the frame of a time, the body in its pixels, a piece cut out, the way of the hips."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from evenstride.core.body_points import BodyPoint
from evenstride.core.estimate import Array
from evenstride.core.kinogram import Place
from evenstride.core.motion import Motion
from evenstride.science.motion.kinogram import ground_of
from evenstride.science.pose.picture import PicturePlane

Picture = np.ndarray
"""uint8, shape (height, width, 3), RGB."""

Pictures = Iterator[Picture]

_OUTSIDE = 128
"""Grey beyond the edge of a frame."""

Box = tuple[Place, Place]
"""Lower left and upper right corner, m from where the middle of the hips stands over the ground."""


def nearest_frame(life: Array, time: float) -> int:
    """Return the number of the frame nearest to a time, of growing times of frames, s.

    Examples
    --------
    >>> [nearest_frame(np.array([0.0, 0.1, 0.2]), time) for time in (0.04, 0.06, 9.0)]
    [0, 1, 2]
    """
    return int(np.abs(life - time).argmin())


def cut_piece(picture: Picture, corner: tuple[float, float], box: Box, pixels: float) -> Picture:
    """Return a piece of a frame around a place in px, of so many pixels a metre; grey beyond the frame's edges."""
    (left, low), (right, high) = box
    first = round(corner[0] + pixels * left), round(corner[1] - pixels * high)
    size = max(2, round(pixels * (right - left))), max(2, round(pixels * (high - low)))
    found = np.full((size[1], size[0], 3), _OUTSIDE, dtype=np.uint8)
    x0, y0 = max(first[0], 0), max(first[1], 0)
    x1, y1 = min(first[0] + size[0], picture.shape[1]), min(first[1] + size[1], picture.shape[0])
    if x1 > x0 and y1 > y0:
        found[y0 - first[1] : y1 - first[1], x0 - first[0] : x1 - first[0]] = picture[y0:y1, x0:x1]
    return found


def body_in_picture(motion: Motion, plane: PicturePlane, frame: int, share: float) -> dict[BodyPoint, Place]:
    """Return the points that are seen in a frame of the motion, px to the right and down times a share."""
    found: dict[BodyPoint, Place] = {}
    for point, values in motion.points.items():
        if np.isfinite(values[frame]).all():
            right, down = plane.to_picture(values[frame])
            found[point] = float(share * right), float(share * down)
    return found


def foot_of_hips(motion: Motion, plane: PicturePlane, frame: int) -> Place:
    """Return where in the picture the middle of the hips stands over the ground, px to the right and down."""
    hips = [motion.points[point][frame] for point in (BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP)]
    middle = 0.5 * (hips[0] + hips[1])
    middle[2] = ground_of(motion)
    right, down = plane.to_picture(middle)
    return float(right), float(down)


def way_of_hips(motion: Motion, time: float) -> float | None:
    """Return how far the hips have come over the ground at a time, m; None where they are not seen."""
    hips = [motion.points[point][:, 0] for point in (BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP)]
    way = 0.5 * (hips[0] + hips[1]) - motion.ground * motion.times
    here = float(np.interp(time, motion.times, way))
    return here if np.isfinite(here) else None
