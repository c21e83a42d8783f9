"""A swing emphasis is paired with hamstring and adductor work in the same week.

What
In a week whose emphasis is on the swing, dedicated swing work stands only together with an exercise that makes the
hamstring ready and one that makes the groin ready, as the catalogue names them. Where pain, age or level leaves none of
them open, nothing is asked and a note says so.

Why
Swing work loads hamstring and groin anew; what prepares them belongs beside it.

Limits
Coaching practice. One such exercise a week satisfies the rule; sessions of strength usually bring more.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.body import is_swing_blocked
from evenstride.plan.limits import SWING_PAIRED_WITH, is_swing_emphasised
from evenstride.plan.problem import Problem
from evenstride.plan.templates import Template

RULE = Rule(
    "swing-pairing",
    "A swing emphasis is paired with hamstring and adductor work in the same week",
    hard=True,
    sources=("coaching practice",),
)
_MOST = 1000


def constrain(problem: Problem) -> None:
    """Ask for both beside the swing work of each week."""
    if not is_swing_emphasised(problem.request) or is_swing_blocked(problem.request):
        return
    for week in problem.weeks:
        swings = problem.model.new_bool_var("")
        problem.model.add(problem.total(week, lambda item: item.swing_sets) <= _MOST * swings)
        for tissue in SWING_PAIRED_WITH:
            if any(prepares(template, tissue) for template in problem.templates):
                paired = problem.total(week, lambda item, tissue=tissue: int(prepares(item, tissue)))
                problem.add(paired >= swings)


def prepares(template: Template, tissue: str) -> bool:
    """Whether a session makes a tissue ready for load."""
    return any(tissue in item.exercise.prepares for item in template.prescriptions)


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if not is_swing_emphasised(request):
        return "The emphasis is not on the swing."
    found = {
        item.exercise.name
        for session in plan.sessions
        for item in session.prescriptions
        if not set(item.exercise.prepares).isdisjoint(SWING_PAIRED_WITH)
    }
    return f"Beside the swing work: {', '.join(sorted(found))}." if found else "No swing work, so nothing beside it."
