"""The year of birth in a sheet: read with the runs, kept with the athlete, never over what the athlete told."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from evenstride.app.import_desk import GivenFile, ImportDesk, ImportWish
from evenstride.app.reading.ingest import import_files
from evenstride.app.record import start_athlete
from evenstride.core.athlete import Intake
from evenstride.core.errors import InputError
from evenstride.readers import read
from evenstride.store import ImportResult, MemoryStore, Store
from tests.unit.test_coach_sheets import workbook

AT = datetime(2026, 9, 14, 12, tzinfo=UTC)
NOW = "Ada;2026-09-12;{};2,07;3,39\n"


def born(heading: str, *cells: str) -> tuple[tuple[str, int], ...]:
    rows = "".join(
        f"{name};2026-09-12;{cell};2,07;3,39\n" for name, cell in zip(("Ada", "Ben", "Kim"), cells, strict=False)
    )
    return read(f"Name;Datum;{heading};10;20\n{rows}".encode(), name="club.csv").born


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Jahrgang", "2011"), ("Jg.", "11"), ("Geburtsjahr", "2011"), ("born", "2011"), ("Year of birth", "2011"),
        ("birth year", "2011"), ("DOB", "2011-04-03"), ("Geburtsdatum", "03.04.2011"), ("Date of birth", "03/04/2011"),
        ("Geb.-Datum", "3.4.11"), ("born", "3 April 2011"), ("Jahrgang", "2011.0"), ("Annee de naissance", "2011"),
    ],
)  # fmt: skip
def test_headings_and_cells_of_a_year_of_birth(heading: str, cell: str) -> None:
    assert born(heading, cell) == (("Ada", 2011),)


def test_empty_cells_and_marks_are_no_year() -> None:
    assert born("Jahrgang", "2011", "", "-") == (("Ada", 2011),)


def test_the_heading_is_said_and_no_longer_unused() -> None:
    found = read(f"Name;Datum;Jahrgang;10;20\n{NOW.format(2011)}".encode(), name="club.csv")
    assert "Column 'Jahrgang' is birth year." in found.interpretation
    assert not any("Not used" in note for note in found.interpretation)
    assert not any("2011" in note for note in found.interpretation)


@pytest.mark.parametrize("cell", ["2027", "2026", "1899", "1900-01-11", "211", "U16", "99.99.2011"])
def test_an_impossible_year_is_refused_with_its_place(cell: str) -> None:
    with pytest.raises(InputError, match=r"club.csv, row 3, column 'Jahrgang': .*Correct"):
        born("Jahrgang", "2011", cell)


def test_two_years_of_one_athlete_are_refused() -> None:
    text = f"Name;Datum;Jahrgang;10;20\n{NOW.format(2011)}{NOW.format(2012)}"
    with pytest.raises(InputError, match=r"row 3, column 'Jahrgang': .*2012.*2011"):
        read(text.encode(), name="club.csv")


def test_a_year_and_a_date_may_stand_side_by_side() -> None:
    text = "Name;Datum;Jahrgang;Geburtsdatum;10;20\nAda;2026-09-12;2011;3.4.2011;2,07;3,39\n"
    assert read(text.encode(), name="club.csv").born == (("Ada", 2011),)
    with pytest.raises(InputError, match=r"row 2, column 'Geburtsdatum'"):
        read(text.replace("3.4.2011", "3.4.2012").encode(), name="club.csv")


def test_a_list_of_members_on_another_sheet_tells_it_too() -> None:
    sheets = {
        "Sprint": [("Name", "Date", "10", "20"), ("Ada", "2026-09-12", 2.07, 3.39)],
        "Members": [("Name", "Jahrgang"), ("Ada", 2011), ("Zoe", 2012)],
    }
    found = read(workbook(sheets), name="club.xlsx")
    assert found.born == (("Ada", 2011),)
    assert "Years of birth were read from the sheet 'Members'." in found.interpretation
    sheets["Members"][1] = ("Ada", 2111)
    with pytest.raises(InputError, match=r"sheet 'Members', row 2, column 'Jahrgang'"):
        read(workbook(sheets), name="club.xlsx")


def test_jumps_and_rows_of_gates_tell_it_as_well() -> None:
    jumps = b"Name;Datum;Jahrgang;Standweit 1 (cm)\nAda;2026-09-12;2011;205\n"
    gates = b"athlete,date,born,distance,time\nAda,2026-09-12,2011,10,2.07\nAda,2026-09-12,,20,3.39\n"
    assert read(jumps, name="a.csv").born == read(gates, name="a.csv").born == (("Ada", 2011),)


def bring(store: Store, folder: Path, *rows: tuple[str, str]) -> ImportResult:
    path = folder / "club.csv"
    lines = "".join(f"{name};2026-09-12;{year};2,07;3,39\n" for name, year in rows)
    path.write_text("Name;Datum;Jahrgang;10;20\n" + lines)
    return import_files(store, [path], imported_at=AT)[0]


def test_an_import_keeps_the_year_and_says_who_is_young(tmp_path: Path) -> None:
    store = MemoryStore()
    result = bring(store, tmp_path, ("Ada", "2011"), ("Ben", "2001"), ("Kim", ""))
    assert [store.athlete(name).birth_year for name in ("Ada", "Ben", "Kim")] == [2011, 2001, None]
    assert result.notes == (
        "Year of birth taken from the file: Ada and Ben.",
        "May be under sixteen: Ada. For them it is games and variety, and no limit is named.",
    )


def test_what_the_athlete_told_stays_and_the_other_year_is_said(tmp_path: Path) -> None:
    store = MemoryStore()
    start_athlete(store, "Ada", Intake(AT.date()), at=AT, birth_year=2009)
    result = bring(store, tmp_path, ("Ada", "2011"))
    assert store.athlete("Ada").birth_year == 2009
    assert store.athlete("Ada").intake == Intake(AT.date())
    assert result.notes[0] == (
        "Ada: the file says born in 2011, here it is 2009, and 2009 stays. If the file is right, say so with the five "
        'questions: evenstride start "Ada" --birth-year 2011'
    )


def test_the_same_file_again_says_nothing_new_and_still_brings_a_year_that_was_missing(tmp_path: Path) -> None:
    store = MemoryStore()
    bring(store, tmp_path, ("Ada", "2011"))
    assert bring(store, tmp_path, ("Ada", "2011")).notes == ()
    assert date(2026, 9, 12) == store.recordings("Ada")[0].noun.on


def test_the_page_keeps_the_year_and_says_it(tmp_path: Path) -> None:
    desk = ImportDesk(tmp_path / "evenstride.db", lambda: AT)
    text = f"Name;Datum;Jahrgang;10;20\n{NOW.format(2011)}"
    [file] = desk.bring([GivenFile("club.csv", text.encode())], ImportWish()).files
    assert file.notes[0] == "Year of birth taken from the file: Ada."
    assert desk.athlete("ada").birth_year == 2011


def test_a_year_of_birth_in_the_sheet_keeps_children_from_tests_at_the_first_import(tmp_path: Path) -> None:
    store, path = MemoryStore(), tmp_path / "jumps.csv"
    path.write_text("Name;Datum;Jahrgang;Triple hop left (cm)\nAda;2026-09-12;2016;410\n")
    with pytest.raises(InputError, match="not for children under 12"):
        import_files(store, [path], imported_at=AT)
    assert store.athletes() == ()
