"""Swing emphasis starts at half the dose and rises slowly.

What
Dedicated swing work stays at half of the full weekly sets; where the emphasis is on the swing it may rise from
there by a fifth a week. Pain of 2 or more in groin, hip flexor or hamstring takes it away.

Why
Swing work is new load for hip flexors and groin in most programmes.

Limits
Coaching practice; sets are counted, not force. Weeks already done are told to the planner.

Sources
coaching practice
"""

from __future__ import annotations

import math

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.body import is_swing_blocked
from evenstride.plan.limits import (
    FULL_SWING_SETS,
    SWING_RISE,
    SWING_START,
    careful_level,
    is_swing_emphasised,
)
from evenstride.plan.problem import Problem

RULE = Rule(
    "swing-load",
    "Swing emphasis starts at half the dose and rises slowly",
    hard=True,
    sources=("coaching practice",),
)


def constrain(problem: Problem) -> None:
    """Bound the dedicated swing sets of each week."""
    for week, days in enumerate(problem.weeks):
        sets = problem.total(days, lambda template: template.swing_sets)
        problem.add(sets <= most_swing_sets(problem.request, week))


def most_swing_sets(request: Request, week: int) -> int:
    """Return the most dedicated swing sets of a plan week, counted from 0."""
    if is_swing_blocked(request):
        return 0
    rise = SWING_RISE ** (request.swing_weeks + week) if is_swing_emphasised(request) else 1.0
    return math.floor(FULL_SWING_SETS[careful_level(request)] * min(1.0, SWING_START * rise) + 1e-9)


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    most = [str(most_swing_sets(request, week)) for week in range(plan.weeks)]
    return f"Dedicated swing sets a week: at most {', '.join(most)}."
