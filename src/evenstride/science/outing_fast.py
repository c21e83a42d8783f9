"""Fastest stretches of an outing and its top speed. Satellite positioning feeds top speed only (science.md §1.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from evenstride.core.activity import Activity
from evenstride.core.estimate import Array, Draws, Estimate, Missing
from evenstride.core.outing_values import FAST_SHARE, FastStretch
from evenstride.science.outing_devices import measures_steps_only
from evenstride.science.outing_samples import OutingSamples

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
    if not speeds.size or not np.nanmax(speeds, initial=0.0) > 0.0:
        return ()
    left, metres, clock = np.nan_to_num(speeds), samples.metres, samples.clock
    going = samples.held > 0.0
    least = SLOWEST_SHARE * float(left.max())
    error = _error_of(samples)
    found: list[FastStretch] = []
    while len(found) < MOST:
        top = int(np.argmax(left))
        peak = float(left[top])
        if peak < least:
            break
        begin, end = _around((speeds >= FAST_SHARE * peak) & going, top)
        found.append(
            FastStretch(
                begin=float(activity.times[begin]),
                duration=float(samples.held[begin : end + 1].sum()),
                length=float(metres[begin : end + 1].sum()),
                peak=peak,
                top_speed=error if isinstance(error, Missing) else _moved(error, peak),
            )
        )
        near = np.searchsorted(clock, (clock[begin] - APART, clock[end] + APART))
        left[near[0] : near[1] + 1] = 0.0
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
    errors = TOP_SPEED_ERROR * ndtri((np.arange(_DRAWS) + 0.5) / _DRAWS)
    return Draws(0.0, errors, "m/s", method).estimate()


def _moved(error: Estimate, peak: float) -> Estimate:
    return replace(error, value=peak, low=max(peak + error.low, 0.0), high=peak + error.high)


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


def _around(fast: NDArray[np.bool_], top: int) -> tuple[int, int]:
    """First and last of the samples in a row around one."""
    slow = np.flatnonzero(~fast)
    place = int(np.searchsorted(slow, top))
    begin = int(slow[place - 1]) + 1 if place > 0 else 0
    return begin, int(slow[place]) - 1 if place < slow.size else fast.size - 1
