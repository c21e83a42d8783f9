"""At most two speed sessions in any seven days, three for trained athletes.

What
Any seven days in a row, logged days and matches included, hold at most two speed sessions (trained: three). An
aggressive block, asked for by name, holds one more.

Why
Speed is learned fresh. More sessions than the body absorbs bring tiredness instead of speed.

Limits
The number is coaching practice that fits the 48 to 72 hours between sessions; a rolling window is stricter than
calendar weeks. If the log already holds more, none is added until the window allows.

Sources
haugen2019
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.limits import most_speed_sessions
from evenstride.plan.problem import DAYS_IN_WEEK, Problem

RULE = Rule(
    "weekly-speed",
    "At most two speed sessions in any seven days, three for trained athletes",
    hard=True,
    sources=("haugen2019",),
)


def constrain(problem: Problem) -> None:
    """Bound the speed sessions of every rolling window of seven days that ends inside the plan."""
    for last in problem.days:
        most = most_speed_sessions(problem.request, last // DAYS_IN_WEEK)
        found = [problem.speed(day) for day in range(last - DAYS_IN_WEEK + 1, last + 1)]
        fixed = sum(one for one in found if isinstance(one, int))
        problem.add(sum(one for one in found if not isinstance(one, int)) <= max(0, most - fixed))


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    speed = sum(session.kind.is_speed for session in plan.sessions)
    most = max(most_speed_sessions(request, week) for week in range(request.weeks))
    return f"{speed} speed sessions in this plan, never more than {most} in seven days."
