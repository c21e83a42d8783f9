"""Room around hard days.

What
Prefers strength and speed on separate days, and speed sessions three days apart.

Why
Spread out, each session meets a fresher body.

Limits
Coaching practice; a preference only.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.limits import DAYS_BETWEEN
from evenstride.plan.problem import Aim, Problem

RULE = Rule("breathing-space", "Room around hard days", hard=False, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Count crowded days."""
    for day in problem.days:
        strength, speed = problem.is_kind(day, Kind.STRENGTH), problem.speed(day)
        problem.penalise(Aim.VARIETY, problem.excess(strength + speed, 1, upper=1), 1)
        problem.penalise(Aim.VARIETY, problem.excess(speed + problem.speed(day - DAYS_BETWEEN), 1, upper=1), 1)


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    speed = {session.on for session in plan.sessions if session.kind.is_speed}
    both = sum(session.kind is Kind.STRENGTH and session.on in speed for session in plan.sessions)
    return f"{both} days hold both speed and strength."
