"""A swing emphasis that its own rule holds down says so, with what the rule allows and when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from evenstride.core.athlete import Level
from evenstride.core.log import Pain
from evenstride.core.plan import Plan, Request
from evenstride.core.roles import Role
from evenstride.plan import explain_plan, solve_plan
from evenstride.plan.problem import Problem
from evenstride.plan.rules.swing_load import most_swing_sets
from evenstride.plan.search import Settings, active_rules, search_plan
from evenstride.plan.swing_share import why_less_swing

MONDAY = date(2026, 3, 2)
FREE = {MONDAY + timedelta(days=day): 60.0 for day in range(28)}
FOUR = {Role.PUSH: 0.2, Role.SWING: 0.4, Role.SUPPORT: 0.2, Role.TIMING: 0.2}
ASKS = Request(MONDAY, 1, Level.RECREATIONAL, FREE, kit=("gym", "band"), emphasis=FOUR, named=Role.SWING)


def planned(asks: Request) -> Plan:
    plan = solve_plan(asks)
    assert isinstance(plan, Plan)
    return plan


def share(plan: Plan, roles: Iterable[Role] = FOUR) -> float:
    done = {role: sum(one.roles.get(role, 0.0) for one in plan.sessions) for role in roles}
    return done[Role.SWING] / sum(done.values())


@pytest.mark.parametrize("done", [0, 1])
def test_the_gap_names_its_rule_the_sets_and_the_week(done: int) -> None:
    asks = replace(ASKS, swing_weeks=done)
    plan = planned(asks)
    assert share(plan) < 0.35
    (note,) = [one for one in plan.notes if one.startswith("Swing has")]
    assert f"Swing has {share(plan):.0%} of the role work, wanted 40%" in note
    assert f"holds it at {most_swing_sets(asks, 0)} sets a week" in note
    needed = int(re.findall(r"would take about (\d+)", note)[0])
    assert needed > most_swing_sets(asks, 0)
    enough = min(needed, most_swing_sets(asks, 9))
    opens = MONDAY + timedelta(weeks=next(week for week in range(9) if most_swing_sets(asks, week) >= enough))
    assert f"from the week of {opens.day} {opens:%B} on" in note
    assert ("more than it ever" in note) is (needed > enough)
    assert note.split("wanted 40%. ")[1] in explain_plan(plan, asks)


def test_the_rule_named_is_the_rule_that_holds() -> None:
    """Without it, the same request gets more swing work."""
    others = [rule for rule in active_rules(ASKS) if rule.RULE.code != "swing-load"]
    problem = Problem(ASKS)
    for rule in others:
        rule.constrain(problem)
    answer, _ = search_plan(problem, Settings())
    assert answer is not None
    chosen = [problem.templates[number] for _, number in answer]
    swing = sum(item.roles.get(Role.SWING, 0.0) for item in chosen)
    assert swing / sum(sum(item.roles.values()) for item in chosen) > share(planned(ASKS)) + 0.03


def test_a_full_dose_that_is_not_enough_says_so() -> None:
    asks = replace(ASKS, swing_weeks=4, emphasis={Role.SWING: 0.7, Role.PUSH: 0.3})
    assert "more than its full 12, which stand here already" in why_less_swing(
        planned(asks).sessions, asks, asks.emphasis
    )


def test_where_the_dose_has_risen_enough_or_nothing_is_lacking_nothing_is_said() -> None:
    grown = replace(ASKS, swing_weeks=4)
    risen, small = planned(grown), planned(ASKS)
    assert share(risen) >= 0.35
    assert why_less_swing(risen.sessions, grown, FOUR) == ""
    assert why_less_swing(small.sessions, ASKS, {**FOUR, Role.SWING: share(small)}) == ""
    assert not [note for note in planned(replace(ASKS, emphasis={})).notes if note.startswith("Swing has")]


def test_a_share_no_dose_can_give_is_told() -> None:
    asks = replace(ASKS, emphasis={Role.SWING: 0.9, Role.PUSH: 0.1})
    why = why_less_swing(planned(asks).sessions, asks, asks.emphasis)
    assert "more than it ever allows; its full 12, open from the week of 30 March on" in why


@pytest.mark.parametrize("level", list(Level))
def test_what_the_full_dose_is_said_to_give_is_what_it_gives(level: Level) -> None:
    first = replace(ASKS, weeks=2, level=level, emphasis={Role.SWING: 0.6, Role.PUSH: 0.4})
    told = float(re.findall(r"come to about (\d+)%", why_less_swing(planned(first).sessions, first, first.emphasis))[0])
    assert told / 100.0 == pytest.approx(share(planned(replace(first, swing_weeks=4)), first.emphasis), abs=0.06)


def test_while_it_hurts_the_reason_is_the_pain() -> None:
    asks = replace(ASKS, pains=(Pain("groin", 3),))
    (note,) = [one for one in planned(asks).notes if one.startswith("Swing has")]
    assert "leaves out dedicated swing work" in note
    assert "sets a week" not in note
