"""The film that a run was found in, at the times of its life, and pieces cut out of it around the runner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evenstride.app.video.run_motion import RunMotion
from evenstride.app.video.videos import video_path
from evenstride.charts.plots.kinogram import CELL, scale_of
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Missing
from evenstride.core.kinogram import FilmCrop, Kinogram, Shot
from evenstride.core.video import Frame, in_life
from evenstride.readers.video import Video, open_video
from evenstride.science.film.pieces import Box, cut_piece, foot_of_hips, nearest_frame

BELOW = 0.08
"""m of ground seen under the feet."""

BETWEEN = 2.0
"""Drawing units left free on either side of a crop."""

FINE = 2.0
"""Pixels of a crop for a drawing unit, at most."""

MOST_ROWS = 720
"""Of a frame that is drawn over in a film."""


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
        return nearest_frame(self.life, time)

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
    unit = scale_of(turned.bodies)
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


def _on_film(shot: Shot | Missing, moved: RunMotion, film: RunFilm, box: Box, unit: float) -> Shot | Missing:
    assert moved.picture is not None, "with_film looks first"
    if isinstance(shot, Missing):
        return shot
    from evenstride.writers.pictures import scaled, write_jpeg

    try:
        frame = film.video.frame(film.index(shot.frame / moved.motion.rate))
    except InputError:
        return shot
    picture = cut_piece(
        frame.picture, foot_of_hips(moved.motion, moved.picture, shot.frame), box, abs(moved.picture.pixels)
    )
    size = min(1.0, FINE * unit / abs(moved.picture.pixels))
    return replace(shot, film=FilmCrop(write_jpeg(scaled(picture, size)), *box))
