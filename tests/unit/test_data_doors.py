"""One's own data on the command line: shown, taken along, brought back, deleted."""

import sqlite3
from datetime import UTC, datetime

import pytest

from evenstride.app.wiring import local_day
from evenstride.core.errors import InputError
from tests.terminals import SHEET, Terminal


@pytest.fixture
def run(tmp_path, capsys, monkeypatch) -> Terminal:
    made = Terminal(tmp_path, capsys, monkeypatch)
    assert made("import", made.file("sheet.csv", SHEET), "--date", "2026-05-01")[0] == 0
    assert made("log", "easy", "--athlete", "Ann", "--minutes", "30", "--rpe", "0")[0] == 0
    return made


def test_everything_that_is_known_is_shown(run):
    code, out, err = run("data", "show", "--athlete", "ann")
    assert code == 0
    assert out.splitlines()[0] == "Ann"
    for text in (
        "Born: not told",
        "Files: 1, 2026-05-01",
        "2026-05-01  sheet.csv",
        "Log: 1",
        "effort 0/10",
        "Results: 0",
    ):
        assert text in out
    assert "evenstride why ID" in err
    found = run.json("data", "show", "--athlete", "Ann")
    ids = [item["id"] for shelf in found["shelves"] for item in shelf["items"]]
    assert len(ids) == 3
    for id in ids:
        assert run("why", id)[0] == 0
    assert run("data", "show")[0] == 2, "there are two"


def test_out_and_in_again(run, tmp_path):
    one, both = str(tmp_path / "ann.zip"), str(tmp_path / "both.zip")
    code, out, err = run("data", "export", one, "--athlete", "ann")
    assert (code, out.strip()) == (0, one)
    assert "All data of Ann. It is not encrypted" in err
    assert run("data", "export", both)[0] == 0
    before = run("data", "show", "--athlete", "Ann")
    code, _, err = run("data", "export", one)
    assert code == 2
    assert "--overwrite" in err
    assert run("data", "export", one, "--athlete", "Ann", "--overwrite")[0] == 0
    assert sorted(path.name for path in tmp_path.glob("*.zip*")) == ["ann.zip", "both.zip"]
    assert run("data", "delete", "Ann", "--yes")[0] == 0
    assert run("data", "show", "--athlete", "Ann")[0] == 2
    assert (
        run("data", "import", both)[1]
        == "Ann is here now: 1 file, 1 recording, 1 log entry.\nBob: all of it was here before.\n"
    )
    assert run("data", "show", "--athlete", "Ann") == before
    other = str(tmp_path / "other.db")
    assert run("data", "import", one, "--db", other)[0] == 0
    assert run("data", "show", "--db", other)[1] == before[1]


def test_what_cannot_be_written_or_read_leaves_nothing(run, tmp_path):
    for words in (
        ("export", str(tmp_path / "no" / "a.zip")),
        ("export", str(tmp_path)),
        ("export", str(tmp_path / "x.zip"), "--athlete", "nobody"),
        ("import", str(tmp_path / "absent.zip")),
        ("import", str(tmp_path)),
        ("import", run.file("a.zip", "no zip")),
        ("delete", "nobody", "--yes"),
        ("delete", "An", "--yes"),
    ):
        code, out, err = run("data", *words)
        assert (code, out) == (2, "")
        assert "Traceback" not in err
    assert list(tmp_path.glob(".*")) == []
    assert not (tmp_path / "x.zip").exists()


def test_deleting_asks_for_the_name_again(run, monkeypatch):
    typed = iter(["Bob", " ann "])
    monkeypatch.setattr("typer.prompt", lambda _: next(typed))
    code, _, err = run("data", "delete", "Ann")
    assert code == 2
    assert "'Bob' is not Ann" in err
    code, out, _ = run("data", "delete", "Ann")
    assert code == 0
    assert "Others are in sheet.csv too" in out
    assert [row[0] for row in sqlite3.connect(run.folder / "test.db").execute("SELECT name FROM athletes")] == ["Bob"]


def test_traces_are_overwritten_later_where_a_program_had_the_database_open(run, monkeypatch):
    monkeypatch.setattr("evenstride.store.sql.SqlStore.scrub", lambda _: False)
    code, out, _ = run("data", "delete", "Bob", "--yes")
    assert code == 0
    assert "run: evenstride data scrub" in out
    monkeypatch.undo()
    monkeypatch.setenv("EVENSTRIDE_DB", str(run.folder / "test.db"))
    code, out, _ = run("data", "scrub")
    assert (code, out) == (0, "In the database file what was deleted is overwritten.\n")


@pytest.mark.parametrize(("zone", "day"), [("Pacific/Kiritimati", 2), ("Pacific/Pago_Pago", 1), ("Europe/Zurich", 1)])
def test_a_day_is_that_of_the_chosen_zone(monkeypatch, zone, day):
    monkeypatch.setenv("EVENSTRIDE_ZONE", zone)
    assert local_day(datetime(2026, 5, 1, 12, tzinfo=UTC)).day == day


def test_a_zone_that_is_none_is_said(monkeypatch):
    monkeypatch.setenv("EVENSTRIDE_ZONE", "Middle/Earth")
    with pytest.raises(InputError, match=r"EVENSTRIDE_ZONE: 'Middle/Earth' is no time zone"):
        local_day(datetime(2026, 5, 1, tzinfo=UTC))


def test_a_body_is_told_in_own_units_and_shown(run):
    told = ("data", "body", "--athlete", "ann", "--mass", "158lb", "--height", "5ft11in", "--date", "2026-05-01")
    assert run(*told)[:2] == (0, "Kept for Ann.\n")
    assert run("data", "body", "-a", "Ann", "--leg-length", "36in", "--date", "2026-05-02")[0] == 0
    _, out, _ = run("data", "show", "--athlete", "ann")
    assert "  Body of 2 May 2026: leg 0.9144 m\n  Body of 1 May 2026: mass 71.6676 kg, height 1.8034 m\n" in out


def test_a_body_that_is_none_is_refused(run):
    for told, said in (((), "nothing was measured"), (("--height", "180"), "180 m is not a person's")):
        code, _, err = run("data", "body", "--athlete", "ann", *told)
        assert (code != 0, said in err) == (True, True)
