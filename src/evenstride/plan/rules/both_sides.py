"""Push and swing are both worked in every week.

What
Each week holds at least five minutes of push work and five of swing work.

Why
Both act in every stride; the one that is left out loses what it had.

Limits
Soft: it yields to pain, return, readiness and lack of days. Five minutes is coaching practice.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.core.roles import Role
from evenstride.plan.problem import Aim, Problem

LEAST_MINUTES = 5

RULE = Rule("both-sides", "Push and swing are both worked in every week", hard=False, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Count the minutes that a side lacks in a week."""
    for week in problem.weeks:
        for role in (Role.PUSH, Role.SWING):
            tenths = problem.total(week, lambda template, role=role: round(10 * template.roles.get(role, 0.0)))
            lacking = problem.model.new_bool_var("")
            problem.add(tenths >= 10 * LEAST_MINUTES * (1 - lacking))
            problem.penalise(Aim.WEEK, lacking, 5)


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    push, swing = (sum(session.roles.get(role, 0.0) for session in plan.sessions) for role in (Role.PUSH, Role.SWING))
    return f"Push {push:.0f} min, swing {swing:.0f} min in this plan."
