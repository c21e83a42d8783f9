"""Where a camera that pans slowly looked, frame by frame: the ground of each picture laid over that of the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import hypot, isfinite, nan

import numpy as np

from evenstride.core.estimate import Array
from evenstride.science.film.pictures import reduced
from evenstride.science.film.shift import Box, Shift, find_shift

GROUND_ROWS = 270
"""Rows at which the ground is followed, at least."""

AROUND = 0.15
"""Of a body's height that its box is wider than its keypoints: hair, fingers, shoes."""

OVERLAP = 0.25
"""Share of a picture's width or height by which it may have moved from the one it is laid over; beyond, a nearer one
takes its place, and its error goes on into those that follow."""


def follow_ground(pictures: Iterable[Array], boxes: Iterable[Sequence[Box]] | None = None) -> Array:
    """Return how far the camera had looked on in each frame since the first, and how sure that is.

    Parameters
    ----------
    pictures : iterable of ndarray, shape (h, w)
        Grey steps, one frame after the other; only two are held at a time.
    boxes : iterable of sequence of Box, or None
        Where people are in each, px; left out.

    Returns
    -------
    ndarray, shape (n, 3)
        px to the right, px down, and their standard deviation; nan where the ground could not be seen. What is added
        to places in the picture to have them on the ground of the first.

    Notes
    -----
    Each picture is laid over one and the same for as long as they overlap, so that errors do not add up from frame to
    frame but from one such picture to the next. A camera turns rather than moves: far from the middle of the picture
    lengths then grow with 1/cos² of the angle, which is 3 % at 10° and not in the error.

    Examples
    --------
    >>> ground = 20.0 * np.random.default_rng(1).standard_normal((140, 300))
    >>> found = follow_ground(ground[:120, 2 * k : 2 * k + 160] for k in range(5))
    >>> found[:, 0].round(1).tolist()
    [0.0, 2.0, 4.0, 6.0, 8.0]
    """
    follower = _Follower()
    found: list[tuple[float, float, float]] = []
    people = iter(boxes) if boxes is not None else None
    for picture in pictures:
        found.append(follower.next(picture, next(people, ()) if people is not None else ()))
    return np.array(found, dtype=np.float64).reshape(-1, 3)


def people_boxes(people: Iterable[Array], scale: float = 1.0) -> list[Box]:
    """Return a box around each person of one frame, from keypoints of shape (m, 2) each, in px `scale` times as large.

    Examples
    --------
    >>> people_boxes(np.array([[[10.0, 20.0], [20.0, 120.0]], [[np.nan, np.nan], [np.nan, np.nan]]]))
    [(-5.0, 5.0, 35.0, 135.0)]
    """
    boxes: list[Box] = []
    for places in people:
        person = places / scale
        if not np.isfinite(person).any():
            continue
        left, top = (float(one) for one in np.nanmin(person, axis=0))
        right, bottom = (float(one) for one in np.nanmax(person, axis=0))
        wider = AROUND * (bottom - top)
        if isfinite(wider):
            boxes.append((left - wider, top - wider, right + wider, bottom + wider))
    return boxes


def spread_path(path: Array, indices: Sequence[int], count: int) -> Array:
    """Return a path known in some frames as one of all: nan in the others, shape (count, 3)."""
    whole = np.full((count, 3), np.nan)
    whole[list(indices)] = path
    return whole


class _Follower:
    """Holds the picture that others are laid over, and the last one that was laid."""

    def __init__(self) -> None:
        self._over: Array | None = None
        self._over_at = (0.0, 0.0, 0.0)
        self._last: Array | None = None
        self._last_at = (0.0, 0.0, 0.0)
        self._near: tuple[float, float] | None = None

    def next(self, full: Array, without: Sequence[Box]) -> tuple[float, float, float]:
        """Return the place of one more picture."""
        picture, block = reduced(full, GROUND_ROWS)
        if self._over is None or self._last is None:
            self._over = self._last = picture
            return self._over_at
        boxes = [(left / block, top / block, right / block, bottom / block) for left, top, right, bottom in without]
        found = self._laid(self._over, picture, boxes)
        at = _placed(self._over_at, found, block)
        if not found.known:
            found = find_shift(self._last, picture, without=boxes)
            at = _placed(self._last_at, found, block)
            self._over, self._over_at = self._last, self._last_at
        self._near = (found.right, found.down) if found.known else None
        if not found.known:
            return nan, nan, nan
        self._last, self._last_at = picture, at
        height, width = picture.shape
        if abs(found.right) > OVERLAP * width or abs(found.down) > OVERLAP * height:
            self._over, self._over_at, self._near = picture, at, (0.0, 0.0)
        return at

    def _laid(self, over: Array, picture: Array, boxes: Sequence[Box]) -> Shift:
        """Return the shift: by the whole picture where the last one does not tell about how far."""
        found = find_shift(over, picture, without=boxes, near=self._near)
        if self._near is None or (found.known and hypot(found.right - self._near[0], found.down - self._near[1]) < 5.0):
            return found
        return find_shift(over, picture, without=boxes)


def _placed(at: tuple[float, float, float], found: Shift, block: int) -> tuple[float, float, float]:
    # What moves left in the picture was looked at further right.
    return at[0] - block * found.right, at[1] - block * found.down, hypot(at[2], block * found.error)
