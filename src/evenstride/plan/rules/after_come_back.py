"""After a way back has ended the weeks build up from half.

What
A way back that has ended counts as a gap of its length. For as many weeks as it lasted, four at most, the fast metres
of a week stay below a share of a usual week: half at first after four weeks or more, then a fifth more each week, or a
fifth more than the most the log tells of a week since it began. No run is faster than 95 %, nor than 90 % in the first
week where it ended before the step sprint; intervals, sprint endurance and assisted runs wait. The first two speed
sessions, those of its last step counted, hold half the usual metres at most.

Why
The end of tracking changes nothing in the tissue: return is gradual.

Limits
Coaching practice; no trial has compared ways up after an injury in sprinting. 'Usual' is the level's ordinary week.

Sources
coaching practice
"""

from __future__ import annotations

import math
from datetime import date, timedelta

from evenstride.core.exercise import Aid
from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.history import speed_since
from evenstride.plan.limits import FIRST_SPEED_SESSIONS, RISE, usual_speed_metres
from evenstride.plan.problem import Problem
from evenstride.plan.returned import share_after, top_after
from evenstride.plan.small_first import follow_small_ones
from evenstride.plan.templates import Template, speed_metres

RULE = Rule(
    "after-come-back",
    "After a way back has ended the weeks build up from half",
    hard=True,
    sources=("coaching practice",),
)
WAITING = (Kind.INTERVALS, Kind.SPRINT_ENDURANCE)


def constrain(problem: Problem) -> None:
    """Bound metres and speed week by week, let hard kinds wait, and small sessions come first."""
    ended = problem.request.returned
    if ended is None:
        return
    for week in problem.weeks:
        monday = problem.date(week.start)
        most, top = most_metres(problem.request, monday), top_after(ended, monday)
        if most is None or top is None:
            continue
        problem.add(problem.total(week, speed_metres) <= most)
        days = set(week) & set(problem.days)
        problem.forbid(lambda item, top=top: _waits(item) or (item.kind.is_speed and item.intensity > top), days=days)
    lacking = FIRST_SPEED_SESSIONS - len(speed_since(problem.request, ended.small_since))
    if lacking > 0 and share_after(ended, problem.date(0)) is not None:
        follow_small_ones(problem, lacking, lambda item: item.kind is not Kind.BIKE_SPRINTS)


def most_metres(request: Request, monday: date) -> int | None:
    """Return the most fast metres of the week from a day on; None once it is built up."""
    ended, share = request.returned, share_after(request.returned, monday)
    if ended is None or share is None:
        return None
    told = [week.fast_metres for week in request.done if week.start >= ended.began and week.fast_metres is not None]
    return math.floor(max(share * usual_speed_metres(request), RISE * max(told, default=0.0)) + 1e-9)


def _waits(item: Template) -> bool:
    return item.kind in WAITING or any(one.exercise.aid is Aid.ASSISTED for one in item.prescriptions)


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    weeks = [most_metres(request, plan.start + timedelta(weeks=number)) for number in range(plan.weeks)]
    bound = [f"week {number}: at most {most}" for number, most in enumerate(weeks, start=1) if most is not None]
    return f"Fast metres after the way back, {'; '.join(bound)}." if bound else "No way back has just ended."
