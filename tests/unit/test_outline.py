"""The outline of the months: what the young, those on the way back and those away really hold, and after an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.app.care.come_back import begin_come_back, move_stage
from evenstride.app.planning.plan import PlanWish, plan_athlete
from evenstride.app.planning.training import OutlineWish, TrainingWish, change_training, outline_athlete
from evenstride.core.athlete import Athlete, Intake, Level, Readiness
from evenstride.core.outline import Outline, OutlineRequest
from evenstride.core.plan import Kind, Plan, Request
from evenstride.core.training import Match, Phase, Practice, SportDay, SportLoad, Stage
from evenstride.plan.open_kinds import open_kinds
from evenstride.plan.outline import solve_outline
from evenstride.store import open_store
from evenstride.store.base import Store
from evenstride.words import say_outline

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANSWERS = Intake(on=MONDAY - timedelta(days=1), kit=("gym", "bike"), readiness=Readiness())
WEEK = timedelta(weeks=1)
AWAY = tuple(MONDAY + WEEK + timedelta(days=number) for number in range(14))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with open_store(tmp_path / "outline.sqlite") as opened:
        opened.save_athlete(Athlete("Ada", 1999, Level.TRAINED, intake=ANSWERS), saved_at=NOW)
        opened.save_athlete(Athlete("Kim", 2012, Level.RECREATIONAL, intake=ANSWERS), saved_at=NOW)
        yield opened


def said(outline: Outline) -> str:
    return "\n".join(say_outline(outline))


def weeks_of(plan: Plan) -> list[set[Kind]]:
    return [
        {one.kind for one in plan.sessions if 0 <= (one.on - plan.start).days - 7 * week < 7}
        for week in range(plan.weeks)
    ]


def planned(store: Store, name: str) -> Plan:
    made = plan_athlete(store, name, PlanWish(MONDAY, weeks=3), at=NOW).plan
    assert isinstance(made, Plan)
    return made


def test_the_young_are_told_what_their_weeks_really_hold(store: Store) -> None:
    outline = outline_athlete(store, "Kim", OutlineWish(MONDAY, event=MONDAY + 8 * WEEK), at=NOW)
    assert {week.theme for week in outline.weeks} == {None}
    assert all(not any(kind.is_speed for kind in week.kinds) for week in outline.weeks)
    assert {Kind.TECHNIQUE, Kind.PLAY, Kind.STRENGTH} <= set(outline.weeks[0].kinds)
    text = said(outline)
    assert all(word in text for word in ("light strength", "play", "technique"))
    assert not any(kind.value in text for kind in (Kind.ACCELERATION, Kind.MAX_VELOCITY, Kind.CHANGE_OF_DIRECTION))
    assert "fast running comes in games" in text


def test_weeks_away_are_shown_and_the_plan_keeps_them_free(store: Store) -> None:
    outline = outline_athlete(store, "Ada", OutlineWish(MONDAY, away=AWAY), at=NOW)
    assert [week.phase for week in outline.weeks[1:3]] == [Phase.AWAY] * 2
    assert [week.load for week in outline.weeks[1:3]] == [0.0, 0.0]
    assert said(outline).count("nothing planned") == 2
    assert (outline.weeks[3].share, outline.weeks[3].top) == (0.8, 0.95)
    assert weeks_of(planned(store, "Ada"))[1:3] == [{Kind.REST}] * 2


def test_a_week_is_away_when_its_training_days_are(store: Store) -> None:
    asks = OutlineRequest(MONDAY, 3, Level.TRAINED, away=(MONDAY + WEEK, MONDAY + WEEK + timedelta(days=3)))
    assert not any(asks.is_away(week) for week in range(3))
    assert [replace(asks, weekdays=(0, 3)).is_away(week) for week in range(3)] == [False, True, False]


@pytest.mark.parametrize("week", range(-1, 11))
@pytest.mark.parametrize("since", [0, 3, 6])
def test_the_week_after_an_event_is_an_easy_one(week: int, since: int) -> None:
    day = MONDAY + week * WEEK + timedelta(days=5)
    race = OutlineRequest(MONDAY, 12, Level.TRAINED, day if week >= 0 else None, since, matches=(day,))
    assert solve_outline(race).weeks[week + 1].phase is Phase.DELOAD


def test_a_run_of_matches_ends_with_an_easy_week_and_single_ones_within_it_do_not(store: Store) -> None:
    days = [MONDAY + number * WEEK + timedelta(days=5) for number in (0, 1, 3, 4)]
    cups = tuple(Match(day, SportDay("cup", SportLoad.MATCH)) for day in days)
    change_training(store, "Ada", TrainingWish(practice=Practice.TEAM, matches=cups), at=NOW)
    outline = outline_athlete(store, "Ada", OutlineWish(MONDAY), at=NOW)
    assert outline.weeks[5].phase is Phase.DELOAD
    assert "the week after what counted" in said(outline).splitlines()[6]
    assert said(outline).count("the week after what counted") == 1


@pytest.mark.parametrize("stage", Stage)
def test_the_outline_obeys_the_step_of_the_way_back(store: Store, stage: Stage) -> None:
    begin_come_back(store, "Ada", "left hamstring", stage=Stage.LOAD, on=MONDAY - WEEK, at=NOW)
    for step in [one for one in Stage if Stage.LOAD.number < one.number <= stage.number]:
        move_stage(store, "Ada", step, by="", note="", at=NOW + timedelta(minutes=step.number))
    outline = outline_athlete(store, "Ada", OutlineWish(MONDAY, event=MONDAY + 6 * WEEK), at=NOW)
    assert {week.theme for week in outline.weeks} == {None}
    assert {week.load for week in outline.weeks} == {None}
    assert Phase.TAPER not in {week.phase for week in outline.weeks}
    open_now = min(stage, Stage.RUN, key=lambda one: one.number) if stage.needs_tick else stage
    assert outline.stage is max(open_now, Stage.LOAD, key=lambda one: one.number)
    assert "You and your clinician decide when" in said(outline)
    assert "is for your clinician and you to say" in said(outline)
    assert "acceleration" not in said(outline)


def test_an_outline_made_before_an_injury_lends_no_speed_to_the_way_back(store: Store) -> None:
    outline_athlete(store, "Ada", OutlineWish(MONDAY), at=NOW)
    begin_come_back(store, "Ada", "left hamstring", stage=Stage.RUN, on=MONDAY - WEEK, at=NOW)
    request = plan_athlete(store, "Ada", PlanWish(MONDAY, weeks=2), at=NOW).request
    assert request is not None
    assert set(request.themes) == {None}


def test_cyclists_are_told_of_bike_sprints_and_the_unasked_of_easy_weeks(store: Store) -> None:
    change_training(store, "Ada", TrainingWish(practice=Practice.CYCLING), at=NOW)
    outline = outline_athlete(store, "Ada", OutlineWish(MONDAY), at=NOW)
    assert {week.theme for week in outline.weeks} == {Kind.BIKE_SPRINTS}
    assert {week.intensity for week in outline.weeks} == {None}
    store.save_athlete(Athlete("Bo", 1999, Level.TRAINED, intake=replace(ANSWERS, readiness=None)), saved_at=NOW)
    easy = outline_athlete(store, "Bo", OutlineWish(MONDAY), at=NOW)
    assert {week.kinds for week in easy.weeks} == {(Kind.EASY,)}
    assert "until the health questions are answered" in said(easy)


def test_a_limit_closes_kinds_for_the_days_it_holds() -> None:
    from evenstride.core.training import ComeBack, PhysioLimits

    until = MONDAY + timedelta(days=13)
    back = ComeBack("calf", Stage.PERFORM, MONDAY - WEEK, MONDAY, (PhysioLimits(0.8, until=until),))
    kinds = open_kinds(Request(MONDAY, 1, Level.TRAINED, {}, come_back=back), 3)
    assert [any(kind.is_speed for kind in week) for week in kinds] == [False, False, True]
