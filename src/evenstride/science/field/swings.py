"""Swings of a thigh in a rate of turn: where each began, peaked and ended, and which of them make a set."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.interpolate import PchipInterpolator

from evenstride.core.estimate import Array
from evenstride.science.field.turning import Turning

FEWEST = 4
"""A set with fewer switches is no trial (judgement)."""

ARRIVED = 0.1
"""A swing begins and ends where its rate is a tenth of its peak: a bounce and a pause are cut alike (judgement)."""

FAST = 0.4
"""A swing slower at its peak than this share of the usual one is getting into place, not a switch (judgement)."""

SLOWEST = 1.0
"""Peak rate in rad/s that every switch exceeds (judgement)."""

LONGEST_PAUSE = 0.6
"""Swings further apart than this many seconds belong to two sets (judgement)."""

CROSSING = 10.0
"""With x the time between samples over that of a swing, the SD of an end of it is 10·x² of that time without any noise,
and at most a tenth of it: found by simulating bounces and pauses at 25 to 400 samples a second."""


@dataclass(frozen=True, slots=True)
class Swing:
    """One swing from one turning point of the thigh to the next.

    Attributes
    ----------
    sign : float
        Its direction about the axis found, 1 or −1.
    begun, ended : float
        When its rate was a tenth of its peak, s.
    peak, angle : float
        Highest rate in rad/s, and angle travelled in rad; both positive.
    timing_sd : float
        SD of `begun` and of `ended`, s.
    limited : bool
        Whether the sensor reached the end of its range.
    """

    sign: float
    begun: float
    ended: float
    peak: float
    angle: float
    timing_sd: float
    limited: bool


def find_sets(turning: Turning, *, usual: int) -> list[list[Swing]]:
    """Return the sets of fast swings in turn, each at least `FEWEST` long.

    Parameters
    ----------
    turning : Turning
        The rate of turn about the axis of the swings.
    usual : int
        Switches of one set; the fastest so many tell how fast a swing is here.
    """
    rates = turning.rates
    width = 2 * round(0.015 / turning.step) + 1
    smooth = np.convolve(rates, np.full(width, 1.0 / width), mode="same")
    turns = np.flatnonzero(np.diff(np.signbit(smooth))) + 1
    edges = [0, *turns.tolist(), rates.size]
    parts = [(begin, end) for begin, end in pairwise(edges) if end - begin >= 3]
    heights = [float(np.max(np.abs(smooth[begin:end]))) for begin, end in parts]
    least = max(SLOWEST, FAST * float(np.median(sorted(heights)[-usual:]))) if heights else 0.0
    fast = [part for part, height in zip(parts, heights, strict=True) if height > least]
    sets: list[list[Swing]] = []
    for begin, end in fast:
        swing = _swing(turning, begin, end)
        last = sets[-1][-1] if sets else None
        if last is None or last.sign == swing.sign or swing.begun - last.ended > LONGEST_PAUSE:
            sets.append([])
        sets[-1].append(swing)
    return [one for one in sets if len(one) >= FEWEST]


def _swing(turning: Turning, begin: int, end: int) -> Swing:
    times, rates = turning.times, turning.rates
    sign = 1.0 if rates[begin:end].sum() > 0.0 else -1.0
    top = begin + int(np.argmax(sign * rates[begin:end]))
    peak = _peak(turning, sign, top, begin, end)
    level = ARRIVED * peak
    begun, rise = _crossing(times, sign * rates, top, -1, level)
    ended, fall = _crossing(times, sign * rates, top, 1, level)
    slope = min(rise, fall)
    # Two neighbouring samples carry a crossing between them: 0.82 of the noise of one, on the mean.
    blur = float(np.hypot(0.82 * turning.noise, turning.sway)) / slope if slope > 0.0 else 0.0
    between = turning.step * min(0.1, CROSSING * (turning.step / max(ended - begun, turning.step)) ** 2)
    timing = float(np.linalg.norm([blur, turning.jitter, between]))
    first, last = _turning_point(sign * rates, top, -1), _turning_point(sign * rates, top, 1)
    limited = bool(np.any(turning.limited[max(first, 0) : last + 1]))
    return Swing(sign, begun, ended, peak, _angle(times, sign * rates, first, last), timing, limited)


def _peak(turning: Turning, sign: float, top: int, begin: int, end: int) -> float:
    """Return the vertex of a parabola over ± 20 ms, at least ± 2 samples, around the highest sample."""
    half = half_window(turning)
    low, high = max(begin, top - half), min(end, top + half + 1)
    if high - low < 4:
        return float(sign * turning.rates[top])
    around = turning.times[low:high] - turning.times[top]
    fitted = np.linalg.lstsq(np.vander(around, 3), sign * turning.rates[low:high])[0]
    curve, slope, height = (float(one) for one in fitted)
    if curve >= 0.0:
        return float(sign * turning.rates[top])
    vertex = float(np.clip(-slope / (2.0 * curve), around[0], around[-1]))
    return float(height + slope * vertex + curve * vertex**2)


def _crossing(times: Array, rates: Array, top: int, way: int, level: float) -> tuple[float, float]:
    """Return when the rate first falls to a level on one side of its top, and how steeply, in rad/s²."""
    at = top
    while 0 <= at + way < rates.size and rates[at + way] > level:
        at += way
    after = at + way
    if not 0 <= after < rates.size:
        return float(times[at]), 0.0
    drop, gap = float(rates[at] - rates[after]), float(abs(times[after] - times[at]))
    share = float(rates[at] - level) / drop if drop > 0.0 else 0.0
    return float(times[at] + way * share * gap), drop / gap


def _turning_point(rates: Array, top: int, way: int) -> int:
    """Return the last sample on one side of the top that still turns the same way."""
    at = top
    while 0 <= at + way < rates.size and rates[at + way] > 0.0:
        at += way
    return at


def _angle(times: Array, rates: Array, first: int, last: int) -> float:
    """Integrate a spline through the samples from turning point to turning point, rad."""
    low, high = max(first - 2, 0), min(last + 3, times.size)
    curve = PchipInterpolator(times[low:high], rates[low:high])
    return float(curve.integrate(_zero(times, rates, first, -1), _zero(times, rates, last, 1)))


def _zero(times: Array, rates: Array, at: int, way: int) -> float:
    after = at + way
    if not 0 <= after < times.size:
        return float(times[at])
    drop = float(rates[at] - rates[after])
    share = float(rates[at]) / drop if drop > 0.0 else 0.0
    return float(times[at] + way * min(share, 1.0) * abs(times[after] - times[at]))


def half_window(turning: Turning) -> int:
    """Return how many samples on either side of the highest one make its parabola."""
    return max(2, round(0.02 / turning.step))
