"""Which traces of a batch are not what the speed curve takes them for, by the rules of the single fit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array
from evenstride.science.sprint.doubt import AFTER, BEFORE, CREEP, MISFIT, SAG, WINDOW


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
    clock = times - start[own]
    before, after = (clock < 0.0) & (clock >= -BEFORE), (clock >= AFTER[0]) & (clock <= AFTER[1])
    creep, lag = _mean_where(before, speeds, begins), _mean_where(after, residuals, begins)
    smeared = (clock[begins] <= -BEFORE) & (creep > CREEP * mss) & (lag < -SAG * mss)
    window = ((times - times[begins][own]) / WINDOW).astype(np.intp)
    first = np.concatenate([[0], np.cumsum(window[offsets[1:] - 1] + 1)])
    place = window + first[own]
    count = np.bincount(place, minlength=first[-1])
    averages = np.bincount(place, residuals, minlength=first[-1]) / np.maximum(count, 1)
    squares = np.add.reduceat(averages**2, first[:-1]) / np.add.reduceat((count > 0).astype(np.float64), first[:-1])
    return smeared | (np.sqrt(squares) > MISFIT * mss)


def _mean_where(chosen: NDArray[np.bool_], values: Array, begins: NDArray[np.intp]) -> Array:
    """Average the chosen samples of each trace, nan where there is none, which is larger and smaller than nothing."""
    count = np.add.reduceat(chosen.astype(np.float64), begins)
    return np.add.reduceat(np.where(chosen, values, 0.0), begins) / np.where(count > 0.0, count, np.nan)
