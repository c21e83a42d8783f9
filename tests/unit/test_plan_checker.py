"""The independent checker: it accepts the published week and catches a broken plan for every hard rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from evenstride.core.athlete import Level
from evenstride.core.errors import InputError
from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Dose, Exercise, Kind, Plan, Prescription, Request, Session
from evenstride.core.roles import Role
from evenstride.core.training import ComeBack, Phase, PhysioLimits, SportDay, SportLoad, Stage, WayEnded, WeekDone
from evenstride.core.work import Work
from evenstride.plan import check_plan, exercises, solve_plan
from evenstride.plan.checker import CHECKS
from evenstride.plan.score import score_plan
from evenstride.plan.search import rules

MONDAY = date(2026, 3, 2)


def do(code: str, **dose: float | int) -> Prescription:
    return Prescription(exercises()[code], Dose(**dose))  # type: ignore[arg-type]


def session(day: int, kind: Kind, title: str, minutes: float, *items: Prescription, goal: str = "") -> Session:
    playful = any(item.exercise.playful for item in items)
    return Session(MONDAY + timedelta(days=day), kind, title, minutes, items, goal=goal, playful=playful)


STARTS = do("standing_start", reps=4, distance=20.0, rest=150.0, intensity=0.98, effort_time=4.3)
FLY = do("fly_run", reps=5, distance=20.0, run_in=20.0, rest=180.0, intensity=0.98, effort_time=7.3)
PLAY = do("hop_and_shuffle", reps=4, duration=180.0)
SQUAT = do("split_squat", sets=3, reps=5, rest=120.0)
PUBLISHED = (
    session(0, Kind.ACCELERATION, "Technique and acceleration: 4 × 20 m", 40.0, STARTS, goal="Lean, then rise slowly."),
    session(1, Kind.STRENGTH, "Strength and mobility", 45.0, SQUAT, do("plank_reach", sets=3, reps=8)),
    session(2, Kind.EASY, "Easy walk", 35.0, do("easy_walk", duration=2100.0)),
    session(
        3, Kind.MAX_VELOCITY, "Maximal velocity: 5 × (20 m build + 20 m fast)", 45.0, FLY, PLAY, goal="Stay relaxed."
    ),
    session(4, Kind.STRENGTH, "Strength and plyometrics", 45.0, SQUAT, do("low_box_jump", sets=3, reps=5, rest=90.0)),
    session(5, Kind.EASY, "Easy run", 50.0, do("easy_jog", duration=3000.0)),
    session(6, Kind.REST, "Rest", 0.0),
)
FREE = {MONDAY + timedelta(days=day): 60.0 for day in range(7)}
ASKS = Request(MONDAY, 1, Level.RECREATIONAL, FREE, kit=("box",), best_speed=8.0)
WEEK = Plan(MONDAY, 1, PUBLISHED)


def test_the_published_week_is_accepted() -> None:
    assert check_plan(WEEK, ASKS) == ()


def test_the_solvers_own_week_scores_at_least_as_well_as_the_published_one() -> None:
    own = solve_plan(ASKS)
    assert isinstance(own, Plan)
    assert tuple(score_plan(own, ASKS).values()) <= tuple(score_plan(WEEK, ASKS).values())
    assert own.proven


def test_a_week_that_breaks_a_rule_has_no_score() -> None:
    with pytest.raises(InputError, match="breaks a hard rule"):
        score_plan(WEEK, replace(ASKS, kit=()))


def changed(day: int, **fields: object) -> Plan:
    sessions = list(PUBLISHED)
    sessions[day] = replace(sessions[day], **fields)  # type: ignore[arg-type]
    return replace(WEEK, sessions=tuple(sessions))


def dosed(day: int, item: Prescription, **dose: object) -> Plan:
    broken = replace(item, dose=replace(item.dose, **dose))  # type: ignore[arg-type]
    others = [broken if other is item else other for other in PUBLISHED[day].prescriptions]
    return changed(day, prescriptions=tuple(others), title="session")


def logged(*kinds_by_age: tuple[int, str]) -> Request:
    return replace(ASKS, log=tuple(LogEntry(MONDAY - timedelta(days=age), kind) for age, kind in kinds_by_age))


def speed_on(day: int, item: Prescription = STARTS, kind: Kind = Kind.ACCELERATION) -> Plan:
    return changed(day, kind=kind, title="session", prescriptions=(item,), goal="Stay relaxed.", playful=False)


def worked(day: int, *codes: str) -> Plan:
    return changed(day, prescriptions=tuple(do(code, sets=2, reps=5, rest=90.0) for code in codes))


def jumped(code: str, sets: int, *, day: int = 1, on: Plan = WEEK) -> Plan:
    sessions = list(on.sessions)
    sessions[day] = replace(sessions[day], prescriptions=(do(code, sets=sets, reps=10, rest=60.0),))
    return replace(on, sessions=tuple(sessions))


def lifted(sets: int, load: float) -> Plan:
    return changed(1, prescriptions=(do("back_squat", sets=sets, reps=5, rest=90.0, load=load, rir=2.0),))


LIFTED = replace(ASKS, log=(LogEntry(MONDAY - timedelta(days=4), "gym", 0.5, work=(Work("squat", 1, 5),
    Work("back_squat", 4, 5, 80.0, 3.0))),))  # fmt: skip
SWINGS = replace(ASKS, emphasis={Role.SWING: 0.6, Role.PUSH: 0.4})
DROPPED = LogEntry(MONDAY, "gym", 0.5, work=(Work("drop_jump_45", 1, 3),))
TRAINED = replace(ASKS, level=Level.TRAINED)
RETURNED = WayEnded("calf", MONDAY - timedelta(days=40), MONDAY - timedelta(days=1), Stage.PERFORM, MONDAY)
HURRIED = replace(ASKS, phases=(Phase.AGGRESSIVE,))
ASSISTED = do("assisted_fly", reps=4, distance=20.0, run_in=20.0, rest=300.0, intensity=1.03, effort_time=6.0)
SWING = do("wall_thigh_switch", sets=7, reps=4, duration=10.0, rest=60.0)
THIRTY_DAYS = ((30, "easy"), (20, "easy"), (10, "easy"), (3, "easy"))


def back(stage: Stage, *limits: PhysioLimits, ticked: bool = False, pain: Pain | None = None) -> Request:
    way = ComeBack("left hamstring", stage, MONDAY, MONDAY if ticked else None, limits)
    return replace(ASKS, come_back=way, pains=() if pain is None else (pain,))


def return_runs(day: int, intensity: float) -> Plan:
    runs = do("return_run", reps=4, distance=40.0, rest=90.0, intensity=intensity)
    return changed(day, kind=Kind.RETURN_RUNS, title="session", prescriptions=(runs,), playful=False)


QUIET = (
    session(0, Kind.TECHNIQUE, "Technique", 20.0, do("a_skip", sets=3, reps=3, duration=10.0)),
    session(1, Kind.STRENGTH, "Strength", 45.0, SQUAT, do("single_leg_bridge", sets=3, reps=8)),
    PUBLISHED[2],
    session(3, Kind.PLAY, "Play", 20.0, do("target_throw", duration=600.0)),
    session(4, Kind.RETURN_RUNS, "Runs", 20.0, do("return_run", reps=4, distance=40.0, rest=90.0, intensity=0.5)),
    session(5, Kind.REST, "Rest", 0.0),
    PUBLISHED[6],
)
EASED = replace(WEEK, sessions=QUIET)
"""A week for the step run."""
LOW_JUMPS = session(4, Kind.STRENGTH, "Jumps", 20.0, do("low_box_jump", sets=3, reps=5, rest=90.0))
CASES: list[tuple[str, Plan, Request]] = [
    ("come-back", WEEK, back(Stage.SPRINT, ticked=True)),
    ("come-back", WEEK, back(Stage.PERFORM, ticked=True)),
    ("come-back", EASED, back(Stage.SPRING)),
    ("come-back", EASED, back(Stage.RELEARN)),
    ("come-back", EASED, back(Stage.RUN, pain=Pain("hamstring", 1))),
    ("come-back", replace(WEEK, sessions=(*QUIET[:4], *QUIET[5:])), back(Stage.RUN, pain=Pain("hamstring", 1))),
    ("come-back", replace(WEEK, sessions=(*QUIET[:4], LOW_JUMPS, *QUIET[5:])), back(Stage.LOAD)),
    ("come-back", return_runs(4, 0.6), back(Stage.RUN)),
    ("come-back", return_runs(4, 0.9), back(Stage.SPRINT, ticked=True)),
    ("come-back", return_runs(4, 0.8), back(Stage.SPRINT)),
    (
        "come-back",
        replace(EASED, sessions=(*QUIET[:4], QUIET[4], replace(QUIET[4], on=MONDAY + timedelta(days=5)))),
        back(Stage.RUN),
    ),
    (
        "come-back",
        EASED,
        replace(
            back(Stage.RUN),
            log=(
                LogEntry(
                    MONDAY - timedelta(days=1), "easy", pains=(Pain("back of thigh", 1, worse_next_morning=True),)
                ),
            ),
        ),
    ),
    ("physio-limits", EASED, back(Stage.RUN, PhysioLimits(0.9), PhysioLimits(0.4))),
    ("physio-limits", EASED, back(Stage.RUN, PhysioLimits(metres=150.0))),
    ("physio-limits", EASED, back(Stage.RUN, PhysioLimits(banned=("bridges",), until=MONDAY + timedelta(days=1)))),
    ("physio-limits", WEEK, back(Stage.RUN, PhysioLimits(metres=5000.0))),
    ("aggressive-block", speed_on(5), replace(HURRIED, pains=(Pain("calf", 1),))),
    ("aggressive-block", speed_on(5), replace(HURRIED, level=Level.BEGINNER)),
    ("assisted-runs", speed_on(3, ASSISTED, Kind.MAX_VELOCITY), ASKS),
    ("assisted-runs", speed_on(3, ASSISTED, Kind.MAX_VELOCITY), replace(TRAINED, pains=(Pain("hamstring", 1),))),
    ("bike-sprints", speed_on(3, do("bike_sprint", sets=7, duration=6.0, rest=240.0), Kind.BIKE_SPRINTS), ASKS),
    ("bike-sprints", speed_on(3, do("bike_sprint", sets=2, duration=12.0, rest=240.0), Kind.BIKE_SPRINTS), ASKS),
    ("build-up", WEEK, replace(ASKS, done=(WeekDone(MONDAY, fast_metres=100.0),))),
    ("build-up", WEEK, replace(ASKS, done=(WeekDone(MONDAY, 160.0, intensity=0.9),))),
    ("calm-weeks", speed_on(3, ASSISTED, Kind.MAX_VELOCITY), replace(TRAINED, pains=(Pain("hamstring", 1),))),
    (
        "calm-weeks",
        speed_on(3, ASSISTED, Kind.MAX_VELOCITY),
        replace(TRAINED, log=(LogEntry(MONDAY - timedelta(days=84), "easy", pains=(Pain("hamstring", 1),)),)),
    ),
    ("contacts", jumped("pogo", 10), ASKS),
    ("contacts", WEEK, replace(ASKS, age=15)),
    ("contacts", jumped("pogo", 9), replace(ASKS, done=(WeekDone(MONDAY, contacts=60.0),))),
    ("contacts", jumped("drop_jump_30", 2, day=2, on=jumped("drop_jump_30", 2)), TRAINED),
    ("contacts", jumped("drop_jump_30", 2), replace(TRAINED, log=(DROPPED,))),
    ("deload", WEEK, replace(ASKS, phases=(Phase.DELOAD,))),
    ("outline-load", WEEK, replace(ASKS, shares=(0.8,))),
    ("after-come-back", WEEK, replace(ASKS, returned=RETURNED)),
    (
        "after-come-back",
        speed_on(0, do("standing_start", reps=2, distance=20.0, rest=150.0, intensity=0.98)),
        replace(ASKS, returned=RETURNED),
    ),
    ("outline-load", WEEK, replace(ASKS, tops=(0.95,))),
    ("low-recovery", WEEK, replace(ASKS, low_recovery=True)),
    ("plateau", WEEK, replace(ASKS, stuck=True, done=(WeekDone(MONDAY, fast_metres=100.0),))),
    ("sport-days", WEEK, replace(ASKS, sport={MONDAY: SportDay("match", SportLoad.MATCH)})),
    ("sport-days", WEEK, replace(ASKS, sport={MONDAY + timedelta(days=2): SportDay("run", SportLoad.EASY)})),
    (
        "sprint-endurance",
        speed_on(3, do("sprint_endurance_run", reps=2, distance=100.0, rest=600.0), Kind.SPRINT_ENDURANCE),
        ASKS,
    ),
    (
        "sprint-endurance",
        speed_on(3, do("sprint_endurance_run", reps=2, distance=200.0, rest=600.0), Kind.SPRINT_ENDURANCE),
        replace(TRAINED, long_races=True),
    ),
    ("taper", dosed(0, STARTS, reps=8), replace(ASKS, phases=(Phase.TAPER,))),
    ("spacing", WEEK, replace(ASKS, sport={MONDAY + timedelta(days=4): SportDay("match", SportLoad.MATCH)})),
    ("youth", WEEK, replace(ASKS, age=13)),
    ("availability", changed(0, minutes=61.0), ASKS),
    ("availability", WEEK, replace(ASKS, available={**FREE, MONDAY: 0.0})),
    ("availability", WEEK, logged((0, "yoga"))),
    ("spacing", speed_on(1), logged((0, "acceleration"))),
    ("pain", WEEK, replace(ASKS, log=(LogEntry(MONDAY, "rest", pains=(Pain("back", 5),)),))),
    ("red-flags", WEEK, replace(ASKS, log=(LogEntry(MONDAY, "easy", red_flags=("fever",)),))),
    ("kit", WEEK, replace(ASKS, kit=())),
    ("exercise-level", worked(1, "clean_and_jerk"), replace(ASKS, kit=("gym", "coach", "box"))),
    ("weekly-speed", speed_on(5), ASKS),
    ("weekly-speed", WEEK, logged((3, "acceleration"))),
    ("wish-most-speed", WEEK, replace(ASKS, max_speed_sessions=1)),
    ("wish-least-speed", WEEK, replace(ASKS, min_speed_sessions=3)),
    ("spacing", speed_on(4), ASKS),
    ("spacing", WEEK, logged((1, "Maximal velocity"))),
    ("spacing", WEEK, replace(logged((2, "maximal velocity")), level=Level.BEGINNER)),
    ("spacing", WEEK, replace(logged((2, "maximal velocity")), age=41)),
    ("rest-day", changed(6, kind=Kind.EASY, minutes=20.0), ASKS),
    ("rest-day", WEEK, logged(*((age, "yoga") for age in range(1, 8)))),
    ("strength-before-speed", changed(2, kind=Kind.STRENGTH), ASKS),
    ("strength-before-speed", WEEK, logged((1, "strength"))),
    ("strength-spacing", changed(2, kind=Kind.STRENGTH), ASKS),
    ("hard-days", changed(2, kind=Kind.STRENGTH), ASKS),
    ("hard-days", WEEK, logged((1, "strength"))),
    ("maximum-metres", dosed(3, FLY, reps=6), ASKS),
    ("maximum-metres", dosed(0, STARTS, reps=11), ASKS),
    ("maximum-metres", WEEK, replace(ASKS, masters=True)),
    ("minimum-rest", dosed(0, STARTS, rest=110.0), ASKS),
    ("minimum-rest", dosed(3, FLY, run_in=30.0), ASKS),
    ("minimum-rest", dosed(3, FLY, rest=None), ASKS),
    ("effort-time", dosed(3, FLY, effort_time=10.5), ASKS),
    ("effort-time", WEEK, replace(ASKS, best_speed=3.5)),
    ("fast-only-in-speed", changed(2, prescriptions=(STARTS,), title="session"), ASKS),
    ("pain", WEEK, replace(ASKS, pains=(Pain("left hamstring", 2),))),
    ("pain", WEEK, replace(ASKS, pains=(Pain("shoulder", 4),))),
    ("pain", WEEK, replace(ASKS, pains=(Pain("shoulder", 1, worse_next_morning=True),))),
    ("pain", WEEK, replace(ASKS, log=(LogEntry(MONDAY - timedelta(days=2), "easy", pains=(Pain("back", 5),)),))),
    (
        "pain",
        WEEK,
        replace(
            ASKS,
            log=tuple(LogEntry(MONDAY - timedelta(days=age), "easy", pains=(Pain("foot", 1),)) for age in (2, 4, 6)),
        ),
    ),
    ("red-flags", WEEK, replace(ASKS, red_flags=("swollen calf",))),
    ("red-flags", WEEK, replace(ASKS, pains=(Pain("calf", 1, sharp=True),))),
    ("red-flags", WEEK, replace(ASKS, log=(LogEntry(MONDAY - timedelta(days=9), "easy", red_flags=("fever",)),))),
    ("readiness", WEEK, replace(ASKS, ready=False)),
    ("youth", WEEK, replace(ASKS, age=11)),
    ("youth", worked(1, "back_squat"), replace(ASKS, age=15, kit=("gym", "box"))),
    ("youth", worked(4, "drop_jump_45"), replace(ASKS, age=15, kit=("high box", "box", "coach"), level=Level.TRAINED)),
    ("back-after-gap", WEEK, logged((15, "acceleration"))),
    ("masters-build-up", WEEK, replace(logged((20, "easy"), (10, "easy")), masters=True)),
    ("swing-load", changed(1, prescriptions=(SWING,)), ASKS),
    (
        "swing-load",
        changed(1, prescriptions=(replace(SWING, dose=replace(SWING.dose, sets=1)),)),
        replace(ASKS, pains=(Pain("groin", 2),)),
    ),
    ("swing-pairing", worked(1, "wall_thigh_switch", "hamstring_slider"), SWINGS),
    ("swing-pairing", worked(1, "wall_thigh_switch", "adductor_squeeze"), SWINGS),
    ("overload", lifted(5, 85.0), LIFTED),
    ("overload", lifted(4, 82.5), replace(LIFTED, age=15)),
    ("overload", lifted(2, 75.0), replace(LIFTED, phases=(Phase.DELOAD,))),
    ("playful", changed(3, prescriptions=(FLY,), playful=False), ASKS),
    ("goal-not-time", changed(3, goal=""), ASKS),
    ("goal-not-time", changed(3, goal="Run 2.3"), ASKS),
    ("goal-not-time", changed(3, goal="A new personal best"), ASKS),
    ("shape", replace(WEEK, sessions=PUBLISHED[:-1]), ASKS),
    ("shape", replace(WEEK, sessions=(*PUBLISHED[:3], PUBLISHED[1], *PUBLISHED[3:])), ASKS),
    ("text", changed(0, title="Acceleration: 6 × 20 m"), ASKS),
    ("text", changed(3, title="5 × (20 m build + 30 m fast)"), ASKS),
    ("text", changed(2, playful=True), ASKS),
]


@pytest.mark.parametrize(("rule", "plan", "asks"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)])
def test_a_broken_plan_is_caught(rule: str, plan: Plan, asks: Request) -> None:
    assert rule in {violation.rule for violation in check_plan(plan, asks)}


def test_every_hard_rule_has_a_check_and_a_broken_plan() -> None:
    hard = {rule.RULE.code for rule in rules() if rule.RULE.hard}
    assert hard | {"shape", "text", "overload"} == set(CHECKS)
    assert set(CHECKS) == {rule for rule, _, _ in CASES}


ONCE_SORE = LogEntry(MONDAY - timedelta(days=13), "easy", pains=(Pain("calf", 6),))


@pytest.mark.parametrize(
    "asks",
    [
        logged((4, "maximal velocity")),
        logged((2, "sprints"), (4, "heavy lifting")),
        logged((14, "acceleration"), (2, "yoga")),
        replace(logged(*THIRTY_DAYS), age=34),
        replace(ASKS, pains=(Pain("calf", 1),)),
        replace(ASKS, log=(ONCE_SORE, LogEntry(MONDAY - timedelta(days=3), "easy"))),
    ],
    ids=["spaced", "unknown words", "no gap", "not yet masters", "pain 1", "pain gone since"],
)
def test_what_is_allowed_is_not_caught(asks: Request) -> None:
    assert check_plan(WEEK, asks) == ()


@pytest.mark.parametrize(
    ("plan", "asks"),
    [
        (EASED, back(Stage.RUN)),
        (EASED, back(Stage.SPRINT)),
        (EASED, back(Stage.RUN, PhysioLimits(0.5, 160.0, ("deadlift",)))),
        (EASED, back(Stage.RUN, PhysioLimits(banned=("bridges",), until=MONDAY))),
        (EASED, back(Stage.RUN, pain=Pain("shoulder", 1))),
    ],
)
def test_a_week_of_its_step_is_not_caught(plan: Plan, asks: Request) -> None:
    assert [item for item in check_plan(plan, asks) if item.rule in ("come-back", "physio-limits")] == []


@pytest.mark.parametrize(("banned", "missed"), [((), True), (("hamstring",), False), (("jump",), True)])
def test_what_a_physio_bans_is_not_missed_beside_swing_work(banned: tuple[str, ...], missed: bool) -> None:
    asks = replace(back(Stage.LOAD, PhysioLimits(banned=banned)), emphasis=SWINGS.emphasis)
    found = [item.text for item in check_plan(changed(1, prescriptions=(SWING,)), asks) if item.rule == "swing-pairing"]
    assert any("hamstring" in text for text in found) is missed


def test_the_swing_dose_may_rise_by_a_fifth_each_week() -> None:
    swings = SWINGS
    caught: Callable[[Request], bool] = lambda asks: any(  # noqa: E731
        item.rule == "swing-load" for item in check_plan(changed(1, prescriptions=(SWING,)), asks)
    )
    assert caught(swings)
    assert not caught(replace(swings, swing_weeks=1))


def test_an_unknown_exercise_without_shares_is_no_swing_work() -> None:
    own = Prescription(Exercise("own", "own thing", "fun"), Dose(sets=30))
    assert check_plan(changed(1, prescriptions=(own,)), ASKS) == ()
