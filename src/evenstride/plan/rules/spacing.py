"""48 h between speed sessions, 72 h after maximal velocity for masters and beginners.

What
Speed sessions and matches stand at least two calendar days apart; for masters and beginners at least three days
after maximal velocity. Logged sessions count.

Why
Nerves, muscles and tendons need that long before they can be fast again.

Limits
48 and 48 to 72 h are the table's figures for sprinters; 72 h for masters and beginners is coaching practice. On
a day grid 48 h becomes two days, so an evening followed by a morning may be a few hours short.

Sources
haugen2019
"""

from __future__ import annotations

from itertools import pairwise

from evenstride.core.athlete import Level
from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.limits import DAYS_AFTER_MAX_VELOCITY, DAYS_BETWEEN, FULL_SPEED, is_masters
from evenstride.plan.problem import Problem

RULE = Rule(
    "spacing",
    "48 h between speed sessions, 72 h after maximal velocity for masters and beginners",
    hard=True,
    sources=("haugen2019",),
)


def constrain(problem: Problem) -> None:
    """Keep every pair of speed sessions apart."""
    longer = is_masters(problem.request) or problem.request.level is Level.BEGINNER
    for day in problem.days:
        for back in range(1, DAYS_BETWEEN):
            problem.add(problem.speed(day) + problem.speed(day - back) <= 1)
        for back in range(DAYS_BETWEEN, DAYS_AFTER_MAX_VELOCITY if longer else DAYS_BETWEEN):
            problem.add(problem.speed(day) + problem.is_kind(day - back, *FULL_SPEED) <= 1)


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    days = [session.on for session in plan.sessions if session.kind.is_speed]
    gaps = [(after - before).days for before, after in pairwise(days)]
    longer = is_masters(request) or request.level is Level.BEGINNER
    rest = f"; {DAYS_AFTER_MAX_VELOCITY} after maximal velocity" if longer else ""
    return (
        f"Speed sessions are {min(gaps)} days apart or more{rest}." if gaps else "No two speed sessions to keep apart."
    )
