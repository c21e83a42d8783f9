"""Who races 200 or 400 m trains long sprints now and then.

What
Prefers one session of sprint endurance in every two weeks of a trained adult who races 200 or 400 m, light weeks left
out.

Why
Speed that has to last is trained by lasting; once in two weeks leaves the rest of the speed work fresh.

Limits
Coaching practice, a preference only.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.core.training import Phase
from evenstride.plan.cases import races_long
from evenstride.plan.problem import Aim, Problem

RULE = Rule(
    "long-sprints", "Who races 200 or 400 m trains long sprints now and then", hard=False,
    sources=("coaching practice",),
)  # fmt: skip


def constrain(problem: Problem) -> None:
    """Count pairs of weeks without sprint endurance, and what is more than one."""
    if not races_long(problem.request):
        return
    full = [
        week
        for number, week in enumerate(problem.weeks)
        if problem.request.phase(number) in (Phase.BUILD, Phase.AGGRESSIVE)
    ]
    for first in range(0, len(full), 2):
        held = sum(problem.is_kind(day, Kind.SPRINT_ENDURANCE) for week in full[first : first + 2] for day in week)
        problem.penalise(Aim.WEEK, problem.excess(1 - held, 0, upper=1), 2)
        problem.penalise(Aim.WEEK, problem.excess(held, 1))


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if not races_long(request):
        return "For those who race 200 or 400 m."
    return f"{sum(session.kind is Kind.SPRINT_ENDURANCE for session in plan.sessions)} sessions of sprint endurance."
