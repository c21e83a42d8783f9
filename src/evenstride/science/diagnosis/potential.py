"""What each role could add to speed: elasticity × reachable gain, updated by what changed and what followed.

The model, in natural logs over one period:

    Δln v = Σ_r e_r · Δln C_r + error        (who changed, and did speed follow?)
    potential_r = e_r · g_r                  (what eight weeks on this role would add)

e_r is how much speed follows a role's off-run capacity, g_r the gain of capacity eight weeks can bring. Both start
from wide log-normal priors. Push and swing share one prior, so exchanging them mirrors every answer.

Assumptions: constant elasticities over the period, changes small enough for logs, no interaction between roles
(whether there is one is the question of a later model, science.md §6). Nothing here uses contact or flight times:
they *are* the speed (diagnosis_logic.md §1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evenstride.core.athlete import Level
from evenstride.core.estimate import Array, Draws
from evenstride.core.roles import RIVAL, Role

ROLES = tuple(Role)

ELASTICITY: Mapping[Role, float] = {Role.PUSH: 0.30, Role.SWING: 0.30, Role.SUPPORT: 0.10, Role.TIMING: 0.15}
"""Prior medians. Swing: 8 weeks of hip-flexor training gave +12.2 % isometric strength and −3.8 % time over 40 yd
(`deane2005`), a ratio of 0.31; push is given the same so that neither is favoured. Support is small because trunk
strength hardly relates to speed (`prieske2016`); timing has no figure. The last two are judgement."""

ELASTICITY_SPREAD = 0.6
"""Log SD of an elasticity: 90 % between 0.37 and 2.7 times the median (judgement, wide). Every model of the physics
study lies inside: push 0.21 to 0.56, swing 0.19 to 0.22, and their ratio 0.9 to 2.6 inside the 0.25 to 4 of two such
draws. So the range over models is carried here already; `surrogate` holds those models for lines of equal speed, and
nothing of it is added a second time."""

REACHABLE: Mapping[Role, float] = {Role.PUSH: 0.06, Role.SWING: 0.06, Role.SUPPORT: 0.06, Role.TIMING: 0.04}
"""Prior medians of the capacity gain in eight weeks, natural log (judgement, about half of what `deane2005`
saw in untrained people)."""

REACHABLE_SHARE: Mapping[Level, float] = {Level.BEGINNER: 1.0, Level.RECREATIONAL: 0.55, Level.TRAINED: 0.17}
"""How much of that is left at a level, so that the median potential of push or swing is what a block is expected to
change in top speed: +2 % for novices, +1 % in team sport, +0.3 % for trained sprinters (science.md §8, judgement)."""

REACHABLE_SPREAD = 0.5
"""Log SD of a reachable gain (judgement, wide)."""

UNSEEN_CHANGE = 0.03
"""SD of the change a role may have made while nobody looked, natural log (judgement)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change in natural log units with its standard error."""

    value: float
    error: float


@dataclass(frozen=True, slots=True, eq=False)
class Potentials:
    """Draws of elasticity × reachable gain per role, with one shared set of weights.

    Attributes
    ----------
    values : mapping of Role to ndarray, shape (n,)
        Speed gain in natural log units.
    weights : ndarray, shape (n,)
        Sum to 1.
    """

    values: Mapping[Role, Array]
    weights: Array

    def median(self, role: Role) -> float:
        """Weighted median of one role's potential."""
        return float(weighted_quantile(self.values[role], self.weights, np.array([0.5]))[0])

    def draws(self, role: Role, *, count: int = 2000) -> Draws:
        """Evenly spaced quantiles of one role's potential as a share of speed."""
        levels = (np.arange(count) + 0.5) / count
        samples = np.expm1(weighted_quantile(self.values[role], self.weights, levels))
        return Draws(float(np.expm1(self.median(role))), samples, "1", "elasticity × reachable gain, eight weeks")


def predict_potentials(
    changes: Mapping[Role, Change],
    speed: Change | None,
    *,
    seed: int = 0,
    draws: int = 4000,
    reachable: float = 1.0,
) -> Potentials:
    """Weigh the prior by how well it explains the change of speed.

    Parameters
    ----------
    changes : mapping of Role to Change
        Measured changes of capacity; a role that was not looked at is absent.
    speed : Change or None
        Change of speed over the same period; None leaves the prior as it is.
    reachable : float
        Share of the prior's reachable gain that is left to this athlete (`REACHABLE_SHARE`).
    seed, draws : int
        Of the prior sample. Half of it is the other half with push and swing exchanged, so that mirrored data
        give exactly mirrored answers.

    Notes
    -----
    Importance weights w ∝ N(Δv; Σ e_r Δ_r, σ_v² + Σ e_r² σ_r²), an absent role having Δ = 0 and σ = 0.03.

    Examples
    --------
    >>> flat = predict_potentials({Role.PUSH: Change(0.08, 0.01)}, Change(0.0, 0.005))
    >>> flat.median(Role.PUSH) < flat.median(Role.SWING)
    True
    """
    elasticity, gains_ahead = _prior(seed, draws)
    weights = np.full(elasticity.shape[0], 1.0 / elasticity.shape[0])
    if speed is not None:
        known = [changes.get(role, Change(0.0, UNSEEN_CHANGE)) for role in ROLES]
        expected = elasticity @ np.array([one.value for one in known])
        variance = speed.error**2 + elasticity**2 @ np.array([one.error**2 for one in known])
        log_weights = -0.5 * ((speed.value - expected) ** 2 / variance + np.log(variance))
        weights = np.exp(log_weights - log_weights.max())
        weights /= weights.sum()
    gains = elasticity * gains_ahead * reachable
    return Potentials({role: gains[:, column] for column, role in enumerate(ROLES)}, weights)


def weighted_quantile(values: Array, weights: Array, levels: Array) -> Array:
    """Return quantiles of weighted values, shape of `levels`."""
    order = np.argsort(values, kind="stable")
    cumulative = np.cumsum(weights[order])
    middle = cumulative - 0.5 * weights[order]
    return np.interp(levels, middle, values[order])


def mirrored_normals(seed: int, draws: int) -> Array:
    """Return standard normal draws, shape (2·draws, roles), closed under exchanging push and swing."""
    normals = np.random.default_rng(seed).standard_normal((draws, len(ROLES)))
    columns = [ROLES.index(RIVAL.get(role, role)) for role in ROLES]
    return np.concatenate([normals, normals[:, columns]])


def _prior(seed: int, draws: int) -> tuple[Array, Array]:
    elasticity = np.array([ELASTICITY[role] for role in ROLES]) * np.exp(
        ELASTICITY_SPREAD * mirrored_normals(seed, draws)
    )
    reachable = np.array([REACHABLE[role] for role in ROLES]) * np.exp(
        REACHABLE_SPREAD * mirrored_normals(seed + 1, draws)
    )
    return elasticity, reachable
