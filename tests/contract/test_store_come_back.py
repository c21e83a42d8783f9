"""A way back is the same in every store: each change a dated event, kept word for word, never replaced."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.app.care.come_back import begin_come_back, end_come_back, lift_limit, move_stage, set_limit, tick_stage
from evenstride.app.care.come_back_page import come_back_shown, show_come_back
from evenstride.app.care.way_back import come_back_of, events_of, running_way, way_back_marks
from evenstride.app.planning.plan import PlanWish, plan_athlete
from evenstride.app.record import log_session, start_athlete
from evenstride.core.athlete import Athlete, Intake, Readiness
from evenstride.core.come_back import Happened
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Kind
from evenstride.core.training import PhysioLimits, Stage
from evenstride.store import MemoryStore, open_store

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ADA = {"by": "physio Ada", "note": ""}


@pytest.fixture(params=["sql", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path):
    with open_store(tmp_path / "a.db") if request.param == "sql" else MemoryStore() as opened:
        opened.save_athlete(Athlete("Noa"), saved_at=NOW)
        yield opened


def later(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def test_every_change_is_kept_with_its_day_and_who_said_it(store):
    begin_come_back(store, None, "left hamstring", at=NOW, stage=Stage.RUN)
    set_limit(store, None, PhysioLimits(0.8, until=date(2026, 4, 1)), at=later(1), **ADA)
    tick_stage(store, None, Stage.SPRINT, at=later(2), **ADA)
    move_stage(store, None, Stage.SPRINT, by="", note="felt good", at=later(3))
    way = running_way(store, store.athlete("Noa"))
    kept = events_of(store, store.athlete("Noa"), way.id)
    assert [one.happened for one in kept] == [Happened.LIMITED, Happened.TICKED, Happened.MOVED]
    assert [one.by for one in kept] == ["physio Ada", "physio Ada", ""]
    back = come_back_of(store, store.athlete("Noa"))
    assert (back.stage, back.open_stage, back.limits) == (
        Stage.SPRINT, Stage.SPRINT, (PhysioLimits(0.8, until=date(2026, 4, 1)),),
    )  # fmt: skip


def test_it_ends_and_another_begins_with_its_history_kept(store):
    begin_come_back(store, None, "calf", at=NOW)
    marks = way_back_marks(store, store.athlete("Noa"))
    end_come_back(store, None, by="physio Ada", note="", at=later(1))
    assert come_back_of(store, store.athlete("Noa")) is None
    assert come_back_shown(store, store.athlete("Noa"), at=later(1)) is None
    begin_come_back(store, None, "knee", at=later(2))
    assert come_back_of(store, store.athlete("Noa")).place == "knee"
    assert set(marks) < set(way_back_marks(store, store.athlete("Noa")))


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (lambda store: begin_come_back(store, None, "calf", at=NOW), "tracked already"),
        (lambda store: move_stage(store, None, Stage.PERFORM, by="", note="", at=NOW), "leaves out"),
        (lambda store: move_stage(store, None, Stage.RUN, by="", note="", at=NOW), "already"),
        (lambda store: tick_stage(store, None, Stage.SPRINT, by=" ", note="", at=NOW), "nobody's name"),
        (lambda store: tick_stage(store, None, Stage.PERFORM, by="Ada", note="", at=NOW), "more than one step"),
        (lambda store: set_limit(store, None, PhysioLimits(0.8), by="", note="", at=NOW), "nobody's name"),
        (lambda store: set_limit(store, None, PhysioLimits(), at=NOW, **ADA), "nothing is limited"),
        (lambda store: set_limit(store, None, PhysioLimits(banned=("jmups",)), at=NOW, **ADA), "names no movement"),
        (lambda store: set_limit(store, None, PhysioLimits(0.8, until=date(2026, 3, 1)), at=NOW, **ADA), "is over"),
        (lambda store: lift_limit(store, None, 7, at=NOW, taken_over=False, **ADA), "no limit 7"),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_a_sentence(store, what, said):
    begin_come_back(store, None, "left hamstring", at=NOW, stage=Stage.RUN)
    with pytest.raises(InputError, match=said):
        what(store)


def test_an_unknown_place_and_a_missing_way_back_are_said(store):
    with pytest.raises(InputError, match="no place we know"):
        begin_come_back(store, None, "somewhere", at=NOW)
    with pytest.raises(NotFoundError, match="no way back"):
        show_come_back(store, None, at=NOW)


def test_nobody_but_who_set_a_limit_lifts_it(store):
    begin_come_back(store, None, "left hamstring", at=NOW)
    set_limit(store, None, PhysioLimits(metres=0.0), at=later(1), **ADA)
    with pytest.raises(InputError, match="was set by physio Ada"):
        lift_limit(store, None, 1, by="coach Bo", taken_over=False, note="", at=later(2))
    lift_limit(store, None, 1, by="Physio  ada", taken_over=False, note="", at=later(3))
    assert come_back_of(store, store.athlete("Noa")).limits == ()


def trained(store) -> None:
    answers = Intake(NOW.date(), days=tuple(range(7)), minutes=60, readiness=Readiness())
    start_athlete(store, "Noa", answers, at=NOW)


def test_the_plan_keeps_to_the_step_and_a_later_step_needs_its_tick(store):
    trained(store)
    begin_come_back(store, None, "left hamstring", at=NOW, stage=Stage.SPRINT)
    plan = plan_athlete(store, None, PlanWish(NOW.date()), at=NOW).plan
    tops = [item.dose.intensity or 0.0 for session in plan.sessions for item in session.prescriptions]
    assert not any(session.kind.is_speed for session in plan.sessions)
    assert any(session.kind is Kind.RETURN_RUNS for session in plan.sessions)
    assert max(tops) == pytest.approx(0.7)
    assert any("waits for a clinician's tick" in note for note in plan.notes)
    tick_stage(store, None, Stage.SPRINT, at=later(1), **ADA)
    after = plan_athlete(store, None, PlanWish(NOW.date(), keep=False), at=later(2)).plan
    assert max(i.dose.intensity or 0.0 for session in after.sessions for i in session.prescriptions) > 0.7


def test_under_a_red_flag_and_strong_pain_nothing_asks_for_training(store):
    trained(store)
    begin_come_back(store, None, "left hamstring", at=NOW, stage=Stage.RUN)
    log_session(store, None, LogEntry(NOW.date(), "rest", pains=(Pain("hamstring", 5, "left"),)), at=later(1))
    hurting = come_back_shown(store, store.athlete("Noa"), at=later(2))
    assert hurting.halted
    assert hurting.stage_today is Stage.LOAD
    assert "let a professional look" in hurting.words.athlete
    log_session(store, None, LogEntry(NOW.date(), "rest", red_flags=("limping",)), at=later(3))
    flagged = come_back_shown(store, store.athlete("Noa"), at=later(4))
    for text in (flagged.words.athlete, flagged.words.coach, flagged.words.scientist):
        assert "before you train again" in text
        assert "same step" not in text
        assert "speed until" not in text
    plan = plan_athlete(store, None, PlanWish(NOW.date()), at=later(5)).plan
    assert plan.stopped
    assert plan.sessions == ()
