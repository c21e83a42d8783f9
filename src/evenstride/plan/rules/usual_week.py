"""A week as usual: speed, strength and easy movement in their usual number.

What
Aims at two speed sessions, two of strength and two of easy movement or play a week; more and less both cost. Another
number holds for endurance (base and race preparation), team sport in season, the way back from an injury, on a
plateau (one rest day more), from 12 to 15 (technique, play and light strength) and under 12 (play on four days).

Why
Without it the best plan would be an empty one, and with nothing to stop it a full one.

Limits
Coaching practice (template week and its cases). It yields to every hard rule. Trained athletes get a third speed
session only when they ask for it: three is a limit, not an aim. Easy days of one's own sport count as easy days, a
match as a speed session.

Sources
coaching practice
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.problem import Aim, Problem
from evenstride.plan.wanted import WantedWeek, wanted_week

RULE = Rule(
    "usual-week",
    "A week as usual: speed, strength and easy movement in their usual number",
    hard=False,
    sources=("coaching practice",),
)


def constrain(problem: Problem) -> None:
    """Count what is lacking and what is too much in each week."""
    for number, week in enumerate(problem.weeks):
        _count_week(problem, week, wanted_week(problem.request, number))


def _count_week(problem: Problem, week: Iterable[int], wanted: WantedWeek) -> None:
    week = list(week)
    speed = sum(problem.speed(day) for day in week)
    sport = sum(day in problem.sport and not problem.is_match(day) for day in week if day in problem.days)
    easy = sport + sum(problem.is_kind(day, Kind.EASY, Kind.PLAY) for day in week)
    strength, technique, play, endurance, back = (
        sum(problem.is_kind(day, *kinds) for day in week)
        for kinds in (
            (Kind.STRENGTH,), (Kind.TECHNIQUE,), (Kind.PLAY,), (Kind.TEMPO, Kind.INTERVALS), (Kind.RETURN_RUNS,)
        )
    )  # fmt: skip
    rest = sum(1 - problem.trains(day) for day in week)
    for amount, aim, lacking in (
        (speed, wanted.speed, 6),
        (back, wanted.return_runs, 4),
        (strength, wanted.strength, 3),
        (technique, wanted.technique, 2),
        (play, wanted.play, 2 if wanted.easy else 1),
        (endurance, wanted.endurance, 1),
        (easy, wanted.easy, 1),
        (rest, wanted.rest, 2),
    ):
        if aim:
            problem.penalise(Aim.WEEK, problem.excess(-amount, -aim), lacking)
    for amount, most in (
        (strength, wanted.strength),
        (easy, max(wanted.easy, wanted.play)),
        (speed + technique, wanted.speed + max(wanted.technique, 1)),
        (endurance, wanted.endurance),
        (back, wanted.return_runs),
    ):
        problem.penalise(Aim.WEEK, problem.excess(amount, most), 2)


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    counts = Counter(session.kind for session in plan.sessions)
    return ", ".join(f"{counts[kind]} × {kind}" for kind in Kind if counts[kind]).capitalize() + "."
