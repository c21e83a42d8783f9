"""What a block is expected to add to speed, and what its two rivals expect: bets made before the first timed run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.core.block import Bet
from evenstride.core.check import BLOCK_WEEKS
from evenstride.core.estimate import Array, Draws
from evenstride.core.roles import RIVAL, Role
from evenstride.science.diagnosis.potential import Potentials

BESIDES = 0.006
"""Standard deviation of what eight weeks do to a runner's speed besides the block, natural log (judgement): what is
left of the ± 0.7 % of trained sprinters (science.md §8, judgement) after the ± 0.35 % of the potential itself."""

SOURCE = "elasticity × reachable gain of the diagnosis; calibrated on simulated athletes only"


def forecast_block(
    potentials: Potentials, role: Role | None, *, weeks: float, seed: int = 0, draws: int = 2000
) -> Mapping[Bet, Draws]:
    """Return the change of speed that a block and its rivals expect, as a share.

    Parameters
    ----------
    potentials : Potentials
        What eight weeks on each role would add (`diagnose.predict_role_gains`).
    role : Role or None
        The role with the emphasis; None for "train both".
    weeks : float
        Length of the block.
    seed, draws : int
        Seed and number of draws; all three forecasts share one index.

    Notes
    -----
    Block on a role: its potential. Train both: half the potential of push and half that of swing, the work being shared
    and the gain taken as proportional to it (judgement). No change: nothing. A block shorter than eight weeks reaches
    its share of them, a longer one no more (judgement). To each the same N(0, `BESIDES`²·weeks/8) is added, in logs.

    Examples
    --------
    >>> from evenstride.science.diagnosis.potential import predict_potentials
    >>> bets = forecast_block(predict_potentials({}, None, reachable=0.55), None, weeks=8)
    >>> round(bets[Bet.BLOCK].point, 3), bets[Bet.NOTHING].point, bets[Bet.BLOCK] is bets[Bet.BOTH]
    (0.011, 0.0, True)
    """
    rng = np.random.default_rng([seed, 8])
    chosen = rng.choice(potentials.weights.size, size=draws, p=potentials.weights)
    part = min(weeks / BLOCK_WEEKS, 1.0)
    besides = BESIDES * (weeks / BLOCK_WEEKS) ** 0.5 * rng.standard_normal(draws)
    sides = [part * potentials.values[one][chosen] for one in RIVAL]
    both = _bet((sides[0] + sides[1]) / len(sides), besides, Bet.BOTH)
    return {
        Bet.BLOCK: both if role is None else _bet(part * potentials.values[role][chosen], besides, Bet.BLOCK),
        Bet.BOTH: both,
        Bet.NOTHING: _bet(np.zeros(draws), besides, Bet.NOTHING),
    }


def _bet(gain: Array, besides: Array, bet: Bet) -> Draws:
    return Draws(float(np.expm1(np.median(gain))), np.expm1(gain + besides), "1", f"forecast: {bet.value}")
