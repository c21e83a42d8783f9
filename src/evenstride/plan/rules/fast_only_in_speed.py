"""Fast runs only in speed sessions.

What
Outside speed sessions no run is faster than 90 % of best speed.

Why
Otherwise speed work would slip past number and spacing.

Limits
Games are not counted: nobody plans their speed.

Sources
haugen2019
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.limits import FAST
from evenstride.plan.problem import Problem

RULE = Rule("fast-only-in-speed", "Fast runs only in speed sessions", hard=True, sources=("haugen2019",))


def constrain(problem: Problem) -> None:
    """Forbid fast runs in sessions that do not count as speed."""
    problem.forbid(lambda template: not template.kind.is_speed and template.intensity > FAST)


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    runs = [item.dose for session in plan.sessions if not session.kind.is_speed for item in session.prescriptions]
    shares = [dose.intensity for dose in runs if dose.distance is not None and dose.intensity is not None]
    return (
        f"Runs outside speed sessions stay at {max(shares):.0%} or less."
        if shares
        else "All runs are in speed sessions."
    )
