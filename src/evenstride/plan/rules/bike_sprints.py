"""Sprints on a bike are few, short and rested.

What
A session of sprints on a bike holds at most four (beginners, masters), six or eight (trained) efforts of ten seconds
at most, with three minutes of rest or more.

Why
Power comes back slowly; more sprints would be endurance with another name.

Limits
Number and rest are coaching practice. They count as speed sessions, which is careful: nothing lands.

Sources
bogdanis1995, turner2013
"""

from __future__ import annotations

from evenstride.core.plan import Dose, Kind, Plan, Request, Rule
from evenstride.plan.limits import BIKE_EFFORTS, BIKE_REST, LONGEST_EFFORT, careful_level
from evenstride.plan.problem import Problem
from evenstride.plan.templates import Template

RULE = Rule(
    "bike-sprints", "Sprints on a bike are few, short and rested", hard=True, sources=("bogdanis1995", "turner2013")
)


def constrain(problem: Problem) -> None:
    """Forbid sessions with too many, too long or too hurried sprints."""
    most = BIKE_EFFORTS[careful_level(problem.request)]
    problem.forbid(
        lambda item: item.kind is Kind.BIKE_SPRINTS and (efforts(item) > most or any(map(_hurried, _sprints(item))))
    )


def efforts(template: Template) -> int:
    """Return the number of sprints of a session."""
    return sum(dose.sets * dose.reps for dose in _sprints(template))


def _sprints(template: Template) -> tuple[Dose, ...]:
    return tuple(item.dose for item in template.prescriptions if item.dose.rest is not None)


def _hurried(dose: Dose) -> bool:
    return dose.duration is None or dose.duration > LONGEST_EFFORT or dose.rest is None or dose.rest < BIKE_REST


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    count = sum(session.kind is Kind.BIKE_SPRINTS for session in plan.sessions)
    most = BIKE_EFFORTS[careful_level(request)]
    return f"{count} sessions of at most {most} sprints." if count else "No sprints on a bike here."
