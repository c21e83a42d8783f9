"""No more fast metres in a session than the level allows.

What
The fast metres of a speed session stay within the table's upper figure: the whole of it for trained, two thirds
for recreational athletes, 60 % for beginners and masters.

Why
Quality before quantity: past that point the runs get slower and teach slowness.

Limits
The upper figures are those of sprinters; the shares are coaching practice. Run-in metres do not count. Too few
metres are never against a hard rule.

Sources
haugen2019
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.limits import maximum_metres
from evenstride.plan.problem import Problem

RULE = Rule(
    "maximum-metres", "No more fast metres in a session than the level allows", hard=True, sources=("haugen2019",)
)


def constrain(problem: Problem) -> None:
    """Forbid speed sessions above the most metres of their kind."""
    request = problem.request
    problem.forbid(
        lambda template: template.kind.is_speed and template.fast_metres > maximum_metres(request, template.kind)
    )


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    most = max((item for item in plan.sessions if item.kind.is_speed), key=lambda item: item.fast_metres, default=None)
    if most is None:
        return "No fast metres in this plan."
    limit = maximum_metres(request, most.kind)
    return f"Most fast metres: {most.fast_metres:.0f} of {most.kind}; {limit:.0f} would be open to you."
