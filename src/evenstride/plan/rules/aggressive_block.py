"""An aggressive block only for those who may, and it never loosens what protects.

What
A week planned as aggressive may hold one speed session more than usual and repeat a stimulus. It needs a grown-up who
is not a beginner, no pain told in the last six weeks, no way back from an injury, and no low recovery. Two days
between speed sessions, the rest day, the pain ladder, the stop rule and "volume and intensity never both up" hold on.

Why
Some want to be as fast as they can on one date, and accept a higher risk for it for some weeks.

Limits
Coaching practice. A training year, twelve weeks without injury, a deload of 7 to 10 days after it and two blocks a
year at most are asked for where the block is asked for.

Sources
coaching practice
"""

from __future__ import annotations

from datetime import timedelta

from evenstride.core.athlete import Level
from evenstride.core.plan import Plan, Request, Rule
from evenstride.core.training import Phase
from evenstride.plan.cases import is_adult
from evenstride.plan.limits import SPEED_SESSIONS, most_speed_sessions
from evenstride.plan.problem import DAYS_IN_WEEK, Problem

PAIN_FREE_DAYS = 42

RULE = Rule(
    "aggressive-block",
    "An aggressive block only for those who may, and it never loosens what protects",
    hard=True,
    sources=("coaching practice",),
)


def constrain(problem: Problem) -> None:
    """Take the session more away from those who may not have it."""
    request = problem.request
    if not barred(request):
        return
    for last in problem.days:
        if request.phase(last // DAYS_IN_WEEK) is Phase.AGGRESSIVE:
            found = [problem.speed(day) for day in range(last - DAYS_IN_WEEK + 1, last + 1)]
            fixed = sum(one for one in found if isinstance(one, int))
            most = max(0, SPEED_SESSIONS[request.level] - fixed)
            problem.add(sum(one for one in found if not isinstance(one, int)) <= most)


def barred(request: Request) -> tuple[str, ...]:
    """Return what stands against an aggressive block, in words; nothing for those who may."""
    first = request.start - timedelta(days=PAIN_FREE_DAYS)
    pains = [*request.pains, *(pain for entry in request.log if entry.on >= first for pain in entry.pains)]
    reasons = {
        "you are under 18": not is_adult(request),
        "it needs more than a beginner's training": request.level is Level.BEGINNER,
        "something has hurt within six weeks": any(pain.level > 0 for pain in pains),
        "you are on the way back from an injury": request.come_back is not None,
        "your recovery is low": request.low_recovery,
        "the health questions are open": not request.ready,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    if Phase.AGGRESSIVE not in request.phases:
        return "No aggressive week in this plan."
    if reasons := barred(request):
        return f"Planned as ordinary weeks, because {reasons[0]}."
    most = max(most_speed_sessions(request, week) for week in range(request.weeks))
    return f"Up to {most} speed sessions in seven days; the risk is higher than usual, and a deload follows."
