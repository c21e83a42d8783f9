"""The last weeks of the log as the rules of build-up and plateau read them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from evenstride.app.planning.done import weeks_done
from evenstride.core.athlete import Level
from evenstride.core.log import LogEntry
from evenstride.core.plan import Plan, Request
from evenstride.core.work import Work
from evenstride.plan import check_plan, solve_plan

MONDAY = date(2026, 3, 2)
LONG_AGO = LogEntry(MONDAY - timedelta(days=60), "easy", 30.0)
FLY = Work("fly_run", 1, 4, distance=20.0, intensity=0.98)
SQUAT = Work("back_squat", 3, 5, 80.0, 2.0)


def ago(days: int, kind: str, *work: Work) -> LogEntry:
    return LogEntry(MONDAY - timedelta(days=days), kind, 40.0, work=work)


def last(*entries: LogEntry):
    return weeks_done([LONG_AGO, *entries], MONDAY)[-1]


def test_weeks_without_sessions_hold_nothing_and_days_before_the_first_entry_are_not_counted() -> None:
    assert weeks_done((), MONDAY) == ()
    assert [one.fast_metres for one in weeks_done([LONG_AGO], MONDAY)] == [0.0] * 4
    new = weeks_done([ago(10, "easy")], MONDAY)
    assert [one.start for one in new] == [MONDAY - timedelta(days=7)]


def test_the_week_ends_on_the_eve_of_the_plan() -> None:
    weeks = weeks_done([LONG_AGO, ago(7, "maximal velocity", FLY), ago(0, "maximal velocity", FLY)], MONDAY)
    assert [one.fast_metres for one in weeks] == [0.0, 0.0, 0.0, 80.0]
    assert [one.fast_metres for one in weeks_done([LONG_AGO, ago(8, "sprints", FLY)], MONDAY)] == [0.0, 0.0, 80.0, 0.0]


@pytest.mark.parametrize(
    ("entries", "metres", "top"),
    [
        ((ago(3, "maximal velocity", FLY), ago(1, "easy")), 80.0, 0.98),
        ((ago(3, "maximal velocity", FLY), ago(1, "acceleration")), None, None),
        ((ago(3, "maximal velocity"),), None, None),
        ((ago(3, "strength"), ago(2, "yoga"), ago(1, "sport")), 0.0, None),
        ((ago(3, "speed", FLY, Work("garden hill", 1, 4, distance=30.0)),), None, None),
        ((ago(3, "speed", FLY, Work("fly_run", distance=20.0)),), None, None),
        ((ago(3, "acceleration", Work("standing_start", 1, 5, distance=20.0)),), 100.0, None),
        ((ago(3, "tempo", Work("tempo_run", 1, 10, distance=100.0)),), 0.0, None),
        ((ago(3, "tempo", Work("tempo_run", 1, 10, distance=100.0, intensity=0.7)),), 0.0, 0.7),
        ((ago(3, "rest"), LogEntry(MONDAY - timedelta(days=2), "speed", 0.0)), 0.0, None),
    ],
)
def test_a_half_told_week_tells_no_metres(entries, metres, top) -> None:
    week = last(*entries)
    assert (week.fast_metres, week.intensity) == (metres, top)


@pytest.mark.parametrize(
    ("entries", "contacts", "sets"),
    [
        ((ago(3, "strength", SQUAT, Work("pogo", 3, 10)),), 30.0, 3.0),
        ((ago(3, "strength", SQUAT), ago(1, "strength")), None, None),
        ((ago(3, "maximal velocity"), ago(1, "play")), 0.0, 0.0),
        ((ago(3, "yoga"),), None, None),
        ((ago(3, "strength", Work("pogo", 3)),), None, 0.0),
        ((ago(3, "strength", Work("pogo", 3, contacts=24)),), 24.0, 0.0),
        ((ago(3, "strength", Work("back_squat", reps=5)),), 0.0, None),
    ],
)
def test_a_half_told_week_tells_neither_contacts_nor_sets(entries, contacts, sets) -> None:
    week = last(*entries)
    assert (week.contacts, week.hard_sets) == (contacts, sets)


def test_a_plan_rises_from_a_log_that_tells_and_stands_free_of_one_that_does_not() -> None:
    def speed(work: tuple[Work, ...]) -> tuple[LogEntry, ...]:
        return (LONG_AGO, *(ago(days, "acceleration", *work) for days in (6, 9, 13, 16, 20, 23, 27)))

    free = {MONDAY + timedelta(days=day): 90.0 for day in range(7)}
    start = Work("standing_start", 1, 2, distance=20.0, intensity=0.95)

    def metres(log: tuple[LogEntry, ...]) -> float:
        asks = Request(MONDAY, 1, Level.TRAINED, free, best_speed=9.0, log=log, done=weeks_done(log, MONDAY))
        plan = solve_plan(asks)
        assert isinstance(plan, Plan)
        assert check_plan(plan, asks) == ()
        return sum(session.fast_metres for session in plan.sessions if session.kind.is_speed)

    assert metres(speed((start,))) <= 1.2 * 160.0 < metres(speed(()))
