"""Fast metres near the usual.

What
Prefers speed sessions near the level's ordinary fast metres and intensity, strength, technique and easy
sessions of middling length. A speed session with less than four fifths of the ordinary metres, or at 95 % and less,
costs as much as a repeated stimulus, so that none is only a token; so does the 20-minute version of a session on a day
with half an hour or more, light weeks and days left out. While the weeks build up after a way back, every 40 m that a
week stays below four fifths of what it may hold cost as much too: what is told to rise does rise.

Why
Enough to learn from, not so much that quality goes.

Limits
Too little is never unsafe, so this is a preference only. The ordinary metres are coaching practice.

Sources
coaching practice
"""

from __future__ import annotations

import math
from typing import Any

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.core.training import Phase
from evenstride.plan.limits import RETURN_INTENSITY, USUAL_METRES, careful_level
from evenstride.plan.problem import DAYS_IN_WEEK, Aim, Problem
from evenstride.plan.rules.after_come_back import most_metres
from evenstride.plan.templates import REST, Template, speed_metres

ORDINARY_MINUTES = 30.0
PLAY_MINUTES = 20.0
LEAST_SHARE = 0.8
STEP_METRES = 40
FULL_EFFORT = (Kind.ACCELERATION, Kind.MAX_VELOCITY, Kind.CHANGE_OF_DIRECTION)
"""Kinds that are run at full effort wherever nothing stands against it."""

RULE = Rule("usual-dose", "Fast metres near the usual", hard=False, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Count the distance of each session from an ordinary one, in steps of 20 m or 10 min."""
    level = careful_level(problem.request)

    def off(template: Template) -> int:
        if template.kind.is_speed:
            light = 2 if template.intensity <= RETURN_INTENSITY else 0
            return light + round(abs(template.fast_metres - USUAL_METRES[template.kind][level]) / 20.0)
        ordinary = PLAY_MINUTES if template.kind is Kind.PLAY else ORDINARY_MINUTES
        return 0 if template is REST else round(abs(template.minutes - ordinary) / 10.0)

    def is_token(template: Template) -> int:
        if not template.kind.is_speed:
            return 0
        slow = template.kind in FULL_EFFORT and template.intensity <= RETURN_INTENSITY
        return int(slow or template.fast_metres < LEAST_SHARE * USUAL_METRES[template.kind][level])

    problem.penalise(Aim.WEEK, problem.total(problem.days, is_token))
    for day in problem.days:
        if problem.request.available.get(problem.date(day), 0.0) >= ORDINARY_MINUTES and not _is_light(problem, day):
            problem.penalise(Aim.WEEK, problem.total([day], lambda template: int(template.short)))
    for week in problem.weeks:
        most = most_metres(problem.request, problem.date(week.start))
        if most is not None:
            problem.penalise(Aim.WEEK, _steps_below(problem, week, math.floor(LEAST_SHARE * most)))
    problem.penalise(Aim.DOSE, problem.total(problem.days, off))


def _steps_below(problem: Problem, week: range, metres: int) -> Any:
    """Return a variable that is at least the steps a week stays below so many fast metres."""
    steps = problem.model.new_int_var(0, math.ceil(metres / STEP_METRES), "")
    problem.add(problem.total(week, speed_metres) + STEP_METRES * steps >= metres)
    return steps


def _is_light(problem: Problem, day: int) -> bool:
    phase = problem.request.phase(day // DAYS_IN_WEEK)
    return phase in (Phase.DELOAD, Phase.TAPER) or (day == 0 and problem.request.low_recovery)


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    metres = [f"{session.fast_metres:.0f}" for session in plan.sessions if session.kind.is_speed]
    return f"Fast metres: {', '.join(metres)}." if metres else "No fast metres in this plan."
