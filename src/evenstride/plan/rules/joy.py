"""What the athlete enjoys.

What
Prefers sessions that hold play, and exercises whose name or purpose shares a word with what the athlete enjoys
about moving fast.

Why
Joy is what brings people back; it is the first measure of a training that lasts.

Limits
Only a preference, and words are compared as they are written.

Sources
coaching practice
"""

from __future__ import annotations

import re

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.problem import Aim, Problem
from evenstride.plan.templates import REST, Template

LITTLE_WORD = 3

RULE = Rule("joy", "What the athlete enjoys", hard=False, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Count sessions without play and without anything the athlete enjoys."""
    wanted = _words(problem.request.enjoys)

    def missing(template: Template) -> int:
        if template is REST:
            return 0
        said = {word for item in template.prescriptions for word in _words(f"{item.exercise.name} {item.why}")}
        return int(not template.playful) + int(bool(wanted) and wanted.isdisjoint(said))

    problem.penalise(Aim.JOY, problem.total(problem.days, missing))


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]+", text.casefold()) if len(word) > LITTLE_WORD}


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if not request.enjoys:
        return "You have not said yet what you enjoy about moving fast."
    return f"You said you enjoy: {request.enjoys.rstrip('.')}."
