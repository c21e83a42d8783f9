"""What the athlete enjoys.

What
Prefers two playful sessions a week, easy and strength days that differ, under 12 play that differs from one day to
the next, and exercises whose name or purpose shares a word with what the athlete enjoys about moving fast.

Why
Joy is what brings people back; it is the first measure of a training that lasts.

Limits
Only a preference, and words are compared as they are written.

Sources
coaching practice
"""

from __future__ import annotations

import re
from itertools import pairwise

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.limits import PLAY_ONLY_BELOW
from evenstride.plan.problem import Aim, Problem
from evenstride.plan.templates import REST, Template

LITTLE_WORD = 3
PLAYFUL = 2

RULE = Rule("joy", "What the athlete enjoys", hard=False, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Count what is short of two playful sessions a week, nothing the athlete enjoys, and sessions all alike."""
    wanted = _words(problem.request.enjoys)

    def missing(template: Template) -> int:
        said = {word for item in template.prescriptions for word in _words(f"{item.exercise.name} {item.why}")}
        return int(template is not REST and bool(wanted) and wanted.isdisjoint(said))

    problem.penalise(Aim.JOY, problem.total(problem.days, missing))
    for week in problem.weeks:
        playful = problem.total(week, lambda template: int(template.playful))
        problem.penalise(Aim.JOY, problem.excess(-playful, -PLAYFUL), 2)
        for alike in sorted({_content(template) for template in problem.templates if _should_differ(template)}):
            same = problem.total(
                week, lambda template, alike=alike: int(_should_differ(template) and _content(template) == alike)
            )
            problem.penalise(Aim.JOY, problem.excess(same, 1))
    if problem.request.age is None or problem.request.age >= PLAY_ONLY_BELOW:
        return
    for alike in sorted({_content(template) for template in problem.templates if template.kind is Kind.PLAY}):
        played = [sum(problem.chosen(day, lambda item, alike=alike: _content(item) == alike)) for day in problem.days]
        for today, tomorrow in pairwise(played):
            problem.penalise(Aim.JOY, problem.excess(today + tomorrow, 1, upper=1), 3)


def _should_differ(template: Template) -> bool:
    return template.kind in (Kind.EASY, Kind.PLAY, Kind.STRENGTH)


def _content(template: Template) -> tuple[str, ...]:
    return tuple(item.exercise.code for item in template.prescriptions)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]+", text.casefold()) if len(word) > LITTLE_WORD}


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if not request.enjoys:
        return "You have not said yet what you enjoy about moving fast."
    return f"You said you enjoy: {request.enjoys.rstrip('.')}."
