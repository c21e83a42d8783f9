"""Noise shared by every fit: how large the error of one reading is, and draws that carry that doubt."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincinv

from evenstride.core.estimate import HOUSE_LEVEL, Array, Estimate, Missing, tails

STATED_WEIGHT = 50.0
"""How many residuals the SD a device states is worth (judgement): it is then trusted to about ± 20 %."""

BORROWED_WEIGHT = 5.0
"""The same for an SD borrowed from other devices (judgement): trusted to about a factor of two."""

CONFLICT = 0.99
"""Residuals a true stated SD would exceed in one run of a hundred overrule it (judgement)."""

DAY_NOISE = 0.008
"""Typical day-to-day variation of a runner's speed as a share of it, on top of the error of one run
(diagnosis_logic.md §4 calculates with 0.8 %); used only to widen what a day's value can say."""

STOPWATCH_SD = 0.1
"""Error of one time by hand in s (judgement): 0.075 s of a flying 20 m is already below a thumb's error
(diagnosis_logic.md §4), and hand timing of short runs is to be avoided (`haugen_buchheit2016`)."""


def pooled_variance(
    sum_of_squares: float, dof: float, *, prior_sd: float, weight: float = STATED_WEIGHT
) -> tuple[float, float]:
    """Return the variance of one residual and its degrees of freedom after a stated SD was taken into account.

    Parameters
    ----------
    sum_of_squares : float
        Of the residuals, unit².
    dof : float
        Residual degrees of freedom, > 0.
    prior_sd : float
        Stated standard deviation, unit.
    weight : float
        Degrees of freedom the stated SD is worth.

    Notes
    -----
    Conjugate scaled-inverse-χ² prior: s² = (weight·prior_sd² + SS) / (weight + dof). Where the residuals
    contradict the stated SD (`CONFLICT`), their size replaces it, so that a bad fit never looks precise.

    Examples
    --------
    >>> variance, dof = pooled_variance(0.0001, 1.0, prior_sd=0.01)
    >>> round(variance, 6), dof
    (0.0001, 51.0)
    """
    if sum_of_squares > 2.0 * float(gammaincinv(dof / 2.0, CONFLICT)) * prior_sd**2:
        return sum_of_squares / dof, weight + dof
    return (weight * prior_sd**2 + sum_of_squares) / (weight + dof), weight + dof


def deviation_estimate(deviation: float, dof: int, unit: str) -> Estimate | Missing:
    """Return how much something varies, with the interval of a standard deviation.

    Parameters
    ----------
    deviation : float
        Standard deviation of `dof` + 1 values, or pooled over groups of them.
    dof : int
        Its degrees of freedom.
    unit : str
        Of both.

    Notes
    -----
    s·√(ν/χ²₀.₉₅) to s·√(ν/χ²₀.₀₅) for normal values: with three degrees of freedom that is 0.6 to 2.9 times s.

    Examples
    --------
    >>> found = deviation_estimate(1.0, 3, "ms")
    >>> round(found.low, 2), round(found.high, 2)
    (0.62, 2.92)
    >>> deviation_estimate(float("nan"), 0, "ms").reason
    'one step a foot does not show how steps vary'
    """
    if dof < 1 or not np.isfinite(deviation):
        return Missing("one step a foot does not show how steps vary", "Record more steps of each foot")
    low, high = (
        deviation * float(np.sqrt(dof / (2.0 * gammaincinv(dof / 2.0, share)))) for share in tails(HOUSE_LEVEL)[::-1]
    )
    return Estimate(deviation, low, high, unit, method="standard deviation from step to step within a side")


def student_t(root: Array, *, dof: float, seed: int, draws: int) -> Array:
    """Return draws around zero from a multivariate Student t distribution.

    Parameters
    ----------
    root : ndarray, shape (p, p)
        Any square root of the scale matrix: `root @ root.T` is the scale.
    dof : float
        Degrees of freedom, > 0.
    seed, draws : int
        Seed and number of the draws.

    Returns
    -------
    ndarray, shape (draws, p)

    Notes
    -----
    t = root·z / √(χ²_dof / dof); normal draws with an estimated scale would cover too little
    (0.64–0.82 instead of 0.90 with one to four degrees of freedom).

    Examples
    --------
    >>> student_t(np.eye(2), dof=3.0, seed=1, draws=5).shape
    (5, 2)
    """
    rng = np.random.default_rng(seed)
    normal = rng.standard_normal((draws, root.shape[0])) @ root.T
    return normal / np.sqrt(rng.chisquare(dof, size=(draws, 1)) / dof)


def correlation_time(residuals: Array) -> float:
    """Return how many neighbouring residuals say the same thing, at least 1.

    Parameters
    ----------
    residuals : ndarray, shape (n,)
        In time order, evenly spaced.

    Notes
    -----
    1 + 2·Σ ρ_k over lags before the autocorrelation first turns negative. Leaving out the negative part makes it
    larger than the true integrated time for an oscillation such as the step cycle: intervals err on the wide side.

    Examples
    --------
    >>> correlation_time(np.array([1.0, -1.0, 1.0, -1.0]))
    1.0
    """
    centred = residuals - residuals.mean()
    power = float(centred @ centred)
    if power == 0.0:
        return 1.0
    spectrum = np.abs(np.fft.rfft(centred, 2 * centred.size)) ** 2
    full = np.fft.irfft(spectrum)[: centred.size] / power
    negative = np.flatnonzero(full < 0.0)
    end = int(negative[0]) if negative.size else full.size
    return 1.0 + 2.0 * float(full[1:end].sum())
