"""At least as many speed sessions a week as the athlete wants.

What
Each plan week holds at least the number of speed sessions the athlete asked for, if any was; a match is one.

Why
A wish is taken seriously: it is met, or the plan says which rules stand against it.

Limits
No safety rule gives way to this wish.

Sources
coaching practice
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.problem import Problem

RULE = Rule(
    "wish-least-speed",
    "At least as many speed sessions a week as the athlete wants",
    hard=True,
    sources=("coaching practice",),
    loosen="Ask for fewer speed sessions a week",
)


def constrain(problem: Problem) -> None:
    """Ask for the wished number of speed sessions in each plan week."""
    least = problem.request.min_speed_sessions
    if least is not None:
        for week in problem.weeks:
            problem.add(sum(problem.speed(day) for day in week) >= least)


def loosened(request: Request) -> Iterator[tuple[str, Request]]:
    """Yield smaller wishes, the nearest first, down to none."""
    for least in range((request.min_speed_sessions or 0) - 1, 0, -1):
        name = f"Ask for {least} speed session{'s' if least > 1 else ''} a week"
        yield name, replace(request, min_speed_sessions=least)
    yield "Leave the number of speed sessions to the plan", replace(request, min_speed_sessions=None)


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if request.min_speed_sessions is None:
        return "You asked for no number of speed sessions."
    return f"You asked for at least {request.min_speed_sessions} speed sessions a week, and they are there."
