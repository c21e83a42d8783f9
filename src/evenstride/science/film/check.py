"""Whether a film is good enough to measure: moments of it are looked at, before anybody's pose is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isnan, nan

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.film_check import FilmCheck, FilmFinding, FilmMeasured, Fit, Limits, RateFrom
from evenstride.core.video import VideoFacts
from evenstride.science.film.pictures import edge_width, flicker, largest, moving, reduced
from evenstride.science.film.shift import Shift, find_shift

BODY = 1.75
"""m of a runner, by which a height in px becomes px a metre here (judgement: nobody said how tall; 10 % off)."""

WHITE = 250.0
"""Grey steps of 255 from which a place is as bright as it can be, compression aside."""

GROUND_ROWS = 270
"""Rows at which the ground is followed, at least: a shift is found to a tenth of their pixels, and quickly."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """Neighbouring pictures of a film.

    Attributes
    ----------
    times : ndarray, shape (k,)
        s of life.
    pictures : tuple of ndarray, shape (h, w)
        Grey steps.
    """

    times: Array
    pictures: tuple[Array, ...]


def measure_film(moments: Sequence[Moment], rows: int) -> FilmMeasured:
    """Return what moments of a film show.

    Parameters
    ----------
    moments : sequence of Moment
        Spread over the film, each of at least two pictures.
    rows : int
        px of height of the film's own upright picture; the moments may be scaled down.
    """
    scale = rows / moments[0].pictures[0].shape[0]
    ground = [_ground(moment) for moment in moments]
    still = [
        flicker(*moment.pictures[:2])
        for moment, (near, _, _) in zip(moments, ground, strict=True)
        if not near.known or hypot(near.right, near.down) < 0.3
    ]
    noise = float(np.median(still)) if still else nan
    seen = [
        _runner(moment, far, 0.0 if isnan(noise) else noise)
        for moment, (_, far, _) in zip(moments, ground, strict=True)
    ]
    first = [moment.pictures[0] for moment in moments]
    pan, shake = _camera(ground, scale)
    return FilmMeasured(
        light=float(np.median([np.median(one) for one in first])) / 255.0,
        white=float(np.median([np.mean(one >= WHITE) for one in first])),
        noise=noise,
        blur=_median([scale * edge_width(one) for one in first]),
        runner_blur=_median([scale * smear for _, smear in seen]),
        pan=pan,
        shake=shake,
        runner=_median([scale * height for height, _ in seen]),
        samples=len(moments),
    )


def check_film(
    facts: VideoFacts, measured: FilmMeasured, *, told: float | None = None, limits: Limits = Limits()
) -> FilmCheck:
    """Judge a film.

    Parameters
    ----------
    facts : VideoFacts
        What its file says.
    measured : FilmMeasured
        What its pictures show.
    told : float or None
        Frames of life a second, if somebody says it, Hz.
    limits : Limits
        Where a property stops being good.
    """
    rate, source = rate_of(facts, told)
    findings = [
        *_file(facts),
        _rate(facts, rate, source, limits),
        *_size(measured, limits),
        *_sharp(measured, limits),
        *_light(measured, limits),
        *_stands(facts, measured, limits),
        *_way(facts),
        _length(facts, rate, limits),
    ]
    return FilmCheck(facts, rate, source, measured, tuple(findings))


def rate_of(facts: VideoFacts, told: float | None) -> tuple[float, RateFrom]:
    """Return frames of life a second as far as anything says it before the pose is known, and what says it."""
    if told is not None:
        return told, RateFrom.TOLD
    if facts.capture_rate is not None:
        return facts.capture_rate, RateFrom.FILE
    return facts.tagged_rate, RateFrom.CLOCK


def _ground(moment: Moment) -> tuple[Shift, Shift, float]:
    """Return the ground's shift to the next picture and to the last of a moment, and how long the latter took."""
    small = [reduced(picture, GROUND_ROWS) for picture in moment.pictures]
    (first, block), (second, _), (last, _) = small[0], small[1], small[-1]
    near = find_shift(first, second).times(block)
    far = near if len(small) == 2 else find_shift(first, last).times(block)
    return near, far, float(moment.times[-1] - moment.times[0])


def _runner(moment: Moment, far: Shift, noise: float) -> tuple[float, float]:
    """Return how tall what moves is and how smeared its edges are, px; nan where nothing moves."""
    right, down = (far.right, far.down) if far.known else (0.0, 0.0)
    mask = moving(moment.pictures[0], moment.pictures[-1], right, down, noise)
    box = largest(mask)
    if box is None:
        return nan, nan
    left, top, across, bottom = box
    part = np.s_[top:bottom, left:across]
    return float(bottom - top), edge_width(moment.pictures[0][part], mask[part])


def _camera(ground: Sequence[tuple[Shift, Shift, float]], scale: float) -> tuple[tuple[float, float], float]:
    """Return how fast the camera looks on, and how much that changes, px/s; what it films moves the other way."""
    speeds = np.array(
        [(-scale * far.right / took, -scale * far.down / took) for _, far, took in ground if far.known and took > 0.0]
    )
    if not len(speeds):
        return (nan, nan), nan
    mean = speeds.mean(axis=0)
    spread = float(np.hypot(*speeds.std(axis=0, ddof=1))) if len(speeds) > 1 else 0.0
    return (float(mean[0]), float(mean[1])), spread


def _median(values: Sequence[float]) -> float:
    known = [value for value in values if not isnan(value)]
    return float(np.median(known)) if known else nan


def _file(facts: VideoFacts) -> list[FilmFinding]:
    found = [FilmFinding("file", "note", Fit.CHANGE, (float(number),)) for number, _ in enumerate(facts.notes)]
    if not facts.times_steady:
        found.append(FilmFinding("times", "uneven", Fit.GOOD))
    return found


def _rate(facts: VideoFacts, rate: float, source: RateFrom, limits: Limits) -> FilmFinding:
    # A film that plays as slowly as most do may be in slow motion: nothing in it tells before a step is seen.
    kind = "unsure" if source is RateFrom.CLOCK and rate < limits.timed else "known"
    fit = Fit.NOT_ENOUGH if rate < 0.99 * limits.timed else Fit.CHANGE if rate < 0.9 * limits.fine else Fit.GOOD
    return FilmFinding("rate", kind, fit, (rate, facts.tagged_rate, 1000.0 / (rate * 6.0**0.5)))


def _size(measured: FilmMeasured, limits: Limits) -> list[FilmFinding]:
    if isnan(measured.runner):
        return [FilmFinding("size", "nothing", Fit.NOT_ENOUGH)]
    fit = (
        Fit.NOT_ENOUGH if measured.runner < limits.tiny
        else Fit.CHANGE if measured.runner < limits.small
        else Fit.GOOD
    )  # fmt: skip
    return [FilmFinding("size", "seen", fit, (measured.runner, limits.small))]


def _sharp(measured: FilmMeasured, limits: Limits) -> list[FilmFinding]:
    if isnan(measured.runner):
        return []
    metre = measured.runner / BODY
    found: list[FilmFinding] = []
    if measured.blur / metre > limits.blurred:
        found.append(FilmFinding("blur", "focus", Fit.CHANGE, (measured.blur, 100.0 * measured.blur / metre)))
    elif measured.runner_blur / metre > limits.blurred:
        smear = measured.runner_blur
        found.append(FilmFinding("blur", "motion", Fit.CHANGE, (smear, 100.0 * smear / metre)))
    else:
        found.append(FilmFinding("blur", "sharp", Fit.GOOD, (measured.blur,)))
    return found


def _light(measured: FilmMeasured, limits: Limits) -> list[FilmFinding]:
    found: list[FilmFinding] = []
    if measured.light < limits.dark:
        found.append(FilmFinding("light", "dark", Fit.CHANGE, (100.0 * measured.light,)))
    elif measured.white > limits.bright:
        found.append(FilmFinding("light", "white", Fit.CHANGE, (100.0 * measured.white,)))
    else:
        found.append(FilmFinding("light", "enough", Fit.GOOD, (100.0 * measured.light,)))
    if measured.noise > limits.noise:
        found.append(FilmFinding("noise", "flickers", Fit.CHANGE, (measured.noise,)))
    return found


def _stands(facts: VideoFacts, measured: FilmMeasured, limits: Limits) -> list[FilmFinding]:
    """Say whether the camera stands, pans or shakes."""
    if isnan(measured.pan[0]):
        return [FilmFinding("camera", "unseen", Fit.GOOD)]
    # Without a runner a body that fills half the picture stands in for one.
    metre = (0.5 * facts.height if isnan(measured.runner) else measured.runner) / BODY
    mean, shake = hypot(*measured.pan) / metre, measured.shake / metre
    unsure = 2.0 * shake / max(1, measured.samples) ** 0.5
    if mean > max(limits.drift, unsure):
        return [FilmFinding("camera", "pans", Fit.CHANGE, (mean, *measured.pan))]
    if hypot(mean, shake) > limits.drift:
        return [FilmFinding("camera", "shakes", Fit.CHANGE, (100.0 * hypot(mean, shake),))]
    return [FilmFinding("camera", "stands", Fit.GOOD)]


def _way(facts: VideoFacts) -> list[FilmFinding]:
    return [FilmFinding("way", "upright", Fit.CHANGE)] if facts.height > facts.width else []


def _length(facts: VideoFacts, rate: float, limits: Limits) -> FilmFinding:
    life = facts.duration * facts.tagged_rate / rate
    kind = "short" if life < limits.short else "long" if life > limits.long else "fits"
    return FilmFinding("length", kind, Fit.GOOD if kind == "fits" else Fit.CHANGE, (life, float(facts.frames or 0)))


def moments_at(times: Array, rate: float, keys: Sequence[int], count: int = 8) -> tuple[tuple[int, ...], ...]:
    """Return which frames to look at: moments of three frames, spread over a film, at key frames where there are some.

    Parameters
    ----------
    times : ndarray, shape (n,)
        s on the file's clock of every frame.
    rate : float
        Frames of life a second.
    keys : sequence of int
        Frames that can be decoded without others.
    count : int
        Moments at most.

    Examples
    --------
    >>> moments_at(np.arange(240) / 240, 240.0, (0, 60, 120, 180), 3)
    ((0, 1, 8), (120, 121, 128), (180, 181, 188))
    """
    gap = max(1, round(rate / 30.0))
    last = len(times) - 1 - gap
    if last < 0:
        return ((0, len(times) - 1),) if len(times) > 1 else ()
    wanted = np.linspace(0, last, min(count, last + 1))
    at_keys = {min(keys, key=lambda key: abs(key - one)) for one in wanted} if len(keys) else set[int]()
    begins = {one for one in at_keys if one <= last}
    if len(begins) < 0.5 * len(wanted):
        begins = {round(one) for one in wanted}
    return tuple(tuple(sorted({begin, begin + 1, begin + gap})) for begin in sorted(begins))
