"""No same speed stimulus twice in a row.

What
Two speed sessions in a row, the log's last one included, have different stimuli.

Why
Acceleration, maximal velocity and change of direction train different things; the same again dulls.

Limits
Soft: it yields to pain, return and lack of days. An unknown word in the log is no stimulus.

Sources
coaching practice
"""

from __future__ import annotations

from itertools import pairwise

from evenstride.core.plan import SPEED_KINDS, Plan, Request, Rule
from evenstride.plan.problem import Aim, Problem

RULE = Rule("variety", "No same speed stimulus twice in a row", hard=False, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Carry the last stimulus from day to day and count repeats."""
    logged = [day for day in problem.past if problem.speed(day)]
    for kind in dict.fromkeys(one.stimulus for one in SPEED_KINDS):
        alike = [one for one in SPEED_KINDS if one.stimulus is kind]
        last = problem.is_kind(max(logged), *alike) if logged else 0
        for day in problem.days:
            repeat = problem.model.new_bool_var("")
            problem.add(problem.is_kind(day, *alike) + last - 1 <= repeat)
            problem.penalise(Aim.WEEK, repeat, 1)
            following = problem.model.new_bool_var("")
            problem.add(following >= problem.is_kind(day, *alike))
            problem.add(following >= last - problem.speed(day))
            last = following


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    kinds = [session.kind for session in plan.sessions if session.kind.is_speed]
    repeats = sum(before.stimulus is after.stimulus for before, after in pairwise(kinds))
    return f"{repeats} of {max(0, len(kinds) - 1)} speed sessions repeat the stimulus before."
