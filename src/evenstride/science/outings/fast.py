"""Fastest stretches of an outing and its top speed. Satellite positioning feeds top speed only (science.md §1.6)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from statistics import NormalDist

import numpy as np

from evenstride.core.activity import Activity
from evenstride.core.estimate import Array, Draws, Estimate, Missing
from evenstride.core.outing_values import FAST_SHARE, FastStretch
from evenstride.science.outings.devices import measures_steps_only
from evenstride.science.outings.samples import OutingSamples

MOST = 12
"""Stretches kept of one outing (judgement: no safe day holds more maximal runs)."""

APART = 10.0
"""s between two stretches, so that one run is not counted twice (judgement)."""

SLOWEST_SHARE = 0.6
"""Share of the outing's own peak below which nothing is kept (judgement: below it no share of own best is fast)."""

TOP_SPEED_ERROR = 0.3
"""m/s, typical error of top speed of 10 Hz satellite positioning in a course criterion, 108 runs (`hoppe2018`)."""

FAST_RATE = 5.0
"""Hz; slower devices miss the peak between two samples, for which no error is published here (judgement)."""

_DRAWS = 200


def find_fastest(activity: Activity, samples: OutingSamples) -> tuple[FastStretch, ...]:
    """Return the fastest stretches of an outing that do not overlap, fastest first.

    Parameters
    ----------
    activity : Activity
        For the times.
    samples : OutingSamples
        Its course.

    Notes
    -----
    A peak is a speed held over three samples (their median), so that one wrong position makes none. Around it the
    stretch goes as far as speed stays at nine tenths of it without a gap.
    """
    speeds = _held(samples)
    left = np.where(np.isnan(speeds), 0.0, speeds)
    if not left.max(initial=0.0) > 0.0:
        return ()
    times, clock, held, metres = activity.times, samples.clock, samples.held, samples.metres
    going = np.where(held > 0.0, speeds, np.nan)
    least = SLOWEST_SHARE * float(left.max())
    error = _error_of(samples)
    found: list[FastStretch] = []
    while len(found) < MOST:
        top = int(np.argmax(left))
        peak = float(left[top])
        if peak < least:
            break
        begin, end = _around(going, top, FAST_SHARE * peak)
        found.append(
            FastStretch(
                begin=float(times[begin]),
                duration=float(held[begin : end + 1].sum()),
                length=float(metres[begin : end + 1].sum()),
                peak=peak,
                top_speed=error if isinstance(error, Missing) else _moved(error, peak),
            )
        )
        first, last = clock.searchsorted((clock[begin] - APART, clock[end] + APART))
        left[first : last + 1] = 0.0
    return tuple(found)


def measure_top_speed(fastest: Sequence[FastStretch]) -> Estimate | Missing:
    """Return the highest speed held, with the error of the device."""
    return fastest[0].top_speed if fastest else Missing("the file holds no speed")


def _error_of(samples: OutingSamples) -> Estimate | Missing:
    """The error of any peak of an outing, as an estimate around 0: the same for all, so that it is drawn once."""
    if measures_steps_only(samples.speed_source):
        return Missing(
            f"speed is that of {samples.speed_source}, a sensor on the body: those read fast runs too slow (dasso2025)",
            "Let the watch write its own speed",
        )
    every = samples.held[samples.held > 0.0]
    rate = 1.0 / float(np.median(every)) if every.size else 0.0
    method = "GPS, error of a course criterion at 10 Hz (hoppe2018)"
    if rate < FAST_RATE:
        method = f"GPS at {rate:.1g} Hz misses the peak between two samples; error at least that of 10 Hz (hoppe2018)"
    return _error_by(method)


@cache
def _error_by(method: str) -> Estimate:
    """The error of top speed as an estimate around 0; the same for every outing of a kind of device."""
    normal = NormalDist(0.0, TOP_SPEED_ERROR)
    errors = np.array([normal.inv_cdf((number + 0.5) / _DRAWS) for number in range(_DRAWS)])
    return Draws(0.0, errors, "m/s", method).estimate()


def _moved(error: Estimate, peak: float) -> Estimate:
    low, high = max(peak + error.low, 0.0), peak + error.high
    return Estimate(peak, low, high, error.unit, error.level, error.method)


def _held(samples: OutingSamples) -> Array:
    """Speed held over three samples; nan at gaps."""
    speeds = samples.speeds
    if speeds.size < 3:
        return np.empty(0)
    before, here, after = speeds[:-2], speeds[1:-1], speeds[2:]
    joined = (samples.held[:-2] > 0.0) & (samples.held[1:-1] > 0.0)
    middle = np.maximum(np.minimum(before, here), np.minimum(np.maximum(before, here), after))
    middle = np.where(joined & np.isfinite(after), middle, np.nan)
    return np.concatenate([[np.nan], middle, [np.nan]])


def _around(speeds: Array, top: int, least: float) -> tuple[int, int]:
    """First and last of the samples in a row around the top that are no slower; nan is slower."""
    slow = ~(speeds >= least)
    after, before = slow[top:], slow[top::-1]
    ends, begins = int(after.argmax()), int(before.argmax())  # the first that is slow; 0 where none is
    return (top - begins + 1 if begins else 0), (top + ends - 1 if ends else speeds.size - 1)
