"""On a plateau another stimulus and more rest, never simply more.

What
On a plateau a week holds no more fast metres than the most of the last four weeks, and no more than a usual week where
the log does not tell. Two rest days a week and speed sessions unlike the one trained most are preferred.

Why
Stuck athletes have mostly tried more already. What has not been tried is something else.

Limits
Coaching practice. Which role gets more of the work, the emphasis of the diagnosis says.

Sources
coaching practice
"""

from __future__ import annotations

from collections import Counter

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.history import kind_of
from evenstride.plan.limits import usual_speed_metres
from evenstride.plan.problem import Aim, Problem
from evenstride.plan.templates import speed_metres

RULE = Rule(
    "plateau",
    "On a plateau another stimulus and more rest, never simply more",
    hard=True,
    sources=("coaching practice",),
)


def constrain(problem: Problem) -> None:
    """Bound the fast metres of each week and count sessions of the stimulus trained most."""
    request = problem.request
    if not request.stuck:
        return
    most = most_metres(request)
    worn = worn_stimulus(request)
    for week in problem.weeks:
        problem.add(problem.total(week, speed_metres) <= most)
        if worn is not None:
            again = problem.total(week, lambda item: int(item.kind.is_speed and item.kind.stimulus is worn))
            problem.penalise(Aim.WEEK, problem.excess(again, 1), 1)


def most_metres(request: Request) -> int:
    """Return the most fast metres of a week on a plateau."""
    told = [week.fast_metres for week in request.done[-4:] if week.fast_metres is not None]
    return int(max(told, default=usual_speed_metres(request)))


def worn_stimulus(request: Request) -> Kind | None:
    """Return the speed stimulus that the log holds most, None without any."""
    found = [kind.stimulus for entry in request.log if (kind := kind_of(entry)) is not None and kind.is_speed]
    return max(sorted(set(found)), key=Counter(found).__getitem__) if found else None


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if not request.stuck:
        return "No plateau to leave."
    worn = worn_stimulus(request)
    less = f", and {worn} once a week at most where that is possible" if worn is not None else ""
    return f"At most {most_metres(request)} fast metres a week{less}."
