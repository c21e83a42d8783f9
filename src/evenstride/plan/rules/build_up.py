"""Fast metres rise by a fifth a week at most, and never together with intensity.

What
Where the log tells the fast metres of the last weeks, a week holds at most a fifth more than the most of the four
weeks before it, planned weeks included; one ordinary session is always open. In a week that goes above that most, no
run is faster than the fastest of the weeks before.

Why
Tissue follows slowly, and two new loads at once cannot be told apart when something hurts.

Limits
Coaching practice (10 to 20 % a week), no threshold of injury; nobody has shown one. Without metres in the log nothing
is known to compare with, and the limits of a session stand alone.

Sources
coaching practice
"""

from __future__ import annotations

import math
from typing import Any

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.limits import LOOK_BACK_WEEKS, RISE, USUAL_METRES, careful_level
from evenstride.plan.problem import Problem
from evenstride.plan.templates import speed_metres

RULE = Rule(
    "build-up",
    "Fast metres rise by a fifth a week at most, and never together with intensity",
    hard=True,
    sources=("coaching practice",),
)
_MOST = 10_000


def constrain(problem: Problem) -> None:
    """Bound each week by the weeks before it."""
    told = [math.floor(week.fast_metres) for week in problem.request.done if week.fast_metres is not None]
    if not told:
        return
    weeks: list[Any] = told[-LOOK_BACK_WEEKS:]
    least = first_metres(problem.request)
    tops = [week.intensity for week in problem.request.done if week.intensity is not None]
    for week in problem.weeks:
        metres = problem.total(week, speed_metres)
        before = problem.model.new_int_var(0, _MOST, "")
        problem.model.add_max_equality(before, [least, *weeks[-LOOK_BACK_WEEKS:]])
        problem.add(10 * metres <= round(10 * RISE) * before)
        if tops:
            above = problem.model.new_bool_var("")
            problem.add(metres <= before + _MOST * above)
            for day in week:
                if day in problem.days:
                    for literal in problem.chosen(
                        day, lambda item: item.kind.is_speed and item.intensity > max(tops) + 1e-9
                    ):
                        problem.add(literal + above <= 1)
        weeks.append(metres)


def first_metres(request: Request) -> int:
    """Return the fast metres that are always open: one ordinary session of acceleration."""
    return round(USUAL_METRES[Kind.ACCELERATION][careful_level(request)])


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    told = [week.fast_metres for week in request.done[-LOOK_BACK_WEEKS:] if week.fast_metres is not None]
    if not told:
        return "The log does not tell fast metres yet, so there is nothing to rise from."
    return f"The first week holds at most {RISE * max(*told, first_metres(request)):.0f} fast metres."
