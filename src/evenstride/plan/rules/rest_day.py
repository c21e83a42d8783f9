"""One full rest day in any seven days.

What
Any seven days in a row, logged days and sport of one's own included, hold a day without any session.

Why
Rest is when adaptation happens; it is part of the training and never counts as missed.

Limits
One day is coaching practice. Where log and sport fill seven days alone, nothing is added to them. A logged day counts
as rest when nothing, rest or 0 minutes is logged for it.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.history import past_kinds
from evenstride.plan.problem import DAYS_IN_WEEK, Problem

RULE = Rule("rest-day", "One full rest day in any seven days", hard=True, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Bound the training days of every rolling window of seven days that ends inside the plan."""
    for last in problem.days:
        window = range(last - DAYS_IN_WEEK + 1, last + 1)
        found = [problem.trains(day) for day in window]
        fixed = sum(one for one in found if isinstance(one, int))
        problem.add(sum(one for one in found if not isinstance(one, int)) <= max(0, DAYS_IN_WEEK - 1 - fixed))
        if fixed == DAYS_IN_WEEK:
            problem.forbid(lambda _: True, days=[day for day in window if day in problem.days])


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    trained = past_kinds(request)
    rests = sum(session.kind is Kind.REST and session.on not in trained for session in plan.sessions)
    return f"{rests} full rest days in this plan."
