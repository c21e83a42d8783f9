"""A week as usual: speed, strength and easy movement in their usual number.

What
Aims at two speed sessions, two of strength, two of easy
movement or play and at most one of technique a week; more and less both cost. From 12 to 15 one of technique and one
of play are wanted; under 12 play on four days.

Why
Without it the best plan would be an empty one, and with nothing to stop it a full one.

Limits
Coaching practice (template week). It yields to every hard rule. Trained athletes get a third speed session only
when they ask for it: three is a limit, not an aim.

Sources
coaching practice
"""

from __future__ import annotations

from collections import Counter

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.limits import PLAY_ONLY_BELOW, YOUNG_BELOW
from evenstride.plan.problem import Aim, Problem

SPEED = 2
STRENGTH = 2
EASY = 2
CHILD_PLAY = 4

RULE = Rule(
    "usual-week",
    "A week as usual: speed, strength and easy movement in their usual number",
    hard=False,
    sources=("coaching practice",),
)


def constrain(problem: Problem) -> None:
    """Count what is lacking and what is too much in each week."""
    most, least = problem.request.max_speed_sessions, problem.request.min_speed_sessions
    wanted = max(SPEED if most is None else min(SPEED, most), least or 0)
    age = problem.request.age
    wanted_easy = CHILD_PLAY if age is not None and age < PLAY_ONLY_BELOW else EASY
    is_young = age is not None and PLAY_ONLY_BELOW <= age < YOUNG_BELOW
    for week in problem.weeks:
        speed = sum(problem.speed(day) for day in week)
        strength = sum(problem.is_kind(day, Kind.STRENGTH) for day in week)
        easy = sum(problem.is_kind(day, Kind.EASY, Kind.PLAY) for day in week)
        technique = sum(problem.is_kind(day, Kind.TECHNIQUE) for day in week)
        problem.penalise(Aim.WEEK, problem.excess(-speed, -wanted), 6)
        problem.penalise(Aim.WEEK, problem.excess(-strength, -STRENGTH), 3)
        problem.penalise(Aim.WEEK, problem.excess(-easy, -wanted_easy), 1)
        problem.penalise(Aim.WEEK, problem.excess(strength, STRENGTH), 2)
        problem.penalise(Aim.WEEK, problem.excess(easy, wanted_easy), 2)
        problem.penalise(Aim.WEEK, problem.excess(speed + technique, wanted + 1), 2)
        if is_young:
            play = sum(problem.is_kind(day, Kind.PLAY) for day in week)
            problem.penalise(Aim.WEEK, problem.excess(-technique, -1), 2)
            problem.penalise(Aim.WEEK, problem.excess(-play, -1), 2)


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    counts = Counter(session.kind for session in plan.sessions)
    return ", ".join(f"{counts[kind]} × {kind}" for kind in Kind if counts[kind]).capitalize() + "."
