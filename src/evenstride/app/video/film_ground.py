"""Use case: where a camera that pans looked, frame by frame, for a film whose runner is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evenstride.core.estimate import Array
from evenstride.core.pose_lines import read_frames, read_head
from evenstride.readers.video import Video, open_video
from evenstride.science.film.ground import follow_ground, people_boxes, spread_path
from evenstride.science.film.pictures import brightness
from evenstride.science.film.shift import Box

FOLLOWED_ROWS = 540
"""Rows at which pictures are decoded: the ground is followed at 270."""


def ground_of_poses(film: Path, poses: Path) -> Array:
    """Return the path of a film's camera in the frames of its poses, people left out; shape (n, 3)."""
    with poses.open(encoding="utf-8") as lines:
        head = read_head(next(lines))
        frames = {one.index: one.points for one in read_frames(lines, head.points)}
    # A file of poses that holds nobody is refused before.
    path = follow_camera(film, [frames.get(index, ()) for index in range(max(frames) + 1)])
    return path[min(frames) : max(frames) + 1]


def follow_camera(path: Path, positions: Sequence[Iterable[Array]] | None = None) -> Array:
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
        places = [] if positions is None else [people_boxes(one, scale) for one in positions]
        indices: list[int] = []
        boxes = _boxes_as_seen(places, indices) if places else None
        found = follow_ground(_pictures(video, rows, indices), boxes)
        return spread_path(scale * found, indices, len(video.times))


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
