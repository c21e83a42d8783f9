"""A deload week is lighter in volume and intensity together.

What
In a week planned as a deload the fast metres and the sets of strength stay at 60 % of a usual week or less, and no run
is faster than 95 %.

Why
Fitness shows when tiredness goes. Less of both, in phase; the days stay, so that the habit does.

Limits
That volume, load and effort go down and frequency stays is what strength athletes report; the shares are coaching
practice, and no trial has tested deloads in sprinting.

Sources
rogerson2024, bell2022
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.core.training import Phase
from evenstride.plan.limits import (
    DELOAD_INTENSITY,
    DELOAD_SHARE,
    USUAL_STRENGTH_SETS,
    careful_level,
    usual_speed_metres,
)
from evenstride.plan.problem import Problem
from evenstride.plan.templates import speed_metres

RULE = Rule(
    "deload",
    "A deload week is lighter in volume and intensity together",
    hard=True,
    sources=("rogerson2024", "bell2022"),
)


def constrain(problem: Problem) -> None:
    """Bound metres, sets and intensity of deload weeks."""
    request = problem.request
    for number, week in enumerate(problem.weeks):
        if request.phase(number) is Phase.DELOAD:
            metres, sets = most_of_a_light_week(request, DELOAD_SHARE)
            problem.add(problem.total(week, speed_metres) <= metres)
            problem.add(problem.total(week, lambda item: item.strength_sets) <= sets)
            problem.forbid(lambda item: item.intensity > DELOAD_INTENSITY, days=set(week) & set(problem.days))


def most_of_a_light_week(request: Request, share: float) -> tuple[int, int]:
    """Return the most fast metres and strength sets of a week at this share of a usual one."""
    metres = int(share * usual_speed_metres(request) + 1e-9)
    return metres, int(share * USUAL_STRENGTH_SETS[careful_level(request)] + 1e-9)


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    light = [str(week + 1) for week in range(request.weeks) if request.phase(week) is Phase.DELOAD]
    if not light:
        return "No deload week in this plan."
    metres, sets = most_of_a_light_week(request, DELOAD_SHARE)
    return f"Week {', '.join(light)}: at most {metres} fast metres, {sets} sets of strength, nothing above 95 %."
