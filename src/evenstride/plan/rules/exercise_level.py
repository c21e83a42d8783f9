"""Exercises for this level only.

What
An exercise is offered to the levels its catalogue entry names.

Why
Athletes without a coach get simpler lifts: a throw instead of clean and jerk, low pogos instead of drop jumps.

Limits
Levels are the athlete's own word.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.problem import Problem

RULE = Rule("exercise-level", "Exercises for this level only", hard=True, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Forbid sessions with an exercise of another level."""
    level = problem.request.level
    problem.forbid(lambda template: any(level not in item.exercise.levels for item in template.prescriptions))


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    codes = {item.exercise.code for session in plan.sessions for item in session.prescriptions}
    return f"All {len(codes)} exercises suit a {request.level} athlete."
