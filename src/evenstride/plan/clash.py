"""Why no plan exists: the smallest set of rules and wishes that cannot hold together, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from types import ModuleType

from evenstride.core.plan import Clash, Request
from evenstride.plan.explain import why_of
from evenstride.plan.search import (
    INFEASIBLE,
    Settings,
    active_rules,
    build_switched,
    is_satisfiable,
    prepare_solver,
    solve_model,
)


def explain_clash(request: Request) -> Clash:
    """Name the smallest clashing set and, for each member the athlete can loosen, the nearest ask with a plan.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> from evenstride.core.athlete import Level
    >>> monday = date(2026, 1, 5)
    >>> free = {monday + timedelta(days=day): 60.0 for day in range(7)}
    >>> explain_clash(Request(monday, 1, Level.RECREATIONAL, free, min_speed_sessions=3)).rules
    ('weekly-speed', 'wish-least-speed')
    """
    hard = tuple(rule for rule in active_rules(request) if rule.RULE.hard)
    members = smallest_clash(request, hard)
    ways = tuple(way for rule in members if rule.RULE.loosen for way in [_loosening(rule, request, hard)] if way)
    said = [f"“{rule.RULE.title}”{'' if rule.RULE.loosen else f' (it stays: {why_of(rule)})'}" for rule in members]
    text = f"These cannot all hold together: {' · '.join(said)}."
    return Clash(tuple(rule.RULE.code for rule in members), text, ways)


def smallest_clash(request: Request, hard: Sequence[ModuleType]) -> tuple[ModuleType, ...]:
    """Return a smallest set of rules without any plan, by implicit hitting sets.

    The rules that a plan leaves out show what must be hit: each clash holds one of them, because the others leave a
    plan. A smallest set that hits every such group and itself leaves no plan is a smallest clash. To need few rounds,
    each round asks for a plan that keeps as many rules as can be.
    """
    problem, switches = build_switched(request, hard)
    problem.model.maximize(sum(switches))
    solver = prepare_solver(Settings())
    left_out: list[frozenset[int]] = []
    while True:
        chosen = _smallest_hit(left_out, len(hard))
        model = problem.model.clone()
        for number in sorted(chosen):
            model.add(switches[number] == 1)
        if solve_model(solver, model) == INFEASIBLE:
            return tuple(hard[number] for number in sorted(chosen))
        kept = {number for number, switch in enumerate(switches) if solver.boolean_value(switch)}
        left_out.append(frozenset(range(len(hard))) - kept)


def _smallest_hit(sets: Sequence[frozenset[int]], count: int) -> frozenset[int]:
    useful = sorted(set().union(*sets)) if sets else []
    for size in range(count + 1):
        for choice in combinations(useful, size):
            if all(not item.isdisjoint(choice) for item in sets):
                return frozenset(choice)
    raise AssertionError("all rules together leave a plan: there is no clash to explain")


def _loosening(rule: ModuleType, request: Request, hard: tuple[ModuleType, ...]) -> str:
    """Return the first ask of a rule's `loosened` that gives a plan; the general remedy where it lists none."""
    if not hasattr(rule, "loosened"):
        return rule.RULE.loosen
    return next((name for name, asked in rule.loosened(request) if is_satisfiable(asked, hard)), "")
