"""Random athletes and calendars: no plan breaks a hard rule; the independent checker decides."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenstride.core.athlete import Level
from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Clash, Kind, Plan, Request
from evenstride.core.roles import Role
from evenstride.core.training import (
    ComeBack,
    Phase,
    PhysioLimits,
    Practice,
    SportDay,
    SportLoad,
    Stage,
    WayEnded,
    WeekDone,
)
from evenstride.plan import Settings, check_plan, explain_plan, solve_plan
from evenstride.plan.outline_weeks import THEMES
from evenstride.plan.search import is_satisfiable, rules

MONDAY = date(2026, 3, 2)
QUICK = Settings(first_feasible=True)
KIT = (
    "gym",
    "elastic band",
    "rope",
    "skis",
    "box",
    "high box",
    "medicine ball",
    "bike",
    "ball",
    "pool",
    "partner",
    "coach",
)
WISHED = {MONDAY + timedelta(days=day): (kind,) for day, kind in enumerate(Kind)}
PLACES = ("hamstring", "groin", "hip flexor", "calf", "heel", "knee", "lower back", "shoulder", "somewhere")

pains = st.builds(
    Pain,
    place=st.sampled_from(PLACES),
    level=st.integers(0, 7),
    worse_next_morning=st.sampled_from((False, False, False, True)),
)
entries = st.builds(
    LogEntry,
    on=st.integers(0, 40).map(lambda days: MONDAY - timedelta(days=days)),
    kind=st.sampled_from((*(kind.value for kind in Kind), "yoga", "Acceleration ")),
    minutes=st.sampled_from((None, 0.0, 30.0)),
    pains=st.lists(pains, max_size=1).map(tuple),
)
physios = st.builds(
    PhysioLimits,
    speed_share=st.sampled_from((None, None, 0.6, 0.8)),
    metres=st.sampled_from((None, None, 0.0, 200.0)),
    banned=st.sampled_from(((), (), ("jumps",), ("lunge", "hamstring"))),
    until=st.sampled_from((None, None, MONDAY + timedelta(days=3))),
)
ways_back = st.none() | st.builds(
    ComeBack,
    place=st.sampled_from(("left hamstring", "calf", "knee", "somewhere")),
    stage=st.sampled_from(Stage),
    since=st.sampled_from((MONDAY - timedelta(days=21), MONDAY - timedelta(days=3))),
    ticked=st.sampled_from((None, MONDAY - timedelta(days=3))),
    limits=st.lists(physios, max_size=2).map(tuple),
    agreed=st.sampled_from(((), (Stage.SPRINT,))),
)


ways_ended = st.none() | st.builds(
    WayEnded,
    place=st.just("calf"),
    began=st.sampled_from((MONDAY - timedelta(days=50), MONDAY - timedelta(days=12))),
    on=st.sampled_from((MONDAY - timedelta(days=10), MONDAY)),
    stage=st.sampled_from(Stage),
    since=st.just(MONDAY - timedelta(days=11)),
)
sports = st.builds(SportDay, name=st.just("sport"), load=st.sampled_from(SportLoad))
weeks_done = st.builds(
    WeekDone,
    start=st.just(MONDAY - timedelta(weeks=1)),
    fast_metres=st.sampled_from((None, 0.0, 90.0, 240.0)),
    intensity=st.sampled_from((None, 0.9, 0.95, 0.98)),
)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    weeks = draw(st.sampled_from((1, 1, 1, 2, 2, 4)))
    minutes = st.sampled_from((0.0, 10.0, 25.0, 40.0, 60.0, 90.0))
    push = draw(st.sampled_from((0.3, 0.5, 0.7)))
    days = [MONDAY + timedelta(days=day) for day in range(7 * weeks)]
    return Request(
        start=MONDAY,
        weeks=weeks,
        level=draw(st.sampled_from(Level)),
        available={day: draw(minutes) for day in days},
        masters=draw(st.booleans()),
        age=draw(st.sampled_from((None, None, 9, 13, 17, 25, 47))),
        kit=tuple(draw(st.sets(st.sampled_from(KIT)))),
        emphasis={Role.PUSH: push, Role.SWING: 1.0 - push},
        pains=tuple(draw(st.lists(pains, max_size=2))),
        red_flags=draw(st.sampled_from(((), (), (), (), ("fever",)))),
        ready=draw(st.sampled_from((True, True, True, False))),
        log=tuple(draw(st.lists(entries, max_size=8))),
        max_speed_sessions=draw(st.sampled_from((None, None, 1))),
        min_speed_sessions=draw(st.sampled_from((None, None, None, 1, 2))),
        best_speed=draw(st.sampled_from((None, 4.2, 9.5))),
        swing_weeks=draw(st.integers(0, 3)),
        wished_kinds=draw(st.sampled_from(({}, {}, WISHED))),
        come_back=(back := draw(ways_back)),
        returned=draw(ways_ended) if back is None else None,
        practice=draw(st.sampled_from((Practice.SPRINT, *Practice))),
        racing=draw(st.booleans()),
        long_races=draw(st.booleans()),
        sport=draw(st.dictionaries(st.sampled_from(days), sports, max_size=3)),
        phases=tuple(draw(st.lists(st.sampled_from(Phase), max_size=weeks))),
        themes=tuple(draw(st.lists(st.sampled_from((None, *THEMES)), max_size=weeks))),
        shares=tuple(draw(st.lists(st.sampled_from((None, 0.6, 0.8)), max_size=weeks))),
        tops=tuple(draw(st.lists(st.sampled_from((None, 0.9, 0.95)), max_size=weeks))),
        stuck=draw(st.sampled_from((False, False, False, True))),
        low_recovery=draw(st.sampled_from((False, False, False, True))),
        done=tuple(draw(st.lists(weeks_done, max_size=4))),
    )


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(requests())
def test_no_plan_breaks_a_hard_rule(request: Request) -> None:
    answer = solve_plan(request, settings=QUICK)
    if isinstance(answer, Plan):
        assert check_plan(answer, request) == ()
        explain_plan(answer, request)
        return
    _assert_smallest(answer, request)


def _assert_smallest(clash: Clash, request: Request) -> None:
    members = tuple(rule for rule in rules() if rule.RULE.code in clash.rules)
    assert len(members) == len(clash.rules) > 0
    assert not is_satisfiable(request, members)
    for rule in members:
        assert is_satisfiable(request, tuple(item for item in members if item is not rule))


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(requests(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(request: Request, order: random.Random) -> None:
    def shuffled(items: tuple) -> tuple:
        return tuple(order.sample(items, len(items)))

    request = replace(request, weeks=1, min_speed_sessions=None)
    other = replace(
        request,
        available=dict(reversed(request.available.items())),
        kit=shuffled(request.kit),
        pains=shuffled(request.pains),
        log=shuffled(request.log),
        emphasis=dict(reversed(request.emphasis.items())),
    )
    assert solve_plan(request) == solve_plan(other)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(requests())
def test_the_best_plan_keeps_the_hard_rules_too(request: Request) -> None:
    answer = solve_plan(replace(request, weeks=1, min_speed_sessions=None))
    assert isinstance(answer, Plan)
    assert check_plan(answer, replace(request, weeks=1, min_speed_sessions=None)) == ()
    assert answer.stopped or answer.proven
