"""Flying runs over 10, 20 and 30 m are tests of their own: each is kept, compared with itself, and goes on as begun."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from evenstride.core.protocol import Speaks, protocols
from evenstride.doors.cli import app

DAYS = (("2026-02-02", 3.60), ("2026-02-16", 3.58), ("2026-03-09", 3.45), ("2026-03-16", 3.41))


def told(*words: str, database: Path) -> str:
    done = CliRunner().invoke(app, [*words, "--db", str(database)])
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.fixture
def database(tmp_path: Path) -> Path:
    sheet = tmp_path / "flys.csv"
    sheet.write_text("Name,Date,30 m fly (s)\n" + "".join(f"Noa,{day},{time}\n" for day, time in DAYS))
    told("import", str(sheet), database=tmp_path / "a.db")
    return tmp_path / "a.db"


def test_days_over_thirty_metres_are_compared_with_each_other(database: Path) -> None:
    said = told("check", "--coach", "--until", "2026-03-16", database=database)
    assert "Flying speed (T0b) +" in said
    assert "all 4 days" in said


def test_a_day_over_twenty_metres_is_no_fifth_day(database: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "more.csv"
    sheet.write_text("Name,Date,20 m fly (s)\nNoa,2026-03-16,2.30\n")
    told("import", str(sheet), database=database)
    assert "all 4 days" in told("check", "--coach", "--until", "2026-03-16", database=database)


def test_speed_is_asked_for_over_the_metres_that_were_run(database: Path) -> None:
    assert "Flying 30 m: 5 min" in told("diagnose", database=database)


def test_who_ran_none_is_asked_for_one_flying_run(tmp_path: Path) -> None:
    sheet = tmp_path / "jumps.csv"
    sheet.write_text("Name,Date,P2 (cm)\nNoa,2026-02-02,224\n")
    told("import", str(sheet), database=tmp_path / "b.db")
    said = told("diagnose", database=tmp_path / "b.db")
    assert "Flying 20 m: 5 min" in said
    assert "Flying 30 m" not in said


def test_each_flying_run_is_speed_over_its_own_metres() -> None:
    flying = {one.id: one.course for one in protocols().values() if one.speaks is Speaks.OUTCOME}
    assert flying == {"T0": 20.0, "T0b": 30.0, "T0c": 10.0}


@pytest.mark.parametrize("asked", ["T0b", "t0b", "P2b"])
def test_how_a_variant_is_done_is_told_in_any_case(asked: str) -> None:
    done = CliRunner().invoke(app, ["how", asked])
    assert (done.exit_code, asked.casefold() in done.stdout.casefold()) == (0, True)
