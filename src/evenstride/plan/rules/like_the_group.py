"""The same days as the group.

What
Where a group trains together, prefers on each day the kinds of session the group has: the very kind, else one of its
like (another speed session, or another of technique, tempo, easy movement and play), else any training in its company.
On the group's rest days, and with hard sessions beside its own, training costs a little.

Why
Training together is company and joy, and a coach can stand at one place at a time.

Limits
Soft, and about days and kinds only: doses stay the athlete's own. It yields to every hard rule, and beats the usual
week. Days nobody named are free, and a day of somebody's own sport is a day without the group. The weights are
judgement.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import SPEED_KINDS, Kind, Plan, Request, Rule
from evenstride.plan.problem import Aim, Problem

MISSED_KIND, MISSED_LIKE, MISSED_COMPANY = 4, 6, 2
"""What a wished kind costs that is not there, on top when none of its like is, and a rest while the group trains."""

EXTRA_HARD, ON_REST_DAY = 1, 3
"""What a hard session nobody wished for costs beside the group, and any session while the group rests."""

HARD = (SPEED_KINDS, (Kind.STRENGTH,), (Kind.INTERVALS,))
LIGHT = (Kind.TECHNIQUE, Kind.RETURN_RUNS, Kind.TEMPO, Kind.EASY, Kind.PLAY)

RULE = Rule("like-the-group", "The same days as the group", hard=False, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Count on each named day what the group has and the athlete has not, and the other way round."""
    for on, kinds in sorted(problem.request.wished_kinds.items()):
        day = (on - problem.request.start).days
        if day not in problem.days:
            continue
        wished = [kind for kind in Kind if kind in kinds and kind not in (Kind.REST, Kind.SPORT)]
        if not wished:
            problem.penalise(Aim.WEEK, problem.trains(day), ON_REST_DAY)
            continue
        problem.penalise(Aim.WEEK, 1 - problem.trains(day), MISSED_COMPANY)
        for kind in wished:
            problem.penalise(Aim.WEEK, 1 - problem.is_kind(day, kind), MISSED_KIND)
        for like in (*HARD, LIGHT):
            if not set(like).isdisjoint(wished):
                problem.penalise(Aim.WEEK, 1 - problem.is_kind(day, *like), MISSED_LIKE)
            elif like in HARD:
                problem.penalise(Aim.WEEK, problem.is_kind(day, *like), EXTRA_HARD)


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    days = {on: set(kinds) for on, kinds in request.wished_kinds.items() if kinds}
    if not days:
        return "You plan for yourself alone."
    own: dict[object, set[Kind]] = {}
    for session in plan.sessions:
        own.setdefault(session.on, set()).add(session.kind)
    same = sum(own.get(on) == kinds for on, kinds in days.items())
    return f"{same} of {len(days)} days hold what the group's day holds."
