"""Use case: whether a film is good enough to measure, within seconds and without finding anybody's pose."""

from __future__ import annotations

from pathlib import Path

from evenstride.core.errors import InputError
from evenstride.core.film_check import FilmCheck, FilmFinding, Fit, Limits
from evenstride.core.pose import RATES
from evenstride.core.video import in_life
from evenstride.readers.video import Video, open_video
from evenstride.science.film.check import Moment, check_film, measure_film, moments_at, rate_of
from evenstride.science.film.pictures import brightness
from evenstride.words.video.film import sentence_of, verdict_of

LARGEST_ROWS = 1080
"""Rows at which pictures are looked at: blur is then still seen in a film of 4K or 8K, and memory stays small."""


def check_video(path: Path, *, told: float | None = None, limits: Limits | None = None) -> FilmCheck:
    """Look at moments of a film and judge it.

    Parameters
    ----------
    path : Path
        The film.
    told : float or None
        Frames of life a second, if somebody says it.
    limits : Limits or None
        Where a property stops being good; the house's if None.

    Raises
    ------
    InputError
        If the film cannot be opened, or its rate is told wrong.
    """
    if told is not None and not RATES[0] <= told <= RATES[1]:
        raise InputError(
            f"{told:g} frames a second is no capture rate",
            place="--fps",
            remedy=f"Write what the camera took a second, {RATES[0]:g} to {RATES[1]:g}, such as 240",
        )
    with open_video(path) as video:
        rate = rate_of(video.facts, told)[0]
        moments = [
            moment
            for frames in moments_at(video.times, rate, video.keys)
            if (moment := _moment(video, frames, rate)) is not None
        ]
        if not moments:
            raise InputError(
                "a single picture can be shown of this film",
                place=path.name,
                remedy="Film the whole run, or copy the film from the phone again",
            )
        measured = measure_film(moments, video.facts.height)
        return check_film(video.facts, measured, told=told, limits=limits or Limits())


def check_lines(check: FilmCheck) -> list[str]:
    """Return what a check says: what the film is, whether it is good enough, then each finding in a sentence."""
    return [verdict_of(check), *(f"{mark_of(one)} {sentence_of(one, check)}" for one in check.findings)]


def mark_of(finding: FilmFinding) -> str:
    """Return the word that stands before a sentence."""
    return {Fit.GOOD: "good:  ", Fit.CHANGE: "change:", Fit.NOT_ENOUGH: "lacks: "}[finding.fit]


def _moment(video: Video, frames: tuple[int, ...], rate: float) -> Moment | None:
    """Return neighbouring pictures; None where damage leaves fewer than two."""
    rows = min(LARGEST_ROWS, video.facts.height)
    found = [frame for frame in video.frames(frames[0], frames[-1] + 1, rows) if frame.index in frames]
    if len(found) < 2:
        return None
    times = in_life([frame.time for frame in found], video.facts, rate)
    return Moment(times, tuple(brightness(frame.picture) for frame in found))
