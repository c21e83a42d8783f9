"""Full recovery between fast runs.

What
After a run of up to 40 m, run-in included, at least 2 min of rest; after longer ones at least the lower figure
of the table (acceleration 2 min, maximal velocity 4 min).

Why
The quick energy store refills over minutes. With less, the session becomes conditioning.

Limits
The table speaks of sprinters; the figure for short runs is coaching practice near one minute per ten metres.
Slower refilling after harder work is not modelled: when speed drops, rest longer or stop.

Sources
haugen2019, bogdanis1995
"""

from __future__ import annotations

from evenstride.core.plan import Dose, Kind, Plan, Request, Rule
from evenstride.plan.limits import minimum_rest
from evenstride.plan.problem import Problem

RULE = Rule("minimum-rest", "Full recovery between fast runs", hard=True, sources=("haugen2019", "bogdanis1995"))


def constrain(problem: Problem) -> None:
    """Forbid speed sessions with a rest that is too short."""
    problem.forbid(
        lambda template: template.kind.is_speed and any(_hurried(template.kind, run) for run in template.runs)
    )


def _hurried(kind: Kind, run: Dose) -> bool:
    metres = (run.distance or 0.0) + (run.run_in or 0.0)
    return run.rest is None or run.rest < minimum_rest(kind, metres)


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    runs = [item.dose for session in plan.sessions if session.kind.is_speed for item in session.prescriptions]
    rests = [dose.rest for dose in runs if dose.distance is not None and dose.rest is not None]
    return f"At least {min(rests) / 60:.3g} min between fast runs." if rests else "No fast runs to rest between."
