"""Progressive overload from the log: the next step, and when there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.athlete import Level
from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Dose, Kind, Plan, Prescription, Request, Session
from evenstride.core.training import Phase
from evenstride.core.work import Work
from evenstride.plan import check_plan, exercises, solve_plan
from evenstride.plan.overload import next_load, prepare_loads
from evenstride.plan.overload_times import Time
from evenstride.plan.sessions import session_id

MONDAY = date(2026, 3, 2)
FREE = {MONDAY + timedelta(days=day): 60.0 for day in range(14)}
ASKS = Request(MONDAY, 2, Level.RECREATIONAL, FREE, kit=("gym", "box"))


def gym(days: int, *work: Work, pains: tuple[Pain, ...] = ()) -> LogEntry:
    return LogEntry(MONDAY - timedelta(days=days), "strength", 40.0, work=work, pains=pains)


def squat(sets: int, reps: int, load: float | None, rir: float | None) -> Work:
    return Work("back_squat", sets, reps, load, rir)


def session(day: int, code: str, sets: int, reps: int) -> Session:
    items = (Prescription(exercises()[code], Dose(sets=sets, reps=reps, rest=120.0)),)
    on = MONDAY + timedelta(days=day)
    return Session(on, Kind.STRENGTH, "Strength", 30.0, items, id=session_id(on, Kind.STRENGTH, items))


def after(*log: LogEntry, code: str = "back_squat", sets: int = 3, reps: int = 5, **asked: object) -> Prescription:
    request = replace(ASKS, log=log, **asked)  # type: ignore[arg-type]
    return prepare_loads([session(1, code, sets, reps)], request)[0].prescriptions[0]


@pytest.mark.parametrize(
    ("told", "load"),
    [
        ((squat(3, 5, 80.0, 3.0),), 82.5),
        ((squat(3, 5, 200.0, 3.0),), 205.0),
        ((squat(3, 5, 30.0, 4.0),), 31.0),
        ((squat(3, 5, 80.0, 2.0),), 80.0),
        ((squat(3, 5, 80.0, None),), 80.0),
        ((squat(3, 5, 80.0, 0.0),), 80.0),
        ((squat(3, 4, 80.0, 3.0),), 80.0),
        ((squat(2, 5, 80.0, 3.0),), 80.0),
        ((squat(4, 5, 80.0, 3.0),), 82.5),
        ((squat(1, 5, 40.0, 8.0), squat(3, 5, 80.0, 3.0)), 82.5),
        ((squat(3, 5, 0.0, 4.0),), 1.0),
    ],
)
def test_the_load_after_one_time(told: tuple[Work, ...], load: float) -> None:
    assert after(gym(4, *told)).dose.load == load


def test_without_a_load_in_the_log_there_is_no_number() -> None:
    for log in ((), (gym(4, squat(3, 5, None, 3.0)),), (gym(4, Work("back_squat")),)):
        dose = after(*log).dose
        assert (dose.load, dose.rir) == (None, 2.0)
        assert dose.text == "3 × 5 with a weight that leaves 2 good repetitions, 2 min rest"


def test_hard_twice_is_one_step_less() -> None:
    hard = squat(3, 4, 80.0, 0.0)
    assert after(gym(8, hard), gym(4, hard)).dose.load == 77.5
    assert after(gym(8, squat(3, 4, 75.0, 0.0)), gym(4, hard)).dose.load == 80.0


def test_a_stale_load_must_change_and_stays_down_with_pain() -> None:
    same = [gym(days, squat(3, 5, 80.0, 3.0)) for days in (13, 10, 7, 4)]
    stale = after(*same)
    assert stale.dose.load == 82.5
    assert "must change" in stale.step
    assert "must change" not in after(*same[1:]).step
    sore = after(*same, pains=(Pain("knee", 2),))
    assert sore.dose.load == 70.0
    assert "hurts" in sore.step


@pytest.mark.parametrize(("days", "load"), [(12, 102.5), (13, 90.0), (26, 90.0), (27, 80.0), (90, 80.0)])
def test_after_a_gap_less(days: int, load: float) -> None:
    assert after(gym(days, squat(3, 5, 100.0, 3.0))).dose.load == load


def test_a_light_week_takes_a_tenth_off_and_the_week_after_does_not_raise_both() -> None:
    request = replace(ASKS, log=(gym(4, squat(3, 5, 80.0, 3.0)),), phases=(Phase.DELOAD, Phase.BUILD))
    week = [session(1, "back_squat", 2, 5), session(8, "back_squat", 3, 5), session(11, "back_squat", 3, 5)]
    loads = [one.prescriptions[0].dose.load for one in prepare_loads(week, request)]
    assert loads == [70.0, 70.0, 82.5]


def test_under_sixteen_there_is_technique_and_no_number() -> None:
    item = after(gym(4, squat(3, 5, 40.0, 5.0)), age=15)
    assert (item.dose.load, item.dose.rir) == (None, 4.0)
    assert "Learn the movement" in item.step
    assert after(gym(4, squat(3, 5, 40.0, 5.0)), age=16).dose.load == 41.0


def test_without_a_weight_repetitions_rise_and_then_something_harder_is_offered() -> None:
    def bridges(reps: int, rir: float, **asked: object) -> Prescription:
        log = gym(4, Work("single_leg_bridge", 3, reps, rir=rir))
        return after(log, code="single_leg_bridge", reps=10, **asked)

    assert bridges(10, 4.0).dose.reps == 11
    assert bridges(12, 2.0).dose.reps == 12
    assert bridges(12, 0.0).dose.reps == 10
    assert bridges(8, 4.0).dose.reps == 10
    at_the_top = bridges(15, 4.0)
    assert at_the_top.dose.reps == 15
    assert "if you like" in at_the_top.step
    assert bridges(10, 4.0, phases=(Phase.DELOAD,)).dose.reps == 10
    assert all(item.dose.load is None for item in (bridges(10, 4.0), at_the_top))


def test_without_time_for_more_repetitions_they_stay() -> None:
    request = replace(ASKS, log=(gym(4, Work("single_leg_bridge", 3, 10, rir=4.0)),))
    full = replace(session(1, "single_leg_bridge", 3, 10), minutes=8.0)
    for minutes, reps in ((8.0, 10), (9.0, 11)):
        (made,) = prepare_loads([full], replace(request, available={full.on: minutes}))
        assert made.prescriptions[0].dose.reps == reps
        assert made.minutes == minutes


def test_a_load_changes_no_session_and_a_new_plan_keeps_it() -> None:
    plan = solve_plan(ASKS)
    assert isinstance(plan, Plan)
    again = solve_plan(replace(ASKS, keep=plan.sessions, log=(gym(2, squat(4, 5, 80.0, 3.0)),)))
    loads = [item.dose.load for one in plan.sessions for item in one.prescriptions if item.exercise.loaded]
    new = [item.dose.load for one in again.sessions for item in one.prescriptions if item.exercise.code == "back_squat"]
    assert loads
    assert set(loads) == {None}
    assert new
    assert None not in new
    assert [one.id for one in again.sessions] == [one.id for one in plan.sessions]
    assert check_plan(again, replace(ASKS, log=(gym(2, squat(4, 5, 80.0, 3.0)),))) == ()


lifts = st.builds(
    squat, st.integers(1, 6), st.integers(1, 12), st.sampled_from((None, 0.0, 20.0, 79.5, 120.0)),
    st.sampled_from((None, 0.0, 2.0, 5.0)),
)  # fmt: skip
logs = st.lists(st.builds(gym, st.integers(0, 40), lifts), max_size=5)
weeks = st.lists(st.tuples(st.integers(1, 4), st.sampled_from((5, 8))), min_size=1, max_size=4)


@given(logs, weeks, st.sampled_from(((), (Phase.DELOAD,), (Phase.BUILD, Phase.DELOAD))), st.booleans())
def test_volume_and_load_never_both_rise(log, doses, phases, is_sore) -> None:
    request = replace(ASKS, log=tuple(log), phases=phases, pains=(Pain("knee", 2),) if is_sore else ())
    sessions = [session(3 * number + 1, "back_squat", *dose) for number, dose in enumerate(doses)]
    made = prepare_loads(sessions, request)
    assert [one.id for one in made] == [one.id for one in sessions]
    found = check_plan(Plan(MONDAY, 2, made), request)
    assert "overload" not in {one.rule for one in found}


@given(st.integers(1, 120).map(lambda half: half / 2.0), st.sampled_from((0.0, 2.0, 3.0, None)))
def test_a_step_is_small_and_up_only_with_ease(load: float, rir: float | None) -> None:
    new, _ = next_load(Dose(sets=3, reps=5), [Time(MONDAY, 3, 5, load, rir)])
    assert (new > load) is (rir == 3.0)
    assert new - load <= max(1.0, 0.05 * load)


def holds(sets: int, seconds: float, rir: float | None, code: str = "wall_push_hold") -> Work:
    return Work(code, sets, 4, rir=rir, duration=seconds)


def held(*log: LogEntry, code: str = "wall_push_hold", sets: int = 2, **asked: object) -> Prescription:
    request = replace(ASKS, log=log, **asked)  # type: ignore[arg-type]
    items = (Prescription(exercises()[code], Dose(sets=sets, reps=4, duration=10.0, rest=60.0)),)
    on = MONDAY + timedelta(days=1)
    return prepare_loads([Session(on, Kind.STRENGTH, "Strength", 30.0, items)], request)[0].prescriptions[0]


@pytest.mark.parametrize(
    ("told", "dose"),
    [
        (holds(2, 10.0, 3.0), (2, 11.0)),
        (holds(2, 14.0, 3.0), (2, 15.0)),
        (holds(2, 15.0, 3.0), (3, 15.0)),
        (holds(3, 15.0, 3.0), (3, 15.0)),
        (holds(2, 12.0, 2.0), (2, 12.0)),
        (holds(2, 12.0, 0.0), (2, 10.0)),
        (holds(1, 12.0, 4.0), (2, 10.0)),
        (holds(1, 8.0, 4.0), (2, 8.0)),
        (holds(2, 60.0, 4.0), (3, 15.0)),
        (holds(2, 10.0, None), (2, 10.0)),
    ],
)
def test_holds_get_longer_and_then_more_and_never_both(told: Work, dose: tuple[int, float]) -> None:
    item = held(gym(4, told))
    assert (item.dose.sets, item.dose.duration, item.dose.load) == (*dose, None)


def test_holds_say_what_their_step_is_and_what_it_waits_for() -> None:
    assert held(gym(4, holds(2, 10.0, 3.0))).step == "Last time 2 × 4 × 10 s, 3 left: 1 s longer."
    assert "tell how many were left" in held(gym(4, holds(2, 10.0, None))).step
    assert held().step == ""
    assert "if you like" in held(gym(4, holds(3, 15.0, 3.0))).step


def test_swing_holds_and_light_weeks_get_no_more_sets() -> None:
    top = gym(4, holds(2, 15.0, 4.0, "thigh_drive_hold"))
    assert held(top, code="thigh_drive_hold").dose.sets == 2
    assert held(gym(4, holds(2, 15.0, 4.0)), phases=(Phase.DELOAD,)).dose.sets == 2
    assert held(gym(4, holds(2, 12.0, 4.0)), phases=(Phase.DELOAD,)).dose.duration == 10.0
    assert held(gym(4, holds(2, 12.0, 4.0)), age=15).dose.duration == 10.0


def test_throws_get_more_and_then_sets_with_the_same_ball() -> None:
    def throws(sets: int, reps: int, rir: float) -> Prescription:
        log = gym(4, Work("medicine_ball_throw", sets, reps, 3.0, rir))
        return after(log, code="medicine_ball_throw", sets=2, reps=6)

    found = [throws(2, 6, 3.0), throws(2, 9, 3.0), throws(2, 6, 1.0)]
    assert [(one.dose.sets, one.dose.reps, one.dose.load) for one in found] == [(2, 7, 3.0), (3, 9, 3.0), (2, 6, 3.0)]


def test_a_first_load_is_found_and_never_named_0_kg() -> None:
    first = after()
    assert "begin light" in first.step
    assert "leaves 2 good repetitions" in first.step
    for rir in (0.0, 1.0, None):
        item = after(gym(4, squat(3, 5, 0.0, rir)))
        assert "0 kg" not in f"{item.dose.text} {item.step}"
        assert "without a weight" in item.step


hold_works = st.builds(
    holds, st.integers(1, 6), st.sampled_from((5.0, 10.0, 13.0, 15.0)), st.sampled_from((None, 0.0, 2.0, 4.0))
)


@given(
    st.lists(hold_works, max_size=3),
    st.lists(st.integers(2, 6), min_size=1, max_size=4),
    st.sampled_from(((), (Phase.DELOAD,), (Phase.BUILD, Phase.DELOAD))),
)
def test_holds_never_get_longer_and_more_at_once(told, sets, phases) -> None:
    request = replace(ASKS, log=tuple(gym(20 - 3 * n, one) for n, one in enumerate(told)), phases=phases)
    sessions = [
        Session(MONDAY + timedelta(days=3 * n), Kind.STRENGTH, "Strength", 30.0,
                (Prescription(exercises()["wall_push_hold"], Dose(sets=many, reps=4, duration=10.0, rest=60.0)),))
        for n, many in enumerate(sets)
    ]  # fmt: skip
    made = prepare_loads(sessions, request)
    assert "overload" not in {one.rule for one in check_plan(Plan(MONDAY, 2, made), request)}


def test_the_checker_sees_holds_that_get_longer_and_more() -> None:
    request = replace(ASKS, log=(gym(4, holds(2, 10.0, 4.0)),))
    items = (Prescription(exercises()["wall_push_hold"], Dose(sets=3, reps=4, duration=12.0)),)
    plan = Plan(MONDAY, 2, (Session(MONDAY, Kind.STRENGTH, "Strength", 30.0, items),))
    assert "overload" in {one.rule for one in check_plan(plan, request)}
