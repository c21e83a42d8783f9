"""Why a plan holds less swing work than asked for, where the rule of swing load is what holds it down."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from evenstride.core.plan import Request, Session
from evenstride.core.roles import Role
from evenstride.plan.body import is_swing_blocked
from evenstride.plan.limits import is_swing_emphasised
from evenstride.plan.problem import DAYS_IN_WEEK
from evenstride.plan.rules.swing_load import RULE, most_swing_sets
from evenstride.plan.templates import is_dedicated_swing, role_minutes

TELLING_GAP = 0.05
"""Share of the role work that must be lacking before a reason is given (judgement)."""
SET_STEP = 1
"""Sets a week may stay below its most and still be held by it: sessions offer sets in steps (judgement)."""
LOOK_AHEAD = 12
"""Weeks looked ahead; the rise has ended long before."""


@dataclass(frozen=True, slots=True)
class _Work:
    """Role work of a plan in minutes, its dedicated swing sets, and the swing minutes inside them."""

    swing: float
    whole: float
    sets: int
    swing_in_sets: float

    @property
    def share(self) -> float:
        return self.swing / self.whole if self.whole > 0.0 else 0.0

    def sets_for(self, share: float) -> float:
        """Return the sets by which swing has this share."""
        return self.sets * (1.0 + (share - self.share) * self.whole / self.swing_in_sets)

    def share_of(self, sets: float) -> float:
        """Return the share that swing has with so many sets."""
        return self.share + (sets / self.sets - 1.0) * self.swing_in_sets / self.whole


def why_less_swing(sessions: Sequence[Session], request: Request, shares: Mapping[Role, float]) -> str:
    """Say which rule keeps swing work below its wanted share, by how much and until when; empty where none does.

    `shares` are those of every role asked for; the work of other roles is not counted.

    What more sets would give is reckoned from this plan: n sets more, each with the swing minutes a of a set as it is
    planned here and in the place of other role work, change the share S / W to (S + n a) / W.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> from evenstride.plan import solve_plan
    >>> monday = date(2026, 1, 5)
    >>> free = {monday + timedelta(days=day): 60.0 for day in range(7)}
    >>> shares = {Role.PUSH: 0.2, Role.SWING: 0.4, Role.SUPPORT: 0.2, Role.TIMING: 0.2}
    >>> asks = Request(monday, 1, Level.RECREATIONAL, free, emphasis=shares)
    >>> why_less_swing(solve_plan(asks).sessions, asks, shares).split(";")[0]
    'The rule “Swing emphasis starts at half the dose and rises slowly” holds it at 6 sets a week'
    """
    work, wanted = _work_of(sessions, shares), shares.get(Role.SWING, 0.0)
    if work.whole <= 0.0 or work.share >= wanted - TELLING_GAP:
        return ""
    if is_swing_blocked(request):
        return f"The rule “{RULE.title}” leaves out dedicated swing work while groin, hip flexor or hamstring hurts."
    planned = {week: sets for week in range(request.weeks) if (sets := _sets_in(sessions, request, week)) > 0}
    mosts = [most_swing_sets(request, week) for week in planned]
    if not any(most - sets <= SET_STEP for most, sets in zip(mosts, planned.values(), strict=True)):
        return ""
    said = f"{min(mosts)}" if min(mosts) == max(mosts) else f"{min(mosts)} to {max(mosts)}"
    return (
        f"The rule “{RULE.title}” holds it at {said} sets a week; {_until_when(request, work, wanted, len(planned))}."
    )


def tell_less_swing(sessions: Sequence[Session], request: Request) -> str:
    """Return a note of the plan where a swing emphasis is held down; empty elsewhere."""
    whole = sum(request.emphasis.values())
    if not is_swing_emphasised(request) or whole <= 0.0:
        return ""
    shares = {role: share / whole for role, share in request.emphasis.items()}
    why, share = why_less_swing(sessions, request, shares), _work_of(sessions, shares).share
    return f"Swing has {share:.0%} of the role work, wanted {shares[Role.SWING]:.0%}. {why}" if why else ""


def _until_when(request: Request, work: _Work, wanted: float, weeks: int) -> str:
    needed = math.ceil(work.sets_for(wanted) / weeks - 1e-9)
    sets = f"the wanted share would take about {needed} in the place of other role work"
    if not is_swing_emphasised(request):
        return f"{sets}, and the dose rises only where the emphasis is on the swing"
    full = most_swing_sets(request, LOOK_AHEAD)
    enough = min(needed, full)
    opens = next(week for week in range(LOOK_AHEAD + 1) if most_swing_sets(request, week) >= enough)
    on = request.start + timedelta(weeks=opens)
    since = f"from the week of {on.day} {on:%B} on if swing work goes on"
    if needed <= full:
        return f"{sets}, which it allows {since}"
    if not opens:
        return f"{sets}, more than its full {full}, which stand here already"
    most = f"{work.share_of(full * weeks):.0%}"
    return f"{sets}, more than it ever allows; its full {full}, open {since}, come to about {most}"


def _work_of(sessions: Sequence[Session], roles: Iterable[Role]) -> _Work:
    items = [item for session in sessions for item in session.prescriptions]
    dedicated = tuple(item for item in items if is_dedicated_swing(item.exercise))
    return _Work(
        sum(session.roles.get(Role.SWING, 0.0) for session in sessions),
        sum(session.roles.get(role, 0.0) for role in roles for session in sessions),
        sum(item.dose.sets for item in dedicated),
        role_minutes(dedicated).get(Role.SWING, 0.0),
    )


def _sets_in(sessions: Sequence[Session], request: Request, week: int) -> int:
    found = (one for one in sessions if (one.on - request.start).days // DAYS_IN_WEEK == week)
    return sum(item.dose.sets for one in found for item in one.prescriptions if is_dedicated_swing(item.exercise))
