"""No strength on two days in a row.

What
The day after a strength session holds no other one, logged days included.

Why
Muscles that lifted yesterday need a day; what is lifted tired is lifted badly.

Limits
Coaching practice; sessions for different parts of the body are not told apart.

Sources
coaching practice
"""

from __future__ import annotations

from itertools import pairwise

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.problem import Problem

RULE = Rule("strength-spacing", "No strength on two days in a row", hard=True, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Keep strength days apart."""
    for day in problem.days:
        problem.add(problem.is_kind(day, Kind.STRENGTH) + problem.is_kind(day - 1, Kind.STRENGTH) <= 1)


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    days = sorted(session.on for session in plan.sessions if session.kind is Kind.STRENGTH)
    gaps = [(after - before).days for before, after in pairwise(days)]
    return f"Strength days are {min(gaps)} days apart or more." if gaps else "No two strength days to keep apart."
