"""The film that a run was found in, at the times of its life, and pieces cut out of it around the runner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from evenstride.app.run_motion import RunMotion
from evenstride.app.videos import video_path
from evenstride.charts.plots.kinogram import CELL, scale_of
from evenstride.core.body_points import BodyPoint
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Missing
from evenstride.core.kinogram import FilmCrop, Kinogram, Shot
from evenstride.core.video import Frame, in_life
from evenstride.readers.video import Video, open_video
from evenstride.science.kinogram import ground_of
from evenstride.science.pose_picture import PicturePlane

BELOW = 0.08
"""m of ground seen under the feet."""

BETWEEN = 2.0
"""Drawing units left free on either side of a crop."""

FINE = 2.0
"""Pixels of a crop for a drawing unit, at most."""

MOST_ROWS = 720
"""Of a frame that is drawn over in a film."""

_OUTSIDE = 128
"""Grey beyond the edge of a frame."""


@dataclass(frozen=True, slots=True, eq=False)
class RunFilm:
    """A film that is here.

    Attributes
    ----------
    life : ndarray, shape (n,)
        s of life of each frame from the first.
    """

    video: Video
    life: Array

    def index(self, time: float) -> int:
        """Return the number of the frame nearest to a time of life, s."""
        after = int(np.clip(np.searchsorted(self.life, time), 1, max(len(self.life) - 1, 1)))
        return after - int(time - self.life[after - 1] < self.life[min(after, len(self.life) - 1)] - time)

    def frames_at(self, times: Sequence[float]) -> Iterator[Frame]:
        """Yield the frame nearest to each of some growing times; one that is damaged is the one before again."""
        wanted = [self.index(time) for time in times]
        walk = self.video.frames(wanted[0], wanted[-1] + 1, self.rows)
        current = next(walk, None)
        following = next(walk, None)
        for index in wanted:
            while following is not None and following.index <= index:
                current, following = following, next(walk, None)
            if current is None:
                return
            yield current

    @property
    def rows(self) -> int | None:
        """The rows that frames are scaled down to; None where they are few enough."""
        return MOST_ROWS if self.video.facts.height > MOST_ROWS else None


def film_of(moved: RunMotion, database: Path | None) -> RunFilm | None:
    """Return the film of a run, None where none is kept or it cannot be opened here: the run is whole without it."""
    told = moved.run.origin.told
    keypoints = None if moved.clip is None else moved.clip.signal.keypoints
    if database is None or keypoints is None or told is None or told.clip is None or told.clip.film is None:
        return None
    path = video_path(database, told.clip.film)
    if isinstance(path, Missing):
        return None
    try:
        video = open_video(path)
    except InputError:
        return None
    return RunFilm(video, in_life(video.times, video.facts, keypoints.facts.rate))


def with_film(made: Kinogram, moved: RunMotion, film: RunFilm | None) -> Kinogram:
    """Return a kinogram on its film, running as it was filmed; unchanged without film."""
    if film is None or moved.picture is None:
        return made
    turned = mirrored(made) if moved.picture.leftwards else made
    unit = scale_of(turned)
    half = (0.5 * CELL[0] - BETWEEN) / unit
    box = (-half, -BELOW), (half, CELL[1] / unit - BELOW)
    rows = [
        replace(row, shots={name: _on_film(one, moved, film, box, unit) for name, one in row.shots.items()})
        for row in turned.rows
    ]
    return replace(turned, rows=tuple(rows))


def mirrored(made: Kinogram) -> Kinogram:
    """Return a kinogram that runs to the left."""

    def turn(shot: Shot | Missing) -> Shot | Missing:
        if isinstance(shot, Missing):
            return shot
        return replace(shot, body={point: (-x, up) for point, (x, up) in shot.body.items()})

    rows = [replace(row, shots={name: turn(one) for name, one in row.shots.items()}) for row in made.rows]
    return replace(made, rows=tuple(rows), faces="left")


_Box = tuple[tuple[float, float], tuple[float, float]]


def _on_film(shot: Shot | Missing, moved: RunMotion, film: RunFilm, box: _Box, unit: float) -> Shot | Missing:
    assert moved.picture is not None, "with_film looks first"
    if isinstance(shot, Missing):
        return shot
    from evenstride.writers.pictures import scaled, write_jpeg

    try:
        frame = film.video.frame(film.index(shot.time))
    except InputError:
        return shot
    picture = _cut(frame.picture, _corner(moved, moved.picture, shot.frame), box, abs(moved.picture.pixels))
    size = min(1.0, FINE * unit / abs(moved.picture.pixels))
    return replace(shot, film=FilmCrop(write_jpeg(scaled(picture, size)), *box))


def _corner(moved: RunMotion, plane: PicturePlane, frame: int) -> tuple[float, float]:
    """Return where in the picture the middle of the hips stands over the ground, px."""
    hips = [moved.motion.points[point][frame] for point in (BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP)]
    middle = 0.5 * (hips[0] + hips[1])
    middle[2] = ground_of(moved.motion)
    right, down = plane.to_picture(middle)
    return float(right), float(down)


def _cut(picture: np.ndarray, corner: tuple[float, float], box: _Box, pixels: float) -> np.ndarray:
    """Return a piece of a frame, grey beyond its edges."""
    (left, low), (right, high) = box
    first = round(corner[0] + pixels * left), round(corner[1] - pixels * high)
    size = max(2, round(pixels * (right - left))), max(2, round(pixels * (high - low)))
    found = np.full((size[1], size[0], 3), _OUTSIDE, dtype=np.uint8)
    x0, y0 = max(first[0], 0), max(first[1], 0)
    x1, y1 = min(first[0] + size[0], picture.shape[1]), min(first[1] + size[1], picture.shape[0])
    if x1 > x0 and y1 > y0:
        found[y0 - first[1] : y1 - first[1], x0 - first[0] : x1 - first[0]] = picture[y0:y1, x0:x1]
    return found


def body_in_picture(moved: RunMotion, frame: int, share: float) -> dict[BodyPoint, tuple[float, float]]:
    """Return the points of the body that are seen in a frame of the motion, px times a share."""
    if moved.picture is None:
        return {}
    found: dict[BodyPoint, tuple[float, float]] = {}
    for point, values in moved.motion.points.items():
        if np.isfinite(values[frame]).all():
            right, down = moved.picture.to_picture(values[frame])
            found[point] = float(share * right), float(share * down)
    return found
