"""Under twelve play cards only; heavy things wait for their age.

What
Under 12 there are play sessions and rest only, from 12 to 15 technique, play, light strength, easy movement and rest:
fast running comes in games. Every exercise waits for the age its entry names: maximal lifts
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
from evenstride.plan.limits import PLAY_ONLY_BELOW, YOUNG_BELOW
from evenstride.plan.problem import Problem
from evenstride.plan.templates import REST, Template

RULE = Rule(
    "youth",
    "Under twelve play cards only; heavy things wait for their age",
    hard=True,
    sources=("coaching practice",),
)
GROWN_UP = (Kind.INTERVALS, Kind.TEMPO)


def constrain(problem: Problem) -> None:
    """Forbid what is not for this age."""
    problem.forbid(lambda template: forbids(template, problem.request))


def forbids(template: Template, request: Request) -> bool:
    """Whether a session is not for this age."""
    age = request.age
    if age is None or template is REST:
        return False
    if age < PLAY_ONLY_BELOW and template.kind is not Kind.PLAY:
        return True
    if age < YOUNG_BELOW and (template.kind.is_speed or template.kind in GROWN_UP):
        return True
    return any(age < item.exercise.min_age for item in template.prescriptions)


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if request.age is None:
        return "No age is known."
    return "Play cards only." if request.age < PLAY_ONLY_BELOW else f"Everything here is open at {request.age}."
