"""Fastest stretches of an outing and its top speed. Satellite positioning feeds top speed only (science.md §1.6)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from evenstride.core.activity import Activity
from evenstride.core.estimate import Array, Draws, Estimate, Missing
from evenstride.core.outing_values import FAST_SHARE, FastStretch
from evenstride.science.outing_devices import measures_steps_only
from evenstride.science.outing_samples import LONGEST_GAP, OutingSamples

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
    left = np.nan_to_num(speeds)
    least = SLOWEST_SHARE * float(left.max())
    found: list[FastStretch] = []
    while len(found) < MOST:
        top = int(np.argmax(left))
        peak = float(left[top])
        if peak < least or peak <= 0.0:
            break
        fast = (speeds >= FAST_SHARE * peak) & (samples.held > 0.0)
        begin, end = _around(fast, top)
        found.append(_stretch(activity, samples, begin, end, peak))
        near = (samples.clock >= samples.clock[begin] - APART) & (samples.clock <= samples.clock[end] + APART)
        left[near] = 0.0
    return tuple(found)


def measure_top_speed(fastest: Sequence[FastStretch]) -> Estimate | Missing:
    """Return the highest speed held, with the error of the device."""
    return fastest[0].top_speed if fastest else Missing("the file holds no speed")


def _stretch(activity: Activity, samples: OutingSamples, begin: int, end: int, peak: float) -> FastStretch:
    inside = slice(begin, end + 1)
    return FastStretch(
        begin=float(activity.times[begin]),
        duration=float(samples.held[inside].sum()),
        length=float(samples.metres[inside].sum()),
        peak=peak,
        top_speed=_with_error(samples, peak),
    )


def _with_error(samples: OutingSamples, peak: float) -> Estimate | Missing:
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
    return Draws(peak, np.maximum(peak + errors, 0.0), "m/s", method).estimate()


def _held(samples: OutingSamples) -> Array:
    """Speed held over three samples; nan at gaps."""
    speeds = samples.speeds
    if speeds.size < 3:
        return np.empty(0)
    three = np.stack([speeds[:-2], speeds[1:-1], speeds[2:]])
    joined = (samples.held[:-2] > 0.0) & (samples.held[1:-1] > 0.0) & (samples.held[:-2] <= LONGEST_GAP)
    middle = np.where(joined, np.sort(three, axis=0)[1], np.nan)
    middle[np.isnan(three).any(axis=0)] = np.nan
    return np.concatenate([[np.nan], middle, [np.nan]])


def _around(fast: NDArray[np.bool_], top: int) -> tuple[int, int]:
    """First and last of the samples in a row around one."""
    before = np.flatnonzero(~fast[:top])
    after = np.flatnonzero(~fast[top + 1 :])
    begin = int(before[-1]) + 1 if before.size else 0
    return begin, top + int(after[0]) if after.size else fast.size - 1
