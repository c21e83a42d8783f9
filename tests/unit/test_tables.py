"""Everything in one folder: tables for other programs, and the archive that comes back to the same state."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from math import nan
from pathlib import Path

import pytest

from evenstride.app.archive import import_archive
from evenstride.app.outings.importing import import_outings
from evenstride.app.outings.work import OUTING
from evenstride.app.tables import write_tables
from evenstride.core.data_table import DataTable
from evenstride.core.errors import InputError
from evenstride.core.filed import SourceOrder
from evenstride.core.log import LogEntry
from evenstride.core.recording import Splits
from evenstride.readers import read
from evenstride.store import Store, open_store
from evenstride.writers.data_tables import table_csv, table_parquet
from tests.outing_files import tcx
from tests.unit.test_export_doors import Run, run
from tests.unit.test_outing_import import here

__all__ = ["here", "run"]

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "watch"
    made.mkdir()
    for number in range(3):
        (made / f"{number}.tcx").write_bytes(tcx(number, seconds=300, speed=3.0 + number / 4))
    return made


def everything(store: Store) -> dict[str, object]:
    return {
        "state": store.state("Noa"),
        "activities": [(one.id, repr(one.noun)) for one in store.activities("Noa")],
        "results": [(one.id, repr(one.noun)) for one in store.results(OUTING, athlete="Noa")],
        "raw": [store.raw(one.noun.origin.content_id) for one in store.activities("Noa")],
        "order": store.source_order("Noa"),
        "log": store.log("Noa"),
    }


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_what_is_written_reads_back_and_the_archive_comes_back_the_same(folder: Path, here: list[str]) -> None:
    out = folder.parent / "out"
    with open_store(folder.parent / "a.db") as store:
        import_outings(store, [folder], athlete="Noa", imported_at=NOW)
        store.save_source_order("Noa", SourceOrder(("Stryd",)), saved_at=NOW)
        store.save_log("Noa", LogEntry(date(2026, 3, 1), "easy", 5, 4.0, note="sun, and rain"))
        written, documents = write_tables(store, None, out, at=NOW)
        whole = everything(store)
    assert written[-1] == "archive.zip"
    outings = rows(out / "outings.csv")
    assert [one["distance_m"] for one in outings] == ["897.0", "971.75", "1046.5"]
    assert outings[0]["load"] != ""
    assert documents[0]["id"] == outings[0]["id"]
    steps = rows(out / "steps.csv")
    assert {one["outing"] for one in steps} <= {one["id"] for one in outings}
    assert all(float(one["step_frequency_hz"]) == pytest.approx(170 / 60) for one in steps)
    assert rows(out / "log.csv")[0]["note"] == "sun, and rain"
    samples = rows(out / "samples" / f"2026-03-01-{outings[0]['id'][:8]}.csv")
    assert len(samples) == 300
    assert samples[10]["speed (m/s)"] == "3.0"
    with open_store(folder.parent / "b.db") as other, (out / "archive.zip").open("rb") as archive:
        import_archive(other, archive, at=NOW)
        assert everything(other) == whole
        assert import_outings(other, [folder], athlete="Noa", imported_at=NOW).known == 3


def test_a_folder_with_something_in_it_is_left_alone(folder: Path, here: list[str]) -> None:
    with open_store(folder.parent / "a.db") as store:
        import_outings(store, [folder], athlete="Noa", imported_at=NOW)
        with pytest.raises(InputError, match="is not empty"):
            write_tables(store, None, folder, at=NOW)


def test_cells_that_are_not_known_are_empty_and_numbers_exact() -> None:
    table = DataTable("x", {"on": [date(2026, 5, 1), None], "a": [0.1 + 0.2, nan], "b": ['say "so", he', "\n"]})
    read = list(csv.reader(io.StringIO(table_csv(table).decode())))
    assert read == [["on", "a", "b"], ["2026-05-01", "0.30000000000000004", 'say "so", he'], ["", "", "\n"]]
    assert (table.rows, DataTable("y", {}).rows) == (2, 0)


def test_yes_and_no_are_what_r_reads_as_logical() -> None:
    # read.csv takes TRUE and FALSE, and leaves True a text
    assert table_csv(DataTable("x", {"half": [True, False], "at": [1, 2]})) == b"half,at\nTRUE,1\nFALSE,2\n"


def in_r(text: str) -> str:
    """What read.csv makes of a column of one cell: the type that type.convert finds."""
    if text in ("T", "F", "TRUE", "FALSE", ""):
        return "logical"
    return "numeric" if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text) else "character"


def test_sprints_and_tests_come_out_as_r_needs_them(tmp_path: Path) -> None:
    sheet = "athlete,date,start,device,5,10,20,30,40\nNoa,2026-03-01,standing,gates,1.16,1.89,3.15,4.31,5.44\n"
    jumps = "Name,Date,P2 1 (cm),P2 2 (cm),P2b left (cm),P2b right (cm)\nNoa,2026-03-01,224,228,610,\n"
    with open_store(tmp_path / "a.db") as store:
        files = {"run.csv": sheet.encode(), "jumps.csv": jumps.encode()}
        store.save_imports([(read(data, name=name), data) for name, data in files.items()], imported_at=NOW)
        write_tables(store, None, tmp_path / "out", at=NOW)
        (run,) = (one for one in store.recordings("Noa") if isinstance(one.noun, Splits))
    gates = rows(tmp_path / "out" / "splits.csv")
    assert [(one["distance_m"], one["time_s"]) for one in gates][:2] == [("5.0", "1.16"), ("10.0", "1.89")]
    assert {one["recording"] for one in gates} == {run.id}
    trials = rows(tmp_path / "out" / "tests.csv")
    assert [(one["test"], one["side"], round(float(one["value"]), 9), one["unit"]) for one in trials] == [
        ("P2", "", 2.24, "m"),
        ("P2", "", 2.28, "m"),
        ("P2b", "left", 6.1, "m"),
    ]
    values = rows(tmp_path / "out" / "values.csv")
    mss = next(one for one in values if one["metric"] == "mss")
    assert float(mss["low"]) < float(mss["value"]) < float(mss["high"])
    lacking = next(one for one in values if one["metric"] == "f0")
    assert (lacking["value"], lacking["missing"]) == ("", "Force needs body mass and height")
    assert any(one["metric"] == "P2" and float(one["value"]) == pytest.approx(2.26) for one in values)
    for table, numbers in (("splits", ("distance_m", "time_s", "mass_kg")), ("values", ("value", "low", "high"))):
        text = (tmp_path / "out" / f"{table}.csv").read_bytes()
        assert not text.startswith(b"\xef\xbb\xbf"), "a mark at the front would become a part of the first name"
        header = text.decode().splitlines()[0].split(",")
        assert all(re.fullmatch(r"[a-z][a-z_]*", name) for name in header), "R would rename them"
        cells = rows(tmp_path / "out" / f"{table}.csv")
        for name in numbers:
            assert {in_r(one[name]) for one in cells} <= {"numeric", "logical"}, name


def test_parquet_holds_the_same() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    table = DataTable("x", {"on": [date(2026, 5, 1), None], "a": [0.5, nan], "none": [None, None]})
    read = parquet.read_table(io.BytesIO(table_parquet(table))).to_pydict()
    assert read == {"on": [date(2026, 5, 1), None], "a": [0.5, None], "none": [None, None]}


def test_without_the_library_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"Parquet needs a library that is not installed\. Install it: pip install"):
        table_parquet(DataTable("x", {}))


def test_the_command_names_what_it_wrote(run: Run, folder: Path) -> None:
    assert run("import", str(folder), "--athlete", "Noa")[0] == 0
    code, out, err = run("data", "tables", str(folder.parent / "all"))
    assert (code, "samples: 3 files" in out) == (0, True)
    assert "None of it is encrypted" in err
    assert len(json.loads((folder.parent / "all" / "outings.json").read_text())) == 3
