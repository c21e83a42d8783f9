"""Something playful in every week.

What
A week with any training holds at least one playful session or block.

Why
Play keeps the wish to train next year, and it is agility training.

Limits
Coaching practice. What counts as playful is marked in the catalogue.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.problem import Problem

RULE = Rule("playful", "Something playful in every week", hard=True, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Ask for one playful session in every week that holds training."""
    for week in problem.weeks:
        playful = problem.total(week, lambda template: int(template.playful))
        for day in week:
            if day in problem.days:
                problem.add(playful >= 1 - problem.is_kind(day, Kind.REST))


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    count = sum(session.playful for session in plan.sessions)
    return f"{count} session{'s hold' if count != 1 else ' holds'} play."
