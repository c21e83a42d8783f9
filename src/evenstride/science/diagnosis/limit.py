"""From potentials to probabilities: which role is the limit, balanced, or cannot tell.

Two things are kept apart on purpose.

*Ranking* compares the medians of the potentials under one reference spread that is the same for every role, so that
a role nobody measured cannot win by being uncertain (diagnosis_logic.md §2: of four equal roles, one four times less
certain would be "the limit" in 42 % instead of 25 %).

*Doubt* is what the widths are for: the less is known of the roles, the more of the answer is "cannot tell". Widening
one role's interval alone therefore never raises its probability.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from evenstride.core.diagnosis import Limit
from evenstride.core.estimate import Array
from evenstride.core.roles import Role, Weight
from evenstride.science.diagnosis.potential import (
    ELASTICITY,
    ELASTICITY_SPREAD,
    REACHABLE,
    REACHABLE_SPREAD,
    ROLES,
    mirrored_normals,
)

BALANCED_MARGIN = 0.003
"""Two best potentials closer than this share of speed make "balanced" (judgement)."""

REFERENCE_CHANGE_ERROR = 0.02
REFERENCE_SPEED_ERROR = 0.008
"""Errors of capacity change and speed change the ranking calculates with, whatever the real ones (judgement: a
good battery of two families over a season; the real errors go into the doubt)."""

TELLING_SPEED_ERROR = 0.015
"""Standard error of the change of speed above which speed cannot be called level (judgement: half-width ≈ 2.5 %, which
is what a capacity grown by three detectable changes would bring at the prior elasticity)."""

MOST_DOUBT = 0.5
"""Share of "cannot tell" when nothing is known of any role (judgement)."""

_HALF_TOLD_CHANGE = 0.04
_HALF_TOLD_SPEED = 0.015
"""Standard errors at which a capacity change and a speed change are half as telling as exact ones (judgement)."""

_TRUST = {Weight.NONE: 0.0, Weight.HINT: 0.5, Weight.EVIDENCE: 1.0}
"""Two families make evidence, one a hint (diagnosis_logic.md §2)."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """How much is known of one role: its weight and the standard error of its change (natural log)."""

    weight: Weight
    error: float


def predict_limit(medians: Mapping[Role, float], *, doubt: float, seed: int = 0, draws: int = 4000) -> Limit:
    """Return the probability of each role being the limit.

    Parameters
    ----------
    medians : mapping of Role to float
        Median potential of every role, natural log of speed, positive.
    doubt : float
        Share of the answer that is "cannot tell", 0 to 1, from `predict_doubt`.
    seed, draws : int
        Of the reference spread.

    Examples
    --------
    >>> even = predict_limit({role: 0.01 for role in Role}, doubt=0.0)
    >>> round(even.roles[Role.PUSH] / even.roles[Role.SWING], 6)
    1.0
    """
    spread = math.hypot(ELASTICITY_SPREAD, REACHABLE_SPREAD)
    logs: Array = np.log(np.array([medians[role] for role in ROLES], dtype=np.float64))
    potentials = np.exp(logs + spread * mirrored_normals(seed, draws))
    ranked: Array = np.sort(potentials, axis=1)
    close = ranked[:, -1] - ranked[:, -2] < BALANCED_MARGIN
    winner = np.argmax(potentials, axis=1)
    wins = [np.count_nonzero(~close & (winner == column)) for column in range(len(ROLES))]
    share = {role: float(count) / winner.size for role, count in zip(ROLES, wins, strict=True)}
    certain = 1.0 - doubt
    return Limit(
        {role: certain * value for role, value in share.items()},
        certain * float(np.count_nonzero(close)) / winner.size,
        doubt,
    )


def predict_doubt(known: Mapping[Role, Knowledge], speed_error: float | None) -> float:
    """Return the share of "cannot tell".

    Parameters
    ----------
    known : mapping of Role to Knowledge
        Roles that were looked at.
    speed_error : float or None
        Standard error of the change of speed, natural log; None when speed has no change yet.

    Notes
    -----
    doubt = 0.5·(1 − p_v·Σ w_r·trust_r·p_r), p = s²/(s² + error²), w_r the prior chance of the role to be the limit.
    It rises with every error and falls with every family: the widths act here and nowhere else.
    """
    if speed_error is None:
        return MOST_DOUBT
    prior = _prior_shares()
    seen = sum(prior[role] * _TRUST[one.weight] * _telling(one.error, _HALF_TOLD_CHANGE) for role, one in known.items())
    return MOST_DOUBT * (1.0 - _telling(speed_error, _HALF_TOLD_SPEED) * seen)


def _telling(error: float, scale: float) -> float:
    return scale**2 / (scale**2 + error**2)


@cache
def _prior_shares() -> Mapping[Role, float]:
    medians = {role: ELASTICITY[role] * REACHABLE[role] for role in ROLES}
    limit = predict_limit(medians, doubt=0.0)
    total = sum(limit.roles.values())
    return {role: value / total for role, value in limit.roles.items()}
