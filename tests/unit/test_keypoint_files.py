"""Files of keypoints: what is read from each kind, and the sentence for each that cannot be."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from evenstride.app.reading.instruments import measure_trial
from evenstride.app.video.clip_files import bytes_of_source
from evenstride.core.contact_table import ContactTable
from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.metric import Analysis
from evenstride.core.pose import Keypoints
from evenstride.core.recording import StepEvents, told_left_out
from evenstride.core.trial_told import ClipTold
from evenstride.doors.cli import app
from evenstride.readers.instruments import is_signal, read_signal
from evenstride.readers.keypoint_clips import pack_clip, with_facts
from evenstride.readers.keypoint_names import MODELS
from tests.keypoint_files import SPEED, pixels_of, write_frames

TOLD = ClipTold(240.0, "300px/m")
runner = CliRunner()


def keypoints_in(data: bytes) -> Keypoints:
    found = read_signal(data, name="clip").keypoints
    assert found is not None
    return found


def told_of(source: Path, said: ClipTold) -> bytes:
    return with_facts(bytes_of_source(source), said.words, name=source.name)


def frame(*people: Sequence[float]) -> bytes:
    return json.dumps({"people": [{"pose_keypoints_2d": list(one)} for one in people]}).encode()


def person(points: int, x: float = 100.0) -> list[float]:
    return [value for index in range(points) for value in (x + index, 50.0 + 10.0 * index, 0.8)]


def landmarks(path: Path, *, header: Sequence[str] = (), share: bool = False) -> Path:
    """Write a table of landmarks, in pixels or as shares of a picture of 20000 by 1000."""
    names, places = pixels_of()
    words = {"LBigToe": "left_foot_index", "RBigToe": "right_foot_index"}
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["frame", "landmark", "x", "y", "visibility", *header])
    size = [20000.0, 1000.0] if share else [1.0, 1.0]
    for number, row in enumerate(places):
        for name, (x, y) in zip(names, row, strict=True):
            word = words.get(name, ("left_" if name[0] == "L" else "right_") + name[1:].lower())
            extra = {"width": 20000, "height": 1000, "timestamp_ms": 1000.0 * number / 30.0}
            table.writerow([number, word, x / size[0], y / size[1], 0.9, *(extra[one] for one in header)])
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


@pytest.mark.parametrize("count", MODELS)
def test_every_model_is_known_by_how_many_points_it_has(count: int) -> None:
    data = pack_clip([(f"a_{number}.json", frame(person(count))) for number in range(12)], "fps = 240")
    found = keypoints_in(data)
    assert found.names == MODELS[count][1]
    assert len(set(found.names)) == count
    assert {"LKnee", "RAnkle"} <= set(found.names)


def test_frames_that_were_not_written_are_not_seen() -> None:
    files = [(f"a_{number:03d}_keypoints.json", frame(person(25))) for number in range(20) if number not in (7, 8)]
    found = keypoints_in(pack_clip(files, "fps = 100"))
    assert len(found.times) == 20
    assert np.flatnonzero(~found.seen.any(axis=(1, 2))).tolist() == [7, 8]
    assert found.times[1] == pytest.approx(0.01)


def test_people_come_and_go() -> None:
    files = [(f"{n}.json", frame(*([person(25)] * (n % 3)))) for n in range(12)]
    assert keypoints_in(pack_clip(files, "fps = 100")).people == 2


def test_the_same_files_make_the_same_clip(tmp_path: Path) -> None:
    folder = write_frames(tmp_path / "run")
    assert bytes_of_source(folder) == bytes_of_source(folder)
    assert told_of(folder, TOLD) == told_of(folder, TOLD) != told_of(folder, ClipTold(120.0))


def test_what_is_told_goes_before_what_the_clip_says(tmp_path: Path) -> None:
    folder = write_frames(tmp_path / "run")
    (folder / "camera.toml").write_text('fps = 120\nscale = "300px/m"\n', encoding="utf-8")
    found = keypoints_in(told_of(folder, ClipTold(240.0)))
    assert found.facts.rate == 240.0
    assert found.facts.scale.value == 300.0
    packed = tmp_path / "run.zip"
    packed.write_bytes(bytes_of_source(folder))
    assert keypoints_in(told_of(packed, ClipTold(camera="treadmill"))).facts.camera == "treadmill"


def test_a_table_of_landmarks_says_the_same_as_frames(tmp_path: Path) -> None:
    one = measure_trial(landmarks(tmp_path / "marks.csv"), clip=TOLD)
    other = measure_trial(write_frames(tmp_path / "run"), clip=TOLD)
    for found in (one, other):
        assert isinstance(found.steps, Analysis)
    values = [found.steps.values["speed"] for found in (one, other) if isinstance(found.steps, Analysis)]
    assert all(isinstance(value, Estimate) and value.value == pytest.approx(SPEED, rel=0.02) for value in values)


def test_shares_of_the_picture_need_its_size(tmp_path: Path) -> None:
    told = landmarks(tmp_path / "told.csv", header=("width", "height"), share=True)
    assert np.nanmax(keypoints_in(told_of(told, TOLD)).positions) > 1000.0
    with pytest.raises(InputError, match=r"shares of the picture, and the size of the picture is not told"):
        keypoints_in(told_of(landmarks(tmp_path / "bare.csv", share=True), TOLD))


def test_a_clock_of_slow_motion_only_spreads_the_frames(tmp_path: Path) -> None:
    found = keypoints_in(told_of(landmarks(tmp_path / "slow.csv", header=("timestamp_ms",)), TOLD))
    assert np.diff(found.times) == pytest.approx(1.0 / 240.0)


def test_landmarks_of_one_document(tmp_path: Path) -> None:
    point = {"x": 100.0, "y": 200.0, "visibility": 0.9}
    frames = [{"frame": number, "landmarks": [point] * 33 if number % 2 else []} for number in range(20)]
    path = tmp_path / "marks.json"
    path.write_text(json.dumps({"frames": frames}), encoding="utf-8")
    found = keypoints_in(told_of(path, TOLD))
    assert found.names == MODELS[33][1]
    assert found.seen.any(axis=(1, 2)).sum() == 10


def test_pixels_of_trc_count_down_either_way(tmp_path: Path) -> None:
    names, places = pixels_of()
    for way, name in ((1.0, "down.trc"), (-1.0, "up.trc")):
        rows = [
            f"{number + 1}\t{number / 30:.5f}\t" + "\t".join(f"{x:.2f}\t{way * y:.2f}\t0" for x, y in row)
            for number, row in enumerate(places)
        ]
        head = (
            f"PathFileType\t4\t(X/Y/Z)\t{name}\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\t"
            f"OrigDataStartFrame\tOrigNumFrames\n30\t30\t{len(rows)}\t{len(names)}\tpx\t30\t1\t{len(rows)}\n"
            "Frame#\tTime\t" + "\t\t\t".join(names) + "\n\t\t\n\n"
        )
        path = tmp_path / name
        path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
        found = keypoints_in(told_of(path, TOLD))
        heel, hip = (found.positions[0, 0, found.names.index(point), 1] for point in ("LHeel", "LHip"))
        assert heel > hip, "further down in the picture"


REFUSED = {
    "no rate": ([("a_1.json", frame(person(25)))], "camera = 'static'", "frames the camera took a second is not told"),
    "odd facts": ([("a_1.json", frame(person(25)))], "fps =", "it is no TOML"),
    "strange count": ([("a_1.json", frame(person(7)))], "fps = 240", "a person has 7 points"),
    "two models": (
        [("a_1.json", frame(person(25))), ("a_2.json", frame(person(17)))], "fps = 240", "has 17 and 25 points",
    ),
    "nobody": ([("a_1.json", frame()), ("a_2.json", frame())], "fps = 240", "nobody was found in any frame"),
    "zeros": ([("a_1.json", frame([0.0] * 75)), ("a_2.json", frame())], "fps = 240", "nobody was found"),
    "same number": (
        [("a_1.json", frame(person(25))), ("b_1.json", frame(person(25)))], "fps = 240", "have the same frame number",
    ),
    "no number": ([("a.json", frame(person(25))), ("b.json", frame())], "fps = 240", "no frame number in its name"),
    "broken": ([("a_1.json", b"{"), ("a_2.json", frame())], "fps = 240", "no document of people"),
    "text for number": (
        [("a_1.json", b'{"people":[{"pose_keypoints_2d":["x","y","z"]}]}'), ("a_2.json", frame())], "fps = 240",
        "no document of people",
    ),
    "few of many": (
        [("a_1.json", frame(person(25))), ("a_9999.json", frame(person(25)))], "fps = 240", "numbered up to 9998",
    ),
    "mixed": (
        [("a_1.json", frame(person(25))), ("b.csv", b"frame,x\n")], "fps = 240", "'b.csv' lies beside 1 other files",
    ),
    "empty table": ([("a.csv", b"frame,landmark,x,y\n")], "fps = 240", "no point in it is known"),
    "no column": ([("a.csv", b"frame,landmark,x\n")], "fps = 240", "it has no column 'y'"),
    "odd cell": ([("a.csv", b"frame,landmark,x,y\n0,left_hip,far,1\n")], "fps = 240", "'far' is no number"),
    "no frames": ([("a.json", b'{"frames": []}')], "fps = 240", "it holds no list of frames"),
    "few landmarks": (
        [("a.json", b'{"frames": [{"landmarks": [{"x": 1, "y": 2}]}]}')], "fps = 240", "it has 1 landmarks",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_sentence(name: str) -> None:
    files, facts, sentence = REFUSED[name]
    with pytest.raises(InputError, match=sentence) as refused:
        read_signal(pack_clip(files, facts), name="clip.zip")
    assert str(refused.value).startswith("clip.zip")


def test_a_person_with_a_wrong_number_of_numbers_is_left_out_alone_and_named() -> None:
    whole = person(25)
    files = [(f"a_{number}.json", frame(whole, whole)) for number in range(9)]
    files[3] = ("a_3.json", frame(whole[:-1], whole))
    files[5] = ("a_5.json", frame(whole, person(24)))
    signal = read_signal(pack_clip(files, "fps = 240"), name="clip.zip")
    assert signal.keypoints is not None
    assert signal.keypoints.people == 2
    assert signal.keypoints.seen.any(axis=2).sum(axis=1).tolist() == [2, 2, 2, 1, 2, 1, 2, 2, 2]
    [told] = told_left_out(signal.origin.interpretation)
    assert told == (
        "Left out: a_3.json, person 1, has 74 numbers, which are not three a point; a_5.json, person 2, has 24 points. "
        "All others have 25 points. Export these frames again if the runner is meant."
    )
    many = [(f"a_{number}.json", frame(whole, whole[:-1])) for number in range(9)]
    [told] = told_left_out(read_signal(pack_clip(many, "fps = 240"), name="clip.zip").origin.interpretation)
    assert "a_2.json, person 2, has 74 numbers, which are not three a point; and 6 more." in told


def test_where_nobody_has_three_numbers_a_point_the_first_is_named() -> None:
    files = [(f"a_{number}.json", frame(person(25)[:-1])) for number in range(3)]
    with pytest.raises(InputError) as refused:
        read_signal(pack_clip(files, "fps = 240"), name="clip.zip")
    assert str(refused.value).startswith(
        "clip.zip, a_0.json, person 1: a person has 74 numbers, which are not three a point. Known are "
    )


def test_people_of_a_crowd_are_left_out_and_said() -> None:
    files = [(f"a_{number}.json", frame(*[person(25, 30.0 * at) for at in range(14)])) for number in range(3)]
    found = read_signal(pack_clip(files, "fps = 240"), name="clip.zip")
    assert found.keypoints is not None
    assert found.keypoints.people == 12
    assert told_left_out(found.origin.interpretation) == (
        "Left out: everybody beyond the first 12 of a frame, in 3 frames.",
    )


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("walk.csv", b"frame,landmark,x\n", "walk.csv, line 1: it has no column 'y'"),
        ("walk.jsonl", b'{"format": "evenstride poses"}\n', "walk.jsonl, line 1: it is no head of poses"),
        ("walk.json", b'{"frames": []}', "walk.json: it holds no list of frames"),
    ],
)
def test_a_file_is_named_once(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        measure_trial(path, clip=TOLD)
    assert str(refused.value).startswith(said)


def test_who_imports_frames_is_told_who_was_left_out(tmp_path: Path) -> None:
    folder = write_frames(tmp_path / "run", strides=3)
    path = sorted(folder.iterdir())[40]
    told = json.loads(path.read_text(encoding="utf-8"))
    told["people"][0]["pose_keypoints_2d"].pop()
    path.write_text(json.dumps(told), encoding="utf-8")
    options = ["--fps", "240", "--athlete", "Noa", "--date", "2026-02-01", "--db", str(tmp_path / "e.sqlite")]
    kept = runner.invoke(app, ["import", str(folder), *options])
    assert kept.exit_code == 0
    assert f"Left out: {path.name}, person 1, has 74 numbers" in kept.output


def test_measure_says_results_then_what_to_know_then_how(tmp_path: Path) -> None:
    folder = write_frames(tmp_path / "run")
    said = runner.invoke(app, ["measure", str(folder), "--fps", "240"]).stdout.splitlines()
    know, how = said.index("What to know:"), said.index("How it was measured:")
    results, notes, ways = said[:know], said[know + 1 : how - 1], said[how + 1 :]
    assert results[0] == "Unnamed runner"
    assert results[2].startswith("Contact time ")
    assert "Forces are not measured: keypoints show no forces. Use force plates for these." in results
    assert 2 <= len(notes) <= 5
    assert "may be wrong together by" in notes[0]
    assert notes[1] == "  No scale is told: times and angles alone are shown."
    assert notes[-1].endswith("it does not say what limits you.")
    assert any("keypoints (BODY_25)" in line for line in ways)
    wrong = runner.invoke(app, ["measure", str(folder), "--fps", "30"]).stdout.splitlines()
    assert "as told, steps would be" in wrong[wrong.index("What to know:") + 1]


def test_other_zips_are_no_clips() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as held:
        held.writestr("xl/workbook.xml", "<a/>")
        held.writestr("notes.json", "{}")
    assert not is_signal(out.getvalue())
    assert not is_signal(b"PK\x03\x04 not a zip at all")


def test_facts_of_a_camera_are_refused_for_other_files(tmp_path: Path) -> None:
    path = tmp_path / "plate.txt"
    path.write_text("rate 1000 Hz\nFz (N)\n0\n800\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"plate\.txt.*--fps, --scale is said of keypoints"):
        measure_trial(path, clip=TOLD)
    database = ["--db", str(tmp_path / "e.sqlite")]
    kept = runner.invoke(app, ["import", str(path), "--fps", "240", *database])
    assert "--fps is said of keypoints" in str(kept.exception)
    with pytest.raises(InputError, match="this folder holds no keypoints"):
        bytes_of_source(tmp_path)


def test_measure_and_import_take_a_folder(tmp_path: Path) -> None:
    folder, database = write_frames(tmp_path / "run"), tmp_path / "e.sqlite"
    shown = runner.invoke(app, ["measure", str(folder), "--fps", "240", "--scale", "300px/m"])
    assert shown.exit_code == 0, shown.output
    assert "Speed 4.0" in shown.output
    assert "Thigh from rearmost to foremost" in shown.output
    common = ["--athlete", "Noa", "--date", "2026-05-01", "--db", str(database)]
    kept = runner.invoke(app, ["import", str(folder), "--fps", "240", "--scale", "300px/m", *common])
    assert kept.exit_code == 0, kept.output
    assert "1 of 1 recordings new" in kept.output
    again = runner.invoke(app, ["import", str(folder), "--fps", "240", "--scale", "300px/m", *common])
    assert "already here" in again.output


def test_a_folder_without_its_rate_is_refused(tmp_path: Path) -> None:
    found = runner.invoke(app, ["measure", str(write_frames(tmp_path / "run"))])
    assert isinstance(found.exception, InputError)
    assert "such as --fps 240" in str(found.exception)


def test_few_frames_show_steps_and_angles_and_no_contact_times(tmp_path: Path) -> None:
    found = measure_trial(write_frames(tmp_path / "run", 60.0), clip=ClipTold(60.0, "300px/m"))
    assert isinstance(found.events, StepEvents)
    assert found.events.untimed is not None
    assert isinstance(found.steps, Analysis)
    assert isinstance(found.steps.values["step_frequency"], Estimate)
    assert isinstance(found.steps.values["contact_time"], Missing)
    assert isinstance(found.movement, Analysis)
    assert isinstance(found.movement.values["thigh_range"], Estimate)
    assert isinstance(found.table, ContactTable)
    assert len(found.table.rows) == len(found.events.contacts)
    assert all(np.isnan(row.toe_off) for row in found.table.rows)


def test_without_a_scale_no_length_is_shown(tmp_path: Path) -> None:
    found = measure_trial(write_frames(tmp_path / "run"), clip=ClipTold(240.0))
    assert isinstance(found.movement, Analysis)
    for name in ("foot_speed_forward", "touchdown_ahead_of_hip", "knee_separation"):
        value = found.movement.values[name]
        assert isinstance(value, Missing), name
        assert value.reason == "the clip has no scale"
    assert not any(" m/s" in note or "The leg is" in note for note in found.movement.notes)
    assert isinstance(found.movement.values["thigh_range"], Estimate)
    assert isinstance(found.table, ContactTable)
    assert "thigh_range" in found.table.metrics
    assert not {"foot_speed_forward", "knee_separation"} & {name for row in found.table.rows for name in row.values}
