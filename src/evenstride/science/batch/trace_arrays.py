"""Least squares of speed traces, one after the other, each as array operations, where nothing is compiled."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array
from evenstride.science.batch.formulas import CLOSE, LONGEST, MOST_STEPS, WANDERING, free_start, held_start
from evenstride.science.noise import correlation_time


def search_starts(
    times: Array, speeds: Array, offsets: NDArray[np.intp], lasts: NDArray[np.intp], shifted: bool, first: Array
) -> tuple[Array, Array]:
    """Return ln TAU and TC of the least squares of every trace, as `trace_loops.search_starts` does."""
    found = np.full((2, first.size), np.nan)
    for trace, log_tau in enumerate(first):
        samples, place = slice(offsets[trace], offsets[trace + 1]), -1
        for turn in range(MOST_STEPS):
            only = place if turn >= WANDERING else -1
            step, shift, place = _best_start(
                times[samples], speeds[samples], lasts[trace], shifted, np.exp(log_tau), only
            )
            log_tau += min(max(step, -LONGEST), LONGEST)
            if abs(step) <= CLOSE:
                found[:, trace] = log_tau, shift
                break
    return found[0], found[1]


def _best_start(
    times: Array, speeds: Array, last: int, shifted: bool, tau: float, only: int
) -> tuple[float, float, int]:
    """Return step, start and place as `trace_loops` does, all starts looked at in a row."""
    origin = times[0]
    x = (times - origin) / tau
    e = np.exp(-x)
    d = x * e
    q = x * d
    one = np.ones_like(x)
    columns = np.array([one, e, d, q, e * e, e * d, d * d, speeds, speeds * e, speeds * d, speeds * q])
    if not shifted:
        step, _ = held_start(tuple(columns[:, times > 0.0].sum(axis=1)), -origin / tau)
        return float(step), 0.0, -1
    # Sums over all samples from each one on, and over all behind it.
    tail = columns[:, last + 1 :].sum(axis=1)
    from_here = np.cumsum(columns[:, last::-1], axis=1)[:, ::-1] + tail[:, np.newaxis]
    behind = np.column_stack([from_here[:, 1:], tail])
    a, b, free_step, gain = free_start(tuple(from_here))
    here = times[: last + 1]
    start = origin + tau * np.exp(free_step) * np.log(-b / a)
    between = (start <= here) & (start >= np.append(-np.inf, here[:-1]))
    held_step, held_gain = held_start(tuple(behind), x[: last + 1])
    gains = np.fmax([held_gain, np.where((a > 0.0) & (b < 0.0) & (between | (only >= 0)), gain, -1.0)], -1.0)
    sample, kind = divmod(only if only >= 0 else int(np.argmax(gains.T)), 2)
    step, start = ((held_step, here), (free_step, start))[kind]
    return float(step[sample]), float(start[sample]), 2 * sample + kind


def correlation_times(residuals: Array, offsets: NDArray[np.intp]) -> Array:
    """Return how many neighbouring residuals of each trace say the same thing."""
    return np.array([correlation_time(residuals[begin:end]) for begin, end in pairwise(offsets)])
