"""Back after a gap: the first speed session is a small one.

What
After two weeks or more without training in the log, the first speed session holds at most half the usual fast
metres at 95 % or less.

Why
Illness, holiday or exams: tissue forgets faster than ambition.

Limits
Coaching practice. Needs a log; without one nothing is assumed. 'Usual' is the level's ordinary session.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.history import is_back_after_gap
from evenstride.plan.problem import Problem
from evenstride.plan.small_first import follow_small_ones

RULE = Rule(
    "back-after-gap",
    "Back after a gap: the first speed session is a small one",
    hard=True,
    sources=("coaching practice",),
)


def constrain(problem: Problem) -> None:
    """Let an ordinary speed session follow only after a small one."""
    if is_back_after_gap(problem.request):
        follow_small_ones(problem, 1, lambda _: True)


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    first = next((session for session in plan.sessions if session.kind.is_speed), None)
    if first is None or not is_back_after_gap(request):
        return "No gap to come back from."
    return f"After the gap the first speed session holds {first.fast_metres:.0f} m, half of the usual or less."
