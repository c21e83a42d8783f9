"""After a way back has ended the weeks build up: the ramp, the plan, the outline and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.app.care.come_back import begin_come_back, end_come_back
from evenstride.app.care.way_back import way_ended
from evenstride.app.planning.plan import PlanWish, plan_athlete
from evenstride.app.planning.training import OutlineWish, outline_athlete
from evenstride.core.athlete import Athlete, Intake, Level, Readiness
from evenstride.core.log import LogEntry
from evenstride.core.plan import Kind, Plan, Request
from evenstride.core.training import Stage, WayEnded, WeekDone
from evenstride.plan import Settings, check_plan, solve_plan
from evenstride.plan.limits import USUAL_METRES, usual_speed_metres
from evenstride.plan.returned import share_after, weeks_to_build
from evenstride.plan.rules.after_come_back import most_metres
from evenstride.store import open_store

MONDAY = date(2026, 3, 2)
WEEK = timedelta(weeks=1)
FREE = {MONDAY + timedelta(days=day): 75.0 for day in range(28)}
ENDED = WayEnded("left hamstring", MONDAY - 6 * WEEK, MONDAY - timedelta(days=1), Stage.PERFORM, MONDAY - WEEK)
ASKS = Request(MONDAY, 2, Level.TRAINED, FREE, kit=("gym",), returned=ENDED)
ORDINARY = replace(ASKS, returned=None)


def weekly(plan: Plan) -> list[float]:
    starts = (plan.start + number * WEEK for number in range(plan.weeks))
    return [
        sum(one.fast_metres for one in plan.sessions if one.kind.is_speed and start <= one.on < start + WEEK)
        for start in starts
    ]


@pytest.mark.parametrize(("days", "weeks"), [(0, 1), (3, 1), (8, 2), (15, 3), (28, 4), (200, 4)])
def test_a_way_back_counts_for_as_long_as_it_lasted_and_four_weeks_at_most(days: int, weeks: int) -> None:
    ended = replace(ENDED, began=ENDED.on - timedelta(days=days))
    assert weeks_to_build(ended) == weeks
    shares = [share_after(ended, ended.on + number * WEEK) for number in range(weeks + 1)]
    assert shares[-1] is None
    told = [share for share in shares if share is not None]
    assert told == sorted(told)
    assert told[-1] == pytest.approx(0.5 * 1.2**3)
    assert min(told) >= 0.5


def test_the_plan_after_a_way_back_is_no_full_one() -> None:
    full, back = solve_plan(ORDINARY), solve_plan(ASKS)
    assert isinstance(full, Plan)
    assert isinstance(back, Plan)
    usual = usual_speed_metres(ASKS)
    assert max(weekly(full)) > 0.8 * usual
    assert weekly(back)[0] <= 0.5 * usual
    assert 0.4 * usual <= weekly(back)[1] <= 0.6 * usual
    assert check_plan(back, ASKS) == ()
    assert "after-come-back" in {one.rule for one in check_plan(full, ASKS)}
    assert any("builds up for 4 weeks: 50 % of a usual week" in note for note in back.notes)
    fast = [one for one in back.sessions if one.kind.is_speed]
    assert fast
    assert all((item.dose.intensity or 0.0) <= 0.95 for one in fast for item in one.prescriptions if item.dose.distance)


def test_the_weeks_after_a_way_back_use_what_they_may_hold() -> None:
    """Small versions alone would keep fast running at a third of a usual week, whatever the ramp allows."""
    asks = replace(ASKS, weeks=4)
    plan = solve_plan(asks, settings=Settings())
    assert isinstance(plan, Plan)
    may = [most_metres(asks, MONDAY + number * WEEK) for number in range(4)]
    assert all(
        most is not None and 0.7 * most <= metres <= most for most, metres in zip(may, weekly(plan), strict=True)
    )


def test_metres_told_since_the_way_back_began_open_a_fifth_more() -> None:
    told = replace(ASKS, done=(WeekDone(MONDAY - WEEK, fast_metres=200.0),))
    before = replace(ASKS, done=(WeekDone(MONDAY - 8 * WEEK, fast_metres=200.0),))
    assert (most_metres(told, MONDAY), most_metres(before, MONDAY)) == (240, 140)
    assert most_metres(ASKS, MONDAY + 4 * WEEK) is None


@pytest.mark.parametrize(("logged", "may"), [((), False), ((2, 5), True)])
def test_the_small_first_sessions_of_the_last_step_count(logged: tuple[int, ...], may: bool) -> None:
    log = tuple(LogEntry(MONDAY - timedelta(days=ago), "acceleration") for ago in logged)
    asks = replace(ASKS, weeks=1, log=log, done=(WeekDone(MONDAY - WEEK, fast_metres=200.0),), min_speed_sessions=1)
    plan = solve_plan(asks, settings=Settings())
    assert isinstance(plan, Plan)
    first = next(one for one in plan.sessions if one.kind.is_speed)
    assert (first.fast_metres > 0.5 * USUAL_METRES[first.kind][Level.TRAINED]) is may
    assert check_plan(plan, asks) == ()


def test_hard_running_waits_and_an_early_end_is_slower() -> None:
    early = replace(ASKS, returned=replace(ENDED, stage=Stage.LOAD), long_races=True, age=25)
    plan = solve_plan(early, settings=Settings(first_feasible=True))
    assert isinstance(plan, Plan)
    first = [one for one in plan.sessions if one.on < MONDAY + WEEK and one.kind.is_speed]
    assert all((item.dose.intensity or 0.0) <= 0.9 for one in first for item in one.prescriptions if item.dose.distance)
    assert not {one.kind for one in plan.sessions} & {Kind.INTERVALS, Kind.SPRINT_ENDURANCE}


@pytest.mark.parametrize("stage", [Stage.LOAD, Stage.PERFORM])
def test_ending_a_way_back_leads_to_weeks_that_build_up(tmp_path: Path, stage: Stage) -> None:
    began, ends = MONDAY - 5 * WEEK - timedelta(days=1), datetime(2026, 3, 1, 12, tzinfo=UTC)
    answers = Intake(on=began, kit=("gym",), readiness=Readiness())
    with open_store(tmp_path / "back.sqlite") as store:
        ada = Athlete("Ada", 1999, Level.TRAINED, intake=answers)
        store.save_athlete(ada, saved_at=ends)
        begin_come_back(store, "Ada", "left hamstring", stage=stage, on=began, at=ends - 5 * WEEK)
        assert way_ended(store, ada, MONDAY) is None
        end_come_back(store, "Ada", by="physio Eva", note="", at=ends)
        ended = way_ended(store, ada, MONDAY)
        assert ended is not None
        assert (ended.began, ended.on) == (began, MONDAY - timedelta(days=1))
        plan = plan_athlete(store, "Ada", PlanWish(MONDAY), at=ends).plan
        assert isinstance(plan, Plan)
        assert weekly(plan)[0] <= 0.5 * 280.0
        outline = outline_athlete(store, "Ada", OutlineWish(MONDAY, event=MONDAY + 3 * WEEK), at=ends)
        assert [week.load for week in outline.weeks[:4]] == [0.5, 0.6, 0.7, 0.8]
        assert max(week.intensity or 0.0 for week in outline.weeks[:4]) <= 0.95
        begin_come_back(store, "Ada", "left hamstring", stage=stage, on=MONDAY - timedelta(days=1), at=ends)
        request = plan_athlete(store, "Ada", PlanWish(MONDAY), at=ends).request
        assert request is not None
        assert request.returned is None
