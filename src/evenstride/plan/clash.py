"""Why no plan exists: the smallest set of rules and wishes that cannot hold together, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from types import ModuleType

from evenstride.core.plan import Clash, Request
from evenstride.plan.search import active_rules, is_satisfiable


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
    titles = " · ".join(f"“{rule.RULE.title}”" for rule in members)
    help_text = " · ".join(ways) if ways else "Nothing in this set is yours to loosen"
    return Clash(
        tuple(rule.RULE.code for rule in members),
        f"These cannot all hold together: {titles}. What would give a plan: {help_text}.",
        ways,
    )


def smallest_clash(request: Request, hard: Sequence[ModuleType]) -> tuple[ModuleType, ...]:
    """Return a smallest set of rules without any plan, by implicit hitting sets.

    Every set of rules that leaves a plan, grown as far as it goes, shows what must be hit: each clash holds one of
    the rules left out. A smallest set that hits all of them and still has no plan is a smallest clash.
    """
    left_out: list[frozenset[int]] = []
    while True:
        chosen = _smallest_hit(left_out, len(hard))
        if not is_satisfiable(request, tuple(hard[number] for number in sorted(chosen))):
            return tuple(hard[number] for number in sorted(chosen))
        grown = set(chosen)
        for number in range(len(hard)):
            if number not in grown and is_satisfiable(
                request, tuple(hard[item] for item in sorted({*grown, number}))
            ):
                grown.add(number)
        left_out.append(frozenset(range(len(hard))) - grown)


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
