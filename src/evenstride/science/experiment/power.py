"""How many runs a comparison needs: the chance that the right answer comes out, before anyone has run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from evenstride.core.estimate import Array, Draws
from evenstride.core.experiment import LOADED, TESTED_ROLES, PlannedRun, Wear
from evenstride.core.roles import Role
from evenstride.science.noise import BORROWED_WEIGHT

NAMED = 0.75
"""Chance of being the largest from which a role is named (judgement). Of roles that are exactly alike one is then
still named in about three of ten series, so a name is always said with its chance."""

WANTED = 0.8
"""Share of series that should name a role twice as large as the others (issue text and diagnosis_logic.md §5)."""

PLANNED = 0.82
"""What a plan is reckoned to reach, a little more than wanted, because it is reckoned by simulation (judgement)."""

_ROWS = {
    Role.PUSH: {Wear.TRUNK: -1.0},
    Role.SWING: {Wear.THIGHS: -1.0, Wear.TRUNK: 1.0},
    Role.SUPPORT: {Wear.FOREARMS: -1.0, Wear.TRUNK: 1.0},
}
"""Loss of each role as a sum of effects against the empty garment: push = trunk − empty, swing = thighs − trunk,
support = forearms − trunk (diagnosis_logic.md §5); a loss is positive."""

LOSSES: Array = np.array([[_ROWS[role].get(wear, 0.0) for wear in LOADED] for role in TESTED_ROLES])
"""The same as a matrix, roles by loaded conditions."""

_nodes, _weights = np.polynomial.hermite_e.hermegauss(80)


def chance_largest(losses: Sequence[float], *, noise: float, runs: int) -> float:
    """Return the chance that the first of several losses also looks largest.

    Parameters
    ----------
    losses : sequence of float
        True losses against one common baseline, the largest first, in the unit of `noise`.
    noise : float
        Standard deviation of one run.
    runs : int
        Runs of every condition.

    Notes
    -----
    ∫ φ(u) ∏ Φ(u + Δ_j·√n/σ) du: conditions are independent and the baseline cancels. This is the reckoning of
    diagnosis_logic.md §5; it names whatever looks largest and asks for no confidence in it.

    Examples
    --------
    >>> round(chance_largest((2.0, 1.0, 1.0), noise=1.0, runs=3), 2)
    0.82
    """
    first, *others = losses
    ahead = np.array([(first - other) * np.sqrt(runs) / noise for other in others])
    inner = np.prod(ndtr(_nodes[:, None] + ahead), axis=1)
    return float(_weights @ inner / np.sqrt(2.0 * np.pi))


def runs_to_name(losses: Sequence[float], *, noise: float, wanted: float = WANTED, most: int = 10_000) -> int | None:
    """Return the runs of each condition after which the largest loss looks largest often enough, None if never.

    Examples
    --------
    >>> [runs_to_name((2.0, 1.0, 1.0), noise=noise) for noise in (0.7, 1.0, 1.5, 2.5)]
    [2, 3, 7, 18]
    """
    if chance_largest(losses, noise=noise, runs=most) < wanted:
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance_largest(losses, noise=noise, runs=middle) >= wanted else (middle, high)
    return high


def effect_covariance(runs: Sequence[PlannedRun]) -> tuple[Array, int]:
    """Return the covariance of the effects of trunk, thighs and forearms for a run noise of one, and what is left.

    Returns
    -------
    ndarray, shape (3, 3)
        Of effects against the empty garment, each day having its own level.
    int
        Residual degrees of freedom.
    """
    design = design_matrix([run.day for run in runs], [run.arm for run in runs], LOADED)
    days = design.shape[1] - len(LOADED)
    inverse: Array = np.asarray(np.linalg.inv(design.T @ design), dtype=np.float64)
    return inverse[days:, days:], design.shape[0] - design.shape[1]


def design_matrix(days: Sequence[object], arms: Sequence[str], loaded: Sequence[str]) -> Array:
    """Return one column a day and one a loaded condition, one row a run."""
    every = sorted({str(day) for day in days})
    day_part = np.array([[str(day) == one for one in every] for day in days], dtype=np.float64)
    arm_part = np.array([[arm == one for one in loaded] for arm in arms], dtype=np.float64)
    return np.hstack([day_part, arm_part.reshape(len(arms), len(loaded))])


def chance_named(
    runs: Sequence[PlannedRun],
    doses: Mapping[Role, Draws],
    *,
    noise: float,
    larger: float,
    smaller: float,
    seed: int = 0,
    series: int = 1500,
    draws: int = 200,
) -> float:
    """Return the chance that a protocol names the role with the larger elasticity: the worst of the three roles.

    Parameters
    ----------
    runs : sequence of PlannedRun
        The protocol.
    doses : mapping of Role to Draws
        What each load takes from its role (`measure_doses`).
    noise : float
        Standard deviation of one run, a share of its time.
    larger, smaller : float
        True elasticity of one role, and of both others.
    seed, series, draws : int
        Seed, simulated series for each role, and draws of the answer to each.

    Notes
    -----
    Each simulated series has true doses from their ranges, normal run noise and its own estimate of it; its answer is
    the one `analyse_loads` gives.
    """
    rng = np.random.default_rng([seed, 11])
    covariance, dof = effect_covariance(runs)
    root = np.linalg.cholesky(LOSSES @ covariance @ LOSSES.T)
    table = np.stack([doses[role].samples for role in TESTED_ROLES])
    total = dof + BORROWED_WEIGHT
    normal = rng.standard_normal((draws, 3)) / np.sqrt(rng.chisquare(total, (draws, 1)) / total)
    asked = table[:, rng.integers(table.shape[1], size=draws)]
    shaken: Array = root @ normal.T
    chances: list[float] = []
    for largest in range(len(TESTED_ROLES)):
        true_doses = table[:, rng.integers(table.shape[1], size=series)].T
        elasticity = np.full(3, smaller)
        elasticity[largest] = larger
        seen = elasticity * true_doses + noise * rng.standard_normal((series, 3)) @ root.T
        spread = noise * np.sqrt((rng.chisquare(dof, series) + BORROWED_WEIGHT) / total)
        shares = [
            (seen[:, role, None] + spread[:, None] * shaken[role]) / asked[role] for role in range(len(TESTED_ROLES))
        ]
        # first among equals, as argmax has it, and many times faster over three
        ahead = [shares[largest] > one for one in shares[:largest]]
        ahead += [shares[largest] >= one for one in shares[largest + 1 :]]
        hits: NDArray[np.bool_] = np.logical_and(*ahead)
        share: Array = np.asarray(hits.mean(axis=1), dtype=np.float64)
        chances.append(float(np.mean(share >= NAMED)))
    return min(chances)
