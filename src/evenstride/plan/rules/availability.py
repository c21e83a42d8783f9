"""Only on days and within minutes the athlete has.

What
The sessions of a day fit the minutes given for that day; a day that is not given has none. A first day
that already has training in the log is used up.

Why
A plan that does not fit a life is not done, and a rushed warm-up is the first thing to go.

Limits
Minutes are reckoned from the doses, rests included, and rounded up. Travel and changing are not in them.

Sources
coaching practice
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.problem import Problem

RULE = Rule(
    "availability",
    "Only on days and within minutes the athlete has",
    hard=True,
    sources=("coaching practice",),
    loosen="Free another day, or more minutes on one",
)


def constrain(problem: Problem) -> None:
    """Bound the minutes of each day."""
    for day in problem.days:
        minutes = int(max(0.0, problem.request.available.get(problem.date(day), 0.0)))
        problem.add(problem.total([day], lambda template: template.minutes) <= minutes)


def loosened(request: Request) -> Iterator[tuple[str, Request]]:
    """Yield smaller asks, least first: one more weekday of an hour, then an hour on every day."""
    dates = [request.start + timedelta(days=day) for day in range(7 * request.weeks)]
    for weekday in range(7):
        more = {day: 60.0 for day in dates if day.weekday() == weekday and request.available.get(day, 0.0) < 60.0}
        if more:
            name = f"Keep 60 minutes free on {calendar.day_name[weekday]}s"
            yield name, replace(request, available={**request.available, **more})
    more = {day: max(60.0, request.available.get(day, 0.0)) for day in dates}
    yield "Keep 60 minutes free on every day", replace(request, available=more)


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    longest = max((session.minutes for session in plan.sessions), default=0.0)
    free = sum(request.available.get(session.on, 0.0) <= 0.0 for session in plan.sessions)
    return f"No session is longer than {longest:.0f} min, and {free} days without time stay free."
