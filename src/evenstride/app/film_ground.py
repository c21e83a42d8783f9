"""Use case: where a camera that pans looked, frame by frame, for a film whose runner is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.pose_lines import read_frames, read_head
from evenstride.readers.video import Video, open_video
from evenstride.science.film_ground import follow_ground
from evenstride.science.film_pictures import brightness
from evenstride.science.film_shift import Box

FOLLOWED_ROWS = 540
"""Rows at which pictures are decoded: the ground is followed at 270."""

AROUND = 0.15
"""Of a body's height that its box is wider than its keypoints: hair, fingers, shoes."""


def ground_of_poses(film: Path, poses: Path) -> Array:
    """Return the path of a film's camera in the frames of its poses, people left out; shape (n, 3)."""
    with poses.open(encoding="utf-8") as lines:
        head = read_head(next(lines))
        frames = {one.index: one.points for one in read_frames(lines, head.points)}
    if not frames:
        return np.empty((0, 3))
    nobody = np.empty((0, len(head.points), 2))
    path = follow_camera(film, [frames.get(index, nobody) for index in range(max(frames) + 1)])
    return path[min(frames) : max(frames) + 1]


def follow_camera(path: Path, positions: Sequence[Array] | None = None) -> Array:
    """Return how far the camera had looked on in each frame since the first, px of the film's own picture.

    Parameters
    ----------
    path : Path
        The film.
    positions : sequence of ndarray, shape (p, m, 2), or None
        px of everybody's keypoints frame by frame, nan where not seen: these places are left out.

    Returns
    -------
    ndarray, shape (n, 3)
        As `core.pose.Keypoints.ground` holds it; nan also in frames that are damaged.
    """
    with open_video(path) as video:
        rows = min(FOLLOWED_ROWS, video.facts.height)
        scale = video.facts.height / rows
        places = [] if positions is None else [people_boxes(one / scale) for one in positions]
        indices: list[int] = []
        boxes = _boxes_as_seen(places, indices) if places else None
        found = follow_ground(_pictures(video, rows, indices), boxes)
        path_of_all = np.full((len(video.times), 3), np.nan)
        path_of_all[indices] = scale * found
    return path_of_all


def people_boxes(positions: Array) -> list[Box]:
    """Return a box around each person of one frame.

    Examples
    --------
    >>> people_boxes(np.array([[[10.0, 20.0], [20.0, 120.0]], [[np.nan, np.nan], [np.nan, np.nan]]]))
    [(-5.0, 5.0, 35.0, 135.0)]
    """
    boxes: list[Box] = []
    for person in positions:
        if not np.isfinite(person).any():
            continue
        left, top = (float(one) for one in np.nanmin(person, axis=0))
        right, bottom = (float(one) for one in np.nanmax(person, axis=0))
        wider = AROUND * (bottom - top)
        if isfinite(wider):
            boxes.append((left - wider, top - wider, right + wider, bottom + wider))
    return boxes


def _pictures(video: Video, rows: int, indices: list[int]) -> Iterator[Array]:
    for frame in video.frames(height=rows):
        indices.append(frame.index)
        yield brightness(frame.picture)


def _boxes_as_seen(places: Sequence[list[Box]], indices: Sequence[int]) -> Iterator[list[Box]]:
    """Yield the boxes of each picture that came: its number is known once it is there."""
    came = 0
    while True:
        index = indices[came]
        yield places[index] if index < len(places) else []
        came += 1
