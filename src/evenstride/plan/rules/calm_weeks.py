"""What asks for quiet weeks waits until they have passed.

What
An exercise whose entry in the catalogue asks for so many quiet weeks of a tissue is not offered while that tissue hurt
within them: told today, in the log, or as the place somebody comes back with.

Why
Some loads are only for tissue that has been well for long: assisted and downhill runs after a hamstring, plainest of
all.

Limits
Coaching practice; the weeks stand in the catalogue. Only pain that was told counts, of whatever strength. Where an
exercise is not offered, the next of its block stands in.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.body import unquiet
from evenstride.plan.exercises import exercises
from evenstride.plan.problem import Problem

RULE = Rule(
    "calm-weeks", "What asks for quiet weeks waits until they have passed", hard=True, sources=("coaching practice",)
)


def constrain(problem: Problem) -> None:
    """Forbid what waits for a tissue."""
    problem.forbid(
        lambda template: any(unquiet(problem.request, item.exercise.calm_weeks) for item in template.prescriptions)
    )


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    waiting = {tissue for one in exercises().values() for tissue in unquiet(request, one.calm_weeks)}
    if not waiting:
        return "Nothing waits for quiet weeks."
    return f"What asks for quiet weeks of {', '.join(sorted(waiting))} is not offered yet."
