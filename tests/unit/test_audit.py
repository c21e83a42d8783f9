"""The audit: what falls short, what nobody told, its words, its command, and the swap for play."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.app.planning.audit import audit_athlete, swap_for_play
from evenstride.app.planning.plan import PlanWish, plan_athlete
from evenstride.app.record import start_athlete
from evenstride.core.athlete import Intake, Readiness
from evenstride.core.audit import Stands, Topic
from evenstride.core.errors import InputError
from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Dose, Kind, Prescription, Session
from evenstride.core.work import Work
from evenstride.plan.audit import audit_log
from evenstride.plan.exercises import exercises
from evenstride.plan.find import work_of
from evenstride.store import open_store
from evenstride.words import say_audit
from evenstride.words.diagnosis.answer import within_athlete_limits
from tests.unit.test_together_plateau_science import NEVER

MONDAY = date(2026, 3, 2)
LAST = MONDAY + timedelta(days=27)
AT = datetime(2026, 3, 30, 8, tzinfo=UTC)


def told(day: int, kind: str, **more: object) -> LogEntry:
    return LogEntry(MONDAY + timedelta(days=day), kind, 40.0, **more)  # type: ignore[arg-type]


def look(*log: LogEntry):
    return audit_log(log, {}, since=MONDAY, until=LAST)


def run(day: int, rest: float | None, kind: str = "maximal velocity", intensity: float = 0.98) -> LogEntry:
    return told(day, kind, work=(Work("fly_run", 1, 4, distance=20.0, run_in=20.0, intensity=intensity, rest=rest),))


PLAY = tuple(told(day, "play") for day in (1, 8, 15, 22))


@pytest.mark.parametrize(
    ("log", "topic", "stands"),
    [
        ([told(day, "easy") for day in range(14, 28)], Topic.REST, Stands.SHORT),
        ([told(3, "acceleration"), told(4, "maximal velocity")], Topic.REST, Stands.SHORT),
        ([told(3, "acceleration"), told(5, "maximal velocity")], Topic.REST, Stands.FINE),
        ([told(day, "easy", rpe=9.0, joy=2.0) for day in (1, 3)], Topic.QUALITY, Stands.SHORT),
        ([told(day, "easy", rpe=9.0, joy=8.0) for day in (1, 3)], Topic.QUALITY, Stands.FINE),
        ([told(1, "easy", rpe=9.0), told(3, "easy", joy=0.0)], Topic.QUALITY, Stands.NOT_TOLD),
        ([told(1, "easy", joy=0.0)], Topic.JOY, Stands.SHORT),
        ([told(1, "easy")], Topic.JOY, Stands.NOT_TOLD),
        ([told(1, "easy")], Topic.PLAY, Stands.SHORT),
        (PLAY, Topic.PLAY, Stands.FINE),
        ([told(day, "speed", work=(Work("tag_game", duration=300.0),)) for day in (1, 8, 15, 22)], Topic.PLAY,
         Stands.FINE),
        ([told(day, "acceleration") for day in (1, 8, 15)], Topic.VARIETY, Stands.SHORT),
        ([told(day, "acceleration") for day in (1, 8)], Topic.VARIETY, Stands.NOT_TOLD),
        ([told(1, "acceleration"), told(8, "sprints"), told(15, "agility")], Topic.VARIETY, Stands.FINE),
        ([told(1, "strength", work=(Work("back_squat", 3, 5),))], Topic.BALANCE, Stands.SHORT),
        ([told(1, "strength", work=(Work("back_squat", 3, 5), Work("thigh_drive_hold", 4, 4, duration=10.0)))],
         Topic.BALANCE, Stands.FINE),
        ([told(1, "strength")], Topic.BALANCE, Stands.NOT_TOLD),
        ([run(1, 60.0), run(3, 90.0), run(5, 240.0)], Topic.RESTS, Stands.SHORT),
        ([run(1, 60.0), run(3, 240.0), run(5, 300.0)], Topic.RESTS, Stands.FINE),
        ([run(1, 0.0), run(3, 0.0)], Topic.RESTS, Stands.SHORT),
        ([run(1, None), run(3, None)], Topic.RESTS, Stands.NOT_TOLD),
        ([run(1, 30.0, intensity=0.7), run(3, 30.0, kind="tempo")], Topic.RESTS, Stands.NOT_TOLD),
    ],
)  # fmt: skip
def test_what_falls_short_and_what_nobody_told(log, topic, stands) -> None:
    assert look(*log).stands[topic] is stands


def test_the_rest_that_was_planned_is_what_a_rest_is_held_against() -> None:
    fly = Prescription(exercises()["fly_run"], Dose(reps=4, distance=20.0, run_in=20.0, rest=300.0, intensity=0.98))
    planned = {"s1": Session(MONDAY, Kind.MAX_VELOCITY, "Flys", 40.0, (fly,), id="s1")}
    runs = [replace(run(day, 240.0), session=session) for day, session in ((1, "s1"), (3, "s1"), (5, ""))]
    found = audit_log(runs, planned, since=MONDAY, until=LAST)
    assert (found.facts["rests short"], found.facts["rests told"]) == (2.0, 3.0)
    assert "shorter than planned or than fast runs ask for on 2 of 3 days" in say_audit(found).coach
    as_planned = replace(runs[0], work=work_of(planned["s1"]))
    assert audit_log([as_planned], planned, since=MONDAY, until=LAST).facts["rests short"] == 0.0


@given(st.floats(0.0, 900.0), st.floats(0.0, 900.0))
def test_a_longer_rest_never_reads_as_a_shorter_one(one: float, other: float) -> None:
    short, long = (look(run(1, rest), run(3, rest)).stands[Topic.RESTS] for rest in sorted((one, other)))
    assert (short, long) != (Stands.FINE, Stands.SHORT)


def test_rest_never_counts_as_missed() -> None:
    quiet = look(*PLAY, told(2, "rest"), told(9, "rest"))
    assert quiet.stands[Topic.REST] is Stands.FINE
    assert quiet.sessions == 4


def test_monotony_is_context_and_only_where_every_load_is_told() -> None:
    week = [told(day, "easy", rpe=rpe) for day, rpe in ((22, 2.0), (24, 6.0), (26, 4.0))]
    loads = [0.0, 80.0, 0.0, 240.0, 0.0, 160.0, 0.0]
    mean = sum(loads) / 7.0
    deviation = (sum((load - mean) ** 2 for load in loads) / 6.0) ** 0.5
    assert look(*week).facts["monotony"] == pytest.approx(mean / deviation)
    assert "monotony" not in look(*week, told(27, "easy")).facts
    voices = say_audit(look(*week))
    assert "criticised" in voices.scientist
    assert "onotony" not in voices.athlete + voices.coach


@pytest.mark.parametrize("topic", list(Topic))
def test_its_words_are_plain_and_short(topic: Topic) -> None:
    found = look(*PLAY, told(3, "strength", rpe=8.0, joy=6.0, work=(Work("back_squat", 3, 5),)))
    for stands in Stands:
        audit = replace(found, stands={**dict.fromkeys(Topic, Stands.NOT_TOLD), topic: stands}, facts=ALL)
        voices = say_audit(audit)
        assert within_athlete_limits(voices.athlete)
        everything = " ".join((voices.athlete, voices.coach)).lower()
        assert not [word for word in (*NEVER, "acwr", "risk", "missed", "overtrain") if word in everything]
        assert f"{topic.value.capitalize()}: {stands.value}" in voices.coach


ALL = {
    "full rest days": 9.0, "weeks without rest": 0.0, "speed too close": 1.0, "grinds": 2.0, "effort and joy told": 5.0,
    "ended in time": 1.0, "speed sessions": 4.0, "mean joy": 6.2, "joy told": 5.0, "play": 1.0, "stimuli": 2.0,
    "push share": 0.62, "work told": 3.0, "rests told": 3.0, "rests short": 2.0,
}  # fmt: skip


def test_nothing_looks_fine_while_something_hurts() -> None:
    found = look(*PLAY, told(3, "strength", rpe=8.0, joy=6.0, work=(Work("back_squat", 3, 5),)))
    audit = replace(found, stands=dict.fromkeys(Topic, Stands.FINE), facts=ALL)
    assert audit.first_short is None
    assert "looks fine" in say_audit(audit).athlete
    hurting = say_audit(audit, halt="let a professional look at your left hamstring")
    assert "fine" not in hurting.athlete
    assert "left hamstring" in hurting.athlete
    assert len(hurting.athlete.split()) <= 35


@pytest.fixture
def stored(tmp_path):
    with open_store(tmp_path / "a.db") as store:
        ready = Readiness(False, False, False, False, False, False, False)
        intake = Intake(on=MONDAY, days=tuple(range(7)), minutes=60, kit=("gym", "ball", "partner"), readiness=ready)
        start_athlete(store, "Noa", intake, at=AT, level="recreational")
        yield store


def test_the_swap_keeps_every_rule_and_the_plan(stored) -> None:
    plan = plan_athlete(stored, "Noa", PlanWish(AT.date()), at=AT).plan
    stored.save_log("Noa", replace(told(20, "play"), logged_at=AT))
    page = audit_athlete(stored, "Noa", at=AT)
    assert page.swap is not None
    assert "gives way to" in page.voices.coach
    assert "--swap" not in page.voices.coach
    changed, sentence = swap_for_play(stored, "Noa", at=AT + timedelta(minutes=1))
    assert "gave way to Play" in sentence
    out = {one.id for one in plan.sessions} - {one.id for one in changed.sessions}
    come = [one for one in changed.sessions if one.id not in {one.id for one in plan.sessions}]
    assert len(out) == len(come) == 1
    assert come[0].kind is Kind.PLAY
    assert changed.rules == plan.rules
    assert stored.latest("plan", athlete="Noa").noun == changed
    assert stored.chain(changed.id)


def test_no_swap_while_something_stops_or_nothing_is_planned(stored) -> None:
    with pytest.raises(InputError, match="nothing to swap"):
        swap_for_play(stored, "Noa", at=AT)
    plan_athlete(stored, "Noa", PlanWish(AT.date()), at=AT)
    hurt = LogEntry(AT.date(), "easy", 20.0, pains=(Pain("calf", 5),), logged_at=AT + timedelta(hours=1))
    stored.save_log("Noa", hurt)
    with pytest.raises(InputError, match="nothing is swapped now"):
        swap_for_play(stored, "Noa", at=AT + timedelta(hours=2))
    page = audit_athlete(stored, "Noa", at=AT + timedelta(hours=2))
    assert page.swap is None
    assert "professional" in page.voices.athlete


def test_a_swap_that_breaks_a_hard_rule_is_refused_with_its_name(stored, monkeypatch) -> None:
    from evenstride.core.plan import Violation

    plan_athlete(stored, "Noa", PlanWish(AT.date()), at=AT)
    seen: list[object] = []

    def strict(plan, request):
        seen.append(plan)
        return () if len(seen) == 1 else (Violation("pain", "a game loads the calf"),)

    monkeypatch.setattr("evenstride.app.planning.audit.check_plan", strict)
    with pytest.raises(InputError, match=r"pain \(a game loads the calf\)"):
        swap_for_play(stored, "Noa", at=AT)
