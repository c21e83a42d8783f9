"""Strength that changes: another main lift each time, and jumps in a week with strength."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from evenstride.core.athlete import Level
from evenstride.core.log import LogEntry
from evenstride.core.plan import Kind, Plan, Request
from evenstride.core.work import Work
from evenstride.plan import check_plan, explain_plan, solve_plan
from evenstride.plan.rules.lift_variety import main_lift
from evenstride.plan.templates import JUMPS

MONDAY = date(2026, 3, 2)
FREE = {MONDAY + timedelta(days=day): 60.0 for day in range(28)}
GYM = Request(MONDAY, 4, Level.RECREATIONAL, FREE, kit=("gym",), age=30)


def planned(asks: Request) -> Plan:
    plan = solve_plan(asks)
    assert isinstance(plan, Plan)
    assert plan.proven
    assert check_plan(plan, asks) == ()
    return plan


def lifts(plan: Plan) -> list[str]:
    return [main_lift(one.prescriptions) for one in plan.sessions if one.kind is Kind.STRENGTH]


@pytest.mark.parametrize(
    "asks",
    [
        GYM,
        replace(GYM, kit=()),
        replace(GYM, level=Level.TRAINED, kit=("gym", "box", "coach")),
        replace(GYM, age=50, masters=True),
        replace(GYM, level=Level.BEGINNER, age=14, kit=()),
    ],
    ids=["gym", "no gym", "trained with a coach", "masters", "youth"],
)
def test_the_main_lift_changes_and_jumps_come_back_every_week(asks: Request) -> None:
    plan = planned(asks)
    found = lifts(plan)
    assert len(found) >= 4
    assert all(before != after for before, after in pairwise(found))
    for week in range(4):
        held = [one for one in plan.sessions if (one.on - MONDAY).days // 7 == week and one.kind is Kind.STRENGTH]
        jumps = any(item.exercise.pattern in JUMPS for one in held for item in one.prescriptions)
        assert jumps or not held
    assert f"0 of {len(found) - 1} strength sessions repeat" in explain_plan(plan, asks)


@pytest.mark.parametrize("told", ["back_squat", "deadlift"])
def test_the_last_lift_of_the_log_is_not_the_next(told: str) -> None:
    log = (LogEntry(MONDAY - timedelta(days=3), "strength", 40.0, work=(Work(told, 3, 5, 60.0, 2.0),)),)
    assert lifts(planned(replace(GYM, weeks=1, log=log)))[0] != told


def test_a_lift_from_long_before_another_one_does_not_count() -> None:
    log = tuple(
        LogEntry(MONDAY - timedelta(days=days), "strength", 40.0, work=(Work(code, 3, 5, 60.0, 2.0),))
        for days, code in ((9, "deadlift"), (3, "back_squat"))
    )
    assert lifts(planned(replace(GYM, weeks=1, log=log)))[0] != "back_squat"
