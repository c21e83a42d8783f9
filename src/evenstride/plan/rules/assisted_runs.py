"""Assisted runs for trained adults with quiet hamstrings only, and few metres of them.

What
Assisted runs are open to trained adults below the masters age whose hamstrings have not hurt for twelve weeks, and a
session holds at most 100 m of them.

Why
Running faster than one's own legs stretches the hamstrings faster too.

Limits
The metres are the table's; whom it is for and how long is coaching practice.

Sources
haugen2019
"""

from __future__ import annotations

from evenstride.core.exercise import Aid
from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.cases import may_be_assisted
from evenstride.plan.limits import ASSISTED_METRES
from evenstride.plan.problem import Problem
from evenstride.plan.templates import Template

RULE = Rule(
    "assisted-runs",
    "Assisted runs for trained adults with quiet hamstrings only, and few metres of them",
    hard=True,
    sources=("haugen2019",),
)


def constrain(problem: Problem) -> None:
    """Forbid assisted runs to everybody else, and too many metres to all."""
    most = ASSISTED_METRES if may_be_assisted(problem.request) else 0.0
    problem.forbid(lambda item: _metres(item) > most)


def _metres(template: Template) -> float:
    return sum(item.dose.fast_metres for item in template.prescriptions if item.exercise.aid is Aid.ASSISTED)


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if not may_be_assisted(request):
        return "Not offered here."
    count = sum(item.exercise.aid is Aid.ASSISTED for session in plan.sessions for item in session.prescriptions)
    return f"{count} sessions with assisted runs, at most {ASSISTED_METRES:.0f} m each."
