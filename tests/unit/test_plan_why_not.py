"""Why not another session on a day: the rules that stand against it, or what it costs, and never a wrong reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from evenstride.core.athlete import Level
from evenstride.core.errors import InputError
from evenstride.core.log import LogEntry
from evenstride.core.plan import Kind, Plan, Request
from evenstride.core.roles import Role
from evenstride.core.training import SportDay, SportLoad
from evenstride.plan import check_plan, solve_plan, why_not
from evenstride.plan.search import is_satisfiable, rules

MONDAY = date(2026, 3, 2)
FREE = {MONDAY + timedelta(days=day): 60.0 for day in range(7)}
ASKS = Request(MONDAY, 1, Level.RECREATIONAL, FREE, emphasis={Role.PUSH: 0.5, Role.SWING: 0.5})


def planned(request: Request) -> Plan:
    plan = solve_plan(request)
    assert isinstance(plan, Plan)
    return plan


def test_what_is_there_is_said_to_be_there() -> None:
    plan = planned(ASKS)
    first = plan.sessions[0]
    assert why_not(plan, ASKS, first.on, first.kind).text == "It is there."


@pytest.mark.parametrize(
    ("asks", "kind", "members"),
    [
        (replace(ASKS, available={}), Kind.STRENGTH, {"availability"}),
        (replace(ASKS, log=(LogEntry(MONDAY - timedelta(days=1), "acceleration"),)), Kind.ACCELERATION, {"spacing"}),
        (replace(ASKS, sport={MONDAY: SportDay("match", SportLoad.MATCH)}), Kind.STRENGTH, {"sport-days"}),
        (replace(ASKS, age=14), Kind.MAX_VELOCITY, {"youth"}),
        (ASKS, Kind.SPRINT_ENDURANCE, set()),
    ],
)
def test_hard_rules_that_stand_against_it_are_the_smallest_set(asks: Request, kind: Kind, members: set[str]) -> None:
    found = why_not(planned(asks), asks, MONDAY, kind)
    assert set(found.rules) == members
    assert found.other is None
    among = [rule for rule in rules() if rule.RULE.code in members]
    assert is_satisfiable(asks, among)


def test_what_is_possible_names_what_it_costs_and_shows_the_other_plan() -> None:
    plan = planned(ASKS)
    rest = next(session for session in plan.sessions if session.kind is Kind.REST)
    found = why_not(plan, ASKS, rest.on, Kind.EASY)
    assert found.rules == ()
    assert found.other is not None
    assert check_plan(found.other, ASKS) == ()
    assert any(session.on == rest.on and session.kind is Kind.EASY for session in found.other.sessions)
    assert found.text.startswith(("It is possible, but", "It is as good"))


def test_a_plan_that_keeps_an_earlier_one_says_so() -> None:
    dull = planned(replace(ASKS, max_speed_sessions=0))
    kept = planned(replace(ASKS, keep=dull.sessions))
    assert kept.proven
    found = [why_not(kept, ASKS, MONDAY + timedelta(days=day), Kind.ACCELERATION).text for day in range(7)]
    assert any("keeps days of one before" in text for text in found)
    assert not any("not searched" in text for text in found)


def test_a_day_outside_the_plan_is_refused() -> None:
    with pytest.raises(InputError, match="is not in this plan"):
        why_not(planned(ASKS), ASKS, MONDAY + timedelta(days=7), Kind.EASY)
