"""An outline and the plan of its next four weeks never contradict each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenstride.core.athlete import Level
from evenstride.core.outline import Outline, OutlineRequest
from evenstride.core.plan import Kind, Plan, Request
from evenstride.core.training import ComeBack, Phase, Practice, SportLoad, Stage
from evenstride.plan import Settings, check_plan, solve_plan
from evenstride.plan.limits import usual_speed_metres
from evenstride.plan.open_kinds import open_kinds
from evenstride.plan.outline import solve_outline
from evenstride.plan.way_back import stage_today
from tests.property.test_plan_random import MONDAY, requests

WEEK = timedelta(weeks=1)
QUICK = Settings(first_feasible=True)


def outlined(request: Request, **told) -> Outline:
    matches = tuple(day for day, one in request.sport.items() if one.load is SportLoad.MATCH)
    return solve_outline(
        OutlineRequest(
            request.start, told.pop("weeks", 8), request.level, matches=matches, stage=stage_today(request),
            kinds=open_kinds(request, 8), **told,
        )
    )  # fmt: skip


def following(request: Request, outline: Outline) -> Request:
    weeks = outline.following(request.start, request.weeks)
    assert None not in weeks
    return replace(
        request, phases=tuple(one.phase for one in weeks), themes=tuple(one.theme for one in weeks),
        shares=tuple(one.share for one in weeks), tops=tuple(one.top for one in weeks), keep=(),
        available={day: minutes for day, minutes in request.available.items() if day not in outline.away},
        sport={day: one for day, one in request.sport.items() if day not in outline.away},
    )  # fmt: skip


def contradictions(outline: Outline, plan: Plan, request: Request) -> list[str]:
    found: list[str] = []
    for week in outline.following(plan.start, plan.weeks):
        assert week is not None
        sessions = [one for one in plan.sessions if week.start <= one.on < week.start + WEEK]
        kinds = {one.kind for one in sessions} - {Kind.REST, Kind.SPORT}
        metres = sum(one.fast_metres for one in sessions if one.kind.is_speed)
        fast = [item.dose.intensity or 0.0 for one in sessions for item in one.prescriptions if item.dose.distance]
        found += [f"{week.start}: {kinds - set(week.kinds)} is not outlined"] if not kinds <= set(week.kinds) else []
        if week.phase is Phase.AWAY and kinds:
            found.append(f"{week.start}: {kinds} in a week away")
        if week.theme is None and any(kind.is_speed for kind in kinds):
            found.append(f"{week.start}: speed without a theme")
        most = 1.0 if week.theme is None or week.load is None else week.load
        if most < 1.0 and metres > most * usual_speed_metres(request) + 1e-9:
            found.append(f"{week.start}: {metres} m, outlined {most:.0%}")
        if week.intensity is not None and week.intensity < 0.98 and max(fast, default=0.0) > week.intensity + 1e-9:
            found.append(f"{week.start}: a run at {max(fast)}, outlined {week.intensity}")
    return found


@given(
    requests(),
    st.integers(0, 6),
    st.sampled_from((None, 5, 12, 26)),
    st.sampled_from(((), tuple(range(7, 21)), (0, 1, 3))),
)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_plan_holds_nothing_its_outline_does_not(
    request: Request, since: int, event: int | None, away: tuple[int, ...]
) -> None:
    days = tuple(MONDAY + timedelta(days=number) for number in away)
    race = None if event is None else MONDAY + timedelta(days=event)
    outline = outlined(request, since_deload=since, event=race, away=days)
    asks = following(request, outline)
    plan = solve_plan(asks, settings=QUICK)
    if isinstance(plan, Plan):
        assert contradictions(outline, plan, asks) == []
        assert check_plan(plan, asks) == ()


def whom() -> list[Request]:
    free = {MONDAY + timedelta(days=day): 75.0 for day in range(7)}
    back = ComeBack("calf", Stage.PERFORM, MONDAY - WEEK, MONDAY - WEEK)
    people = [Request(MONDAY, 1, level, free, kit=("bike", "gym"), practice=practice)
              for level, practice in product(Level, Practice)]  # fmt: skip
    trained = people[-4]
    return [*people, *(replace(trained, age=age) for age in (13, 17, 30, 47)), replace(trained, come_back=back)]


@pytest.mark.parametrize(
    "request_", whom(), ids=lambda one: f"{one.level} {one.practice} {one.age} {one.come_back is not None}"
)
def test_a_theme_that_is_named_is_trained_where_days_are_free(request_: Request) -> None:
    outline = outlined(request_)
    asks = following(request_, outline)
    plan = solve_plan(asks)
    assert isinstance(plan, Plan)
    assert contradictions(outline, plan, asks) == []
    theme = outline.weeks[0].theme
    assert (theme is None) == (request_.age == 13)
    assert theme is None or theme in {one.kind.stimulus for one in plan.sessions if one.kind.is_speed}


def test_a_contradiction_is_found() -> None:
    asks = whom()[0]
    outline = outlined(asks)
    plan = solve_plan(replace(asks, min_speed_sessions=1), settings=QUICK)
    assert isinstance(plan, Plan)
    closed = replace(outline, weeks=tuple(replace(one, kinds=(), theme=None) for one in outline.weeks))
    light = replace(outline, weeks=tuple(replace(one, load=0.01, intensity=0.1) for one in outline.weeks))
    assert len(contradictions(closed, plan, asks)) >= 1
    assert len(contradictions(light, plan, asks)) >= 1
