"""Every speed session has a goal that is not a time.

What
A speed session carries a goal about how it feels or is done, never about a time.

Why
When every session is a test, the joy goes and the shoulders rise.

Limits
A goal is recognised as a time by digits and by words such as seconds or personal best.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.limits import TIME_WORDS
from evenstride.plan.problem import Problem

RULE = Rule(
    "goal-not-time", "Every speed session has a goal that is not a time", hard=True, sources=("coaching practice",)
)


def constrain(problem: Problem) -> None:
    """Forbid speed sessions without a goal, or with a goal that speaks of time."""
    problem.forbid(
        lambda template: (
            template.kind.is_speed and (not template.goals or any(TIME_WORDS.search(goal) for goal in template.goals))
        )
    )


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    goals = sorted({session.goal for session in plan.sessions if session.kind.is_speed})
    return f"Goals: {' '.join(goals)}" if goals else "No speed session needs a goal."
