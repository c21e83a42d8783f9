"""A week with strength holds jumps too.

What
A week with a session of strength has jumps in one of them where that is possible; for masters nothing is wished.

Why
Jumps train the quick stretch and return that lifting leaves out; without a wish for them the same lift would come back
all week.

Limits
Coaching practice, a preference only: a week without costs what one easy session does, and it comes before the
emphasis, which would else choose the strength session with the least push work all year. An emphasis on the
swing goes before it. How many contacts, the rule of contacts says.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.limits import is_masters
from evenstride.plan.problem import Problem
from evenstride.plan.templates import JUMPS
from evenstride.plan.wanted import aim_of_strength_wishes

RULE = Rule("jumps", "A week with strength holds jumps too", hard=False, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Count weeks of strength without jumps."""
    if is_masters(problem.request) or all(item.jumps == 0 for item in problem.templates):
        return
    for week in problem.weeks:
        strong = sum(problem.is_kind(day, Kind.STRENGTH) for day in week if day in problem.days)
        jumping = problem.total(week, lambda item: int(item.jumps > 0))
        without = problem.model.new_bool_var("")
        problem.model.add(strong <= 7 * (jumping + without))
        problem.penalise(aim_of_strength_wishes(problem.request), without)


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    jumping = [
        session for session in plan.sessions if any(item.exercise.pattern in JUMPS for item in session.prescriptions)
    ]
    return f"{len(jumping)} sessions hold jumps." if len(jumping) != 1 else "One session holds jumps."
