"""Easy until the health questions are answered, or a doctor has said yes.

What
While the readiness questions are not answered, or one was answered yes, the plan holds easy sessions and rest only.

Why
Heart, fainting, joints, medication, pregnancy or three months without sport: a doctor's word comes before the
first maximal run.

Limits
Coaching practice; the questions are a filter, not an examination.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.problem import Problem
from evenstride.plan.templates import Template

RULE = Rule(
    "readiness",
    "Easy until the health questions are answered, or a doctor has said yes",
    hard=True,
    sources=("coaching practice",),
)

ASK = "Please ask a doctor first; until then everything here is easy."
UNASKED = "The health questions are not answered yet; until they are, everything here is easy."


def constrain(problem: Problem) -> None:
    """Forbid all but easy sessions while the athlete is not ready."""
    problem.forbid(lambda template: forbids(template, problem.request))


def forbids(template: Template, request: Request) -> bool:
    """Whether a session waits for the health questions."""
    return not request.ready and template.kind is not Kind.EASY


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    return "The readiness questions were answered no." if request.ready else why_easy(request)


def why_easy(request: Request) -> str:
    """Say what a plan that is not ready for fast running waits for."""
    return ASK if request.asked else UNASKED
