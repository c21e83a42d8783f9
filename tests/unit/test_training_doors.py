"""How one trains, check-ins, the outline and the reasons of a plan, through app and command line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evenstride.app.care.come_back import begin_come_back, end_come_back, lift_limit, set_limit
from evenstride.app.care.way_back import come_back_of
from evenstride.app.diagnose import diagnose_athlete
from evenstride.app.planning.plan import PlanWish, plan_athlete, request_of
from evenstride.app.planning.training import (
    OutlineWish,
    TrainingWish,
    against_aggressive,
    answer_check_in,
    change_training,
    check_in,
    outline_athlete,
    training_of,
    weeks_since_light,
)
from evenstride.app.record import start_athlete
from evenstride.core.athlete import Athlete, Intake, Level, Readiness
from evenstride.core.errors import InputError
from evenstride.core.log import LogEntry, Pain
from evenstride.core.outline import OutlineRequest
from evenstride.core.plan import Kind, Plan
from evenstride.core.training import (
    CheckIn,
    Match,
    Phase,
    PhysioLimits,
    Practice,
    SportDay,
    SportLoad,
    Stage,
    WeeklySport,
)
from evenstride.doors.cli import app
from evenstride.plan.outline import solve_outline
from evenstride.plan.outline_weeks import DELOAD_GAPS
from evenstride.store import open_store
from evenstride.store.base import Store

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANSWERS = Intake(on=MONDAY - timedelta(days=1), kit=("gym",), readiness=Readiness(), enjoys="the wind")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with open_store(tmp_path / "training.sqlite") as opened:
        opened.save_athlete(Athlete("Ada", 1998, Level.TRAINED, intake=ANSWERS), saved_at=NOW)
        yield opened


def planned(store: Store, wish: PlanWish | None = None) -> Plan:
    made = plan_athlete(store, "Ada", wish or PlanWish(MONDAY), at=NOW)
    assert isinstance(made.plan, Plan)
    return made.plan


def test_what_was_told_before_stays_and_changes_one_by_one(store: Store) -> None:
    practice = WeeklySport(1, SportDay("practice", SportLoad.HARD))
    change_training(store, "Ada", TrainingWish(practice=Practice.TEAM, weekly=(practice,), years=3.0), at=NOW)
    cup = Match(MONDAY + timedelta(days=5), SportDay("cup", SportLoad.MATCH))
    later = NOW + timedelta(minutes=1)
    change_training(store, "Ada", TrainingWish(matches=(cup,), minutes=45), at=later)
    told = training_of(store, store.athlete("Ada"))
    assert told is not None
    assert (told.practice, told.years, told.weekly, told.matches) == (Practice.TEAM, 3.0, (practice,), (cup,))
    assert [one.minutes for one in store.intakes("Ada")][-1] == 45
    by_day = {session.on: session for session in planned(store).sessions}
    assert by_day[MONDAY + timedelta(days=1)].title == "Sport: practice"
    assert by_day[cup.on].kind is Kind.SPORT


def test_a_match_takes_the_place_of_the_weekly_sport(store: Store) -> None:
    weekly = WeeklySport(5, SportDay("run", SportLoad.EASY))
    cup = Match(MONDAY + timedelta(days=5), SportDay("cup", SportLoad.MATCH))
    _, told = change_training(store, "Ada", TrainingWish(weekly=(weekly,), matches=(cup,)), at=NOW)
    assert told.sport_on(cup.on) == cup.sport
    assert told.sport_on(cup.on + timedelta(days=7)) == weekly.sport


def test_a_low_morning_lightens_the_first_day_and_only_that(store: Store) -> None:
    before = planned(store)
    check_in(store, "Ada", CheckIn(MONDAY, readiness=1.0), at=NOW)
    after = planned(store, PlanWish(MONDAY, keep=True))
    first = [session for session in after.sessions if session.on == MONDAY]
    assert all(session.kind in (Kind.EASY, Kind.PLAY, Kind.TECHNIQUE, Kind.REST) for session in first)
    assert all(session.minutes <= 30.0 for session in first)
    assert any(session.kind.is_speed for session in after.sessions)
    assert before.id != after.id


@pytest.mark.parametrize(("stuck", "low_days", "light"), [(True, 3, True), (True, 2, False), (False, 3, False)])
def test_a_light_week_comes_by_itself_only_when_recovery_is_low_and_progress_has_stopped(
    store: Store, monkeypatch: pytest.MonkeyPatch, stuck: bool, low_days: int, light: bool
) -> None:
    from evenstride.app.planning import plan as planning

    if stuck:
        every = tuple(planning.Situation)
        monkeypatch.setattr(planning, "STANDING_STILL", every)
    else:
        monkeypatch.setattr(planning, "STANDING_STILL", ())
    for number in range(low_days):
        told = CheckIn(MONDAY - timedelta(days=2 + number), readiness=1.0)
        check_in(store, "Ada", told, at=NOW + timedelta(minutes=number))
    made = plan_athlete(store, "Ada", PlanWish(MONDAY, weeks=2), at=NOW)
    assert made.request is not None
    assert (made.request.phase(0) is Phase.DELOAD) is light
    assert made.request.phase(1) is Phase.BUILD


@pytest.mark.parametrize("told", [CheckIn(MONDAY), CheckIn(MONDAY, readiness=11.0), CheckIn(MONDAY, sleep=-1.0)])
def test_a_check_in_outside_its_scale_is_refused(store: Store, told: CheckIn) -> None:
    with pytest.raises(InputError):
        check_in(store, "Ada", told, at=NOW)


def test_a_plan_follows_the_outline(store: Store) -> None:
    race = MONDAY + timedelta(days=26)
    outline = outline_athlete(store, "Ada", OutlineWish(MONDAY, weeks=4, event=race), at=NOW)
    assert [week.phase for week in outline.weeks][2:] == [Phase.TAPER, Phase.TAPER]
    plan = planned(store, PlanWish(MONDAY, weeks=4))
    metres = [
        sum(one.fast_metres for one in plan.sessions if 0 <= (one.on - MONDAY).days - 7 * week < 7) for week in range(4)
    ]
    assert max(metres[2:]) <= 0.6 * 280.0 < max(metres[:2])


def test_no_months_are_outlined_under_a_red_flag_nor_for_children(store: Store) -> None:
    store.save_athlete(Athlete("Kim", 2017, Level.BEGINNER), saved_at=NOW)
    with pytest.raises(InputError, match="under 12"):
        outline_athlete(store, "Kim", OutlineWish(MONDAY), at=NOW)
    store.save_log("Ada", LogEntry(MONDAY - timedelta(days=1), "easy", red_flags=("fever",)))
    with pytest.raises(InputError, match="professional"):
        outline_athlete(store, "Ada", OutlineWish(MONDAY), at=NOW)


def test_a_check_in_under_a_red_flag_suggests_no_training(store: Store) -> None:
    low = CheckIn(MONDAY, readiness=0.0)
    assert "light" in answer_check_in(store, "Ada", low, at=NOW)
    store.save_log("Ada", LogEntry(MONDAY - timedelta(days=1), "easy", red_flags=("fever",)))
    assert "professional" in answer_check_in(store, "Ada", low, at=NOW)
    assert "easy" not in answer_check_in(store, "Ada", low, at=NOW)


def test_return_runs_are_never_kept(store: Store) -> None:
    begin_come_back(store, "Ada", "left hamstring", stage=Stage.RUN, on=MONDAY - timedelta(days=3), at=NOW)
    before = planned(store)
    assert any(one.kind is Kind.RETURN_RUNS for one in before.sessions)
    ada = store.athlete("Ada")
    request = request_of(store, ada, diagnose_athlete(store, "Ada", at=NOW), PlanWish(MONDAY))
    assert request.come_back is not None
    assert request.keep
    assert not any(one.kind is Kind.RETURN_RUNS for one in request.keep)


def test_no_way_back_is_ended_past_a_physio_or_without_a_clinician(store: Store) -> None:
    begin_come_back(store, "Ada", "left hamstring", stage=Stage.LOAD, at=NOW)
    set_limit(store, "Ada", PhysioLimits(speed_share=0.7), by="physio Eva", note="", at=NOW)
    with pytest.raises(InputError, match="limit still holds"):
        end_come_back(store, "Ada", by="physio Eva", note="", at=NOW)
    lift_limit(store, "Ada", 1, by="physio Eva", taken_over=False, note="", at=NOW)
    with pytest.raises(InputError, match="clinician"):
        end_come_back(store, "Ada", by="", note="", at=NOW)
    end_come_back(store, "Ada", by="physio Eva", note="", at=NOW)
    assert come_back_of(store, store.athlete("Ada")) is None


def test_a_new_plan_keeps_what_it_can(store: Store) -> None:
    before = planned(store)
    change_training(store, "Ada", TrainingWish(matches=(Match(MONDAY, SportDay("race", SportLoad.MATCH)),)), at=NOW)
    after = planned(store)
    same = {one.id for one in before.sessions} & {one.id for one in after.sessions}
    anew = planned(store, PlanWish(MONDAY, keep=False))
    assert len(same) >= len({one.id for one in before.sessions} & {one.id for one in anew.sessions})
    assert len(same) >= 3


def test_the_same_plan_again_changes_nothing(store: Store) -> None:
    first = planned(store)
    assert [one.id for one in planned(store).sessions] == [one.id for one in first.sessions]


def test_an_aggressive_block_asks_for_what_is_told(store: Store) -> None:
    ada = store.athlete("Ada")
    assert any("a year" in reason for reason in against_aggressive(store, ada, (), MONDAY))
    with pytest.raises(InputError, match="no aggressive block is planned now"):
        outline_athlete(store, "Ada", OutlineWish(MONDAY, aggressive=(3, 7)), at=NOW)
    change_training(store, "Ada", TrainingWish(years=4.0), at=NOW)
    assert against_aggressive(store, ada, (), MONDAY) == ()
    hurt = (LogEntry(MONDAY - timedelta(days=10), "easy", pains=(Pain("calf", 1),)),)
    assert against_aggressive(store, ada, hurt, MONDAY)
    assert against_aggressive(store, replace(ada, birth_year=2010), (), MONDAY)
    outline = outline_athlete(store, "Ada", OutlineWish(MONDAY, aggressive=(3, 7)), at=NOW)
    assert [week.phase for week in outline.weeks][2:8] == [Phase.AGGRESSIVE] * 5 + [Phase.DELOAD]


def test_at_most_two_aggressive_blocks_a_year(store: Store) -> None:
    change_training(store, "Ada", TrainingWish(years=4.0), at=NOW)
    for weeks_ago in (40, 20):
        start = MONDAY - timedelta(weeks=weeks_ago)
        outline_athlete(store, "Ada", OutlineWish(start, aggressive=(3, 7)), at=NOW - timedelta(weeks=weeks_ago))
    with pytest.raises(InputError, match="at most two such blocks"):
        outline_athlete(store, "Ada", OutlineWish(MONDAY, aggressive=(3, 7)), at=NOW)


def test_weeks_since_the_last_light_one_are_counted_from_the_log(store: Store) -> None:
    ada = store.athlete("Ada")
    log = tuple(LogEntry(MONDAY - timedelta(days=3 + 7 * week), "easy", minutes=30.0) for week in (0, 1, 2, 4))
    assert weeks_since_light(store, ada, log, MONDAY) == 3


@pytest.mark.parametrize("since", range(7))
@pytest.mark.parametrize("event", [None, MONDAY + timedelta(days=75)])
def test_light_weeks_come_every_four_to_six(since: int, event: date | None) -> None:
    outline = solve_outline(OutlineRequest(MONDAY, 14, Level.TRAINED, event, since_deload=since))
    assert outline.proven
    light = [n for n, week in enumerate(outline.weeks) if week.phase in (Phase.DELOAD, Phase.TAPER)]
    assert light[0] <= max(0, DELOAD_GAPS[1] - since)
    deloads = [n for n, week in enumerate(outline.weeks) if week.phase is Phase.DELOAD]
    assert all(after - before >= DELOAD_GAPS[0] for before, after in pairwise(deloads))
    assert all(after - before <= DELOAD_GAPS[1] + 1 for before, after in pairwise(light))
    for before, after in pairwise(outline.weeks):
        assert not (after.load > max(before.load, 1.0) and after.intensity > before.intensity)


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (OutlineRequest(MONDAY, 30, Level.TRAINED), "30 weeks"),
        (OutlineRequest(MONDAY, 12, Level.TRAINED, event=MONDAY - timedelta(days=1)), "is past"),
        (OutlineRequest(MONDAY, 12, Level.TRAINED, aggressive=(0, 1)), "aggressive block of 2 weeks"),
        (OutlineRequest(MONDAY, 8, Level.TRAINED, aggressive=(2, 7)), "fills the outline"),
    ],
)
def test_impossible_outlines_are_refused(wish: OutlineRequest, message: str) -> None:
    with pytest.raises(InputError, match=message):
        solve_outline(wish)


def run(path: Path, *words: str) -> str:
    done = CliRunner().invoke(app, [*words, "--db", str(path)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_the_command_line_tells_trains_and_explains(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "training.sqlite"
    told = run(
        path, "training", "--practice", "team sport", "--sport", "tue: practice hard", "--match", "2026-03-07: cup"
    )
    assert "Practises: team sport." in told
    assert "Tuesdays: practice (hard)." in told
    assert "(match)" in told
    assert json.loads(run(path, "training", "--json"))["training"]["practice"] == "team sport"
    assert "light" in run(path, "checkin", "--readiness", "2")
    outlined = run(path, "outline", "--weeks", "6", "--start", "2026-03-02", "--event", "2026-04-11")
    assert "taper" in outlined
    assert "No better outline exists" in outlined
    run(path, "plan", "--start", "2026-03-02")
    assert "How the rules are kept" in run(path, "explain")
    assert "why today:" in run(path, "explain", "tue")
    assert "“The plan stands around one's own sport”" in run(path, "explain", "2026-03-07", "strength")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("training", "--practice", "chess"), "no practice"),
        (("training", "--sport", "someday: ball"), "no sport of a week"),
        (("training", "--match", "2026-03-07"), "no match"),
        (("outline", "--aggressive", "soon"), "no weeks"),
        (("outline", "--away", "2026-03-09..2026-03-01"), "no days"),
    ],
)
def test_what_is_not_understood_is_said(store: Store, tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        run(tmp_path / "training.sqlite", *words)


def test_answers_that_change_what_somebody_may_do_make_the_week_anew(store: Store) -> None:
    """A week planned before the health questions were answered is all easy: it must not hold the weeks after."""
    start_athlete(store, "Ada", replace(ANSWERS, readiness=None), at=NOW)
    careful = planned(store)
    assert not any(session.kind.is_speed for session in careful.sessions)
    start_athlete(store, "Ada", ANSWERS, at=NOW + timedelta(minutes=1))
    opened = planned(store)
    assert any(session.kind.is_speed for session in opened.sessions)
    assert planned(store).sessions == opened.sessions, "and what holds now is kept from there on"


def test_a_week_of_the_way_back_does_not_hold_the_week_after_it(store: Store) -> None:
    begin_come_back(store, "Ada", "left hamstring", on=MONDAY - timedelta(days=40), at=NOW)
    assert not any(session.kind.is_speed for session in planned(store).sessions)
    end_come_back(store, "Ada", by="physio", note="agreed", at=NOW + timedelta(minutes=1))
    assert any(session.kind.is_speed for session in planned(store).sessions)
