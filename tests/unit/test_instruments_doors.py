"""Files of instruments on the command line: what is said, the mapping proposed, written, corrected and refused."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.reading.signal_files import load_mapping, understand_file
from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.errors import InputError
from evenstride.core.roles import Side
from evenstride.core.signal import Markers
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.readers.formats import phone_gyro
from evenstride.readers.marker_sets import NEEDED_FOR, lacking_points, marker_sets, propose_mapping
from evenstride.readers.signal_mapping import read_mapping, write_mapping
from evenstride.readers.signals import trc
from tests.signal_examples import MATLAB_MAPPING, example, formats, matlab
from tests.terminals import Terminal, run

__all__ = ["run"]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "instruments.md"
JOG = Path("dorn2012_jog_c3d", "JA1Gait21.c3d")


def markers(*names: str) -> Markers:
    return Markers(names, 100.0, np.zeros((2, len(names), 3)))


def test_a_trial_is_described_and_its_mapping_written_and_read_back(run: Terminal, tmp_path: Path) -> None:
    source, target = run.file("run.trc", trc.EXAMPLE), tmp_path / "ours.toml"
    code, out, err = run("read", source, "--write-mapping", str(target))
    assert code == 0, err
    assert "7 markers, 40 frames at 120 Hz, 0.33 s, Y up" in out
    assert "Points, proposed by the names of BODY_25" in out
    assert "left ankle, for the angle of the knee in swing" in out
    assert "the first frame is at 0.100 s" in err
    assert load_mapping(target).markers.points == understand_file(Path(source)).mapping.points
    code, out, err = run("read", source, "--mapping", str(target))
    assert code == 0, err
    assert "Points, as the mapping of BODY_25" in out
    code, _, err = run("read", source, "--write-mapping", str(target))
    assert code == 2
    assert "there is such a file already" in err


def test_json_holds_the_same_without_samples(run: Terminal) -> None:
    found = run.json("read", run.file("run.trc", trc.EXAMPLE))
    assert found["points"]["left heel"] == ["LHeel"]
    assert found["markers"]["rate"] == 120.0
    assert found["start"] == 0.1
    assert found["proposed"] is True
    assert "left elbow" in found["lacking"]


@pytest.mark.parametrize("form", formats(), ids=lambda form: form.NAME)
def test_every_format_is_shown_and_stands_in_the_docs(run: Terminal, tmp_path: Path, form) -> None:
    data, mapping = example(form, tmp_path)
    said = ["--mapping", run.file("m.toml", MATLAB_MAPPING)] if mapping else []
    code, out, err = run("read", run.file("trial", data), *said)
    assert code == 0, err
    assert out.startswith(f"trial: {form.NAME}")
    assert f"| {form.NAME} |" in PAGE.read_text(encoding="utf-8")


def test_a_matlab_file_without_a_mapping_lists_its_arrays(run: Terminal) -> None:
    code, _, err = run("read", run.file("trial.mat", matlab()))
    assert code == 2
    assert "grf (600x3)" in err
    assert "--mapping" in err


def test_a_phone_on_a_thigh_is_still_read_as_one(run: Terminal) -> None:
    code, _, err = run("read", run.file("left.csv", phone_gyro.EXAMPLE))
    assert code == 0, err
    assert "The phone was on the left thigh" in err
    rows = ["Time (s),ax (g),ay (g),az (g),gx (rad/s),gy (rad/s),gz (rad/s)"]
    rows += [f"{0.01 * i:.2f},0,0,1,{0.1 * (i % 3):.1f},{np.sin(i / 8.0) * 6.0:.3f},0.0" for i in range(80)]
    both = run.file("both.csv", "\n".join(rows))
    code, out, err = run("read", both)
    assert code == 0, err
    assert "sensor, acceleration and turning, 80 samples at 100 Hz" in out


def test_the_jog_is_mapped_whole_but_for_the_head(shared_data: Path) -> None:
    pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
    understood = understand_file(shared_data / JOG)
    assert understood.mapping.name == "Dorn, Schache and Pandy 2012"
    assert [point for point, _ in understood.lacking] == [BodyPoint.HEAD]
    assert understood.signal.markers is not None
    found = understood.mapping.of(understood.signal.markers)
    up = {point.value: float(np.nanmean(place[:, 2])) for point, place in found.items()}
    # Sides and heights of a person who runs along +y: what is right lies at +x, heads are above feet.
    assert up["left heel"] < up["left knee"] < up["left asis"] < up["left shoulder"] < up["c7"] + 0.1
    for part in ("heel", "toe", "knee", "asis", "shoulder", "wrist"):
        sides = [float(np.nanmean(found[body_point(side, part)][:, 0])) for side in Side]
        assert sides[0] < sides[1], part


@pytest.mark.parametrize("known", marker_sets(), ids=lambda one: one.name)
def test_every_set_is_proposed_from_its_own_names_with_both_sides_alike(known) -> None:
    names = sorted({name for lists in known.points.values() for name in lists[0]})
    mapping, lacking = propose_mapping(markers(*names))
    assert mapping.name == known.name
    assert set(mapping.points) >= set(known.points)
    for point, said in mapping.points.items():
        assert len(said) == len(mapping.points[point.other])
        assert point.side is None or not set(said) & set(mapping.points[point.other])
    assert lacking == lacking_points(mapping)


def test_both_sides_take_the_markers_both_have() -> None:
    mapping, _ = propose_mapping(markers("LANK", "LMED", "RANK", "LTOE", "RTOE", "LHEE", "RHEE"))
    assert mapping.points[BodyPoint.LEFT_ANKLE] == ("LANK",)
    assert mapping.points[BodyPoint.RIGHT_ANKLE] == ("RANK",)


def test_names_count_without_case_and_prefix_and_strangers_are_not_guessed() -> None:
    mapping, _ = propose_mapping(markers("Ada:lhee", "Ada:rhee", "Ada:ltoe", "Ada:rtoe", "Ada:X1"))
    assert mapping.points[BodyPoint.LEFT_HEEL] == ("Ada:lhee",)
    nothing, lacking = propose_mapping(markers("A", "B", "LHEE"))
    assert not nothing.points
    assert {point.part for point, _ in lacking} == set(NEEDED_FOR)


def test_what_stands_in_for_a_point_is_not_asked_for() -> None:
    pelvis = MarkerMapping({BodyPoint.LEFT_ASIS: ("a",), BodyPoint.RIGHT_ASIS: ("b",), BodyPoint.SACRUM: ("c",)})
    parts = {point.part for point, _ in lacking_points(pelvis)}
    assert "hip" not in parts
    assert {"knee", "c7"} <= parts


def test_a_point_of_two_markers_is_their_mean_and_empty_where_one_is() -> None:
    places = np.arange(12.0).reshape(2, 2, 3)
    places[1, 1] = np.nan
    found = MarkerMapping({BodyPoint.LEFT_ANKLE: ("a", "b")}).of(Markers(("a", "b"), 100.0, places))
    np.testing.assert_allclose(found[BodyPoint.LEFT_ANKLE][0], [1.5, 2.5, 3.5])
    assert np.isnan(found[BodyPoint.LEFT_ANKLE][1]).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[markers", "ours.toml: it is no TOML"),
        ("", "ours.toml: it names nothing"),
        ('[markers]\n"left hoof" = "A"', "ours.toml, markers: 'left hoof' is no point of the body.*left heel"),
        ('[markers]\n"left heel" = 3', "'left heel' is 3, not a list"),
        ('[markers]\n"left heel" = []', "'left heel' names no marker"),
        ('[markers]\n"left heel" = ["A", "A"]', "'left heel' names A twice"),
        ('[markers]\n"left heel" = "A"\n"right heel" = "A"', "'A' is named for 'left heel' and for 'right heel'"),
        ('[markers]\n"left heel" = "A"\n[marker]\n', "'marker' is not known here"),
        ('[columns]\n"Kraft" = 3', "ours.toml, columns: 'Kraft' is 3, not a text"),
        ('[matlab]\nup = "w"', "'up' is 'w'. Use one of: x, y, z"),
        ('[matlab]\nup = "z"', "it names no array"),
        (MATLAB_MAPPING.replace('"z"\n', '"z"\npart = 0\n', 1), "'part' is 0. Count from 1"),
        (MATLAB_MAPPING.replace("rate = 100\n", ""), "matlab, markers 1: 'rate' is missing"),
        (MATLAB_MAPPING.replace("rate = 100\n", "rate = 0\n"), "'rate' is 0. Give the samples a second"),
        (MATLAB_MAPPING.replace('"-x"', '"-y"'), "'axes' is .*Write each column once"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_mapping(text, name="ours.toml")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("trial.heel", "trial.toe"), r"mapping, trial.toe: there is no 'trial.toe'. There are: trial"),
        (('"mm"', '"kg"'), "'kg' is no unit of marker"),
        (('"N"', '"m"'), "'m' is no unit of force"),
        (('unit = "g"', 'unit = "deg/s"'), "'deg/s' is no unit of acceleration. Write one of: m/s², g"),
    ],
)
def test_an_array_that_is_not_as_said_is_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    source, mapping = tmp_path / "trial.mat", tmp_path / "ours.toml"
    source.write_bytes(matlab())
    mapping.write_text(MATLAB_MAPPING.replace(*change), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        understand_file(source, mapping=mapping)


def test_axes_of_an_array_are_turned_as_said(tmp_path: Path) -> None:
    source, mapping = tmp_path / "trial.mat", tmp_path / "ours.toml"
    source.write_bytes(matlab())
    mapping.write_text(MATLAB_MAPPING, encoding="utf-8")
    (plate,) = understand_file(source, mapping=mapping).signal.plates
    np.testing.assert_allclose(plate.force[200], [-20.0, -100.0, 1500.0])


def test_one_trial_of_many_is_read_from_the_public_set(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "footnet_contact_events" / "Data_example.mat"
    mapping = tmp_path / "ours.toml"
    text = (
        '[matlab]\nup = "y"\n{part}[[matlab.markers]]\nvariable = "rfoot_dist"\nname = "toe"\nrate = 200\nunit = "m"\n'
    )
    mapping.write_text(text.format(part="part = 3\n"), encoding="utf-8")
    signal = understand_file(source, mapping=mapping).signal
    assert signal.markers is not None
    assert signal.markers.positions.shape == (132, 1, 3)
    for part in ("", "part = 28\n"):
        mapping.write_text(text.format(part=part), encoding="utf-8")
        with pytest.raises(InputError, match=r"it holds 27 trials\. Say which with part = 1 to 27"):
            understand_file(source, mapping=mapping)


def test_a_mapping_of_other_markers_is_refused(tmp_path: Path) -> None:
    source, mapping = tmp_path / "run.trc", tmp_path / "ours.toml"
    source.write_bytes(trc.EXAMPLE)
    mapping.write_text('[markers]\n"left heel" = "LHEE"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"the file has no marker 'LHEE'\. It has: RHeel, RBigToe"):
        understand_file(source, mapping=mapping)


def test_what_is_written_is_toml_whatever_markers_are_called() -> None:
    odd = 'a "b" \\ c\x7f #'
    text = write_mapping(MarkerMapping({BodyPoint.HEAD: (odd, "Kopf ä")}, odd), ((BodyPoint.C7, "leaning"),))
    assert tomllib.loads(text)["markers"]["head"] == [odd, "Kopf ä"]
    assert read_mapping(text, name="x").markers.points == {BodyPoint.HEAD: (odd, "Kopf ä")}
