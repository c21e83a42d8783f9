"""No same main lift twice in a row.

What
The sessions of strength of a week, and any two in a row with the last one told in the log, have different main lifts
where kit, level and pain leave more than one.

Why
Squat, hinge and bridge load hip, knee and back each in their own way; a lift that comes back after another one has had
time to settle, and none is left out for weeks.

Limits
Coaching practice, a preference only. Within a week it comes before the emphasis, unless that is on the swing; from week
to week it weighs with the doses, so that it never costs a good day. The main lift is the first strength work of a
session; the log counts where it tells what was done.

Sources
coaching practice
"""

from __future__ import annotations

from itertools import pairwise

from evenstride.core.log import LogEntry
from evenstride.core.plan import Kind, Plan, Prescription, Request, Rule
from evenstride.plan.find import find_exercise
from evenstride.plan.history import is_training, kind_of
from evenstride.plan.problem import DAYS_IN_WEEK, Aim, Problem
from evenstride.plan.templates import Template, is_strength_work
from evenstride.plan.wanted import aim_of_strength_wishes

RULE = Rule("lift-variety", "No same main lift twice in a row", hard=False, sources=("coaching practice",))
WEIGHT = 3
"""What a lift repeated from one week to the next costs, in steps of 10 min of length (judgement)."""


def constrain(problem: Problem) -> None:
    """Count repeats in each week, and carry the last main lift from day to day."""
    lifts = sorted({lift for item in problem.templates if (lift := _lift_of_template(item))})
    if len(lifts) < 2:
        return
    logged = _last_logged(problem.request)
    for lift in lifts:
        for week in problem.weeks:
            same = problem.total(week, lambda item, lift=lift: int(_lift_of_template(item) == lift))
            problem.penalise(aim_of_strength_wishes(problem.request), problem.excess(same, 1, upper=DAYS_IN_WEEK))
        last = int(lift in logged)
        for day in problem.days:
            today = sum(problem.chosen(day, lambda item, lift=lift: _lift_of_template(item) == lift))
            repeat = problem.model.new_bool_var("")
            problem.add(today + last - 1 <= repeat)
            problem.penalise(Aim.DOSE, repeat, WEIGHT)
            following = problem.model.new_bool_var("")
            problem.add(following >= today)
            problem.add(following >= last - problem.is_kind(day, Kind.STRENGTH))
            last = following


def main_lift(prescriptions: tuple[Prescription, ...]) -> str:
    """Return the code of the first strength work, empty where there is none."""
    return next((item.exercise.code for item in prescriptions if is_strength_work(item.exercise)), "")


def _lift_of_template(template: Template) -> str:
    return main_lift(template.prescriptions) if template.kind is Kind.STRENGTH else ""


def _last_logged(request: Request) -> frozenset[str]:
    """Return the strength work of the last strength session in the log; only its first exercise is its main lift."""
    told = [one for one in request.log if one.on <= request.start and is_training(one) and _tells_lifts(one)]
    if not told:
        return frozenset()
    newest = max(told, key=lambda one: (one.on, str(one.logged_at), one.id))
    found = (find_exercise(work.exercise) for work in newest.work)
    return frozenset([next((one.code for one in found if one is not None and is_strength_work(one)), "")])


def _tells_lifts(entry: LogEntry) -> bool:
    return kind_of(entry) is Kind.STRENGTH and bool(entry.work)


def explain(plan: Plan, _request: Request) -> str:
    """Say how the plan keeps this rule."""
    lifts = [main_lift(session.prescriptions) for session in plan.sessions if session.kind is Kind.STRENGTH]
    repeats = sum(before == after for before, after in pairwise(lifts))
    return f"{repeats} of {max(0, len(lifts) - 1)} strength sessions repeat the main lift before."
