"""Use cases: a run as a film with its body drawn, and two runs in one film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.app.video.kinograms import colours_of
from evenstride.app.video.run_motion import RunMotion, motion_of_run
from evenstride.charts.movie import Lanes, film_picture, ground_picture, pair_picture
from evenstride.core.body_points import BodyPoint
from evenstride.core.chart import Spec
from evenstride.core.errors import InputError
from evenstride.core.estimate import Missing
from evenstride.core.kinogram import Place
from evenstride.core.progress import Progress, counted, no_progress
from evenstride.core.roles import Side
from evenstride.core.show import number
from evenstride.core.stride_pair import StridePair, resized
from evenstride.science.film.pieces import Pictures, body_in_picture, way_of_hips
from evenstride.science.motion.kinogram import body_at, ground_of
from evenstride.science.motion.stride_pairing import pair_strides
from evenstride.store import Store

if TYPE_CHECKING:
    from evenstride.app.video.run_film import RunFilm

PLAY = 30.0
"""Pictures a second at which a film plays."""

SLOWEST = 100.0

LONGEST = 20_000
"""Pictures of a film: eleven minutes of it."""

PAIR_SLOW = 10.0
"""Times slower than life that two runs are shown."""

FINE = 2.0
"""Pixels of a drawing unit."""

BACK_TO_BACK = 3
"""Times that the strides of two runs are shown one after the other."""


@dataclass(frozen=True, slots=True)
class WrittenFilm:
    """A film that was written: how it is coded, and what is told of it in sentences."""

    codec: str
    said: tuple[str, ...]


def write_overlay(
    store: Store,
    id: str,
    path: Path,
    *,
    at: datetime,
    database: Path | None = None,
    slow: float | None = None,
    dark: bool = False,
    progress: Progress = no_progress,
) -> WrittenFilm:
    """Write a run as a film of its body with contacts and the time in life, over its own film where that is kept.

    Parameters
    ----------
    store, id, path, at : Store, str, Path, datetime
        The run, whoever's, and the new file.
    database : Path, optional
        Beside which films are kept.
    slow : float, optional
        Times slower than life; else every frame that was taken is shown at 30 a second.
    dark, progress : bool, Progress
        On a dark ground; told how many pictures are done.

    Raises
    ------
    NotFoundError, InputError, FitError
        If there is no such run or no points were seen in it, the film cannot be coded or written, or would be longer
        than eleven minutes.
    """
    moved = motion_of_run(store, id, at=at)
    slower = max(1.0, moved.motion.rate / PLAY) if slow is None else slow
    times = _times(float(moved.motion.times[-1]), slower)
    said = f"{number(slower, 1 if slower % 1.0 else 0)} times slower than life" if slower > 1.0 else "as in life"
    film = _film(moved, database)
    if film is None:
        pictures = _on_ground(moved, times, said, dark=dark)
    else:
        pictures = _over_film(moved, film, times, said, dark=dark)
    return WrittenFilm(
        _write(path, pictures, len(times), progress),
        (f"{len(times)} pictures, {len(times) / PLAY:.1f} s, {said}.", *_film_notes(moved, film)),
    )


@dataclass(frozen=True, slots=True)
class PairShown:
    """Two runs whose strides are laid over each other, the earlier first.

    Attributes
    ----------
    names : tuple of str
        Whose runs they are and of which days.
    said : tuple of str
        How they were laid over each other.
    """

    moved: tuple[RunMotion, RunMotion]
    pair: StridePair
    names: tuple[str, str]
    said: tuple[str, ...]


def pair_runs(store: Store, ids: tuple[str, str], *, at: datetime, side: Side | None = None) -> PairShown:
    """Return two stored runs with the strides they are compared in.

    Raises
    ------
    NotFoundError, InputError, FitError
        If both are one run, or one cannot be shown; if no whole stride of the same foot was seen in both.
    """
    first, second = (motion_of_run(store, id, at=at) for id in ids)
    if first.id == second.id:
        raise InputError("a run cannot be compared with itself", remedy="Choose two different runs")
    if first.run.on is not None and second.run.on is not None and second.run.on < first.run.on:
        first, second = second, first
    pair = pair_strides(first.motion, second.motion, scaled=first.scaled and second.scaled, side=side)
    names = first.heading, second.heading
    if names[0] == names[1]:
        names = f"{names[0]}, {first.run.origin.file_name}", f"{names[1]}, {second.run.origin.file_name}"
    size = (
        "The clips have no scale in common: legs are drawn equally long."
        if pair.by_leg
        else "Both are drawn to one scale, in metres."
    )
    begun = f"Both begin with a touchdown of the {pair.side} foot, and are held together at the middle of the hips."
    return PairShown((first, second), pair, names, (begun, size))


def write_pair(
    shown: PairShown,
    path: Path,
    *,
    over: bool = True,
    normalised: bool = False,
    dark: bool = False,
    progress: Progress = no_progress,
) -> WrittenFilm:
    """Write two runs as one film.

    Parameters
    ----------
    shown, path : PairShown, Path
        The runs and the new file.
    over : bool
        Laid over each other; else side by side.
    normalised : bool
        Whether both show the same share of their own stride at once, in the place of the same time after touchdown.
    dark, progress : bool, Progress
        As for `write_overlay`.

    Raises
    ------
    InputError
        If the film cannot be coded or written.
    """
    count = max(2, round(shown.pair.duration * PAIR_SLOW * PLAY))
    shares = [place / count for place in range(count)] * BACK_TO_BACK
    pictures = _pairs(shown, shares, over=over, normalised=normalised, dark=dark)
    clock = (
        "Time is normalised: both show the same share of their own stride at once, so that what takes longer in one of "
        "them does not show."
        if normalised
        else "Both show the same time after touchdown."
    )
    told = f"{BACK_TO_BACK} times the same stride, {PAIR_SLOW:.0f} times slower than life."
    return WrittenFilm(_write(path, pictures, len(shares), progress), (*shown.said, clock, told))


def _write(path: Path, pictures: Pictures, count: int, progress: Progress) -> str:
    from evenstride.writers.pictures import write_mp4

    return write_mp4(path, _told(pictures, count, progress), PLAY)


def _told(pictures: Pictures, count: int, progress: Progress) -> Pictures:
    for _, picture in zip(counted(range(count), progress), pictures, strict=True):
        yield picture


def _times(end: float, slower: float) -> Sequence[float]:
    if not 1.0 <= slower <= SLOWEST:
        raise InputError(f"{slower:g} times slower cannot be shown", place="--slow", remedy=f"Write 1 to {SLOWEST:.0f}")
    count = int(end * PLAY * slower) + 1
    if count > LONGEST:
        raise InputError(
            f"the film would have {count} pictures and last {count / PLAY / 60.0:.0f} min",
            why=f"The run lasts {end:.0f} s and is shown {slower:g} times slower",
            remedy=f"Write --slow {max(1.0, LONGEST / PLAY / end):.1f} or less, or cut the clip to the run",
        )
    return [place / PLAY / slower for place in range(count)]


def _film(moved: RunMotion, database: Path | None) -> RunFilm | None:
    if not moved.has_film:
        return None
    from evenstride.app.video.run_film import film_of

    return film_of(moved, database)


def _over_film(moved: RunMotion, film: RunFilm, times: Sequence[float], said: str, *, dark: bool) -> Pictures:
    from evenstride.writers.raster import paint

    motion, plane, colours = moved.motion, moved.picture, colours_of(dark=dark)
    lanes = Lanes(motion.contacts, 0.0, float(motion.times[-1]))
    for time, frame in zip(times, film.frames_at(times), strict=False):
        rows, columns = frame.picture.shape[:2]
        share = rows / film.video.facts.height / FINE
        number_ = min(round(time * motion.rate), len(motion.times) - 1)
        spec = film_picture(
            {} if plane is None else body_in_picture(motion, plane, number_, share),
            lanes,
            time,
            size=(columns / FINE, rows / FINE),
            said=said,
        )
        yield paint(spec, colours, scale=FINE, under=frame.picture)


def _on_ground(moved: RunMotion, times: Sequence[float], said: str, *, dark: bool) -> Pictures:
    from evenstride.writers.raster import paint

    motion, colours = moved.motion, colours_of(dark=dark)
    ground, shows_way = ground_of(motion), moved.scaled and not moved.pans
    lanes = Lanes(motion.contacts, 0.0, float(motion.times[-1]))
    for time in times:
        found = body_at(motion, time, ground)
        body = None if isinstance(found, Missing) else found
        come = way_of_hips(motion, time) if shows_way else None
        yield paint(
            ground_picture(body, lanes, time, ahead=come, near=moved.near, heading=moved.heading, said=said), colours
        )


def _pairs(shown: PairShown, shares: Sequence[float], *, over: bool, normalised: bool, dark: bool) -> Pictures:
    from evenstride.writers.raster import paint

    draw = partial(pair_spec, shown, over=over, normalised=normalised)
    for share in shares:
        yield paint(draw(share), colours_of(dark=dark))


def pair_spec(shown: PairShown, share: float, *, over: bool, normalised: bool) -> Spec:
    """Return one picture of two runs at a share of the longer stride."""
    times = shown.pair.times(share, normalised=normalised)
    clock = f"{100.0 * share:.0f} % of the stride" if normalised else f"{shown.pair.duration * share:.3f} s"
    bodies = [
        _body(moved, time, factor) for moved, time, factor in zip(shown.moved, times, shown.pair.factors, strict=True)
    ]
    nears = [moved.near for moved in shown.moved]
    return pair_picture(bodies, shown.pair.side, names=shown.names, clock=clock, over=over, nears=nears)


def _body(moved: RunMotion, time: float, factor: float) -> dict[BodyPoint, Place] | None:
    if not 0.0 <= time <= moved.motion.times[-1]:
        return None
    found = body_at(moved.motion, time, ground_of(moved.motion))
    return None if isinstance(found, Missing) else resized(found, factor)


def _film_notes(moved: RunMotion, film: RunFilm | None) -> tuple[str, ...]:
    if film is not None:
        return ()
    scale = () if moved.scaled else ("The clip has no scale: the body is drawn with a leg of usual length.",)
    return ("No film is kept with this run: the body is drawn from its points, running to the right.", *scale)
