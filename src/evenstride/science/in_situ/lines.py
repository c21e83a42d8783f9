"""The line above a session: the highest accelerations of each bin of speed, and one regression for every redrawing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array
from evenstride.science.in_situ.samples import Samples

OUTLYING = 1.959963984540054
"""Residuals beyond this many SD, 5 in 100 of a normal error, are left out and the line is fitted once more."""

DEEPEST = 40
"""Samples of a bin within reach of the bootstrap; far more than ever come up."""


_Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Bins:
    """The highest samples of each bin, in falling order: arrays of shape (bins, depth), padded with a block of none."""

    speeds: Array
    accelerations: Array
    blocks: _Rows


@dataclass(frozen=True, slots=True)
class Lines:
    """One line a row: level A0, speed S0, and the points that carried it."""

    a0: Array
    s0: Array
    speeds: Array
    accelerations: Array
    weights: Array
    used: Array


def bin_samples(samples: Samples, threshold: float, width: float) -> Bins:
    """Sort the samples that speed up at or above a threshold (m/s) into bins of a width (m/s)."""
    index = np.flatnonzero((samples.speeds >= threshold) & (samples.accelerations > 0.0))
    # A speed on the edge of a bin belongs to the upper one, whatever the last digit says.
    bins = ((samples.speeds[index] - threshold) / width + 1e-9).astype(np.intp)
    order = np.lexsort((-samples.accelerations[index], bins))
    index, bins = index[order], bins[order]
    rank = np.arange(index.size) - np.searchsorted(bins, bins)
    near = rank < DEEPEST
    index, where = index[near], (bins[near], rank[near])
    shape = (int(bins[-1]) + 1, DEEPEST)
    speeds, accelerations = np.zeros(shape), np.zeros(shape)
    blocks = np.full(shape, samples.count, dtype=np.intp)
    speeds[where], accelerations[where] = samples.speeds[index], samples.accelerations[index]
    blocks[where] = samples.blocks[index]
    return Bins(speeds, accelerations, blocks)


def fit_lines(bins: Bins, counts: NDArray[np.float64 | np.int64], top: int) -> Lines:
    """Fit one line for each row of counts: how often each block is in the session, and 0 for the block of none."""
    seen = counts[:, bins.blocks].cumsum(axis=2)
    ranks = np.arange(1, top + 1)
    rows = np.arange(len(bins.blocks))
    picks = [np.argmax(seen >= rank, axis=2) for rank in ranks]
    speeds = np.concatenate([bins.speeds[rows, pick] for pick in picks], axis=1)
    accelerations = np.concatenate([bins.accelerations[rows, pick] for pick in picks], axis=1)
    weights = np.concatenate([seen[:, :, -1] >= rank for rank in ranks], axis=1).astype(np.float64)
    level, slope = _regress(speeds, accelerations, weights)
    misses = accelerations - level[:, np.newaxis] - slope[:, np.newaxis] * speeds
    spread = np.sqrt((weights * misses**2).sum(axis=1) / np.maximum(weights.sum(axis=1) - 2.0, 1.0))
    used = weights * (np.abs(misses) <= OUTLYING * spread[:, np.newaxis] + 1e-12)
    level, slope = _regress(speeds, accelerations, used)
    # A flat line meets zero nowhere.
    s0 = -level / np.where(slope < 0.0, slope, np.nan)
    return Lines(level, s0, speeds, accelerations, weights, used)


def _regress(x: Array, y: Array, weights: Array) -> tuple[Array, Array]:
    total = np.maximum(weights.sum(axis=1), 1.0)
    middle, height = (weights * x).sum(axis=1) / total, (weights * y).sum(axis=1) / total
    dx, dy = x - middle[:, np.newaxis], y - height[:, np.newaxis]
    square = (weights * dx**2).sum(axis=1)
    slope = (weights * dx * dy).sum(axis=1) / np.where(square > 0.0, square, np.inf)
    return height - slope * middle, slope
