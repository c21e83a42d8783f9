"""No more speed sessions a week than the athlete wants.

What
Each plan week holds at most the number of speed sessions the athlete named, matches counted.

Why
Less is always open to the athlete.

Limits
Counted per plan week; it can only lower the number of the level.

Sources
coaching practice
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.problem import Problem

RULE = Rule(
    "wish-most-speed",
    "No more speed sessions a week than the athlete wants",
    hard=True,
    sources=("coaching practice",),
    loosen="Allow more speed sessions a week",
)


def constrain(problem: Problem) -> None:
    """Bound the speed sessions of each plan week by the wish, if there is one."""
    most = problem.request.max_speed_sessions
    if most is not None:
        for week in problem.weeks:
            found = [problem.speed(day) for day in week]
            fixed = sum(one for one in found if isinstance(one, int))
            problem.add(sum(one for one in found if not isinstance(one, int)) <= max(0, most - fixed))


def loosened(request: Request) -> Iterator[tuple[str, Request]]:
    """Yield the wish raised to what was asked for at least."""
    if request.min_speed_sessions is not None:
        most = request.min_speed_sessions
        yield f"Allow {most} speed sessions a week", replace(request, max_speed_sessions=most)


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if request.max_speed_sessions is None:
        return "You set no upper number of speed sessions yourself."
    return f"You asked for at most {request.max_speed_sessions} speed sessions a week."
