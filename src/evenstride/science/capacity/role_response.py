"""Trained and did not respond, or not trained: the dose of a role beside the change of its capacity.

A dose and a change of the same weeks stand beside each other; neither causes the other by that.
"""

from __future__ import annotations

from evenstride.core.capacity_trend import CapacityTrend, hold_change
from evenstride.core.ledger import Amount, Ledger, Response, RoleResponse
from evenstride.core.roles import Role
from evenstride.science.capacity.trend import CAPACITY_SWC

SMALL_SESSION = Amount(hard_sets=2.0, fast_metres=40.0, contacts=40.0)
"""What one small session gives a role, each by itself (judgement: one quality session a week is the least that is
planned, and its main lift, runs or jumps give a role about this much)."""

TRAINED = 1.0
"""Small sessions' worth a week from which a role counts as trained (judgement)."""

NOT_TRAINED = 0.5
"""Small sessions' worth a week below which it does not (judgement)."""

TOLD_ENOUGH = 0.75
"""Share of the minutes whose content must be told before a role is called not trained (judgement)."""

LEAST_WEEKS = 4.0
"""Weeks between the tests from which a response is looked for (judgement: less shows learning and daily form)."""

UNLIKELY = 0.1
"""Chance of a worthwhile gain up to which a role did not respond (judgement, as for a block that does not work)."""


def weekly_dose(dose: Amount, weeks: float) -> float:
    """Return a dose in small sessions' worth a week.

    Examples
    --------
    >>> weekly_dose(Amount(hard_sets=8.0, fast_metres=80.0), 4.0)
    1.5
    """
    parts = (getattr(dose, name) / getattr(SMALL_SESSION, name) for name in ("hard_sets", "fast_metres", "contacts"))
    return sum(parts) / weeks


def judge_response(role: Role, trend: CapacityTrend, ledger: Ledger) -> RoleResponse:
    """Say whether a role was trained, and whether its capacity grew.

    Notes
    -----
    The trend is that of the role, from tests off the run; the ledger is that of the days from its first test that
    counts to the last one.

    Grew: the change exceeds its minimal detectable change and its 90 % interval lies above zero. Did not respond: a
    gain above the smallest worthwhile one has a chance of at most `UNLIKELY`. Dose: `weekly_dose` against `TRAINED`
    and `NOT_TRAINED`; a role is called not trained only where the log tells what most of the minutes held.
    """
    since, until = trend.since, trend.until
    weeks = (until - since).days / 7.0
    dose = ledger.of(role)
    weekly = weekly_dose(dose, weeks) if weeks > 0.0 else 0.0
    held = hold_change(trend.change(since, until), CAPACITY_SWC[role])
    grew = held.beyond_error and held.change.value > 0.0
    flat = held.chance_worthwhile is not None and held.chance_worthwhile <= UNLIKELY
    response, reason = _judge(weekly, _told(ledger), grew=grew, flat=flat, weeks=weeks)
    return RoleResponse(role, since, until, dose, weekly, held, len(trend.families), response, reason)


def _judge(weekly: float, told: float | None, *, grew: bool, flat: bool, weeks: float) -> tuple[Response, str]:
    if weeks < LEAST_WEEKS:
        return Response.CANNOT_TELL, f"its tests lie less than {LEAST_WEEKS:.0f} weeks apart"
    if told is None:
        return Response.CANNOT_TELL, "nothing was logged between its tests"
    if weekly >= TRAINED:
        if grew:
            return Response.GREW, ""
        return (Response.NO_RESPONSE, "") if flat else (Response.CANNOT_TELL, "its change lies inside its error")
    if told < TOLD_ENOUGH:
        return Response.CANNOT_TELL, "the log does not tell what most sessions held"
    if weekly >= NOT_TRAINED:
        return Response.CANNOT_TELL, "it was trained a little"
    return (Response.GREW_UNTRAINED if grew else Response.NOT_TRAINED), ""


def _told(ledger: Ledger) -> float | None:
    """Share of the logged sessions' minutes whose content is known; None without any."""
    if not ledger.sessions:
        return None
    total = ledger.total.minutes
    return 1.0 - ledger.unknown.minutes / total if total > 0.0 else 0.0
