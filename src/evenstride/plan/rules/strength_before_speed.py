"""No strength or intervals on the day before a speed session.

What
The day before a speed session or a match holds no strength session and no intervals, logged days included. After
speed on the same day is fine.

Why
Tired muscles run slowly and learn it.

Limits
Coaching practice; with three speed sessions it works when strength follows speed on the same day.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.problem import Problem

RULE = Rule(
    "strength-before-speed",
    "No strength or intervals on the day before a speed session",
    hard=True,
    sources=("coaching practice",),
)


def constrain(problem: Problem) -> None:
    """Keep strength and next-day speed apart."""
    for day in problem.days:
        problem.add(problem.is_kind(day - 1, Kind.STRENGTH, Kind.INTERVALS) + problem.speed(day) <= 1)


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    paired = {session.on for session in plan.sessions if session.kind.is_speed}
    same = sum(session.kind is Kind.STRENGTH and session.on in paired for session in plan.sessions)
    return f"No strength the day before speed; {same} strength sessions follow speed on the same day."
