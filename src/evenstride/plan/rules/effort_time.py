"""No all-out effort longer than ten seconds.

What
No run of a speed session takes longer than 10 s; sprint endurance alone is exempt.

Why
Bursts up to about ten seconds live on the quick energy store; longer ones train something else.

Limits
Times are upper bounds from distance, best speed and the slowest usual time constant; without a known best speed
a low one is assumed.

Sources
turner2013, bogdanis1995
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.limits import LONGEST_EFFORT
from evenstride.plan.problem import Problem

RULE = Rule(
    "effort-time", "No all-out effort longer than ten seconds", hard=True, sources=("turner2013", "bogdanis1995")
)


def constrain(problem: Problem) -> None:
    """Forbid speed sessions with a run that lasts too long."""
    problem.forbid(
        lambda template: (
            template.kind.is_speed
            and template.kind is not Kind.SPRINT_ENDURANCE
            and any(run.effort_time is None or run.effort_time > LONGEST_EFFORT for run in template.runs)
        )
    )


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    efforts = [
        item.dose.effort_time
        for session in plan.sessions
        if session.kind.is_speed
        for item in session.prescriptions
        if item.dose.effort_time is not None
    ]
    return f"The longest effort takes at most {max(efforts):.1f} s." if efforts else "No all-out efforts in this plan."
