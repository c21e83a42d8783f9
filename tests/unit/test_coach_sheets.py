"""Sheets as coaches keep them: marks for "not measured", means below, dates of the place, several sheets."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from evenstride.app.workbook import write_workbook
from evenstride.core.errors import InputError
from evenstride.core.recording import FieldTest
from evenstride.readers import all_formats, read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(sheets: Mapping[str, Sequence[Sequence[str | float]]]) -> bytes:
    """Return a workbook of several sheets, each as `write_workbook` writes one."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, rows in enumerate(sheets.values(), start=1):
            with zipfile.ZipFile(io.BytesIO(write_workbook(rows))) as one:
                archive.writestr(f"xl/worksheets/s{number}.xml", one.read("xl/worksheets/sheet1.xml"))
        names = "".join(f'<sheet name="{name}" r:id="r{at}"/>' for at, name in enumerate(sheets, start=1))
        links = "".join(f'<Relationship Id="r{at}" Target="worksheets/s{at}.xml"/>' for at in range(1, len(sheets) + 1))
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{names}</sheets></workbook>'
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
    return file.getvalue()


def runs(text: str, on: date | None = None) -> list[tuple[str, tuple[float, ...]]]:
    found = read(text.encode(), name="club.csv", on=on).recordings
    return [(one.athlete, tuple(one.times.tolist())) for one in found]  # pyright: ignore[reportAttributeAccessIssue]


def test_words_for_not_measured_are_empty_cells_and_counted() -> None:
    text = "Name;Gewicht;10;20;30\nAda;-;2,07;3,39;4,62\nBen;74;1,92;3,18;n.a.\nKim;61;DNS;DNS;DNS\n"
    assert runs(text) == [("Ada", (2.07, 3.39, 4.62)), ("Ben", (1.92, 3.18))]
    told = read(text.encode(), name="club.csv").interpretation
    assert any(line == "Read as not measured: '-', 'n.a.', 'DNS', in 5 cells." for line in told)
    assert read(text.encode(), name="club.csv").left_out == ("Left out: row 4, no time stands there.",)


def test_one_time_alone_is_left_out_beside_whole_runs_and_refused_alone() -> None:
    text = "Name;10;20\nAda;2,07;3,39\nBen;1,92;x\n"
    assert [name for name, _ in runs(text)] == ["Ada"]
    assert "row 3, one time alone" in read(text.encode(), name="club.csv").left_out[0]
    with pytest.raises(InputError, match="fewer than two gates"):
        read(b"Name;10;20\nBen;1,92;x\n", name="club.csv")


def test_a_mean_of_others_is_no_runner() -> None:
    text = "Nr;Name;10;20\n1;Ada;2,07;3,39\n;Mittelwert;2,00;3,30\nSchnitt;;2,00;3,30\n"
    assert [name for name, _ in runs(text)] == ["Ada"]
    assert read(text.encode(), name="club.csv").left_out == ("Left out: rows 3 and 4, a mean of others is no runner.",)


def test_max_is_a_name() -> None:
    assert [name for name, _ in runs("Name;10;20\nMax;2,07;3,39\n")] == ["Max"]


def test_dates_with_strokes_go_by_the_column_and_by_the_day_said() -> None:
    rows = "Ada,{},2.07,3.39\n"
    clear = "Name,Date,10,20\n" + rows.format("03/09/2026") + rows.format("25/09/2026")
    assert [one.on for one in read(clear.encode(), name="a.csv").recordings] == [date(2026, 9, 3), date(2026, 9, 25)]
    alone = ("Name,Date,10,20\n" + rows.format("12/09/2026")).encode()
    assert read(alone, name="a.csv", on=date(2026, 9, 12)).recordings[0].on == date(2026, 9, 12)
    assert read(alone, name="a.csv", on=date(2026, 12, 9)).recordings[0].on == date(2026, 12, 9)
    for other in (None, date(2026, 9, 13), date(2025, 9, 12)):
        with pytest.raises(InputError, match=r"two ways.*--date 2026-09-12"):
            read(alone, name="a.csv", on=other)


def test_two_figures_of_a_year_are_taken_behind_points() -> None:
    assert read(b"Name;Datum;10;20\nAda;12.9.26;2,07;3,39\n", name="a.csv").recordings[0].on == date(2026, 9, 12)


SPRINTS = [("Name", "Date", "10", "20", "30"), ("Ada", "2026-04-06", 2.07, 3.39, 4.62), ("Ben", "2026-04-06", "DNS")]
JUMPS = [("Name", "Date", "Test", "Trial 1", "Trial 2", "Unit"), ("Ada", "2026-04-06", "P2", 205, "x", "cm")]


def test_every_sheet_of_a_workbook_that_fits_is_read() -> None:
    found = read(workbook({"Info": [("Club", "TSV")], "Sprint": SPRINTS, "Jumps": JUMPS}), name="club.xlsx")
    assert [(type(one).__name__, one.athlete, one.origin.reader) for one in found.recordings] == [
        ("Splits", "Ada", "splits, one row an athlete"),
        ("FieldTest", "Ada", "field tests"),
    ]
    assert found.format == "splits, one row an athlete and field tests"
    assert found.recordings[1].origin.place == "sheet 'Jumps', row 2"
    assert found.left_out == (
        "Left out: sheet 'Sprint', row 3, no time stands there.",
        "Left out: the sheet 'Info', which is none of the known tables.",
    )


def test_the_first_sheet_keeps_its_places_so_that_it_is_known_again() -> None:
    alone = read(workbook({"Sprint": SPRINTS}), name="club.xlsx").recordings
    among = read(workbook({"Sprint": SPRINTS, "Jumps": JUMPS}), name="club.xlsx").recordings
    assert alone[0].origin.place == among[0].origin.place == "row 2"


def test_what_stands_on_two_sheets_counts_once() -> None:
    found = read(workbook({"Sprint": SPRINTS, "Best": SPRINTS}), name="club.xlsx")
    assert len(found.recordings) == 1
    assert "Left out: 1 on the sheet 'Best', on a sheet before it already." in found.left_out


def test_a_mistake_names_its_sheet() -> None:
    wrong = [JUMPS[0], ("Ada", "2026-04-06", "P2", "two", "", "cm")]
    with pytest.raises(InputError, match=r"club.xlsx, sheet 'Jumps', row 2, column 'Trial 1': 'two' is not a number"):
        read(workbook({"Sprint": SPRINTS, "Jumps": wrong}), name="club.xlsx")


def test_a_workbook_without_a_table_is_refused_as_its_first_sheet() -> None:
    with pytest.raises(InputError, match="fits none of the"):
        read(workbook({"One": [("a", "b"), (1, 2)], "Two": [("c", "d"), (1, 2)]}), name="club.xlsx")


def test_headers_that_name_tests_make_field_tests() -> None:
    text = (
        "Name;Datum;Standweit 1 (cm);Standweit 2 (cm);Dreierhop links (cm);Dreierhop rechts (cm);Fly 20 (s);Trainer\n"
        "Ada;12.09.2026;205;x;610;622;2,41;Jo\nBen;12.09.2026;DNS;;;;;Jo\nMittelwert;;205;;610;622;;\n"
    )
    found = read(text.encode(), name="jumps.csv")
    tests = [
        (one.test, str(one.side or ""), tuple(round(trial, 6) for trial in one.trials))
        for one in found.recordings
        if isinstance(one, FieldTest)
    ]
    assert tests == [
        ("P2", "", (2.05,)), ("P2b", "left", (6.1,)), ("P2b", "right", (6.22,)), ("T0", "", (2.41,)),
    ]  # fmt: skip
    assert found.left_out == (
        "Left out: row 3, no trial stands there.",
        "Left out: row 4, a mean of others is no runner.",
    )
    assert any("Not used: Trainer" in note for note in found.interpretation)


@pytest.mark.parametrize(
    ("header", "cell", "said"),
    [
        ("Broad jump", "205", "'Broad jump' states no unit.*'Broad jump \\(cm\\)'"),
        ("Triple hop (cm)", "600", "names no side"),
        ("P2 2 (cm)", "two", "row 2, column 'P2 2 \\(cm\\)': 'two' is not a number"),
        ("P2 (cm)", "x", "no trial is filled in"),
        ("P2 (kg)", "205", "cannot be in 'kg'"),
    ],
)
def test_a_sheet_of_tests_is_refused_in_its_own_words(header: str, cell: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(f"Name,Date,{header}\nAda,2026-04-06,{cell}\n".encode(), name="jumps.csv")


@pytest.mark.parametrize(
    ("header", "test"),
    [("30 m fly (s)", "T0b"), ("Flying 30 (s)", "T0b"), ("fly 10m (s)", "T0c"), ("20m fly (s)", "T0")],
)
def test_a_flying_run_over_other_metres_is_another_test(header: str, test: str) -> None:
    (found,) = read(f"Name,Date,{header}\nAda,2026-04-06,3.41\n".encode(), name="fly.csv").recordings
    assert isinstance(found, FieldTest)
    assert (found.test, found.trials) == (test, (3.41,))


def test_a_flying_run_over_metres_that_no_test_has_is_not_guessed() -> None:
    with pytest.raises(InputError, match=r"names a test \(flying runs are kept over 10, 20 and 30 m\)"):
        read(b"Name,Date,Flying 40 (s)\nAda,2026-04-06,4.41\n", name="fly.csv")


@pytest.mark.parametrize(
    ("headings", "near"),
    [
        ("Name,Date,Flying 40 (s)", ("field tests, one row an athlete", "splits, one row an athlete")),
        ("Name,Date,Zeit 10m,Zeit 20m", ("splits, one row an athlete",)),
        ("Name,Weight,Height,Best", ("splits, one row an athlete", "field tests, one row an athlete")),
        ("athlete,date,distance,seconds", ("splits, one row a gate",)),
        ("athlete,time,v_raw", ("speed trace", "splits, one row a gate")),
        ("athlete,side,touchdown", ("step events",)),
        ("athlete,test,result cm,Trainer", ("field tests",)),
        ("colour,shape", ()),
    ],
)
def test_a_refusal_names_the_nearest_formats_and_what_they_lack(headings: str, near: tuple[str, ...]) -> None:
    row = ",".join("1" for _ in headings.split(","))
    with pytest.raises(InputError, match="fits none of the") as refused:
        read(f"{headings}\n{row}\n".encode(), name="club.csv")
    why = refused.value.why
    named = [form.NAME for form in all_formats() if f"'{form.NAME}' but lacks" in why]
    assert tuple(sorted(named, key=why.index)) == near
    assert len(why) < 240


BESIDE = (
    "Name;Datum;10;20;Standweit 1 (cm);Dreierhop links (cm);Trainer\n"
    "Ada;12.09.2026;2,07;3,39;205;610;Jo\nBen;12.09.2026;1,92;3,18;;;Jo\nKim;12.09.2026;DNS;;198;x;Jo\n"
)


def test_jumps_beside_gates_are_kept() -> None:
    found = read(BESIDE.encode(), name="club.csv")
    told = [
        (type(one).__name__, one.athlete, one.test if isinstance(one, FieldTest) else "") for one in found.recordings
    ]
    assert told == [
        ("Splits", "Ada", ""), ("Splits", "Ben", ""), ("FieldTest", "Ada", "P2"), ("FieldTest", "Ada", "P2b"),
        ("FieldTest", "Kim", "P2"),
    ]  # fmt: skip
    assert found.left_out == ("Left out: row 4, no time stands there.", "Left out: row 3, no trial stands there.")
    assert [note for note in found.interpretation if "Not used" in note] == ["Not used: Trainer."]
    assert len(found.interpretation) == len(set(found.interpretation))


def test_jumps_alone_beside_empty_gates_are_kept_and_empty_columns_of_jumps_change_nothing() -> None:
    jumps = read(b"Name;Datum;10;20;P2 (cm)\nAda;12.09.2026;;;205\n", name="a.csv")
    assert [type(one).__name__ for one in jumps.recordings] == ["FieldTest"]
    gates = read(b"Name;Datum;10;20;P2 (cm)\nAda;12.09.2026;2,07;3,39;\n", name="a.csv")
    assert [type(one).__name__ for one in gates.recordings] == ["Splits"]
    assert gates.left_out == ()


def test_a_jump_beside_gates_that_cannot_be_read_is_refused_in_its_place() -> None:
    with pytest.raises(InputError, match=r"row 2, column 'P2 \(cm\)': 'far' is not a number"):
        read(b"Name;Datum;10;20;P2 (cm)\nAda;12.09.2026;2,07;3,39;far\n", name="a.csv")
