"""Notes about days: sport without a rest day, a match on the way back, a day that a low check-in made light."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from evenstride.core.athlete import Level
from evenstride.core.log import LogEntry
from evenstride.core.plan import Kind, Plan, Request
from evenstride.core.training import ComeBack, SportDay, SportLoad, Stage
from evenstride.plan import check_plan, solve_plan

MONDAY = date(2026, 3, 2)
FREE = {MONDAY + timedelta(days=day): 60.0 for day in range(14)}
ASKS = Request(MONDAY, 1, Level.RECREATIONAL, FREE)


def planned(asks: Request) -> Plan:
    plan = solve_plan(asks)
    assert isinstance(plan, Plan)
    assert check_plan(plan, asks) == ()
    return plan


def sport(days: range, load: SportLoad = SportLoad.HARD) -> dict[date, SportDay]:
    return {MONDAY + timedelta(days=day): SportDay("football", load) for day in days}


def test_sport_on_seven_days_running_leaves_no_rest_day_and_says_so() -> None:
    (note,) = [one for one in planned(replace(ASKS, sport=sport(range(7)))).notes if "rest day" in one]
    assert "from Mon 2 March on, so no full rest day is possible" in note
    assert not [one for one in planned(replace(ASKS, sport=sport(range(6)))).notes if "rest day" in one]
    mixed = sport(range(2, 9), SportLoad.EASY)
    plan = planned(replace(ASKS, weeks=2, sport=mixed))
    (later,) = [one for one in plan.notes if "rest day" in one]
    assert "from Wed 4 March on" in later
    assert {one.kind for one in plan.sessions if one.on in mixed} == {Kind.SPORT}


@pytest.mark.parametrize("stage", list(Stage))
def test_a_match_while_nothing_runs_is_told(stage: Stage) -> None:
    back = ComeBack("left hamstring", stage, MONDAY, MONDAY if stage.needs_tick else None)
    asks = replace(ASKS, come_back=back, sport=sport(range(5, 6), SportLoad.MATCH))
    notes = [one for one in planned(asks).notes if "Football on Sat 7 March" in one]
    assert len(notes) == (stage in (Stage.RELEARN, Stage.LOAD, Stage.SPRING))
    easy = replace(asks, sport=sport(range(5, 6), SportLoad.EASY))
    assert not [one for one in planned(easy).notes if "Football on" in one]


def test_a_low_check_in_names_its_day_what_it_holds_and_what_gave_way() -> None:
    before = planned(ASKS)
    hard = next(one for one in before.sessions if one.kind is Kind.STRENGTH)
    low = replace(ASKS, start=hard.on, available={hard.on + timedelta(days=day): 60.0 for day in range(7)},
                  low_recovery=True, keep=tuple(one for one in before.sessions if one.on >= hard.on))  # fmt: skip
    after = planned(low)
    (note,) = [one for one in after.notes if one.startswith("Sleep or readiness was low")]
    assert f"{hard.on:%a} {hard.on.day} March" in note
    (light,) = [one for one in after.sessions if one.on == hard.on]
    assert note.endswith(f": {light.title} in the place of {hard.title}.")


def test_without_a_plan_before_or_a_session_to_come_nothing_gave_way() -> None:
    assert "in the place of" not in " ".join(planned(replace(ASKS, low_recovery=True)).notes)
    assert "Sleep or readiness was low on Mon 2 March" in " ".join(planned(replace(ASKS, low_recovery=True)).notes)
    for quiet in (ASKS, replace(ASKS, low_recovery=True, log=(LogEntry(MONDAY, "easy", 20.0),))):
        assert "Sleep or readiness" not in " ".join(planned(quiet).notes)
