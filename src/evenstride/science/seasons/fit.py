"""Regression of several values over outings whose errors are shared within each outing.

Two stretches of one run share the day, the shoes and the ground: more of them do not average that away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array

BETWEEN = np.geomspace(0.01, 300.0, 24)
"""Variance between outings over that of one stretch, the values tried (judgement)."""

CELL = np.array([0.0, 0.02, 0.1, 0.4])
"""Variance of a cell that more stretches do not lower, over that of one stretch (judgement)."""

WEAK = 1e-6
"""Prior precision of a coefficient nothing is known of: keeps a column of noughts solvable, changes nothing else."""

LEAST_FREEDOM = 5
"""Cells beyond the coefficients they determine before anything is fitted (judgement)."""

FINEST = 1e-4
"""Standard deviation of one stretch at least, in the unit of the values (logs, shares): devices write no finer, and
values that agree to the last digit are not known without error."""


@dataclass(frozen=True, slots=True, eq=False)
class OutingFit:
    """Coefficients of the regression.

    Attributes
    ----------
    samples : ndarray, shape (draws, p, q)
        Coefficients of p columns for q values; sample i of all belongs together.
    middle : ndarray, shape (q,)
        What is added to all values.
    """

    samples: Array
    middle: Array

    def at(self, design: Array) -> Array:
        """Return the values at rows of a design, shape (draws, rows, q)."""
        return np.einsum("rp,dpq->drq", design, self.samples) + self.middle


def fit_outings(
    design: Array,
    values: Array,
    counts: Array,
    outings: NDArray[np.intp],
    *,
    precision: Array,
    seed: int,
    draws: int = 1000,
) -> OutingFit:
    """Fit values = design · coefficients + outing + error, by draws.

    Parameters
    ----------
    design : ndarray, shape (n, p)
        One row a cell.
    values : ndarray, shape (n, q)
        Finite.
    counts : ndarray, shape (n,)
        Stretches of each cell.
    outings : ndarray of int, shape (n,)
        Which outing a cell belongs to, from 0.
    precision : ndarray, shape (p,)
        Prior precision of each coefficient around 0, in units of the variance of one stretch; `WEAK` for none.
    seed, draws : int
        Of the draws.

    Raises
    ------
    ValueError
        If `freedom_of` the design is too small.

    Notes
    -----
    Matrix normal: the q values share one covariance Σ, the rows R = λ·(same outing) + diag(1/counts + κ). λ and κ on
    a grid with the restricted likelihood, √λ uniform up to its largest value, κ uniform on the values tried; Σ inverse
    Wishart and the coefficients normal, given those (Jeffreys prior on Σ).
    """
    rng = np.random.default_rng(seed)
    freedom = freedom_of(design, precision)
    if freedom < LEAST_FREEDOM:
        raise ValueError(f"{freedom} cells beyond the coefficients are too few to fit")
    p, q = design.shape[1], values.shape[1]
    # Around their mean, so that the weak prior pulls a level towards the other levels, not towards nought.
    middle = values.mean(axis=0)
    both = np.hstack([design, values - middle])
    seen = [_profile(both, p, weights, outings, precision, freedom) for weights in _weights(counts)]
    logs = np.concatenate([one for one, _ in seen])
    grams = np.concatenate([one for _, one in seen])
    chance = np.exp(logs - logs.max())
    chosen, repeats = np.unique(rng.choice(logs.size, draws, p=chance / chance.sum()), return_counts=True)
    parts = [_draw(grams[index], p, q, freedom, int(count), rng) for index, count in zip(chosen, repeats, strict=True)]
    return OutingFit(np.concatenate(parts), middle)


def freedom_of(design: Array, precision: Array) -> int:
    """Return how many cells there are beyond the coefficients that nothing but the cells determine."""
    return design.shape[0] - int(((precision <= WEAK) & design.any(axis=0)).sum())


def _weights(counts: Array) -> list[Array]:
    return [1.0 / (1.0 / counts + float(cell)) for cell in CELL]


def _profile(
    both: Array, p: int, weights: Array, outings: NDArray[np.intp], precision: Array, freedom: int
) -> tuple[Array, Array]:
    """Log likelihood and the sums of squares and products of design and values, for every variance between outings."""
    q = both.shape[1] - p
    weighted = both * weights[:, None]
    whole: Array = both.T @ weighted
    many = int(outings.max()) + 1
    shares = np.stack([np.bincount(outings, weights=column, minlength=many) for column in weighted.T], axis=1)
    total = np.bincount(outings, weights=weights, minlength=many)
    logs, grams = np.empty(BETWEEN.size), np.empty((BETWEEN.size, both.shape[1], both.shape[1]))
    for index, between in enumerate(BETWEEN):
        pull = between / (1.0 + between * total)
        gram: Array = whole - shares.T @ (shares * pull[:, None])
        gram[np.arange(p), np.arange(p)] += precision
        gram[np.arange(p, p + q), np.arange(p, p + q)] += FINEST**2
        best = _solve(gram[:p, :p], gram[:p, p:])
        left: Array = gram[p:, p:] - gram[p:, :p] @ best
        spread = -np.log(weights).sum() + np.log1p(between * total).sum()
        # Uniform in the standard deviation between outings, on a grid that is even in its log.
        logs[index] = 0.5 * np.log(between) - 0.5 * q * (spread + np.linalg.slogdet(gram[:p, :p])[1])
        logs[index] -= 0.5 * freedom * np.linalg.slogdet(left)[1]
        grams[index] = gram
    return logs, grams


def _draw(gram: Array, p: int, q: int, freedom: int, draws: int, rng: np.random.Generator) -> Array:
    """Coefficients given the variance between outings, shape (draws, p, q)."""
    best = _solve(gram[:p, :p], gram[:p, p:])
    left: Array = gram[p:, p:] - gram[p:, :p] @ best
    rows = np.linalg.inv(np.linalg.cholesky(gram[:p, :p])).T
    # Σ = L·W⁻¹·Lᵀ with W Wishart: Bartlett's triangle of chi-squares and normals.
    root = np.linalg.cholesky(left)
    triangle = np.zeros((draws, q, q))
    for row in range(q):
        triangle[:, row, row] = np.sqrt(rng.chisquare(freedom - row, draws))
        triangle[:, row, :row] = rng.normal(size=(draws, row))
    columns = root @ np.linalg.inv(triangle).transpose(0, 2, 1)
    normal = rng.normal(size=(draws, p, q))
    return best + rows @ normal @ columns.transpose(0, 2, 1)


def _solve(matrix: Array, right: Array) -> Array:
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
