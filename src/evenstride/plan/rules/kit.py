"""Only with the kit the athlete owns.

What
Every exercise needs no more kit than was named.

Why
An exercise that cannot be done leaves a hole in the week.

Limits
Only listed words are understood, and a note names the others. Substitutes are chosen before the plan is solved.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.kit import owned_kit
from evenstride.plan.problem import Problem

RULE = Rule("kit", "Only with the kit the athlete owns", hard=True, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Forbid sessions that need kit the athlete has not named."""
    owned = owned_kit(problem.request.kit)
    problem.forbid(lambda template: any(not owned.issuperset(item.exercise.kit) for item in template.prescriptions))


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    used = sorted({kit for session in plan.sessions for item in session.prescriptions for kit in item.exercise.kit})
    return f"Kit in use: {', '.join(used)}." if used else "Nothing here needs kit."
