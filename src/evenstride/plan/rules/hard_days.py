"""At most two hard days in a row.

What
Of any three days in a row, logged days included, at most two hold a speed or strength session, intervals or
hard sport.

Why
Easy days between keep the quality of the hard ones.

Limits
Coaching practice, as in the template week: two hard days, one easy.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.limits import HARD_DAYS
from evenstride.plan.problem import HARD_KINDS, Problem

RULE = Rule("hard-days", "At most two hard days in a row", hard=True, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Bound the hard days of every window that ends inside the plan."""
    for last in problem.days:
        found = [problem.is_hard(day) for day in range(last - HARD_DAYS, last + 1)]
        fixed = sum(one for one in found if isinstance(one, int))
        problem.add(sum(one for one in found if not isinstance(one, int)) <= max(0, HARD_DAYS - fixed))


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    hard = len({session.on for session in plan.sessions if session.kind in HARD_KINDS})
    return f"{hard} days with speed or strength, never more than {HARD_DAYS} in a row."
