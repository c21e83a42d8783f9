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
from scipy.special import chdtri

from evenstride.core.estimate import Array
from evenstride.science.noise import pooled_variance

SLOPE_MEMORY = 56.0
"""Days over which a slope fades: eight weeks, a block (judgement)."""

STEP_SHARE = 0.3
"""Share of the variance of an eight-week change that comes as steps rather than as slope (judgement)."""

OUTLIER_RATE = 0.03
OUTLIER_FACTOR = 6.0
"""Chance that a session is a gross outlier, and how many times wider its error then is (judgement)."""

_ROUNDS = 6
_NODES = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Quantiles of the error variances at which the solution is evaluated: five equally likely ways to be wrong."""

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
    middle = motion.scales[len(motion.scales) // 2]
    outliers, scales = _settle(seen, kernels, middle)
    inflation = 1.0 / _precision_left(outliers)
    chances, means, covariances, best_scales, best_offsets = [], [], [], [], []
    for q, prior in zip(motion.scales, motion.chances, strict=True):
        scales, freedom = _fit_scales(seen, kernels, q, inflation, scales)
        evidence = np.log(prior) + _evidence(seen, kernels, q, inflation, scales)
        chances.append(evidence)
        freedom = np.maximum(freedom, _LEAST_TRUST)
        nodes = np.array([scales * (freedom / chdtri(freedom, 1.0 - node)) for node in _NODES])
        mean, covariance, offsets = kernels.predict(seen, q, nodes[:, seen.instruments] * inflation)
        means.append(mean)
        covariances.append(covariance)
        best_scales.append(scales)
        best_offsets.append(offsets)
    weights = np.exp(np.array(chances) - max(chances))
    weights /= weights.sum()
    return Smoothed(
        np.repeat(weights / len(_NODES), len(_NODES)),
        np.concatenate(means),
        np.concatenate(covariances),
        outliers,
        np.sqrt(weights @ np.array(best_scales)),
        weights @ np.array(best_offsets),
    )


def level_variogram(gaps: Array) -> Array:
    """Return the variance of the change of the level over gaps of days, in units of q².

    Examples
    --------
    >>> float(level_variogram(np.array([SLOPE_MEMORY]))[0])
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

    def project(self, q: float, variances: Array) -> tuple[Array, Array, Array, Array]:
        """Return P, log determinants, K⁻¹H(H'K⁻¹H)⁻¹ and K⁻¹ for error variances of shape (m, n)."""
        count = variances.shape[1]
        covariance = np.broadcast_to(q * q * self.readings + self.deviation, (len(variances), count, count)).copy()
        diagonal = np.arange(count)
        covariance[:, diagonal, diagonal] += variances
        inverse = np.linalg.inv(covariance)
        weighted = inverse @ self.design
        inner = self.design.T @ weighted
        gain = weighted @ np.linalg.inv(inner)
        projected = inverse - gain @ weighted.transpose(0, 2, 1)
        logs = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(inner)[1]
        return projected, logs, gain, inverse

    def predict(self, seen: Seen, q: float, factors: Array) -> tuple[Array, Array, Array]:
        """Return mean, covariance and offsets for error variances `factors` · errors², factors of shape (m, n)."""
        projected, _, gain, _ = self.project(q, factors * seen.errors**2)
        cross = q * q * self.cross
        means = (projected @ seen.values) @ cross.T
        covariances = q * q * self.future - cross @ projected @ cross.T
        offsets = gain.transpose(0, 2, 1) @ seen.values
        return means, 0.5 * (covariances + covariances.transpose(0, 2, 1)), offsets.mean(axis=0)


def _settle(seen: Seen, kernels: _Kernels, q: float) -> tuple[Array, Array]:
    """Alternate between chances of outliers and error scales until both rest."""
    outliers = np.full(seen.days.size, OUTLIER_RATE)
    scales = np.ones(seen.trust.size)
    for _ in range(_ROUNDS):
        inflation = 1.0 / _precision_left(outliers)
        base = scales[seen.instruments] * seen.errors**2
        projected = kernels.project(q, (base * inflation)[None])[0][0]
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


def _fit_scales(seen: Seen, kernels: _Kernels, q: float, inflation: Array, scales: Array) -> tuple[Array, Array]:
    freedom = seen.trust
    for _ in range(3):
        variances = scales[seen.instruments] * seen.errors**2 * inflation
        projected = kernels.project(q, variances[None])[0][0]
        scales, freedom = _update_scales(seen, projected, variances, 1.0 / inflation)
    return scales, freedom


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


def _evidence(seen: Seen, kernels: _Kernels, q: float, inflation: Array, scales: Array) -> float:
    """Restricted log likelihood and the prior of the error scales."""
    projected, logs, _, _ = kernels.project(q, (scales[seen.instruments] * seen.errors**2 * inflation)[None])
    fit = -0.5 * (float(logs[0]) + float(seen.values @ projected[0] @ seen.values))
    return fit - 0.5 * float((seen.trust * (np.log(scales) + 1.0 / scales)).sum())
