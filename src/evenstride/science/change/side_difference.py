"""Left against right: said only beyond error, in the same direction, in three sessions running."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from evenstride.core.estimate import HOUSE_LEVEL, Array, Estimate, Missing
from evenstride.core.field_course import SideDifference
from evenstride.core.protocol import FieldProtocol
from evenstride.core.roles import Side
from evenstride.core.run import Capacity
from evenstride.science.change.own_error import PRIOR_SESSIONS
from evenstride.science.noise import pooled_variance

SIDE_PRIOR = 0.3
"""How many sessions of scatter an unknown error stays worth here (judgement). Sides are asked about after every session
and in every test: with the mere trace that is left elsewhere, three chance agreements of three early sessions would
name a side in more than one symmetric athlete of twenty in a season."""

SESSIONS_IN_A_ROW = 3
"""Sessions running that must say the same (pocket laboratory, common rules; science.md §5)."""


def measure_side_difference(used: Sequence[Capacity], protocol: FieldProtocol) -> SideDifference | Missing:
    """Measure the difference between left and right over the sessions that count.

    Parameters
    ----------
    used : sequence of Capacity
        After familiarisation, from `own_error.split_sessions`.
    protocol : FieldProtocol
        Its error is that of one side; two sides differ with √2 of it.

    Returns
    -------
    SideDifference, or Missing
        Missing before `SESSIONS_IN_A_ROW` sessions with both sides.

    Notes
    -----
    d = ±ln(left / right), + where left does better. The scatter of d around its mean is pooled with √2 × the assumed
    error, a stated one worth `PRIOR_SESSIONS` and an unknown one `SIDE_PRIOR`; one session speaks where |d| exceeds
    t₉₅ times that. `ahead` names a side where the last three sessions all speak, in one direction. Information,
    never a fault: no threshold says how large a difference should be.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.estimate import Draws
    >>> from evenstride.core.protocol import protocols
    >>> def day(number, left, right):
    ...     sides = {side: Draws(v, np.array([v]), "s") for side, v in ((Side.LEFT, left), (Side.RIGHT, right))}
    ...     return Capacity("Noa", "S3", date(2026, 3, number), sides[Side.LEFT], sides)
    >>> days = [day(2, 0.250, 0.300), day(9, 0.252, 0.301), day(16, 0.249, 0.300)]
    >>> measure_side_difference(days, protocols()["S3"]).ahead
    <Side.LEFT: 'left'>
    """
    both = [session for session in used if len(session.sides) == len(Side)]
    if len(both) < SESSIONS_IN_A_ROW:
        return Missing(
            f"{len(both)} sessions with both sides after familiarisation",
            f"A side difference speaks from {SESSIONS_IN_A_ROW} on",
        )
    points = np.array([[session.sides[side].point for side in (Side.LEFT, Side.RIGHT)] for session in both])
    differences = protocol.better.sign * np.log(points[:, 0] / points[:, 1])
    mean, count = float(differences.mean()), len(both)
    squares = float(((differences - mean) ** 2).sum())
    prior = PRIOR_SESSIONS if protocol.typical_error is not None else SIDE_PRIOR
    variance, freedom = pooled_variance(squares, count - 1.0, prior_sd=2.0**0.5 * protocol.assumed_error, weight=prior)
    critical = float(stdtrit(freedom, 0.5 + HOUSE_LEVEL / 2.0))
    threshold, width = critical * variance**0.5, critical * (variance / count) ** 0.5
    speaking = np.where(np.abs(differences) > threshold, np.sign(differences), 0.0)
    last = speaking[-SESSIONS_IN_A_ROW:]
    ahead = None if last[0] == 0.0 or np.any(last != last[0]) else Side.LEFT if last[0] > 0.0 else Side.RIGHT
    first = _first_in_a_row(speaking) if ahead is not None else None
    return SideDifference(
        Estimate(mean, mean - width, mean + width, "1", method=f"mean of {count} sessions"),
        ahead,
        count,
        threshold,
        None if first is None else both[first].on,
    )


def _first_in_a_row(speaking: Array) -> int:
    """Return where the run of equal sessions at the end begins."""
    other = np.flatnonzero(speaking != speaking[-1])
    return 0 if other.size == 0 else int(other[-1]) + 1
