"""A test day as planned: what is proposed, what is refused, what is said, and the page that comes of it."""

from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from evenstride.app.diagnose import diagnose_athlete
from evenstride.app.field.courses import courses_of
from evenstride.app.field.day import GAME_RULES, HEALTH_FIRST, FieldDayWish, plan_field_day, sheet_for
from evenstride.app.field.entry import enter_tests
from evenstride.app.overview import build_overview
from evenstride.app.reading.sheets import TypedTest, write_typed_test
from evenstride.core.athlete import Athlete, Intake, Level, Readiness
from evenstride.core.errors import InputError
from evenstride.core.log import LogEntry, Pain
from evenstride.core.protocol import protocols
from evenstride.core.roles import Side
from evenstride.doors.field_page import render_test_day
from evenstride.doors.report import render_report
from evenstride.store import Store, open_store

AT = datetime(2026, 5, 4, 18, tzinfo=UTC)
DAY = date(2026, 5, 4)
KIT = ("phone", "cones", "tape", "wall", "strap", "luggage scale", "band")


@pytest.fixture
def store(tmp_path: Path):
    with open_store(tmp_path / "a.db") as opened:
        yield opened


def somebody(store: Store, *, born=1998, readiness=Readiness(), kit=KIT, level=Level.RECREATIONAL) -> None:
    intake = Intake(on=DAY, kit=kit, readiness=readiness)
    store.save_athlete(Athlete("Noa", born, level, intake=intake), saved_at=AT)


def plan(store: Store, *, minutes=30.0, tests=(), kit=None, on=DAY):
    return plan_field_day(store, "Noa", FieldDayWish(on, minutes, kit, tests))


def ids(day) -> list[str]:
    return [test.protocol.id for test in day.tests]


def test_the_minutes_and_the_kit_decide_what_is_proposed(store: Store):
    somebody(store)
    whole, short = plan(store), plan(store, minutes=14)
    assert ids(whole) == ["T0", "P1", "P2", "S3", "S1"]
    assert whole.needed <= 30
    assert short.needed <= 14
    assert set(ids(short)) < set(ids(whole))
    assert ids(plan(store, kit=("gates",))) == ["T0"]
    assert plan(store, kit=("gates",)).tests[0].kit == ("gates",)
    assert ids(plan(store, kit=("skis",))) == []
    assert "P2b" not in ids(plan(store, minutes=120))


def test_two_kinds_for_one_role_are_preferred_to_one_kind_each(store: Store):
    somebody(store)
    push = [test for test in plan(store, minutes=14).tests if test.protocol.role == "push"]
    assert len({test.protocol.family for test in push}) == 2


def test_nothing_more_may_be_worth_measuring(store: Store):
    somebody(store, kit=("phone",))
    answered = plan(store, minutes=3)
    assert answered.tests == ()
    assert answered.answer.startswith("Nothing more is worth measuring now")


def test_tests_that_are_asked_for_are_taken_with_what_to_know(store: Store):
    somebody(store)
    day = plan(store, minutes=10, tests=("s2", "P2b", "P2"))
    assert ids(day) == ["P2", "S2"]
    assert day.notes == (
        "P2b is left out: only for trained athletes.",
        "S2 needs strap, luggage scale, tape, post.",
        "These tests take 11 minutes, 10 are there: begin at the top.",
    )
    assert "never decides between them" in day.tests[1].why
    with pytest.raises(InputError, match="field test 'Z9' is not known"):
        plan(store, tests=("Z9",))


def test_a_trained_athlete_may_hop(store: Store):
    somebody(store, level=Level.TRAINED)
    assert ids(plan(store, tests=("P2b",))) == ["P2b"]


def test_a_yes_to_a_health_question_stops_and_an_open_one_comes_first(store: Store):
    somebody(store, readiness=Readiness(heart=True))
    assert plan(store).tests == ()
    assert "ask a doctor first" in plan(store).answer
    somebody(store, readiness=None)
    assert plan(store).before[0] == HEALTH_FIRST


def test_a_red_flag_empties_the_day(store: Store):
    somebody(store)
    flag = LogEntry(DAY - timedelta(days=3), "strength", red_flags=("pop in the calf",), logged_at=AT)
    store.save_log("Noa", flag)
    assert plan(store).tests == ()
    assert plan(store).before == ()


def test_the_day_after_speed_and_what_hurts_are_told(store: Store):
    somebody(store)
    entry = LogEntry(DAY - timedelta(days=1), "maximal velocity", pains=(Pain("calf", 2, "left"),), logged_at=AT)
    store.save_log("Noa", entry)
    day = plan(store)
    assert any("Yesterday was maximal velocity" in note for note in day.notes)
    assert any("(left calf 2 of 10)" in note and "long jump from standing (P2)" in note for note in day.notes)
    assert not any("Yesterday" in note for note in plan(store, on=DAY + timedelta(days=1)).notes)


@pytest.mark.parametrize(
    ("place", "level", "left"),
    [("hamstring", 5, []), ("calf", 2, []), ("groin", 4, []), ("shoulder", 3, ["T0", "P1", "P2"])],
)
def test_what_hurts_is_never_proposed_to_be_loaded_and_is_left_out_when_asked_for(store: Store, place, level, left):
    somebody(store, kit=(*KIT, "post"))
    store.save_log("Noa", LogEntry(DAY - timedelta(days=1), "tempo", pains=(Pain(place, level),), logged_at=AT))
    assert ids(plan(store, minutes=240)) == left
    asked = plan(store, minutes=240, tests=tuple(sorted(protocols())))
    assert ids(asked) == {"hamstring": ["U1"], "calf": ["S1", "U1"], "groin": []}.get(place, ids(asked))
    assert not {"S3", "U1"} & set(ids(asked)) or place != "shoulder"
    assert any(f"{place} {level} of 10" in note for note in asked.notes)
    told = diagnose_athlete(store, "Noa", at=AT)
    assert {test.test for test in told.next_tests} <= set(left)


def test_pain_of_one_does_not_end_a_test_and_a_quiet_fortnight_brings_most_back(store: Store):
    somebody(store, kit=(*KIT, "post"), level=Level.TRAINED)
    store.save_log("Noa", LogEntry(DAY, "tempo", pains=(Pain("calf", 1),), logged_at=AT))
    assert "T0" in ids(plan(store))
    store.save_log("Noa", LogEntry(DAY, "tempo", pains=(Pain("hamstring", 3),), logged_at=AT))
    later = DAY + timedelta(weeks=3)
    assert ids(plan(store, on=later, tests=("T0", "S2", "P2b"))) == ["T0"]
    assert "P2b" not in ids(plan(store, on=later, minutes=240))
    assert ids(plan(store, on=DAY + timedelta(weeks=13), tests=("T0", "S2", "P2b"))) == ["T0", "P2b", "S2"]


def test_the_minutes_of_what_is_left_out_are_not_counted(store: Store):
    somebody(store)
    day = plan(store, minutes=5, tests=("T0", "P2b", "P2"))
    assert "These tests take 9 minutes, 5 are there: begin at the top." in day.notes


def test_children_play_and_the_young_are_given_no_limit(store: Store):
    somebody(store, born=2016)
    assert plan(store).tests == ()
    assert "games" in plan(store).answer
    played = plan(store, tests=("P2", "S1"))
    assert ids(played) == ["P2"]
    assert "S1 is left out: not for children under 12." in played.notes
    page = render_test_day(played)
    assert "Frog jumps" in page
    assert not [word for word in ("mass", "<table", "Learning day", "speaks for", "5 %") if word in page]
    assert played.before == GAME_RULES
    somebody(store, born=2012)
    assert plan(store).tests == ()
    assert "Under sixteen" in plan(store).answer
    assert ids(plan(store, tests=("S1",))) == ["S1"]
    assert "Frog jumps" not in render_test_day(plan(store, tests=("P2",)))


def trials(store: Store, test: str, on: date, sides) -> None:
    unit = "cm" if test == "P2" else "ms"
    typed = TypedTest("Noa", on, test, sides, unit)
    entered = enter_tests(store, write_typed_test(typed).encode(), name="x.csv", at=AT, checked=True)
    assert entered.result is not None


def test_a_test_that_speaks_rests_until_it_is_due(store: Store):
    somebody(store)
    for week in range(6):
        trials(store, "P2", DAY - timedelta(weeks=10 - week), {None: (str(230 + week), str(231 + week))})
    again = plan(store, on=DAY - timedelta(weeks=4))
    assert "P2" not in ids(again)


def season(store: Store) -> None:
    for week in range(8):
        on = DAY - timedelta(weeks=9 - week)
        values = (f"{250 + 5 * (week % 2)}", f"{251 + 5 * (week % 2)}")
        others = (f"{290 + 5 * (week % 2)}", f"{291 + 5 * (week % 2)}")
        trials(store, "S3", on, {Side.LEFT: values, Side.RIGHT: others})


def test_the_day_the_own_error_took_over_is_shown_with_its_figures(store: Store):
    somebody(store)
    season(store)
    _, ((course, said),) = courses_of(store, "Noa", on=DAY)
    since = DAY - timedelta(weeks=5)
    assert course.error.since == since
    assert f"Own error since {since.day} {since:%B}: " in said.coach
    assert "before that 8 % was assumed" in said.coach
    assert "Left is ahead by 16 %" in said.coach
    assert "information, nothing to repair" in said.coach
    page = render_report([build_overview(store, store.athlete("Noa"), at=AT)], title="t")
    assert "Your tests" in page
    assert "before that 8 % was assumed" in page


def test_a_course_ends_with_the_day_it_is_asked_for(store: Store):
    somebody(store)
    season(store)
    _, ((course, said),) = courses_of(store, "Noa", on=DAY - timedelta(weeks=9))
    assert (len(course.learning), course.used) == (1, ())
    assert "8 % is assumed until three sessions count (none so far)" in said.coach
    assert "cannot tell yet" in said.coach


def test_a_sheet_is_for_everybody_there_or_for_those_named(store: Store):
    somebody(store, born=2016)
    store.save_athlete(Athlete("Ada"), saved_at=AT)
    text = sheet_for(store, ("P2", "s1"), (), on=DAY, suffix=".csv").decode()
    assert [line.split(",")[3] for line in text.splitlines()[1:]] == ["Ada", "Noa", "Ada", "Ada"]
    named = sheet_for(store, ("P2",), ("Kim",), on=DAY, suffix=".csv").decode()
    assert named.splitlines()[1].split(",")[3] == "Kim"


@pytest.mark.parametrize("test", protocols())
def test_every_protocol_renders_to_a_page(store: Store, test: str):
    somebody(store, level=Level.TRAINED)
    day = plan(store, tests=(test,))
    page = render_test_day(day)
    protocol = protocols()[test]
    assert page.count("<svg") == 2
    text = unescape(page)
    assert protocol.drawing.alt in text
    assert all(step in text for step in protocol.steps)
    assert "<script" not in page
    assert ">left<" in page or not protocol.sided


def test_a_hostile_name_is_escaped(store: Store):
    intake = Intake(on=DAY, kit=KIT, readiness=Readiness())
    store.save_athlete(Athlete("<script>alert(1)</script>", intake=intake), saved_at=AT)
    page = render_test_day(plan_field_day(store, None, FieldDayWish(DAY, 30.0)))
    assert "<script" not in page
