"""Each hard rule's constraint, alone, forbids what it is for: possible without the rule, impossible with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from evenstride.core.athlete import Level
from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Dose, Kind, Prescription, Request
from evenstride.core.roles import Role
from evenstride.core.training import ComeBack, Phase, PhysioLimits, SportDay, SportLoad, Stage, WayEnded, WeekDone
from evenstride.core.work import Work
from evenstride.plan import Settings, exercises
from evenstride.plan.search import INFEASIBLE, build_problem, prepare_solver, rules, solve_model
from evenstride.plan.templates import REST, Template

MONDAY = date(2026, 3, 2)
FREE = {MONDAY + timedelta(days=day): 60.0 for day in range(7)}
ASKS = Request(MONDAY, 1, Level.RECREATIONAL, FREE)
TRAINED = replace(ASKS, level=Level.TRAINED)
GOAL = ("Stay relaxed.",)


def one(kind: Kind, code: str, *, goals: tuple[str, ...] = GOAL, **dose: float | int) -> Template:
    return Template("one", kind, (Prescription(exercises()[code], Dose(**dose)),), goals)  # type: ignore[arg-type]


def do(code: str, **dose: float | int) -> Prescription:
    return Prescription(exercises()[code], Dose(**dose))  # type: ignore[arg-type]


def starts(*, reps: int = 4, rest: float = 120.0, intensity: float = 0.98, effort_time: float = 5.0) -> Template:
    return one(
        Kind.ACCELERATION, "standing_start", reps=reps, distance=20.0, rest=rest, intensity=intensity,
        effort_time=effort_time,
    )  # fmt: skip


def fly(reps: int = 4) -> Template:
    return one(
        Kind.MAX_VELOCITY, "fly_run", reps=reps, distance=20.0, run_in=20.0, rest=180.0, intensity=0.98, effort_time=8.0
    )


def assisted(reps: int) -> Template:
    return one(
        Kind.MAX_VELOCITY, "assisted_fly", reps=reps, distance=20.0, run_in=20.0, rest=300.0, intensity=1.03,
        effort_time=8.0,
    )  # fmt: skip


def bike_sprints(sets: int, *, duration: float = 6.0, rest: float = 240.0) -> Template:
    return one(Kind.BIKE_SPRINTS, "bike_sprint", sets=sets, duration=duration, rest=rest)


def long_sprints(metres: float) -> Template:
    return one(Kind.SPRINT_ENDURANCE, "sprint_endurance_run", reps=2, distance=metres, rest=600.0, intensity=0.95)


def sporty(load: SportLoad, day: int = 0) -> Request:
    return replace(ASKS, sport={MONDAY + timedelta(days=day): SportDay("football", load)})


def hurting_in_a_hurry() -> Request:
    return replace(ASKS, phases=(Phase.AGGRESSIVE,), pains=(Pain("calf", 1),))


STRENGTH = one(Kind.STRENGTH, "split_squat", sets=3, reps=5, rest=120.0)
EASY = one(Kind.EASY, "easy_walk", duration=1200.0)


DROPS = one(Kind.STRENGTH, "drop_jump_30", sets=2, reps=5, rest=90.0)
DROPPED = (Work("drop jumps from 30 cm", 1, 5), Work("drop_jump_30", 1, 5))
LONE_SWING = one(Kind.STRENGTH, "wall_thigh_switch", sets=2, reps=4, rest=60.0)
READY = (do("hamstring_slider", sets=2, reps=6, rest=60.0), do("adductor_squeeze", sets=2, reps=6, rest=60.0))
PREPARING = Template("two", Kind.STRENGTH, READY, GOAL)
SWINGS = replace(ASKS, emphasis={Role.SWING: 0.6, Role.PUSH: 0.4})
HAMSTRING_LATELY = replace(
    TRAINED, log=(LogEntry(MONDAY - timedelta(weeks=12), "easy", pains=(Pain("hamstring", 1),)),)
)


def pogos(sets: int) -> Template:
    return one(Kind.STRENGTH, "pogo", sets=sets, reps=10, rest=60.0)


def logged(age: int, kind: str) -> Request:
    return replace(ASKS, log=(LogEntry(MONDAY - timedelta(days=age), kind),))


def return_runs(intensity: float, reps: int = 4) -> Template:
    return one(Kind.RETURN_RUNS, "return_run", reps=reps, distance=40.0, rest=90.0, intensity=intensity)


def back(stage: Stage, *limits: PhysioLimits, place: str = "hamstring", **fields: object) -> Request:
    way = ComeBack(place, stage, MONDAY - timedelta(days=7), limits=limits)
    return replace(ASKS, come_back=replace(way, **fields))  # type: ignore[arg-type]


def told(asks: Request, *entries: LogEntry) -> Request:
    return replace(asks, log=entries)


ADA = {"ticked": MONDAY - timedelta(days=1)}
"""A clinician has agreed to the step."""
YESTERDAY = MONDAY - timedelta(days=1)
RAN_AT_60 = LogEntry(
    MONDAY - timedelta(days=2), "return runs", work=(Work("return_run", 1, 4, None, None, 40.0, intensity=0.6),)
)
HAMSTRING_1 = Pain("hamstring", 1, "left")
BRIDGE = one(Kind.STRENGTH, "single_leg_bridge", sets=2, reps=10, rest=60.0)
SKIPS = one(Kind.TECHNIQUE, "a_skip", sets=3, reps=3, duration=10.0, rest=45.0)
JUMPS = one(Kind.STRENGTH, "low_box_jump", sets=3, reps=5, rest=90.0)
POGOS = one(Kind.STRENGTH, "pogo", sets=3, reps=5, rest=90.0)
JOG = one(Kind.EASY, "easy_jog", duration=1200.0)

RETURNED = WayEnded("calf", MONDAY - timedelta(days=40), MONDAY - timedelta(days=1), Stage.PERFORM, MONDAY)
CASES: list[tuple[str, Request, Template, tuple[int, ...]]] = [
    ("come-back", back(Stage.RELEARN), STRENGTH, (0,)),
    ("come-back", back(Stage.RELEARN), JOG, (0,)),
    ("come-back", back(Stage.LOAD), JUMPS, (0,)),
    ("come-back", back(Stage.SPRING), POGOS, (0,)),
    ("come-back", back(Stage.SPRING), return_runs(0.5), (0,)),
    ("come-back", back(Stage.RUN), return_runs(0.6), (0,)),
    ("come-back", told(back(Stage.RUN), LogEntry(YESTERDAY, "yoga")), return_runs(0.8), (2,)),
    (
        "come-back",
        told(back(Stage.RUN), replace(RAN_AT_60, pains=(HAMSTRING_1,)), LogEntry(YESTERDAY, "yoga")),
        return_runs(0.7),
        (0,),
    ),
    ("come-back", back(Stage.SPRINT, **ADA), return_runs(0.9), (0,)),
    ("come-back", back(Stage.RUN), return_runs(0.5), (0, 1)),
    ("come-back", back(Stage.RUN), JOG, (0,)),
    ("come-back", told(back(Stage.RUN), LogEntry(YESTERDAY, "return runs")), return_runs(0.5), (0,)),
    ("come-back", back(Stage.SPRINT), return_runs(0.8), (0,)),
    ("come-back", back(Stage.SPRINT, **ADA), starts(reps=3, intensity=0.9), (0,)),
    ("come-back", back(Stage.PERFORM), starts(reps=3, intensity=0.9), (0,)),
    ("come-back", back(Stage.PERFORM, **ADA), starts(), (0,)),
    ("come-back", told(back(Stage.PERFORM, **ADA), LogEntry(YESTERDAY, "acceleration")), starts(), (1,)),
    ("come-back", replace(back(Stage.RUN), pains=(HAMSTRING_1,)), return_runs(0.5), (0,)),
    ("come-back", replace(back(Stage.RUN), pains=(HAMSTRING_1,)), BRIDGE, (0,)),
    ("come-back", replace(back(Stage.SPRING), pains=(HAMSTRING_1,)), JUMPS, (0,)),
    (
        "come-back",
        replace(back(Stage.LOAD), pains=(Pain("hamstring", 1, worse_next_morning=True),)),
        one(Kind.STRENGTH, "push_up", sets=2, reps=8, rest=60.0),
        (0,),
    ),
    ("physio-limits", back(Stage.SPRINT, PhysioLimits(0.8), PhysioLimits(0.6), **ADA), return_runs(0.7), (0,)),
    ("physio-limits", back(Stage.SPRINT, PhysioLimits(metres=200.0), **ADA), return_runs(0.5, reps=6), (0,)),
    ("physio-limits", back(Stage.PERFORM, PhysioLimits(metres=100.0), **ADA), fly(reps=3), (0,)),
    ("physio-limits", back(Stage.PERFORM, PhysioLimits(metres=900.0), **ADA), JOG, (0,)),
    ("physio-limits", back(Stage.PERFORM, PhysioLimits(banned=("jumps",)), **ADA), POGOS, (0,)),
    ("physio-limits", back(Stage.LOAD, PhysioLimits(banned=("hamstring",))), BRIDGE, (0,)),
    ("physio-limits", back(Stage.PERFORM, PhysioLimits(0.4, until=MONDAY), **ADA), JOG, (0,)),
    ("aggressive-block", hurting_in_a_hurry(), starts(), (0, 2, 4)),
    ("assisted-runs", ASKS, assisted(4), (0,)),
    ("assisted-runs", TRAINED, assisted(6), (0,)),
    ("assisted-runs", replace(TRAINED, pains=(Pain("hamstring", 1),)), assisted(4), (0,)),
    ("availability", replace(ASKS, available={MONDAY: 19.0}), EASY, (0,)),
    ("bike-sprints", ASKS, bike_sprints(7), (0,)),
    ("bike-sprints", ASKS, bike_sprints(4, rest=170.0), (0,)),
    ("bike-sprints", ASKS, bike_sprints(4, duration=11.0), (0,)),
    ("build-up", replace(ASKS, done=(WeekDone(MONDAY, fast_metres=100.0),)), starts(reps=8), (0,)),
    ("build-up", replace(ASKS, done=(WeekDone(MONDAY, 120.0, intensity=0.95),)), starts(reps=7), (0,)),
    ("calm-weeks", HAMSTRING_LATELY, assisted(4), (0,)),
    ("calm-weeks", replace(TRAINED, pains=(Pain("hamstring", 1),)), assisted(4), (0,)),
    ("calm-weeks", replace(TRAINED, come_back=ComeBack("hamstring", Stage.SPRINT, MONDAY)), assisted(4), (0,)),
    ("contacts", ASKS, pogos(10), (0,)),
    ("contacts", TRAINED, pogos(13), (0,)),
    ("contacts", replace(TRAINED, masters=True), pogos(7), (0,)),
    ("contacts", replace(TRAINED, age=15), pogos(7), (0,)),
    ("contacts", ASKS, one(Kind.PLAY, "hop_and_shuffle", duration=960.0), (0,)),
    ("contacts", replace(ASKS, done=(WeekDone(MONDAY, contacts=50.0),)), pogos(7), (0,)),
    ("contacts", replace(ASKS, done=(WeekDone(MONDAY, contacts=0.0),)), pogos(3), (0, 2)),
    ("contacts", TRAINED, DROPS, (0, 1)),
    ("contacts", replace(TRAINED, log=(LogEntry(MONDAY - timedelta(days=1), "gym", work=DROPPED),)), DROPS, (0,)),
    ("deload", replace(ASKS, phases=(Phase.DELOAD,)), starts(reps=7, intensity=0.9), (0,)),
    ("outline-load", replace(ASKS, shares=(0.6,)), starts(reps=7), (0,)),
    ("after-come-back", replace(ASKS, returned=RETURNED), starts(reps=4, intensity=0.95), (0,)),
    ("after-come-back", replace(ASKS, returned=RETURNED), starts(reps=2, intensity=0.98), (0,)),
    (
        "after-come-back",
        replace(ASKS, returned=replace(RETURNED, stage=Stage.RUN)),
        starts(reps=2, intensity=0.95),
        (0,),
    ),
    ("outline-load", replace(ASKS, tops=(0.9,)), starts(reps=3, intensity=0.95), (0,)),
    ("deload", replace(ASKS, phases=(Phase.DELOAD,)), starts(reps=3), (0,)),
    (
        "deload",
        replace(ASKS, phases=(Phase.DELOAD,)),
        replace(STRENGTH, prescriptions=STRENGTH.prescriptions * 5),
        (0,),
    ),
    ("low-recovery", replace(ASKS, low_recovery=True), STRENGTH, (0,)),
    ("low-recovery", replace(ASKS, low_recovery=True), one(Kind.EASY, "easy_walk", duration=1900.0), (0,)),
    ("plateau", replace(ASKS, stuck=True, done=(WeekDone(MONDAY, fast_metres=70.0),)), starts(), (0,)),
    ("sport-days", sporty(SportLoad.MATCH), STRENGTH, (0,)),
    ("sport-days", sporty(SportLoad.HARD), EASY, (0,)),
    ("sport-days", sporty(SportLoad.EASY), EASY, (0,)),
    ("sprint-endurance", TRAINED, long_sprints(100.0), (0,)),
    ("sprint-endurance", replace(TRAINED, long_races=True), long_sprints(160.0), (0,)),
    ("sprint-endurance", replace(ASKS, long_races=True), long_sprints(100.0), (0,)),
    ("spacing", sporty(SportLoad.MATCH, 2), starts(), (1,)),
    ("strength-before-speed", sporty(SportLoad.MATCH, 2), STRENGTH, (1,)),
    ("hard-days", sporty(SportLoad.HARD, 2), STRENGTH, (0, 1)),
    ("spacing", replace(sporty(SportLoad.MATCH), log=(LogEntry(MONDAY, "easy"),)), starts(), (1,)),
    ("taper", replace(ASKS, phases=(Phase.TAPER,)), starts(reps=7), (0,)),
    ("taper", replace(sporty(SportLoad.MATCH, 5), phases=(Phase.TAPER,)), STRENGTH, (2,)),
    ("youth", replace(ASKS, age=15), starts(), (0,)),
    ("back-after-gap", logged(14, "easy"), starts(), (3,)),
    ("effort-time", ASKS, starts(effort_time=10.1), (0,)),
    ("exercise-level", ASKS, one(Kind.STRENGTH, "clean_and_jerk", sets=2, reps=3, rest=120.0), (0,)),
    ("fast-only-in-speed", ASKS, replace(starts(), kind=Kind.TECHNIQUE), (0,)),
    ("goal-not-time", ASKS, replace(starts(), goals=("Break your record.",)), (0,)),
    ("goal-not-time", ASKS, replace(starts(), goals=()), (0,)),
    ("hard-days", ASKS, STRENGTH, (0, 1, 2)),
    ("kit", ASKS, one(Kind.STRENGTH, "step_up", sets=2, reps=5, rest=120.0), (0,)),
    ("masters-build-up", replace(ASKS, age=35), fly(), (0,)),
    ("maximum-metres", ASKS, fly(reps=6), (0,)),
    ("maximum-metres", replace(ASKS, masters=True), starts(reps=10), (0,)),
    ("minimum-rest", ASKS, starts(rest=119.0), (0,)),
    ("pain", replace(ASKS, pains=(Pain("knee", 2),)), fly(), (0,)),
    ("pain", replace(ASKS, pains=(Pain("hamstring", 3),)), starts(), (0,)),
    ("pain", replace(ASKS, pains=(Pain("foot", 4),)), EASY, (0,)),
    ("playful", ASKS, EASY, (0,)),
    ("readiness", replace(ASKS, ready=False), STRENGTH, (0,)),
    ("rest-day", ASKS, EASY, tuple(range(7))),
    ("rest-day", replace(ASKS, log=tuple(LogEntry(MONDAY - timedelta(days=n), "x") for n in range(1, 7))), EASY, (0,)),
    ("spacing", ASKS, starts(), (0, 1)),
    ("spacing", replace(ASKS, level=Level.BEGINNER), fly(), (0, 2)),
    ("spacing", logged(1, "change of direction"), starts(), (0,)),
    ("strength-before-speed", logged(1, "strength"), starts(), (0,)),
    ("strength-spacing", ASKS, STRENGTH, (0, 1)),
    ("strength-spacing", logged(1, "gym"), STRENGTH, (0,)),
    ("swing-load", ASKS, one(Kind.STRENGTH, "wall_thigh_switch", sets=7, reps=4, rest=60.0), (0,)),
    ("swing-pairing", SWINGS, LONE_SWING, (0,)),
    ("weekly-speed", ASKS, starts(), (0, 2, 4)),
    ("weekly-speed", replace(logged(3, "acceleration"), level=Level.RECREATIONAL), starts(), (0, 2)),
    ("wish-most-speed", replace(ASKS, max_speed_sessions=0), starts(), (0,)),
    ("youth", replace(ASKS, age=11), EASY, (0,)),
    ("youth", replace(ASKS, age=15), one(Kind.STRENGTH, "back_squat", sets=2, reps=5, rest=120.0), (0,)),
]


@pytest.mark.parametrize(("code", "asks", "template", "days"), CASES, ids=[f"{n}-{c[0]}" for n, c in enumerate(CASES)])
def test_a_rule_alone_forbids_what_it_is_for(
    code: str, asks: Request, template: Template, days: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What prepares for swing work stands beside every case, so that a rule may ask for it.
    monkeypatch.setattr("evenstride.plan.problem.prepare_templates", lambda _: (REST, template, PREPARING))
    rule = next(rule for rule in rules() if rule.RULE.code == code)
    for among, possible in (((), True), ((rule,), False)):
        problem = build_problem(asks, among)
        for day in days:
            problem.add(problem.x[day, 1] == 1)
        problem.model.add(sum(problem.x[day, 2] for day in problem.days) == 0)
        status = solve_model(prepare_solver(Settings(first_feasible=True)), problem.model)
        assert (status != INFEASIBLE) is possible


def test_every_hard_rule_is_tried_alone() -> None:
    hard = {rule.RULE.code for rule in rules() if rule.RULE.hard}
    elsewhere = {"red-flags", "wish-least-speed"}  # no sessions at all; needs more sessions, not fewer
    assert hard == {code for code, *_ in CASES} | elsewhere


@pytest.mark.parametrize(
    ("asks", "template", "days"),
    [
        (back(Stage.RELEARN), SKIPS, (0, 1)),
        (back(Stage.LOAD), BRIDGE, (0,)),
        (back(Stage.SPRING), JUMPS, (0,)),
        (back(Stage.RUN), return_runs(0.5), (0, 2, 4)),
        (told(back(Stage.RUN), RAN_AT_60), return_runs(0.7), (0,)),
        (back(Stage.SPRINT, **ADA), return_runs(0.8), (0,)),
        (back(Stage.SPRINT), return_runs(0.7), (0,)),
        (back(Stage.PERFORM, agreed=(Stage.SPRINT,)), return_runs(0.9), (0,)),
        (back(Stage.PERFORM, **ADA), starts(reps=3, intensity=0.95), (0, 2)),
        (
            told(
                back(Stage.PERFORM, **ADA),
                *(LogEntry(MONDAY - timedelta(days=age), "acceleration") for age in (2, 5)),
            ),
            starts(),
            (0,),
        ),
        (replace(back(Stage.LOAD, **ADA), pains=(HAMSTRING_1,)), BRIDGE, (0,)),
        (replace(back(Stage.RUN), pains=(Pain("shoulder", 3),)), return_runs(0.5), (0,)),
        (back(Stage.PERFORM, PhysioLimits(0.4, until=YESTERDAY), **ADA), JOG, (0,)),
        (back(Stage.PERFORM, PhysioLimits(0.4, until=MONDAY), **ADA), JOG, (1,)),
        (back(Stage.PERFORM, PhysioLimits(metres=200.0, banned=("jumps",)), **ADA), return_runs(0.9), (0,)),
    ],
)
def test_the_way_back_leaves_open_what_its_step_is_for(
    asks: Request, template: Template, days: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenstride.plan.problem.prepare_templates", lambda _: (REST, template))
    among = tuple(rule for rule in rules() if rule.RULE.code in ("come-back", "physio-limits"))
    problem = build_problem(asks, among)
    for day in days:
        problem.add(problem.x[day, 1] == 1)
    assert solve_model(prepare_solver(Settings(first_feasible=True)), problem.model) != INFEASIBLE
