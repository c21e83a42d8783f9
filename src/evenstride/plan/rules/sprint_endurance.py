"""Sprint endurance only for trained adults who race 200 or 400 m.

What
Sessions of sprint endurance stand in plans of trained adults who race 200 or 400 m, below the masters age, and each of
their runs is 80 to 150 m long.

Why
Long fast runs cost days; who does not race the long sprints gets more from shorter ones.

Limits
Length, intensity and rest are the table's; whom it is for is coaching practice. It is exempt from the limit of ten
seconds only and counts as a speed session for number and spacing.

Sources
haugen2019
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.cases import races_long
from evenstride.plan.limits import SPRINT_ENDURANCE_RUN
from evenstride.plan.problem import Problem
from evenstride.plan.templates import Template

RULE = Rule(
    "sprint-endurance",
    "Sprint endurance only for trained adults who race 200 or 400 m",
    hard=True,
    sources=("haugen2019",),
)


def constrain(problem: Problem) -> None:
    """Forbid sprint endurance to everybody else, and runs of another length to all."""
    closed = not races_long(problem.request)
    problem.forbid(lambda item: item.kind is Kind.SPRINT_ENDURANCE and (closed or not _of_length(item)))


def _of_length(template: Template) -> bool:
    least, most = SPRINT_ENDURANCE_RUN
    return bool(template.runs) and all(least <= (run.distance or 0.0) <= most for run in template.runs)


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if not races_long(request):
        return "Not offered here."
    return f"{sum(session.kind is Kind.SPRINT_ENDURANCE for session in plan.sessions)} sessions of sprint endurance."
