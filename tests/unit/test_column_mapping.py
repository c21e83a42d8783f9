"""Headings that somebody named: what they become, what is refused, and what stays as the file says it."""

from datetime import date

import numpy as np
import pytest

from evenstride.core.column_mapping import LEFT_OUT, ColumnMapping, TableHead, heading_key, headings_id
from evenstride.core.errors import InputError
from evenstride.core.recording import Reading
from evenstride.readers import read, read_head, suggest_column

GATES = "Vorname;Messtag;Zeit 5;Zeit 10;Zeit 20;BMI\nAda;06.04.2026;1,40;2,07;3,39;20,1\n"
NAMES = (
    ("Vorname", "athlete"), ("Messtag", "date"), ("Zeit 5", "5 m"), ("Zeit 10", "10 m"), ("Zeit 20", "20 m"),
)  # fmt: skip
MAPPING = ColumnMapping(NAMES, date(2026, 11, 23))


def named(text: str, *names: tuple[str, str]) -> Reading:
    return read(text.encode(), name="x.csv", athlete="Ada", on=date(2026, 4, 6), columns=ColumnMapping(names))


def test_a_file_nobody_foresaw_is_read_by_the_names_that_were_said() -> None:
    with pytest.raises(InputError, match="fits none of"):
        read(GATES.encode(), name="x.csv")
    [run] = (reading := read(GATES.encode(), name="x.csv", columns=MAPPING)).recordings
    assert (run.athlete, run.on) == ("Ada", date(2026, 4, 6))
    assert np.array_equal(run.distances, [5.0, 10.0, 20.0])
    assert np.array_equal(run.times, [1.4, 2.07, 3.39])
    assert run.origin.columns == NAMES
    assert "Not used: BMI." in reading.interpretation
    said = next(note for note in reading.interpretation if note.startswith("Columns as you named them on 23 Nov 2026"))
    assert "'Zeit 20' is 20 m" in said
    assert "BMI" not in said


@pytest.mark.parametrize(
    ("heading", "target", "times"),
    [
        ("Messung 2 (ms)", "20 m", [1.9, 0.0033]),
        ("Messung 2 [ms]", "20 m (s)", [1.9, 3.3]),
        ("Messung_2_ms", "20 m", [1.9, 0.0033]),
        ("Messung 2 (Halle)", "20 m", [1.9, 3.3]),
        ("Messung 2 m", "20 m", [1.9, 3.3]),
    ],
)
def test_a_unit_the_heading_states_stays_unless_another_is_said(heading: str, target: str, times: list[float]) -> None:
    text = f"Name,10,{heading}\nAda,1.9,3.3\n"
    if times[1] < times[0]:
        with pytest.raises(InputError, match=r"the time 0\.0033 does not follow"):
            named(text, (heading, target))
    else:
        assert named(text, (heading, target)).recordings[0].times.tolist() == times


def test_a_unit_in_the_row_below_needs_not_be_repeated() -> None:
    text = "Wer;Zeit;Tempo\n;s;km/h\n" + "".join(f"Ada;{0.1 * i:.1f};{3 * i}\n" for i in range(1, 11))
    reading = named(text, ("Wer", "athlete"), ("Tempo", "speed"))
    assert reading.recordings[0].speeds.max() == pytest.approx(30.0 / 3.6)


def test_what_is_left_out_settles_two_columns_of_one_meaning() -> None:
    text = "Name,Athlete,10,20\nAda,4711,1.9,3.3\n"
    with pytest.raises(InputError, match="2 columns mean athlete"):
        read(text.encode(), name="x.csv")
    reading = named(text, ("Athlete", LEFT_OUT))
    assert reading.recordings[0].athlete == "Ada"
    assert "'Athlete' is left out" in " ".join(reading.interpretation)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"Zeit 15": "15 m"}, "header: there is no column 'Zeit 15'. The columns are: Vorname, Messtag, Zeit 5"),
        ({"Zeit 20": "cake"}, "'Zeit 20' cannot be 'cake': there is no such column. Name it a gate such as '20 m'"),
        ({"Zeit 5": "20 m"}, "'Zeit 5' and 'Zeit 20' are both named '20 m'. Leave one"),
        ({"Zeit 5": "20 m", "Zeit 20": "5 m"}, r"row 2, column '10 m': the time 2\.07 .*'Zeit 10' was named '10 m'"),
        ({"Vorname": "mass"}, "row 2, column 'mass': .*Ada.*'Vorname' was named 'mass'"),
        ({"Zeit 20": "20 m (kg)"}, "unit 'kg' does not fit.*'Zeit 20' was named '20 m \\(kg\\)'"),
        ({"Zeit 20": "20 m (parsec)"}, "unit 'parsec' is not known"),
    ],
)
def test_a_wrong_name_is_refused_in_one_sentence(changed: dict[str, str], says: str) -> None:
    with pytest.raises(InputError, match=r"^x\.csv, .*" + says):
        named(GATES, *(dict(NAMES) | changed).items())


def test_two_columns_of_one_heading_cannot_be_named_apart() -> None:
    with pytest.raises(InputError, match=r"there are 2 columns 'Zeit'.*Give each its own heading"):
        named("Name,Zeit,Zeit,10\nAda,1,2,3\n", ("Zeit", "20 m"))


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"one column\n1\n", b"STALKER Version 5\n\n\n\n1\n2\n"])
def test_what_has_no_headings_cannot_be_named(data: bytes) -> None:
    assert read_head(data) is None
    with pytest.raises(InputError):
        read(data, name="x", columns=MAPPING)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ((), "no column was named"),
        (((" ", "time"),), "' ' is no heading of a column"),
        ((("x" * 201, "time"),), "at most 200 characters"),
        ((("Zeit", "time"), ("ZEIT ", "date")), "'Zeit' is named twice"),
    ],
)
def test_a_mapping_names_headings_and_each_once(names: tuple[tuple[str, str], ...], says: str) -> None:
    with pytest.raises(InputError, match=says):
        ColumnMapping(names)


def test_headings_are_the_same_in_any_order_case_and_spacing() -> None:
    assert headings_id(["Zeit 20", "Vorname"]) == headings_id(["VORNAME", "  zeit\u00a020 ", ""])
    assert headings_id(["Zeit 20"]) != headings_id(["Zeit 20", "Zeit 30"])
    assert headings_id(["ab", "c"]) != headings_id(["a", "bc"])
    assert heading_key("Gro\u0308ße") == heading_key("GRÖSSE")


def test_a_head_shows_headings_rows_and_what_it_fits() -> None:
    head = read_head(GATES.encode())
    assert isinstance(head, TableHead)
    assert head.headings[2] == "Zeit 5"
    assert head.rows == (("Ada", "06.04.2026", "1,40", "2,07", "3,39", "20,1"),)
    assert head.format == ""
    fitting = read_head(b"Name,10,20\n" + b"Ada,1.9,3.3\n" * 9)
    assert fitting is not None
    assert (fitting.format, len(fitting.rows)) == ("splits, one row an athlete", 3)


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Zeit 20", ("gate", "20")),
        ("20m Zeit", ("gate", "20")),
        ("split 10 m", ("gate", "10")),
        ("time 40yd", ("gate", "40 yd")),
        ("Trial 2 (cm)", ("trial 2", "cm")),
        ("touchdown frame", ("touchdown frame", "")),
        ("Gewicht (lb)", ("mass", "lb")),
        ("Nachname", ("", "")),
        ("Zeit 5-10", ("", "")),
        ("Puls 20", ("", "")),
    ],
)
def test_what_a_heading_may_mean_is_offered_and_never_taken(heading: str, meant: tuple[str, str]) -> None:
    assert suggest_column(heading) == meant
