"""The plan stands around one's own sport.

What
On a day of hard sport or a match nothing else is planned. On a day of easy sport there may be a speed, strength or
technique session, before the sport or three hours apart from it, and nothing easy besides.

Why
Sport of one's own is training too. Endurance right before strength takes from its gain; speed wants fresh legs.

Limits
How hard a day of sport is, the athlete says. Order and hours of a day are told in words, the plan knows days only.

Sources
petre2021, schumann2022
"""

from __future__ import annotations

from evenstride.core.plan import SPEED_KINDS, Kind, Plan, Request, Rule
from evenstride.plan.problem import Problem

RULE = Rule(
    "sport-days",
    "The plan stands around one's own sport",
    hard=True,
    sources=("petre2021", "schumann2022"),
)
BESIDE_EASY = (*SPEED_KINDS, Kind.STRENGTH, Kind.TECHNIQUE, Kind.RETURN_RUNS)


def constrain(problem: Problem) -> None:
    """Keep days of hard sport free, and easy ones to what goes with them."""
    hard = [day for day in problem.days if problem.is_hard_sport(day)]
    easy = [day for day in problem.days if day in problem.sport and not problem.is_hard_sport(day)]
    problem.forbid(lambda _: True, days=hard)
    problem.forbid(lambda template: template.kind not in BESIDE_EASY, days=easy)


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    days = {session.on for session in plan.sessions if session.kind is Kind.SPORT}
    beside = sum(session.on in days and session.kind is not Kind.SPORT for session in plan.sessions)
    return f"{len(days)} days of your own sport; {beside} sessions stand before it or three hours apart."
