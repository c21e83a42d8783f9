"""A week holds no more fast running than its outline says.

What
Where the outline asks for less than a usual week, the fast metres stay at that share of a usual week or less; where it
bounds the fastest run, no run is faster. A week that asks for a usual one or more is bounded by the other rules alone.

Why
Light weeks and the first ones after a gap are chosen for what comes after them; a plan that overran them would make the
outline a decoration.

Limits
Coaching practice. A usual week is two ordinary speed sessions of the level. Shares and speeds are the outline's own.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.limits import usual_speed_metres
from evenstride.plan.problem import Problem
from evenstride.plan.templates import speed_metres

RULE = Rule(
    "outline-load",
    "A week holds no more fast running than its outline says",
    hard=True,
    sources=("coaching practice",),
)


def constrain(problem: Problem) -> None:
    """Bound the metres and the speed of weeks whose outline asks for less than a usual one."""
    request = problem.request
    for week, share in zip(problem.weeks, request.shares, strict=False):
        if share is not None:
            problem.add(problem.total(week, speed_metres) <= _most(request, share))
    for week, top in zip(problem.weeks, request.tops, strict=False):
        if top is not None:
            days = set(week) & set(problem.days)
            problem.forbid(lambda item, top=top: item.kind.is_speed and item.intensity > top + 1e-9, days=days)


def _most(request: Request, share: float) -> int:
    return int(share * usual_speed_metres(request) + 1e-9)


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    bound = [f"week {number}: at most {_most(request, share)} fast metres"
             for number, share in enumerate(request.shares, start=1) if share is not None]  # fmt: skip
    bound += [f"week {number}: nothing above {100 * top:.0f} %"
              for number, top in enumerate(request.tops, start=1) if top is not None]  # fmt: skip
    return f"{'; '.join(bound)}.".capitalize() if bound else "No outline asks for less than a usual week."
