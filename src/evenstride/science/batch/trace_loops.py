"""Least squares of one speed trace after the other: plain loops, quick where they are compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array
from evenstride.science.batch.formulas import CLOSE, LONGEST, MOST_STEPS, WANDERING, free_start, held_start


def search_starts(
    times: Array, speeds: Array, offsets: NDArray[np.intp], lasts: NDArray[np.intp], shifted: bool, first: Array
) -> tuple[Array, Array]:
    """Return ln TAU and TC of the least squares of every trace; nan where the search does not settle.

    Parameters
    ----------
    times, speeds : ndarray, shape (n_samples,)
        All traces behind each other, s and m/s, each from before its start to top speed.
    offsets : ndarray of int, shape (n_traces + 1,)
        Where each trace begins, and the end of the last.
    lasts : ndarray of int, shape (n_traces,)
        The last sample of each trace, from its own beginning, at which the athlete may still stand.
    shifted : bool
        Whether a time correction is free.
    first : ndarray, shape (n_traces,)
        ln TAU to start from.

    Notes
    -----
    A sample counts as 0 before the start and as MSS·(1 − e^(−u)) after it, so the sum of squares has a kink at every
    sample and, with noise, a valley between many of them. Given TAU the best start between two samples, and at each
    sample, follows from sums over the samples behind it: all of them are looked at, and ln TAU takes Newton's step of
    the best. Should two of them lead to each other, one is kept after `WANDERING` steps.
    """
    log_taus, shifts = np.full(first.size, np.nan), np.full(first.size, np.nan)
    for trace in range(first.size):
        begin, end = offsets[trace], offsets[trace + 1]
        log_tau, place = first[trace], -1
        for turn in range(MOST_STEPS):
            only = place if turn >= WANDERING else -1
            step, shift, place = best_start(
                times[begin:end], speeds[begin:end], lasts[trace], shifted, np.exp(log_tau), only
            )
            log_tau += min(max(step, -LONGEST), LONGEST)
            if abs(step) <= CLOSE:
                log_taus[trace], shifts[trace] = log_tau, shift
                break
    return log_taus, shifts


def best_start(
    times: Array, speeds: Array, last: int, shifted: bool, tau: float, only: int
) -> tuple[float, float, int]:
    """Return the step of ln TAU, the start and its place: twice the sample it is at, and one more if before it."""
    origin = times[0]
    count = e = d = q = ee = ed = dd = y = ye = yd = yq = 0.0
    best, best_step, best_start, place = -1.0, np.nan, np.nan, -1
    for sample in range(times.size - 1, -1, -1):
        x = (times[sample] - origin) / tau
        near = shifted and sample <= last
        if near and (only < 0 or only == 2 * sample):
            step, gain = held_start((count, e, d, q, ee, ed, dd, y, ye, yd, yq), x)
            if gain > best:
                best, best_step, best_start, place = gain, step, times[sample], 2 * sample
        if not shifted and times[sample] <= 0.0:
            break
        one = np.exp(-x)
        two = x * one
        three = x * two
        speed = speeds[sample]
        count += 1.0
        e += one
        d += two
        q += three
        ee += one * one
        ed += one * two
        dd += two * two
        y += speed
        ye += speed * one
        yd += speed * two
        yq += speed * three
        if near and (only < 0 or only == 2 * sample + 1):
            a, b, step, gain = free_start((count, e, d, q, ee, ed, dd, y, ye, yd, yq))
            if gain > best and a > 0.0 and b < 0.0:
                start = origin + tau * np.exp(step) * np.log(-b / a)
                if only >= 0 or (start <= times[sample] and (sample == 0 or start >= times[sample - 1])):
                    best, best_step, best_start, place = gain, step, start, 2 * sample + 1
    if not shifted:
        best_step, _ = held_start((count, e, d, q, ee, ed, dd, y, ye, yd, yq), -origin / tau)
        best_start = 0.0
    return best_step, best_start, place


def correlation_times(residuals: Array, offsets: NDArray[np.intp]) -> Array:
    """Return how many neighbouring residuals of each trace say the same thing, as `noise.correlation_time` does.

    Lag by lag up to the first negative one: no transform is needed, since few lags are.
    """
    found = np.ones(offsets.size - 1)
    for trace in range(found.size):
        centred = residuals[offsets[trace] : offsets[trace + 1]]
        centred = centred - centred.mean()
        power = (centred * centred).sum()
        for lag in range(1, centred.size if power > 0.0 else 0):
            share = 0.0
            for sample in range(lag, centred.size):
                share += centred[sample] * centred[sample - lag]
            if share < 0.0:
                break
            found[trace] += 2.0 * share / power
    return found
