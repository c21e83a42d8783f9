"""The same frames kept under two days, or of two people, become two runs: whoever brings them is told."""

from datetime import date
from pathlib import Path

from evenstride.app.import_desk import GivenFile, ImportDesk, ImportWish
from evenstride.app.reading.ingest import import_files
from evenstride.app.video.clip_files import bytes_of_source
from evenstride.core.trial_told import ClipTold, TrialTold
from evenstride.store import Store
from tests.contract.test_store import LATER, NOW, store
from tests.keypoint_files import write_frames
from tests.unit.test_cli import Terminal, run

__all__ = ["run", "store"]

FIRST, SECOND = date(2026, 2, 1), date(2026, 2, 8)
TOLD = TrialTold(clip=ClipTold(240.0, "300px/m"))
TWICE = "These frames were kept before, as the run of 2026-02-01, and count twice now."


def notes(store: Store, source: Path, on: date, athlete: str = "Noa") -> tuple[str, ...]:
    [result] = import_files(store, [source], imported_at=NOW, athlete=athlete, on=on, told=TOLD)
    return result.notes


def test_frames_of_another_day_are_kept_and_told_however_they_are_packed(store: Store, tmp_path: Path) -> None:
    folder, packed = write_frames(tmp_path / "run", strides=3), tmp_path / "packed.zip"
    packed.write_bytes(bytes_of_source(folder))
    assert notes(store, folder, FIRST) == ()
    assert notes(store, folder, FIRST) == ()
    [told] = notes(store, folder, SECOND)
    assert told.startswith(TWICE)
    assert "delete its run" in told
    # The folder again under its first day is here already: nothing new is said.
    assert notes(store, folder, FIRST) == ()
    with_more = tmp_path / "again"
    with_more.mkdir()
    for one in folder.iterdir():
        (with_more / f"b{one.name}").write_bytes(one.read_bytes())
    assert [line.split(",")[1] for line in notes(store, with_more, date(2026, 2, 9))] == [
        " as the run of 2026-02-01", " as the run of 2026-02-08",
    ]  # fmt: skip


def test_frames_of_another_athlete_are_told_as_such(store: Store, tmp_path: Path) -> None:
    folder = write_frames(tmp_path / "run", strides=3)
    assert notes(store, folder, FIRST) == ()
    [told] = notes(store, folder, FIRST, "Ada")
    assert told.startswith("These frames were kept before, as the run of Noa of 2026-02-01")
    assert "If the same person is meant" in told


def test_the_command_and_the_page_say_it(run: Terminal, tmp_path: Path) -> None:
    folder = write_frames(tmp_path / "run", strides=3)
    (folder / "camera.toml").write_text('fps = 240\nscale = "300px/m"\n', encoding="utf-8")
    assert run("import", str(folder), "--athlete", "Noa", "--date", "2026-02-01")[0] == 0
    code, _, err = run("import", str(folder), "--athlete", "Noa", "--date", "2026-02-08")
    assert (code, TWICE in err) == (0, True), err
    desk = ImportDesk(tmp_path / "page.db", lambda: LATER)
    data = bytes_of_source(folder)
    for on in (FIRST, SECOND):
        report = desk.bring([GivenFile("run.zip", data)], ImportWish(athlete="Noa", on=on))
    [told] = report.files[0].notes
    assert told.startswith(TWICE)
