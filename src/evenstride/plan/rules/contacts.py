"""Jump contacts stay within a session's most and rise by a fifth a week at most.

What
A session holds at most 60 contacts of jumps for beginners, masters and athletes under sixteen, 90 for recreational and
120 for trained athletes; hops in rests and play count with a tenth of theirs. Where the log tells the jumps of the last
weeks, a week holds at most a fifth more than the most of the four weeks before it, planned weeks included; one ordinary
session is always open. Jumps of high impact, such as drop jumps, never stand on two days running.

Why
Tendon and bone follow landings slowly, and hard landings need a day between.

Limits
Coaching practice, no threshold of injury; the tenth is a judgement. A week is compared as the role ledger counts:
jumps, hops and bounds, without play. Runs are counted in metres, children's play not at all. Without jumps in the log
nothing is known to compare with.

Sources
coaching practice
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

from evenstride.core.plan import Plan, Request, Rule
from evenstride.plan.cases import is_child
from evenstride.plan.find import find_exercise
from evenstride.plan.limits import LOOK_BACK_WEEKS, RISE, SESSION_CONTACTS, USUAL_CONTACTS, jump_level
from evenstride.plan.problem import Problem
from evenstride.plan.templates import is_hard_landing

RULE = Rule(
    "contacts",
    "Jump contacts stay within a session's most and rise by a fifth a week at most",
    hard=True,
    sources=("coaching practice",),
)
_MOST = 10_000


def constrain(problem: Problem) -> None:
    """Bound the contacts of each session and week, and keep a day between hard landings."""
    request = problem.request
    if not is_child(request):
        problem.forbid(lambda item: item.contacts > SESSION_CONTACTS[jump_level(request)] + 1e-9)
    _keep_days_between(problem)
    weeks: list[Any] = told_contacts(request)
    if not weeks or all(item.jumps == 0 for item in problem.templates):
        return
    for week in problem.weeks:
        jumps = problem.total(week, lambda item: item.jumps)
        before = problem.model.new_int_var(0, _MOST, "")
        problem.model.add_max_equality(before, [first_contacts(request), *weeks[-LOOK_BACK_WEEKS:]])
        problem.add(10 * jumps <= round(10 * RISE) * before)
        weeks.append(jumps)


def _keep_days_between(problem: Problem) -> None:
    if not any(item.has_hard_landings for item in problem.templates):
        return
    landed = {(day - problem.request.start).days for day in hard_landing_days(problem.request)}
    for day in problem.days:
        today = sum(problem.chosen(day, lambda item: item.has_hard_landings))
        eve = int(day - 1 in landed)
        if day - 1 in problem.days:
            eve = sum(problem.chosen(day - 1, lambda item: item.has_hard_landings))
        problem.add(today + eve <= 1)


def hard_landing_days(request: Request) -> frozenset[date]:
    """Return the logged days up to the plan's first that tell jumps of high impact."""
    recent = [entry for entry in request.log if request.start - timedelta(days=1) <= entry.on <= request.start]
    found = [(entry.on, find_exercise(work.exercise)) for entry in recent for work in entry.work]
    return frozenset(on for on, exercise in found if exercise is not None and is_hard_landing(exercise))


def told_contacts(request: Request) -> list[int]:
    """Return the contacts of the last weeks told, oldest first."""
    return [math.floor(week.contacts) for week in request.done if week.contacts is not None]


def first_contacts(request: Request) -> int:
    """Return the contacts that are always open in a week: one ordinary session."""
    return round(USUAL_CONTACTS[jump_level(request)])


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    most = f"At most {SESSION_CONTACTS[jump_level(request)]:.0f} contacts of jumps in a session"
    if is_child(request):
        return "Play is not counted in contacts."
    told = told_contacts(request)[-LOOK_BACK_WEEKS:]
    if not told:
        return f"{most}; the log does not tell jumps yet, so there is nothing to rise from."
    return f"{most}, and {RISE * max(*told, first_contacts(request)):.0f} in the first week."
