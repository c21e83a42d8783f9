"""Low recovery lightens the day at once.

What
When sleep or readiness of the first day is low, that day holds an easy, playful or technique session of half an hour
at most, or rest.

Why
Speed is learned fresh; tired it is only tiring.

Limits
Coaching practice. What is low, the athlete says. A whole week is lightened only when progress has stopped too.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.limits import LOW_RECOVERY_MINUTES
from evenstride.plan.problem import Problem

RULE = Rule("low-recovery", "Low recovery lightens the day at once", hard=True, sources=("coaching practice",))
LIGHT = (Kind.EASY, Kind.PLAY, Kind.TECHNIQUE)


def constrain(problem: Problem) -> None:
    """Forbid long and hard sessions on the first day."""
    if problem.request.low_recovery and 0 in problem.days:
        problem.forbid(lambda item: item.kind not in LIGHT or item.minutes > LOW_RECOVERY_MINUTES, days=[0])


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if not request.low_recovery:
        return "Nobody said that recovery is low."
    first = [session.title for session in plan.sessions if session.on == plan.start]
    return f"The first day is light: {', '.join(first)}."
