"""A taper keeps the speed and sheds the volume.

What
In a week planned as a taper the fast metres and the sets of strength stay at 60 % of a usual week or less, and the
last three days before a match or race hold no strength. Speed sessions at full intensity are preferred.

Why
What was trained shows when the body is fresh; intensity and habit keep it sharp.

Limits
Coaching practice; the share is the careful end of what reviews of tapering report for endurance sports.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.core.training import Phase
from evenstride.plan.limits import RETURN_INTENSITY, TAPER_SHARE, TAPER_STRENGTH_DAYS
from evenstride.plan.problem import Aim, Problem
from evenstride.plan.rules.deload import most_of_a_light_week
from evenstride.plan.templates import speed_metres

RULE = Rule("taper", "A taper keeps the speed and sheds the volume", hard=True, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Bound metres and sets of taper weeks, keep strength off the last days, and prefer full intensity."""
    for number, week in enumerate(problem.weeks):
        if problem.request.phase(number) is not Phase.TAPER:
            continue
        metres, sets = most_of_a_light_week(problem.request, TAPER_SHARE)
        problem.add(problem.total(week, speed_metres) <= metres)
        problem.add(problem.total(week, lambda item: item.strength_sets) <= sets)
        slow = problem.total(week, lambda item: int(item.kind.is_speed and item.intensity <= RETURN_INTENSITY))
        problem.penalise(Aim.WEEK, slow, 2)
        for day in week:
            if problem.is_match(day):
                last = [before for before in range(day - TAPER_STRENGTH_DAYS, day) if before in problem.days]
                problem.forbid(lambda item: item.kind is Kind.STRENGTH, days=last)


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    weeks = [str(week + 1) for week in range(request.weeks) if request.phase(week) is Phase.TAPER]
    if not weeks:
        return "No taper in this plan."
    metres, sets = most_of_a_light_week(request, TAPER_SHARE)
    return f"Week {', '.join(weeks)}: at most {metres} fast metres and {sets} sets of strength, speed kept."
