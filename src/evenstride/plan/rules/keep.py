"""A new plan keeps what it can of the one before.

What
When a plan is made again, sessions of the plan before that are still possible stay as they are, and where a session
has to change, its day and kind are kept before its doses.

Why
People arrange their week around a plan; it should move only for a reason.

Limits
Counted by sessions, all alike. Every hard rule goes first.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.problem import Aim, Problem
from evenstride.plan.sessions import session_id

RULE = Rule("keep", "A new plan keeps what it can of the one before", hard=False, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Count days of another kind, and sessions with other doses."""
    for session in problem.request.keep:
        day = (session.on - problem.request.start).days
        if day in problem.days and session.prescriptions:
            same = sum(
                problem.chosen(
                    day,
                    lambda item, one=session: session_id(one.on, item.kind, item.prescriptions) == one.id,
                )
            )
            problem.penalise(Aim.KEEP, 1 - problem.is_kind(day, session.kind), 2)
            problem.penalise(Aim.KEEP, 1 - same, 1)
        elif day in problem.days:
            problem.penalise(Aim.KEEP, problem.trains(day), 2)


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if not request.keep:
        return "No earlier plan to keep."
    ids = {session.id for session in plan.sessions}
    within = [one for one in request.keep if 0 <= (one.on - plan.start).days < 7 * plan.weeks]
    return f"{sum(one.id in ids for one in within)} of {len(within)} days stay exactly as they were."
