"""Naming columns on the command line: said once, remembered, shown, forgotten, and refused where it cannot be."""

import pytest

from tests.terminals import Terminal, run
from tests.unit.test_column_mapping import GATES, NAMES

__all__ = ["run"]

SAID = [word for heading, name in NAMES for word in ("--column", f"{heading}={name}")]


def test_columns_are_said_once_remembered_and_forgotten(run: Terminal) -> None:
    first, second = (
        run.file("gates.csv", GATES),
        run.file("next.csv", GATES.replace("06.04", "07.04").replace("Zeit", "ZEIT")),
    )
    code, out, err = run("read", first, *SAID)
    assert (code, "3 gates to 20 m" in out) == (0, True)
    assert "Columns as you named them: 'Vorname' is athlete" in err
    assert run("import", second)[0] == 2
    assert run("import", first, *SAID)[:2] == (0, "gates.csv: 1 of 1 recordings new\n")
    assert run("import", second)[:2] == (0, "next.csv: 1 of 1 recordings new\n")
    assert run("import", second)[1].startswith("next.csv: already here")
    code, out, _ = run("import", "--forget-columns")
    assert (code, "'Zeit 20' as 20 m" in out) == (0, True)
    assert run("import", "--forget-columns")[1] == "Nothing was remembered of headings.\n"
    assert run("import", second)[0] == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--column", "Zeit 20"), "--column: 'Zeit 20' names no column. Write HEADING=COLUMN"),
        (("--column", "=20 m"), "'' is no heading of a column"),
        (("--column", "Zeit 20=20 m", "--column", "ZEIT 20=10 m"), "'Zeit 20' is named twice"),
        (("--column", "Zeit 99=20 m"), "there is no column 'Zeit 99'"),
        (("--column", "Zeit 20=cake"), "'Zeit 20' cannot be 'cake'"),
        (("--forget-columns",), "--forget-columns: forgetting reads no file"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(run: Terminal, words: tuple[str, ...], says: str) -> None:
    code, out, err = run("import", run.file("gates.csv", GATES), *words)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


def test_a_column_is_left_out_by_naming_it_nothing(run: Terminal) -> None:
    file = run.file("two.csv", "Name,Athlete,Date,10,20\nAda,4711,2026-04-06,1.9,3.3\n")
    assert run("import", file)[0] == 2
    assert run("import", file, "--column", "Athlete=")[0] == 0


def test_an_import_without_a_file_says_what_to_do(run: Terminal) -> None:
    code, _, err = run("import")
    assert (code, "no file was given. Name the files to keep." in err) == (2, True)
