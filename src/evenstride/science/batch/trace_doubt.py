"""Which traces of a batch are not what the speed curve takes them for, by the rules of the single fit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array
from evenstride.science.sprint_doubt import CREEP, MISFIT, SHORTEST, WINDOW


def find_doubts(
    times: Array, speeds: Array, residuals: Array, offsets: NDArray[np.intp], start: Array, mss: Array
) -> NDArray[np.bool_]:
    """Say which traces do not begin from rest or are missed by their curve, as `find_doubt` does for one.

    Parameters
    ----------
    times, speeds, residuals : ndarray, shape (n_samples,)
        s, m/s and m/s, all traces behind each other, up to top speed.
    offsets : ndarray of int, shape (n_traces + 1,)
        Where each trace begins, and the end of the last.
    start, mss : ndarray, shape (n_traces,)
        Fitted start in s and top speed in m/s; nan is no doubt.
    """
    if not start.size:
        return np.zeros(0, np.bool_)
    sizes, begins = np.diff(offsets), offsets[:-1]
    own = np.repeat(np.arange(start.size), sizes)
    before = (times < start[own]) & (times >= start[own] - WINDOW)
    count = np.add.reduceat(before.astype(np.float64), begins)
    creep = np.add.reduceat(speeds * before, begins) / np.maximum(count, 1.0)
    earliest = np.minimum.reduceat(np.where(before, times, np.inf), begins)
    moving = (start - earliest >= SHORTEST) & (creep > CREEP * mss)
    window = ((times - times[begins][own]) / WINDOW).astype(np.intp)
    first = np.concatenate([[0], np.cumsum(window[offsets[1:] - 1] + 1)])
    place = window + first[own]
    count = np.bincount(place, minlength=first[-1])
    averages = np.bincount(place, residuals, minlength=first[-1]) / np.maximum(count, 1)
    squares = np.add.reduceat(averages**2, first[:-1]) / np.add.reduceat((count > 0).astype(np.float64), first[:-1])
    return moving | (np.sqrt(squares) > MISFIT * mss)
