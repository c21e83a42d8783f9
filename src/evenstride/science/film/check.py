"""Whether a film is good enough to measure: moments of it are looked at, before anybody's pose is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isnan, nan

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.film_check import FilmCheck, FilmFinding, FilmMeasured, Fit, Limits, RateFrom
from evenstride.core.video import VideoFacts
from evenstride.science.film.in_place import Box, height_in_place
from evenstride.science.film.pictures import edge_width, flicker, largest, moving, reduced
from evenstride.science.film.shift import UNKNOWN, Shift, find_shift

BODY = 1.75
"""m of a runner, by which a height in px becomes px a metre here (judgement: nobody said how tall; 10 % off)."""

LEGS = 0.5
"""Share of a runner's height that legs are, at least (judgement: a hip stands at 0.53)."""

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
        s of life from the film's first frame.
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
    pan, pan_error, shake = _camera(ground, _drift(moments), scale)
    runner = _median([scale * (box[3] - box[1]) for box, _ in seen if box is not None])
    times, boxes = [float(one.times[0]) for one in moments], [box for box, _ in seen]
    stays = height_in_place(times, first, boxes, 0.0 if isnan(noise) else noise)
    return FilmMeasured(
        light=float(np.median([np.median(one) for one in first])) / 255.0,
        white=float(np.median([np.mean(one >= WHITE) for one in first])),
        noise=noise,
        blur=_median([scale * edge_width(one) for one in first]),
        runner_blur=_median([scale * smear for _, smear in seen]),
        pan=pan,
        pan_error=pan_error,
        shake=shake,
        runner=runner if stays is None else max(runner, scale * stays),
        samples=len(moments),
        in_place=stays is not None,
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


def _runner(moment: Moment, far: Shift, noise: float) -> tuple[Box | None, float]:
    """Return where something moves, None where nothing does, and how smeared its edges are, px."""
    right, down = (far.right, far.down) if far.known else (0.0, 0.0)
    mask = moving(moment.pictures[0], moment.pictures[-1], right, down, noise)
    box = largest(mask)
    if box is None:
        return None, nan
    left, top, across, bottom = box
    part = np.s_[top:bottom, left:across]
    return box, edge_width(moment.pictures[0][part], mask[part])


def _drift(moments: Sequence[Moment]) -> tuple[Array, float] | None:
    """Return how fast the ground goes right and down from moment to moment, px/s, and its standard deviation.

    Notes
    -----
    One slope for all stretches over which pictures can be laid over each other. What goes to and fro stays about a
    line, and tells how far off its slope may be. None where no two moments show the same ground.
    """
    small = [reduced(moment.pictures[0], GROUND_ROWS) for moment in moments]
    stretches: list[list[tuple[float, float, float]]] = []
    for index, moment in enumerate(moments):
        picture, block = small[index]
        found = find_shift(small[index - 1][0], picture).times(block) if index else UNKNOWN
        time = float(moment.times[0])
        if found.known:
            _, right, down = stretches[-1][-1]
            stretches[-1].append((time, right + found.right, down + found.down))
        else:
            stretches.append([(time, 0.0, 0.0)])
    centred = np.concatenate([np.array(one) - np.mean(one, axis=0) for one in stretches])
    times, places = centred[:, 0], centred[:, 1:]
    spread = float(times @ times)
    if not spread > 0.0:
        return None
    slope = times @ places / spread
    free = len(times) - len(stretches) - 1
    rest = float(((places - times[:, np.newaxis] * slope) ** 2).sum())
    # Two pictures leave nothing that tells how far the camera goes to and fro: then the moments have to.
    return slope, (rest / (free * spread)) ** 0.5 if free else float("nan")


def _camera(
    ground: Sequence[tuple[Shift, Shift, float]], drift: tuple[Array, float] | None, scale: float
) -> tuple[tuple[float, float], float, float]:
    """Return how fast the camera looks on, its error, and how much its speed changes, px/s.

    What is filmed moves the other way than the camera looks.
    """
    speeds = np.array([(far.right / took, far.down / took) for _, far, took in ground if far.known and took > 0.0])
    if not len(speeds):
        return (nan, nan), nan, nan
    mean, count = speeds.mean(axis=0), len(speeds)
    shake = float(np.hypot(*speeds.std(axis=0, ddof=1))) if count > 1 else 0.0
    error = shake / count**0.5
    if drift is not None:
        mean, error = drift[0], error if isnan(drift[1]) else drift[1]
        shake = float(((speeds - mean) ** 2).sum() / count) ** 0.5
    return (-scale * float(mean[0]), -scale * float(mean[1])), scale * error, scale * shake


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
    # Of somebody in place legs alone may be seen, and what keeps still is more: how tall at most, tells.
    tallest = measured.runner / LEGS if measured.in_place else measured.runner
    fit = Fit.NOT_ENOUGH if tallest < limits.tiny else Fit.CHANGE if tallest < limits.small else Fit.GOOD
    kind = "in_place" if measured.in_place and measured.runner < limits.small else "seen"
    return [FilmFinding("size", kind, fit, (measured.runner, limits.small))]


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
    # A pan goes on; a camera whose speed changes by more than it has turns back again and again.
    if mean > max(limits.drift, 2.0 * measured.pan_error / metre, shake):
        return [FilmFinding("camera", "pans", Fit.CHANGE, (mean, *measured.pan))]
    moved = hypot(mean, shake)
    if moved <= limits.drift:
        return [FilmFinding("camera", "stands", Fit.GOOD)]
    return [FilmFinding("camera", "shakes", Fit.NOT_ENOUGH if moved > limits.shaken else Fit.CHANGE, (100.0 * moved,))]


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
