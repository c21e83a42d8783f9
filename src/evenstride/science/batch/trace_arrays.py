"""Least squares of speed traces, one after the other, each as array operations, where nothing is compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array
from evenstride.science.batch.formulas import LONGEST, MOST_STEPS, SETTLED, free_start, held_start
from evenstride.science.noise import correlation_time


def search_starts(
    times: Array, speeds: Array, offsets: NDArray[np.intp], lasts: NDArray[np.intp], shifted: bool, first: Array
) -> tuple[Array, Array]:
    """Return ln TAU and TC of the least squares of every trace, as `trace_loops.search_starts` does."""
    found = np.full((2, first.size), np.nan)
    for trace, log_tau in enumerate(first):
        samples = slice(offsets[trace], offsets[trace + 1])
        for _ in range(MOST_STEPS):
            step, shift = _best_start(times[samples], speeds[samples], lasts[trace], shifted, np.exp(log_tau))
            log_tau += min(max(step, -LONGEST), LONGEST)
            if not abs(step) > SETTLED:
                found[:, trace] = log_tau, shift
                break
    return found[0], found[1]


def _best_start(times: Array, speeds: Array, last: int, shifted: bool, tau: float) -> tuple[float, float]:
    """Return the step of ln TAU and the start at the best place, all of them looked at in a row."""
    origin = times[0]
    x = (times - origin) / tau
    near = np.exp(-x)
    far = x * near
    columns = np.array(
        [np.ones_like(x), near, far, near * near, near * far, far * far, speeds, speeds * near, speeds * far]
    )
    if not shifted:
        _, step, _ = held_start(tuple(columns[:, times > 0.0].sum(axis=1)), -origin / tau)
        return step, 0.0
    # Sums over all samples from each one on, and over all behind it.
    tail = columns[:, last + 1 :].sum(axis=1)
    from_here = np.cumsum(columns[:, last::-1], axis=1)[:, ::-1] + tail[:, np.newaxis]
    behind = np.column_stack([from_here[:, 1:], tail])
    a, b, step, gain = free_start(tuple(from_here))
    here = times[: last + 1]
    start = origin + tau * np.exp(step) * np.log(-b / a)
    between = (a > 0.0) & (b < 0.0) & (start <= here) & (start >= np.append(-np.inf, here[:-1]))
    _, held_step, held_gain = held_start(tuple(behind), x[: last + 1])
    gains = np.fmax(np.append(np.where(between, gain, -1.0), held_gain), -1.0)
    best = int(np.argmax(gains))
    return float(np.append(step, held_step)[best]), float(np.append(start, here)[best])


def correlation_times(residuals: Array, offsets: NDArray[np.intp]) -> Array:
    """Return how many neighbouring residuals of each trace say the same thing."""
    pairs = zip(offsets[:-1], offsets[1:], strict=True)
    return np.array([correlation_time(residuals[begin:end]) for begin, end in pairs])
