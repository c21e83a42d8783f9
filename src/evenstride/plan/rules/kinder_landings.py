"""Kinder landings for masters, plain running for everybody else.

What
Masters get hill, sled or bike sprints in one of two speed sessions a week where that is possible; everybody else gets
plain running first, and loads or slopes as a change.

Why
Resisted and bike sprints keep the effort and spare the landing; plain running is what the others want to get better at.

Limits
Coaching practice, a preference only.

Sources
alcaraz2018
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.limits import is_masters
from evenstride.plan.problem import Aim, Problem

RULE = Rule(
    "kinder-landings", "Kinder landings for masters, plain running for everybody else", hard=False,
    sources=("alcaraz2018",),
)  # fmt: skip
KIND = (Kind.RESISTED, Kind.BIKE_SPRINTS)


def constrain(problem: Problem) -> None:
    """Count weeks of masters without a kinder speed session, and resisted sessions of the others."""
    for week in problem.weeks:
        kinder = sum(problem.is_kind(day, *KIND) for day in week)
        if is_masters(problem.request):
            speed = sum(problem.speed(day) for day in week)
            problem.penalise(Aim.WEEK, problem.excess(speed - kinder, 1))
        else:
            problem.penalise(Aim.VARIETY, problem.excess(kinder, 0))


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    speed = [session for session in plan.sessions if session.kind.is_speed]
    return f"{sum(session.kind in KIND for session in speed)} of {len(speed)} speed sessions land softly."
