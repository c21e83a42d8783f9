"""A week's speed sessions hold the stimulus its outline puts first.

What
Prefers that one of the speed sessions of a week is of the stimulus the outline names for it.

Why
Some weeks on one thing teach more than a little of everything.

Limits
Coaching practice; it yields to pain, rest and every hard rule, and says nothing without an outline.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import SPEED_KINDS, Plan, Request, Rule
from evenstride.plan.problem import Aim, Problem

RULE = Rule(
    "theme", "A week's speed sessions hold the stimulus its outline puts first", hard=False,
    sources=("coaching practice",),
)  # fmt: skip


def constrain(problem: Problem) -> None:
    """Count weeks whose speed sessions are all of another stimulus."""
    for week, theme in zip(problem.weeks, problem.request.themes, strict=False):
        if theme is None:
            continue
        alike = [kind for kind in SPEED_KINDS if kind.stimulus is theme]
        held = sum(problem.is_kind(day, *alike) for day in week)
        problem.penalise(Aim.WEEK, problem.excess(1 - held, 0, upper=1))


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    asked = list(dict.fromkeys(theme for theme in request.themes if theme is not None))
    if not asked:
        return "No outline names a stimulus."
    stimuli = {session.kind.stimulus for session in plan.sessions if session.kind.is_speed}
    held = [theme for theme in asked if theme in stimuli]
    return f"The outline asks for {', '.join(asked)}; here: {', '.join(held) or 'none of it'}."
