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
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.problem import Problem
from evenstride.plan.search import INFEASIBLE, Settings, active_rules, build_problem, prepare_solver, solve_model

STEP = 5
"""Minutes are asked for in these steps."""

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
    """Yield the least ask that gives a plan, if any does: fewest weekdays first, then fewest minutes."""
    minutes = _least_minutes(request)
    if minutes:
        dates = [request.start + timedelta(days=day) for day in range(7 * request.weeks)]
        more = {day: max(request.available.get(day, 0.0), minutes.get(day.weekday(), 0.0)) for day in dates}
        yield _ask(minutes), replace(request, available=more)


def _least_minutes(request: Request) -> dict[int, float]:
    """Return the minutes to keep free by weekday, found by leaving this rule open where that costs least."""
    others = tuple(rule for rule in active_rules(request) if rule.RULE.hard and rule.RULE.code != RULE.code)
    problem = build_problem(request, others)
    steps = {weekday: problem.model.new_int_var(0, 1440 // STEP, "") for weekday in range(7)}
    asked = {weekday: problem.at_least_one(count, 1440 // STEP) for weekday, count in steps.items()}
    for day in problem.days:
        weekday, free = problem.date(day).weekday(), problem.request.available.get(problem.date(day), 0.0)
        minutes = problem.total([day], lambda template: template.minutes)
        problem.model.add(minutes <= int(max(0.0, free))).only_enforce_if(~asked[weekday])
        problem.model.add(minutes <= STEP * steps[weekday]).only_enforce_if(asked[weekday])
    problem.model.minimize(sum(10_000 * asked[day] + 10 * steps[day] + day * asked[day] for day in range(7)))
    solver = prepare_solver(Settings())
    if solve_model(solver, problem.model) == INFEASIBLE:
        return {}
    return {day: float(STEP * solver.value(count)) for day, count in steps.items() if solver.value(count)}


def _ask(minutes: Mapping[int, float]) -> str:
    """Say an ask in words, weekdays of equal minutes together."""
    groups: dict[float, list[str]] = {}
    for day, free in minutes.items():
        groups.setdefault(free, []).append(f"{calendar.day_name[day]}s")
    first, *others = [(f"{free:.0f}", " and ".join(days)) for free, days in groups.items()]
    return " and ".join(
        [f"Keep {first[0]} minutes free on {first[1]}", *(f"{free} on {days}" for free, days in others)]
    )


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    longest = max((session.minutes for session in plan.sessions), default=0.0)
    free = sum(request.available.get(session.on, 0.0) <= 0.0 for session in plan.sessions)
    return f"No session is longer than {longest:.0f} min, and {free} days without time stay free."
