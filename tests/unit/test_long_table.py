"""The table of long tests takes what it names, keeps what shows the same, and knows when it is out of date."""

import tomllib
from pathlib import Path

from tests.long import TABLE as LONG
from tests.long import Entry, read_table, unknown_names

TABLE = """
[[long]]
file = "tests/unit/test_one.py"
shown = ["test_a[phone]"]
tests = ["test_a"]
why = "other sizes"

[[long]]
file = "tests/fuzz/"
shown = []
tests = ["test_two.py::test_b"]
why = "chance"
"""
TESTS = (
    "tests/unit/test_one.py::test_a[phone]",
    "tests/unit/test_one.py::test_a[desk]",
    "tests/unit/test_one.py::test_c",
    "tests/fuzz/test_two.py::test_b[1]",
)


def entries(folder: Path) -> tuple[Entry, ...]:
    (folder / "long.toml").write_text(TABLE, encoding="utf-8")
    return read_table(folder / "long.toml")


def test_an_entry_takes_what_it_names_and_leaves_what_shows_the_same(tmp_path: Path) -> None:
    taken = [any(entry.takes(test) for entry in entries(tmp_path)) for test in TESTS]
    assert taken == [False, True, False, True]


def test_a_name_that_fits_nothing_is_told(tmp_path: Path) -> None:
    assert unknown_names(entries(tmp_path), TESTS) == []
    assert unknown_names(entries(tmp_path), TESTS[1:]) == ["tests/unit/test_one.py::test_a[phone]"]


def test_every_long_test_of_a_file_has_a_reason_and_something_that_stays() -> None:
    for entry in tomllib.loads(LONG.read_text(encoding="utf-8"))["long"]:
        assert len(entry["why"].split()) >= 4, entry
        assert entry["shown"] or "validation" in entry["why"], entry
