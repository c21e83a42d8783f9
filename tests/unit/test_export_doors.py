"""A plan leaves by the command line: in which form and where to; nothing of health, no stopped plan, no overwriting."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from icalendar import Calendar

from evenstride.app.planning.export import ExportWish, outgoing_plan
from evenstride.app.planning.plan import PlanWish, plan_athlete
from evenstride.core.athlete import Athlete, Intake, Level, Readiness
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.log import LogEntry, Pain
from evenstride.core.outgoing import slots
from evenstride.core.plan import Kind
from evenstride.doors.cli import main
from evenstride.store import Store, open_store
from evenstride.writers import all_forms
from tests.terminals import Terminal

MONDAY = date(2026, 3, 2)
SUNDAY = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path, capsys, monkeypatch)


@pytest.fixture(scope="module")
def with_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds a plan, solved once; every test works on a copy."""
    path = tmp_path_factory.mktemp("planned") / "test.db"
    start = ("start", "Noa", "--lacking", "top", "--goal", "x", "--days", "all", "--kit", "gym", "--readiness", "no",
             "--enjoys", "flying")  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVENSTRIDE_DB", str(path))
        for words in (start, ("plan",)):
            patch.setattr("sys.argv", ["evenstride", *words])
            with pytest.raises(SystemExit) as exit_:
                main()
            assert not exit_.value.code
    return path


@pytest.fixture
def planned(run: Run, with_plan: Path, tmp_path: Path) -> Run:
    copyfile(with_plan, tmp_path / "test.db")
    return run


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path / "a.db")
    intake = Intake(on=MONDAY, kit=("gym",), readiness=Readiness(), minutes=90)
    opened.save_athlete(Athlete("Noa", 1998, Level.TRAINED, intake=intake), saved_at=SUNDAY)
    return opened


def plan(store: Store, at: datetime = SUNDAY, **wish):
    return plan_athlete(store, "Noa", PlanWish(MONDAY, **wish), at=at).plan


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (("week.html",), b"<!doctype html>"),
        (("week.ics",), b"BEGIN:VCALENDAR"),
        (("week.csv",), b"athlete,date,"),
        (("week.json",), b"{"),
        (("week.txt", "--to", "CSV"), b"athlete,date,"),
    ],
)
def test_the_ending_or_the_option_says_the_form(planned: Run, words: tuple[str, ...], start: bytes) -> None:
    code, out, err = planned("export", "plan", *words)
    assert code == 0, err
    assert out.split() == [words[0]]
    assert Path(words[0]).read_bytes().startswith(start)


def test_workouts_go_into_a_folder_and_strangers_there_are_named(planned: Run) -> None:
    Path("watch").mkdir()
    Path("watch/2020-01-01-strength.fit").write_bytes(b"old")
    code, out, err = planned("export", "plan", "watch", "--to", "fit")
    assert code == 0, err
    assert all(Path(line).read_bytes()[8:12] == b".FIT" for line in out.split())
    assert "not of this plan: 2020-01-01-strength.fit." in err


def test_nothing_is_replaced_silently(planned: Run) -> None:
    Path("week.csv").write_text("mine", encoding="utf-8")
    code, _, err = planned("export", "plan", "week.csv")
    assert code == 2
    assert err == "week.csv is there already. Choose another place, or add --overwrite.\n"
    assert Path("week.csv").read_text(encoding="utf-8") == "mine"
    assert planned("export", "plan", "week.csv", "--overwrite")[0] == 0
    assert Path("week.csv").read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("week.pdf",), "week.pdf: 'pdf' is no form a plan can leave in. Give --to one of: csv, fit, ics, json, page."),
        (("week",), "week: 'week' is no form a plan can leave in."),
        (("w.ics", "--at", "25:00"), "--at: '25:00' is no time of day. Write it as 18:00."),
        (("w.ics", "--at", "18:00", "--zone", "Mars/Base"), "--zone: 'Mars/Base' is no time zone."),
        (("w.ics", "--zone", "Europe/Zurich"), "--zone: a zone was given without a time."),
        (("w.ics", "--from", "none.json"), "none.json"),
        ((".", "--to", "ics"), ". is a folder. Give a file"),
    ],
)
def test_a_slip_is_told_in_a_sentence(planned: Run, words: tuple[str, ...], message: str) -> None:
    code, _, err = planned("export", "plan", *words)
    assert code == 2
    assert message in err


def test_without_a_plan_the_way_to_one_is_told(run: Run) -> None:
    run("start", "Noa", "--lacking", "top", "--goal", "x", "--days", "all", "--kit", "", "--readiness", "no",
        "--enjoys", "x")  # fmt: skip
    code, _, err = run("export", "plan", "week.ics")
    assert code == 2
    assert err == "Noa has no plan yet. Make one first: evenstride plan --athlete 'Noa'.\n"


def test_a_document_becomes_any_other_form_elsewhere(planned: Run) -> None:
    assert planned("export", "plan", "week.json")[0] == 0
    assert planned("export", "plan", "one.ics", "--at", "7:30", "--zone", "America/New_York")[0] == 0
    code, _, err = planned(
        "export",
        "plan",
        "two.ics",
        "--from",
        "week.json",
        "--at",
        "7:30",
        "--zone",
        "America/New_York",
        "--db",
        "no.db",
    )
    assert code == 0, err
    assert Path("two.ics").read_bytes() == Path("one.ics").read_bytes()
    assert not Path("no.db").exists()


def test_pain_or_a_red_flag_keeps_the_plan_in(planned: Run) -> None:
    assert planned("log", "acceleration", "--pain", "left hamstring 3")[0] == 0
    code, _, err = planned("export", "plan", "week.ics")
    assert code == 2
    assert err.startswith("no plan leaves now. Pain was logged after this plan was made, so it is put away.")
    assert planned("plan")[0] == 0
    assert planned("export", "plan", "week.ics")[0] == 0
    assert planned("log", "easy", "--red-flag", "limping")[0] == 0
    code, _, err = planned("export", "plan", "later.ics")
    assert code == 2
    assert "a professional looks at first, and nothing is planned. Stop, and let a professional look" in err
    assert not Path("later.ics").exists()


def test_a_stopped_plan_stays_in_even_as_a_document(planned: Run) -> None:
    assert planned("export", "plan", "week.json")[0] == 0
    told = json.loads(Path("week.json").read_text(encoding="utf-8"))
    told["plan"]["stopped"] = True
    Path("week.json").write_text(json.dumps(told), encoding="utf-8")
    code, _, err = planned("export", "plan", "week.ics", "--from", "week.json")
    assert code == 2
    assert "This plan was stopped, and nothing is planned." in err


@pytest.mark.parametrize("form", ["csv", "ics", "json", "page"])
def test_words_of_health_leave_only_when_asked_for(run: Run, form: str) -> None:
    run("start", "Noa", "--lacking", "hurts", "--goal", "x", "--days", "all", "--kit", "", "--readiness", "heart",
        "--enjoys", "x")  # fmt: skip
    assert run("plan", "--pain", "left groin 3", "--pain", "funny bone 2")[0] == 0
    assert run("export", "plan", "shy", "--to", form)[0] == 0
    assert run("export", "plan", "open", "--to", form, "--with-notes")[0] == 0
    shy, told = (Path(name).read_text(encoding="utf-8") for name in ("shy", "open"))
    for word in ("groin 3", "funny bone", "3/10", "readiness question", "doctor", "heart"):
        assert word not in shy, word
    assert form in ("csv", "ics") or "groin 3/10" in told


def test_planning_anew_changes_events_and_doubles_none(store: Store) -> None:
    later, last = SUNDAY + timedelta(hours=1), SUNDAY + timedelta(hours=2)
    wish = ExportWish()

    def events(at: datetime) -> dict[str, tuple[str, int, str]]:
        told = outgoing_plan(store, "Noa", wish, at=at)
        ics = next(form for form in all_forms() if form.NAME == "ics")
        found = Calendar.from_ical(ics.write(told).files[0].data).walk("VEVENT")
        return {str(one["UID"]): (str(one["SUMMARY"]), int(one["SEQUENCE"]), str(one["STATUS"])) for one in found}

    plan(store)
    first = events(SUNDAY)
    plan(store, later, days=(0, 2, 4), keep=False)
    second = events(later)
    assert set(first) <= set(second)
    for uid, (title, sequence, _) in second.items():
        if uid in first:
            changed = title != first[uid][0]
            assert sequence >= first[uid][1]
            assert sequence > first[uid][1] or not changed
    assert any(second[uid][0] != first[uid][0] for uid in first)
    plan(store, last, keep=False)
    third = events(last)
    assert {uid: one[0] for uid, one in third.items() if one[2] == "CONFIRMED"} == {
        uid: one[0] for uid, one in first.items()
    }
    assert all(third[uid][1] >= second[uid][1] for uid in third if uid in second)
    assert len(third) == len({*first, *second})


def test_a_rest_day_that_is_not_told_takes_back_what_stood_there(store: Store) -> None:
    plan(store)
    before = outgoing_plan(store, "Noa", ExportWish(rest_days=False), at=SUNDAY)
    assert before.gone == {}
    later = SUNDAY + timedelta(hours=1)
    made = plan(store, later, days=(0, 2, 4))
    after = outgoing_plan(store, "Noa", ExportWish(rest_days=False), at=later)
    rests = {slot for slot, one in slots(made) if one.kind is Kind.REST}
    trained = {slot for slot, one in slots(before.plan) if one.kind is not Kind.REST}
    assert set(after.gone) >= rests & trained != set()


def test_the_newest_plan_of_the_athlete_named_leaves(store: Store) -> None:
    store.save_athlete(Athlete("Ada", intake=Intake(on=MONDAY, readiness=Readiness())), saved_at=SUNDAY)
    plan(store)
    with pytest.raises(InputError, match="several athletes"):
        outgoing_plan(store, None, ExportWish(), at=SUNDAY)
    with pytest.raises(NotFoundError, match="Ada has no plan yet"):
        outgoing_plan(store, "Ada", ExportWish(), at=SUNDAY)
    assert outgoing_plan(store, " noa ", ExportWish(), at=SUNDAY).athlete == "Noa"


def test_a_plan_made_with_the_flag_known_is_stopped(store: Store) -> None:
    store.save_log("Noa", LogEntry(MONDAY, "easy", pains=(Pain("calf", 5, sharp=True),), logged_at=SUNDAY))
    assert plan(store).stopped
    with pytest.raises(InputError, match="no plan leaves now"):
        outgoing_plan(store, "Noa", ExportWish(), at=SUNDAY)
