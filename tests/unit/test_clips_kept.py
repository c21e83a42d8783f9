"""Clips that are kept: told apart from activities, kept with what was told of them, and measured again by it."""

import zipfile
from pathlib import Path

import pytest

from evenstride.app.import_desk import GivenFile, ImportDesk, ImportWish
from evenstride.app.outings.importing import hold_outings
from evenstride.app.reading.ingest import import_files
from evenstride.app.runs.detail import measure_run, show_run
from evenstride.app.runs.role_values import keep_values
from evenstride.app.video.clip_files import bytes_of_source
from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate
from evenstride.core.recording import StepEvents
from evenstride.core.trial_told import ClipTold, TrialTold
from evenstride.readers.keypoint_clips import with_facts
from evenstride.store import Store
from tests.keypoint_files import write_frames
from tests.stores import LATER, NOW, store
from tests.terminals import Terminal, run
from tests.unit.test_role_values import DAY

__all__ = ["run", "store"]

TCX = b'<?xml version="1.0"?><TrainingCenterDatabase/>'
SUMMARY = b'[{"summarizedActivities": []}]'


def packed(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as held:
        for name, data in files.items():
            held.writestr(name.replace("__", "."), data)
    return path


def bring(store: Store, source: Path, clip: ClipTold, *, at=NOW) -> str:
    told = TrialTold(clip=clip)
    [result] = import_files(store, [source], imported_at=at, athlete="Noa", on=DAY, told=told)
    return result.ids[0]


def test_a_folder_and_a_zip_of_frames_are_clips_and_exports_of_watches_are_not(tmp_path: Path) -> None:
    folder = write_frames(tmp_path / "run")
    (folder / ".DS_Store").write_bytes(b"\0")
    clip = tmp_path / "run.zip"
    clip.write_bytes(bytes_of_source(folder))
    assert not hold_outings([folder, clip])
    export = packed(tmp_path / "export.zip", summary__json=SUMMARY, a__tcx=TCX)
    told_only = packed(tmp_path / "told.zip", summary__json=SUMMARY)
    inside = tmp_path / "year"
    inside.mkdir()
    (inside / "summary.json").write_bytes(SUMMARY)
    assert hold_outings([export, told_only, inside])
    (inside / "a.tcx").write_bytes(TCX)
    assert hold_outings([inside, tmp_path])


def test_what_is_told_of_a_clip_is_kept_with_the_run_and_measures_it_again(store: Store, tmp_path: Path) -> None:
    folder, told = write_frames(tmp_path / "run"), ClipTold(240.0, "300px/m")
    id = bring(store, folder, told)
    found = store.recording(id)
    assert isinstance(found.noun, StepEvents)
    assert found.noun.origin.told == TrialTold(clip=told)
    assert store.raw(found.noun.origin.content_id) == bytes_of_source(folder)
    shown = show_run(store, store.athlete("Noa"), found, measure_run(found.noun), at=NOW)
    assert ("Told with the file", "filmed at 240 frames a second, scale 300px/m") in shown.facts
    kept = keep_values(store, found, at=NOW)
    assert kept is not None
    movement = next(one for one in kept.analyses if "thigh_range" in one.values)
    assert isinstance(movement.values["thigh_range"], Estimate)
    assert kept.table is not None
    assert len(kept.table.rows) == len(found.noun.contacts)


def test_a_clip_told_otherwise_is_no_second_run(store: Store, tmp_path: Path) -> None:
    folder = write_frames(tmp_path / "run")
    id = bring(store, folder, ClipTold(240.0, "300px/m"))
    assert bring(store, folder, ClipTold(240.0, "300px/m"), at=LATER) == id
    with pytest.raises(InputError, match="the file is here already, and something else was said of it then"):
        bring(store, folder, ClipTold(240.0, "280px/m"), at=LATER)


def test_few_frames_are_kept_without_contact_times(run: Terminal, tmp_path: Path) -> None:
    folder = write_frames(tmp_path / "run", 60.0)
    common = ["--athlete", "Noa", "--date", "2026-02-01", "--fps", "60", "--scale", "300px/m", "--camera", "static"]
    [told] = run.json("import", str(folder), *common)
    code, shown, err = run("data", "run", told["ids"][0])
    assert code == 0, err
    assert "touchdowns only" in shown
    assert "below 120 frames a second a contact is known only to ± one frame" in shown


def test_a_zip_of_activities_is_none_of_keypoints(run: Terminal, tmp_path: Path) -> None:
    export = packed(tmp_path / "export.zip", summary__json=SUMMARY, a__tcx=TCX)
    _, out, err = run("import", str(export), "--athlete", "Noa")
    assert "data of the provider (JSON) that are not read" in out + err
    assert run("import", str(export), "--athlete", "Noa", "--fps", "240")[0] == 2


def test_the_page_takes_a_zip_with_its_facts(tmp_path: Path) -> None:
    folder = write_frames(tmp_path / "run")
    clip = with_facts(bytes_of_source(folder), ClipTold(240.0, "300px/m").words, name="run")
    desk = ImportDesk(tmp_path / "e.sqlite", clock=lambda: NOW)
    bare = GivenFile("bare.zip", bytes_of_source(folder))
    report = desk.bring([GivenFile("run.zip", clip), bare], ImportWish(athlete="Noa", on=DAY))
    assert [one.name for one in report.kept] == ["run.zip"]
    assert "how many frames the camera took a second is not told" in " ".join(report.refused[0].refused)
