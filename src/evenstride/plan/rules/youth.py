"""Under twelve play cards only; heavy things wait for their age.

What
Under 12 there are play sessions and rest only. Every exercise waits for the age its entry names: maximal lifts
and drop jumps from more than 30 cm from 16.

Why
Children get fast by playing; growing tissue is spared the heaviest loads.

Limits
Coaching practice. Without a known age the athlete counts as grown up.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.limits import PLAY_ONLY_BELOW
from evenstride.plan.problem import Problem

RULE = Rule(
    "youth",
    "Under twelve play cards only; heavy things wait for their age",
    hard=True,
    sources=("coaching practice",),
)


def constrain(problem: Problem) -> None:
    """Forbid what is not for this age."""
    age = problem.request.age
    if age is not None:
        problem.forbid(lambda template: age < PLAY_ONLY_BELOW and template.kind is not Kind.PLAY)
        problem.forbid(lambda template: any(age < item.exercise.min_age for item in template.prescriptions))


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if request.age is None:
        return "No age is known."
    return "Play cards only." if request.age < PLAY_ONLY_BELOW else f"Everything here is open at {request.age}."
