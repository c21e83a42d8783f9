"""A physio's limits.

What
What a physio has set holds on every day up to its date: the fastest run, the most metres of running in a session with
the run-in, and movements not allowed. Of several limits the strictest holds.

Why
They have seen and touched what no software can.

Limits
Only words the planner knows can be kept; another one is asked about before any plan is made. Jogging counts as 50 % and
3 m/s, and chasing games, which cannot be counted, stay away under a limit of metres.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.problem import Problem
from evenstride.plan.way_back import limits_by_day, metres_of, oversteps, speed_of

RULE = Rule("physio-limits", "A physio's limits", hard=True, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Forbid what oversteps the limits of a day."""
    for limit, days in limits_by_day(problem.request).items():
        within = [day for day in days if day in problem.days]
        problem.forbid(lambda template, limit=limit: oversteps(template.prescriptions, limit), days=within)


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if not limits_by_day(request):
        return "No physio has set a limit."
    items = [session.prescriptions for session in plan.sessions]
    fastest = max((speed_of(item) for one in items for item in one), default=0.0)
    metres = max((sum(metres_of(item) for item in one) for one in items), default=0.0)
    return f"The fastest run is at {100 * fastest:.0f} %, the longest session holds {metres:.0f} m of running."
