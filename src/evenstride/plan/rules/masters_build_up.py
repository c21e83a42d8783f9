"""Masters build up four weeks before the first maximal fly.

What
Masters run flys faster than 95 % only after four unbroken weeks of training in the log or the plan.

Why
Calves, Achilles tendons and hamstrings take longer to get ready than the will.

Limits
Coaching practice, the lower end of four to six weeks. Without a log the four weeks start with the plan.

Sources
coaching practice
"""

from __future__ import annotations

from datetime import timedelta

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.history import trained_since
from evenstride.plan.limits import BUILD_UP_DAYS, MAXIMAL_FLY, is_masters
from evenstride.plan.problem import Problem

RULE = Rule(
    "masters-build-up",
    "Masters build up four weeks before the first maximal fly",
    hard=True,
    sources=("coaching practice",),
)


def constrain(problem: Problem) -> None:
    """Forbid maximal flys until the build-up is done."""
    if not is_masters(problem.request):
        return
    first = trained_since(problem.request) + timedelta(days=BUILD_UP_DAYS)
    early = [day for day in problem.days if problem.date(day) < first]
    problem.forbid(lambda template: template.kind is Kind.MAX_VELOCITY and template.intensity > MAXIMAL_FLY, days=early)


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if not is_masters(request):
        return "Applies to masters."
    return f"Maximal flys from {trained_since(request) + timedelta(days=BUILD_UP_DAYS)} on; relaxed ones before."
