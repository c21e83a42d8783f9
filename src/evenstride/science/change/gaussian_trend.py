"""Exact Gaussian smoothing of one latent level seen by several instruments on irregular days.

    y_i = x(t_i) + d_f(t_i) + o_g + e_i

x is the latent level, a local linear trend whose slope fades; d a slow deviation of one family of instruments; o an
offset with diffuse prior, one a group of readings that share instrument and version; e the error of one session.
Everything is conditionally Gaussian, so the answer for given variances is one linear solve, with the offsets projected
out. Variances are few: how fast the level moves is averaged over a small grid, the error of each instrument is pooled
with the scatter seen, gross outliers are given a wide error in proportion to the chance that they are one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, solve_triangular
from scipy.linalg.lapack import dpotri
from scipy.special import chdtri

from evenstride.core.estimate import Array
from evenstride.science.noise import pooled_variance

SLOPE_MEMORY = 56.0
"""Days over which a slope fades: eight weeks, a block (judgement)."""

STEP_SHARE = 0.1
"""Share of the variance of an eight-week change that comes as steps rather than as slope (judgement)."""

OUTLIER_RATE = 0.03
OUTLIER_FACTOR = 6.0
"""Chance that a session is a gross outlier, and how many times wider its error then is (judgement)."""

_ROUNDS = 5
_REFINEMENTS = 2
_NEGLIGIBLE = 0.003
_NODES = (1 / 6, 1 / 2, 5 / 6)
"""Quantiles of the error variances at which the solution is evaluated: equally likely ways to have misjudged them."""

_LEAST_FREEDOM = 0.5
"""Residual degrees of freedom below which the scatter seen says nothing (judgement)."""

_LEAST_TRUST = 3.0
"""Degrees of freedom an error is credited with at least, so that one node cannot be absurdly wide (judgement)."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """How a level may move: standard deviations of its change over eight weeks and their prior chances, log units."""

    scales: tuple[float, ...]
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Readings as numbers, all of shape (n,) but `trust`.

    Attributes
    ----------
    days, values, errors : ndarray
        Day number, log value with better positive, assumed standard error of one session.
    offsets, families, instruments : ndarray of int
        Group that shares an offset; family that shares a slow deviation; instrument that shares an error scale.
    trust : ndarray, shape (instruments,)
        How many sessions of scatter each assumed error is worth.
    family_spread : float
        Standard deviation of a family's deviation from the level over eight weeks; 0 for a level seen directly.
    """

    days: Array
    values: Array
    errors: Array
    offsets: np.ndarray
    families: np.ndarray
    instruments: np.ndarray
    trust: Array
    family_spread: float


@dataclass(frozen=True, slots=True, eq=False)
class Smoothed:
    """The level on some days as a mixture of Gaussians, zero on the first of them.

    Attributes
    ----------
    chances : ndarray, shape (k,)
        Weight of each component, summing to 1.
    means, covariances : ndarray, shapes (k, d) and (k, d, d)
    outliers : ndarray, shape (n,)
        Chance of each reading to be a gross outlier.
    error_scales : ndarray, shape (instruments,)
        By how much the assumed errors were misjudged.
    offsets : ndarray, shape (groups,)
        Best value of each group's offset, relative to the level on the first day.
    """

    chances: Array
    means: Array
    covariances: Array
    outliers: Array
    error_scales: Array
    offsets: Array

    def sample(self, rng: np.random.Generator, draws: int) -> Array:
        """Return draws of the level on all days together, shape (draws, d)."""
        picked = rng.permutation(np.searchsorted(np.cumsum(self.chances), (np.arange(draws) + 0.5) / draws - 1e-12))
        size = self.means.shape[1]
        roots = np.linalg.cholesky(self.covariances + 1e-12 * np.eye(size))
        normals = rng.standard_normal((draws, size))
        out = np.empty((draws, size))
        for component in np.unique(picked):
            rows = picked == component
            out[rows] = self.means[component] + normals[rows] @ roots[component].T
        return out


def smooth(seen: Seen, at: Array, motion: Motion) -> Smoothed:
    """Smooth readings onto days.

    Parameters
    ----------
    seen : Seen
        At least two readings.
    at : ndarray, shape (d,)
        Day numbers; the level is zero on the first of them.
    motion : Motion
        Prior of how fast the level moves.

    Notes
    -----
    Variogram of the level: V(h) = q²·[(1−b)·g(h/τ)/g(1) + b·h/τ], g(u) = u − 1 + e^(−u): an integrated
    Ornstein–Uhlenbeck slope (`SLOPE_MEMORY`) and a random walk (`STEP_SHARE`), so that q is the standard deviation
    of the change over eight weeks. With K the covariance of the readings and H their groups, P = K⁻¹ −
    K⁻¹H(H'K⁻¹H)⁻¹H'K⁻¹ is the limit of ever wider offsets; the level has mean k'Py and covariance k₀ − k'Pk. Error
    scales s² solve s² = pooled(Σ r²/a², Σ R·P) (residual degrees of freedom in place of n); outlier chances come from
    leave-one-out residuals (Py)ᵢ/Pᵢᵢ. Weights of q are its prior times the restricted likelihood.
    """
    kernels = _Kernels(seen, at)
    outliers, scales = _settle(seen, kernels, motion.scales[len(motion.scales) // 2])
    inflation = 1.0 / _precision_left(outliers)
    fits = [_fit_scales(seen, kernels, q, inflation, scales) for q in motion.scales]
    logs = np.array([np.log(prior) + fit.evidence for prior, fit in zip(motion.chances, fits, strict=True)])
    chances = np.exp(logs - logs.max())
    chances = np.where(chances < _NEGLIGIBLE, 0.0, chances / chances[chances >= _NEGLIGIBLE].sum())
    kept = [(q, fit) for q, fit, chance in zip(motion.scales, fits, chances, strict=True) if chance > 0.0]
    parts = [kernels.predict(seen, q, inflation * factor) for q, fit in kept for factor in fit.factors(seen)]
    weights = np.repeat(chances[chances > 0.0] / len(_NODES), len(_NODES))
    return Smoothed(
        weights,
        np.array([mean for mean, _, _ in parts]),
        np.array([covariance for _, covariance, _ in parts]),
        outliers,
        np.sqrt(chances @ np.array([fit.scales for fit in fits])),
        weights @ np.array([offsets for _, _, offsets in parts]),
    )


def level_variogram(gaps: Array) -> Array:
    """Return the variance of the change of the level over gaps of days, in units of q².

    Examples
    --------
    >>> round(float(level_variogram(np.array([SLOPE_MEMORY]))[0]), 12)
    1.0
    """
    u = gaps / SLOPE_MEMORY
    return (1.0 - STEP_SHARE) * (u + np.expm1(-u)) / np.exp(-1.0) + STEP_SHARE * u


class _Kernels:
    """What does not depend on the variances, made once."""

    def __init__(self, seen: Seen, at: Array) -> None:
        def pinned(one: Array, other: Array) -> Array:
            here, there = level_variogram(np.abs(one - at[0])), level_variogram(np.abs(other - at[0]))
            between = level_variogram(np.abs(one[:, None] - other[None, :]))
            return 0.5 * (here[:, None] + there[None, :] - between)

        self.readings = pinned(seen.days, seen.days)
        self.cross = pinned(at, seen.days)
        self.future = pinned(at, at)
        same = seen.families[:, None] == seen.families[None, :]
        fade = np.exp(-np.abs(seen.days[:, None] - seen.days[None, :]) / SLOPE_MEMORY)
        # Stationary variance such that a CHANGE over eight weeks has standard deviation `family_spread`.
        stationary = seen.family_spread**2 / (2.0 * -np.expm1(-1.0))
        self.deviation = stationary * fade * same
        self.design = (seen.offsets[:, None] == np.unique(seen.offsets)[None, :]).astype(np.float64)

    def covariance(self, q: float, variances: Array) -> Array:
        """Covariance of the readings for error variances of shape (n,)."""
        whole = q * q * self.readings + self.deviation
        whole.flat[:: len(whole) + 1] += variances
        return whole

    def project(self, q: float, variances: Array) -> tuple[Array, float]:
        """Return P and the log determinants of K and H'K⁻¹H."""
        root, _ = cho_factor(self.covariance(q, variances), lower=True, overwrite_a=True, check_finite=False)
        logs = 2.0 * float(np.log(np.diag(root)).sum())
        half: Array = np.tril(dpotri(root, lower=1)[0])
        inverse: Array = half + np.tril(half, -1).T
        weighted = inverse @ self.design
        inner = self.design.T @ weighted
        freed: Array = np.asarray(weighted @ np.linalg.solve(inner, weighted.T), dtype=np.float64)
        projected = np.subtract(inverse, freed, dtype=np.float64)
        return projected, logs + float(np.linalg.slogdet(inner)[1])

    def predict(self, seen: Seen, q: float, factors: Array) -> tuple[Array, Array, Array]:
        """Return mean, covariance and offsets for error variances `factors` · errors²."""
        root = np.linalg.cholesky(self.covariance(q, factors * seen.errors**2))
        columns = np.column_stack([self.design, seen.values, q * q * self.cross.T])
        solved: Array = solve_triangular(root, columns, lower=True, overwrite_b=True, check_finite=False)
        groups = self.design.shape[1]
        design, values, cross = solved[:, :groups], solved[:, groups], solved[:, groups + 1 :]
        inner = design.T @ design
        offsets = np.linalg.solve(inner, design.T @ values).astype(np.float64)
        freed = cross - design @ np.linalg.solve(inner, design.T @ cross)
        mean = freed.T @ values
        return mean, q * q * self.future - freed.T @ cross, offsets


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """Squared error scales and their degrees of freedom for one q, and the log evidence of that q."""

    scales: Array
    freedom: Array
    evidence: float

    def factors(self, seen: Seen) -> list[Array]:
        """Squared scale of every reading at each node of the doubt about the scales."""
        freedom = np.maximum(self.freedom, _LEAST_TRUST)
        return [(self.scales * freedom / chdtri(freedom, 1.0 - node))[seen.instruments] for node in _NODES]


def _settle(seen: Seen, kernels: _Kernels, q: float) -> tuple[Array, Array]:
    """Alternate between chances of outliers and error scales until both rest."""
    outliers = np.full(seen.days.size, OUTLIER_RATE)
    scales = np.ones(seen.trust.size)
    for _ in range(_ROUNDS):
        inflation = 1.0 / _precision_left(outliers)
        base = scales[seen.instruments] * seen.errors**2
        projected, _ = kernels.project(q, base * inflation)
        outliers = _outlier_chances(projected, seen.values, base, base * inflation)
        scales, _ = _update_scales(seen, projected, base * inflation, _precision_left(outliers))
    return outliers, scales


def _precision_left(outliers: Array) -> Array:
    return 1.0 - outliers + outliers / OUTLIER_FACTOR**2


def _outlier_chances(projected: Array, values: Array, base: Array, used: Array) -> Array:
    """Chance of each reading to be an outlier given all others, from its leave-one-out residual."""
    own = np.diag(projected)
    told = own * used > 1e-9
    own = np.where(told, own, 1.0)
    residual = (projected @ values) / own
    others = np.maximum(1.0 / own - used, 0.0)
    plain, wide = others + base, others + OUTLIER_FACTOR**2 * base
    logs = 0.5 * (residual**2 * (1.0 / plain - 1.0 / wide) - np.log(wide / plain))
    odds = OUTLIER_RATE / (1.0 - OUTLIER_RATE) * np.exp(np.minimum(logs, 50.0))
    return np.where(told, odds / (1.0 + odds), OUTLIER_RATE)


def _fit_scales(seen: Seen, kernels: _Kernels, q: float, inflation: Array, scales: Array) -> _Fit:
    freedom, evidence = seen.trust, 0.0
    for _ in range(_REFINEMENTS):
        variances = scales[seen.instruments] * seen.errors**2 * inflation
        projected, logs = kernels.project(q, variances)
        # Restricted likelihood, and the scaled inverse χ² prior of the error scales.
        evidence = -0.5 * (logs + float(seen.values @ projected @ seen.values))
        evidence -= 0.5 * float((seen.trust * (np.log(scales) + 1.0 / scales)).sum())
        scales, freedom = _update_scales(seen, projected, variances, 1.0 / inflation)
    return _Fit(scales, freedom, evidence)


def _update_scales(seen: Seen, projected: Array, variances: Array, weights: Array) -> tuple[Array, Array]:
    """Pool the assumed error of each instrument with its residuals; return squared scales and degrees of freedom."""
    residuals = variances * (projected @ seen.values)
    squares = weights * residuals**2 / seen.errors**2
    left = weights * variances * np.diag(projected)
    scales, freedom = np.ones(seen.trust.size), seen.trust.copy()
    for number, trust in enumerate(seen.trust):
        mine = seen.instruments == number
        dof = float(left[mine].sum())
        if dof >= _LEAST_FREEDOM:
            scales[number], freedom[number] = pooled_variance(
                float(squares[mine].sum()), dof, prior_sd=1.0, weight=float(trust)
            )
    return scales, freedom
