"""Red flags empty the plan.

What
A pop or sudden sharp pain, limping, night or rest pain, a bony spot that hurts, a swollen calf, chest pain,
fainting, palpitations, a knock on the head, fever: no session at all, only where to turn.

Why
These need a person who can examine you, not a plan.

Limits
What was told now or in the log of the last two weeks counts. No clinician has read this page yet.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.body import red_flags
from evenstride.plan.problem import Problem

RULE = Rule("red-flags", "Red flags empty the plan", hard=True, sources=("coaching practice",))


WHERE_TO_TURN = (
    "Please do not train now: let a doctor or physiotherapist look at this first; with chest pain, fainting, "
    "palpitations or a knock on the head call your emergency number."
)


def constrain(problem: Problem) -> None:
    """Stop the plan when a red flag was told."""
    if red_flags(problem.request):
        problem.stop(WHERE_TO_TURN)


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    flags = red_flags(request)
    return WHERE_TO_TURN if flags else "No red flag was told."
