"""Years of activities come in: one bad file stops no other, and a second time nothing is read again."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.app.crew import Failed, Outcome
from evenstride.app.outings import importing as outing_import
from evenstride.app.outings.importing import hold_outings, import_outings, measure_again
from evenstride.app.outings.work import OUTING, measure_outing_file
from evenstride.app.workbook import write_workbook
from evenstride.core.errors import InputError, StoreError
from evenstride.core.filed import FiledActivity, SourceOrder
from evenstride.core.outing_values import OutingSummary
from evenstride.core.provenance import content_id
from evenstride.store import MemoryStore, Store, open_store
from evenstride.store.ready import nouns_of_ready
from tests.outing_files import tcx
from tests.unit.test_export_doors import Run, run

__all__ = ["run"]

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four good runs of which two are alike, one cut short, one that is none, and a picture."""
    made = tmp_path / "watch"
    (made / "2026").mkdir(parents=True)
    (made / "2026" / "a.tcx").write_bytes(tcx(0))
    (made / "2026" / "b.tcx").write_bytes(tcx(1, sport="Biking"))
    (made / "copy of a.tcx").write_bytes(tcx(0))
    (made / "packed.tcx.gz").write_bytes(gzip.compress(tcx(2)))
    (made / "broken.tcx").write_bytes(tcx(3)[:4000])
    (made / "none.gpx").write_bytes(b"<gpx/>")
    (made / "me.jpg").write_bytes(b"x")
    return made


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Read in this process, and note what is read."""
    read: list[str] = []

    def one_by_one(work, pieces, *, workers, limits=None):
        for piece in pieces:
            read.append(piece.name)
            try:
                made = work(piece.name, piece.data, **piece.told)
            except InputError as problem:
                made = Failed(problem.what)
            yield Outcome(piece, made)

    monkeypatch.setattr(outing_import, "work_apart", one_by_one)
    return read


def bring(store: Store, *sources: Path, at: datetime = NOW, athlete: str | None = "Noa"):
    return import_outings(store, sources, athlete=athlete, imported_at=at)


def summaries(store: Store) -> list[OutingSummary]:
    return [one.noun for one in store.results(OUTING, athlete="Noa") if isinstance(one.noun, OutingSummary)]


def test_a_folder_comes_in_and_what_could_not_be_read_is_told(folder: Path) -> None:
    with open_store(folder.parent / "a.db") as store:
        told = bring(store, folder)
        assert (told.new, told.known, told.activities) == (4, 1, 4)
        assert [one.name for one in told.bad] == ["none.gpx"]
        assert [one.name for one in told.damaged] == ["broken.tcx"]
        assert told.left_out == {"a picture": 1}
        assert [one.noun.sport.value for one in store.activities("Noa")] == ["running", "cycling", "running", "running"]
        assert store.raw(store.activities("Noa")[0].noun.origin.content_id) == tcx(0)
        assert len(summaries(store)) == 4
        assert store.chain(store.results(OUTING, athlete="Noa")[0].id)[-1].kind == "file"


def test_a_second_time_nothing_is_read_but_what_could_not_be(folder: Path, here: list[str]) -> None:
    store = MemoryStore()
    bring(store, folder)
    state = store.state("Noa")
    here.clear()
    told = bring(store, folder, at=LATER, athlete=None)
    assert (told.new, told.again, told.known) == (0, 0, 5)
    assert here == ["none.gpx"]
    assert store.state("Noa") == state


def test_a_zip_and_its_folder_are_the_same(folder: Path, here: list[str]) -> None:
    store = MemoryStore()
    packed = folder.parent / "export.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(folder / "2026" / "a.tcx", "activities/1.tcx")
    assert bring(store, packed).new == 1
    assert store.activities("Noa")[0].noun.origin.file_name == "export.zip/activities/1.tcx"
    assert bring(store, folder).known == 2


def test_what_is_read_is_kept_whatever_ends_the_import(folder: Path, here: list[str], monkeypatch) -> None:
    store = MemoryStore()
    whole = outing_import.work_apart

    def interrupted(*given, **more):
        for number, one in enumerate(whole(*given, **more)):
            if number == 2:
                raise KeyboardInterrupt
            yield one

    monkeypatch.setattr(outing_import, "work_apart", interrupted)
    told = bring(store, folder)
    assert told.stopped
    assert (told.new, len(store.activities("Noa"))) == (2, 2)
    monkeypatch.setattr(outing_import, "work_apart", whole)
    rest = bring(store, folder, at=LATER)
    assert (rest.new, rest.known) == (2, 3)
    once = MemoryStore()
    bring(once, folder)
    assert [one.id for one in store.activities("Noa")] == [one.id for one in once.activities("Noa")]


def test_an_archive_that_cannot_be_written_is_said_and_loses_nothing_before(folder: Path, here, monkeypatch) -> None:
    store = MemoryStore()
    monkeypatch.setattr(outing_import, "BATCH_FILES", 2)
    whole = store.save_ready
    calls: list[int] = []

    def full(*given, **more):
        calls.append(1)
        if len(calls) > 1:
            raise StoreError("the database cannot be used", why="The disk is full")
        return whole(*given, **more)

    monkeypatch.setattr(store, "save_ready", full)
    with pytest.raises(StoreError, match="disk is full"):
        bring(store, folder)
    assert len(store.activities("Noa")) == 2


def test_a_new_method_measures_known_files_anew_and_no_others(folder: Path, here: list[str], monkeypatch) -> None:
    store = MemoryStore()
    bring(store, folder / "2026")
    here.clear()
    monkeypatch.setattr("evenstride.app.outings.work.METHOD", 99)
    told = bring(store, folder, at=LATER)
    assert (told.again, told.new) == (2, 2)
    assert here == ["2026/a.tcx", "2026/b.tcx", "broken.tcx", "none.gpx", "packed.tcx.gz"]
    assert len(store.results(OUTING, athlete="Noa")) == 6
    assert bring(store, folder, at=LATER).known == 5


def test_another_order_of_devices_measures_from_the_originals(folder: Path, here: list[str]) -> None:
    store = MemoryStore()
    bring(store, folder / "2026")
    here.clear()
    assert measure_again(store, "Noa", at=LATER).seen == 0
    store.save_source_order("Noa", SourceOrder(("Stryd",)), saved_at=LATER)
    told = measure_again(store, "Noa", at=LATER)
    assert (told.again, told.new, len(here)) == (2, 0, 2)
    assert measure_again(store, "Noa", at=LATER).seen == 0
    assert bring(store, folder / "2026").known == 2


def test_files_of_both_kinds_are_given_apart(folder: Path) -> None:
    sheet = folder / "sprint.csv"
    sheet.write_text("athlete,distance,time\nNoa,10,1.9\n")
    assert hold_outings([folder / "2026" / "a.tcx", folder])
    assert hold_outings([folder / "packed.tcx.gz"])
    assert not hold_outings([sheet, folder / "gone.csv"])
    book = folder / "squad.xlsx"
    book.write_bytes(write_workbook([("Name", "10", "20"), ("Ada", 2.07, 3.39)]))
    assert not hold_outings([book, sheet])
    with pytest.raises(InputError, match=r"sprint\.csv: this is no activity file, folder or archive, and others"):
        hold_outings([folder, sheet])


def test_progress_counts_every_file(folder: Path, here: list[str]) -> None:
    told: list[tuple[int, int]] = []
    import_outings(
        MemoryStore(), [folder], athlete="Noa", imported_at=NOW, progress=lambda done, total: told.append((done, total))
    )
    assert told[-1] == (7, 7)


def test_what_a_worker_returns_is_what_is_kept() -> None:
    made = measure_outing_file("a.tcx", tcx(), athlete="Noa", sources=("watch",), content="ab" * 32)
    assert (made.activities, made.days, made.damage) == (1, 0, "")
    file, [(how, summary)] = nouns_of_ready(made.kept)
    assert (file.content_id, file.file_name, made.kept.athlete) == ("ab" * 32, "a.tcx", "Noa")
    assert isinstance(summary, OutingSummary)
    assert isinstance(file.recordings[0], FiledActivity)
    assert (file.recordings[0].distance, summary.distance) == (416.5, 416.5)
    assert how.parameters["sources"] == ["watch"]
    assert how.version == ""


def test_a_file_nobody_has_hashed_is_hashed_where_it_is_read() -> None:
    assert measure_outing_file("a.tcx", tcx(), athlete="Noa").kept.content_id == content_id(tcx())


def test_the_command_says_what_became_of_all_files(run: Run, folder: Path) -> None:
    code, out, err = run("import", str(folder), "--athlete", "Noa")
    assert (code, err) == (0, "")
    assert "4 new files with 4 activities for Noa.\n1 file was here already; nothing changed.\n" in out
    assert "1 other file left out: 1 × a picture." in out
    assert "1 file was read in part:\n  broken.tcx: " in out
    assert "1 file could not be read:\n  none.gpx: " in out
    code, out, _ = run("import", str(folder / "2026"), "--json")
    assert (code, json.loads(out)["known"]) == (0, 2)


def test_one_file_is_shown_without_being_kept(run: Run, folder: Path) -> None:
    code, out, err = run("read", str(folder / "2026" / "a.tcx"))
    assert code == 0
    assert out.splitlines()[1].split() == ["2026-03-01", "running", "2", "min,", "0.42", "km", "120", "4"]
    assert "A device the file does not name: distance, " in err
    assert len(json.loads(run("read", str(folder / "2026" / "a.tcx"), "--json")[1])["activities"]) == 1
    code, _, err = run("read", str(folder / "none.gpx"))
    assert (code, "none.gpx: " in err) == (2, True)


def test_a_folder_without_any_activity_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, out, _ = run("import", str(tmp_path / "empty"), "--athlete", "Noa")
    assert (code, out) == (2, "There is no activity file here.\n")


def test_without_a_name_somebody_must_be_here(run: Run, folder: Path) -> None:
    code, _, err = run("import", str(folder))
    assert code == 2
    assert "nobody is in this database yet" in err
