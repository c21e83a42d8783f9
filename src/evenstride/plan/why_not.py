"""Why not something else: what stands against another kind of session on a day, or what it would cost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import ModuleType

from evenstride.core.errors import InputError
from evenstride.core.plan import Kind, Plan, Request, Rule, WhyNot
from evenstride.plan.clash import smallest_clash
from evenstride.plan.explain import why_of
from evenstride.plan.problem import Aim, Problem
from evenstride.plan.score import SCORED, score_plan
from evenstride.plan.search import Settings, active_rules, is_satisfiable
from evenstride.plan.solve import solve_with

ASKED = "asked-for"

COSTS: Mapping[Aim, str] = {
    Aim.KEEP: "more of what you had planned would have to move",
    Aim.WEEK: "the week would miss something it aims at: a session, a change, a day of rest or a whole dose",
    Aim.EMPHASIS: "the work would fit the emphasis of the diagnosis less well",
    Aim.VARIETY: "hard days would stand closer together",
    Aim.DOSE: "the doses would be further from the usual",
    Aim.JOY: "there would be less of what you enjoy, or days more alike",
}
"""Level of the objective → what is lost on it."""


def why_not(plan: Plan, request: Request, on: date, kind: Kind) -> WhyNot:
    """Say why a plan does not hold this kind of session on this day.

    Either hard rules stand against it, and the smallest set of them is named; or it is possible, and the first level of
    the objective on which the best plan with it is worse is named, with that plan beside.

    Raises
    ------
    InputError
        If the day is not one of the plan.

    Examples
    --------
    >>> from datetime import timedelta
    >>> from evenstride.core.athlete import Level
    >>> from evenstride.plan import solve_plan
    >>> monday = date(2026, 1, 5)
    >>> asks = Request(monday, 1, Level.RECREATIONAL, {monday + timedelta(days=day): 60.0 for day in range(6)})
    >>> why_not(solve_plan(asks), asks, monday + timedelta(days=6), Kind.STRENGTH).rules
    ('availability',)
    """
    number = (on - request.start).days
    if not 0 <= number < 7 * request.weeks:
        last = request.start.toordinal() + 7 * request.weeks - 1
        raise InputError(
            f"{on} is not in this plan", remedy=f"Name a day from {request.start} to {date.fromordinal(last)}"
        )
    if any(session.on == on and session.kind is kind for session in plan.sessions):
        return WhyNot(on, kind, text="It is there.")
    asked = _asked(number, kind)
    hard = tuple(rule for rule in active_rules(request) if rule.RULE.hard)
    if not is_satisfiable(request, (*hard, asked)):
        members = [rule for rule in smallest_clash(request, (*hard, asked)) if rule is not asked]
        said = [f"“{rule.RULE.title}”: {why_of(rule)}" for rule in members]
        text = f"It would break {' · '.join(said)}" if said else "There is no such session for you."
        return WhyNot(on, kind, tuple(rule.RULE.code for rule in members), text)
    other = solve_with(request, (asked,), settings=Settings())
    return WhyNot(on, kind, text=_cost(plan, other, request), other=other)


def _cost(plan: Plan, other: Plan, request: Request) -> str:
    """Say on which level the other plan is worse first."""
    ours, theirs = score_plan(plan, request), score_plan(other, request)
    worse = next((aim for aim in SCORED if theirs[aim] != ours[aim]), None)
    if worse is None:
        return "It is as good; nothing but a fixed order decided. Take it if you like it better."
    if theirs[worse] < ours[worse]:
        why = "this plan keeps days of one before" if plan.proven else "the plan was not searched to the end"
        return f"It would be at least as good; {why}. To plan afresh: evenstride plan --anew."
    return f"It is possible, but {COSTS[worse]}."


def _asked(day: int, kind: Kind) -> ModuleType:
    """Return a rule that asks for a kind of session on a day, for this one question."""
    rule = ModuleType(ASKED, "What was asked for.\n\nWhy\nYou asked for it.")

    def constrain(problem: Problem) -> None:
        if day in problem.days and any(template.kind is kind for template in problem.templates):
            problem.add(problem.is_kind(day, kind) >= 1)
        else:
            problem.add(problem.model.new_constant(0) >= 1)

    head = Rule(ASKED, "What you asked for", hard=True, sources=("coaching practice",))
    vars(rule).update(RULE=head, constrain=constrain)
    return rule
