"""C3D against the library's own extraction of plates, the sums of the public format suite, and files cut short."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.core.roles import Side
from evenstride.core.signal import FootEventKind, Plate, Signal
from evenstride.readers.instruments import read_signal
from tests.c3d_files import CHANNELS, FRAMES, RATE, SAMPLES, positions, write_c3d

ezc3d: Any = pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")

SUM_01, SUM_02 = 18219458.9, (6490079.98, 6490094.90)
"""Sums of all coordinates in mm, as the README of the suite gives them (computed from its files)."""


def read_file(path: Path) -> Signal:
    return read_signal(path.read_bytes(), name=path.name)


def sum_in_mm(signal: Signal) -> float:
    assert signal.markers is not None
    return 1000.0 * float(np.nansum(signal.markers.positions))


def assert_plates_equal(path: Path, *, moments: bool = True) -> tuple[Plate, ...]:
    """Assert that every plate is what the library extracts, and return them."""
    plates = read_file(path).plates
    theirs: list[Any] = ezc3d.c3d(str(path), extract_forceplat_data=True)["data"]["platform"]
    assert len(plates) == len(theirs)
    for plate, other in zip(plates, theirs, strict=True):
        assert plate.corners is not None
        assert plate.moment is not None
        np.testing.assert_allclose(plate.force, other["force"].T, atol=1e-9)
        np.testing.assert_allclose(plate.corners, 1e-3 * other["corners"].T, atol=1e-12)
        if moments:
            np.testing.assert_allclose(plate.moment, 1e-3 * other["moment"].T, atol=1e-9)
    return plates


@pytest.mark.parametrize(
    "name",
    ["dorn2012_jog_c3d/JA1Gait21.c3d", *(f"c3d_format_suite_ktk/Sample0{part}" for part in
     ("1/Eb015pi.c3d", "1/Eb015vr.c3d", "2/pc_int.c3d", "2/dec_real.c3d", "8/TESTDPI.c3d"))],
)  # fmt: skip
def test_plates_are_what_the_library_extracts(shared_data: Path, name: str) -> None:
    plates = assert_plates_equal(shared_data / name)
    assert max(float(np.abs(plate.force).max()) for plate in plates) > 500.0


@pytest.mark.parametrize("folder", ["Sample01", "Sample08"])
def test_variants_of_one_walk_read_equal(shared_data: Path, folder: str) -> None:
    files = sorted((shared_data / "c3d_format_suite_ktk" / folder).glob("*.c3d"))
    assert len(files) >= 4
    for path in files:
        signal = read_file(path)
        assert sum_in_mm(signal) == pytest.approx(SUM_01, abs=0.06)
        assert signal.markers is not None
        assert signal.markers.positions.shape == (450, 26, 3)


def test_variants_of_the_second_walk_read_equal(shared_data: Path) -> None:
    files = sorted((shared_data / "c3d_format_suite_ktk" / "Sample02").glob("*.c3d"))
    sums: list[float] = []
    for path in files:
        if path.name.startswith("sgi"):
            with pytest.raises(InputError, match=r"SGI workstations .*save it anew as Intel C3D"):
                read_file(path)
        else:
            sums.append(sum_in_mm(read_file(path)))
    assert len(sums) == 4
    assert min(sums) == pytest.approx(SUM_02[0], abs=0.01)
    assert max(sums) == pytest.approx(SUM_02[1], abs=0.01)


def test_names_given_twice_are_numbered(shared_data: Path) -> None:
    signal = read_file(shared_data / "c3d_format_suite_ktk" / "others" / "duplicate_labels.c3d")
    assert signal.markers is not None
    assert len(set(signal.markers.names)) == len(signal.markers.names) == 48
    assert "T8 (3)" in signal.markers.names
    assert signal.plates == ()
    notes = " ".join(signal.origin.interpretation)
    assert "Names given more than once were numbered: T8" in notes
    assert "29 gaps in 12 of 48 markers" in notes


def test_events_of_the_jog_count_from_its_first_frame_and_keep_their_side(shared_data: Path) -> None:
    events = read_file(shared_data / "dorn2012_jog_c3d" / "JA1Gait21.c3d").events
    down = [(event.side, event.time) for event in events if event.kind is FootEventKind.TOUCHDOWN]
    # Contacts of the README, s from file start, from the raw plates; the file's events agree to one 4 ms frame.
    listed = [(Side.LEFT, 0.519), (Side.RIGHT, 0.898), (Side.LEFT, 1.267), (Side.RIGHT, 1.651), (Side.LEFT, 2.026)]
    assert [side for side, _ in down[:5]] == [side for side, _ in listed]
    np.testing.assert_allclose([time for _, time in down[:5]], [time for _, time in listed], atol=0.004)
    assert [event.time for event in events] == sorted(event.time for event in events)


@pytest.mark.parametrize(
    "name", ["dorn2012_jog_c3d/JA1Static05.c3d", "c3d_format_suite_ktk/Sample02/dec_real.c3d",
             "c3d_format_suite_ktk/Sample01/Eb015pi.c3d", "c3d_format_suite_ktk/Sample08/TESTDPI.c3d"],
)  # fmt: skip
def test_a_file_cut_short_is_refused_at_every_place(shared_data: Path, name: str) -> None:
    data = (shared_data / name).read_bytes()
    whole = read_signal(data, name=name)
    assert whole.markers is not None
    refused = 0
    for cut in [int(one) for one in np.linspace(0, len(data) - 1, 40)]:
        try:
            signal = read_signal(data[:cut], name=name)
        except InputError:
            refused += 1
            continue
        # What is lacking is the filling of the last block only.
        assert len(data) - cut < 512
        assert signal.markers is not None
        np.testing.assert_array_equal(signal.markers.positions, whole.markers.positions)
        np.testing.assert_array_equal(signal.plates[-1].force, whole.plates[-1].force)
    assert refused >= 39


@pytest.mark.parametrize("kind", [2, 3, 4])
def test_a_plate_of_every_type_is_what_the_library_extracts(tmp_path: Path, kind: int) -> None:
    rng = np.random.default_rng(kind)
    path = tmp_path / "plate.c3d"
    write_c3d(
        path,
        kind=kind,
        channels=300.0 * rng.normal(size=(CHANNELS[kind], SAMPLES)),
        origin=(120.0, 200.0, -40.0) if kind == 3 else (3.0, -2.0, -40.0),
    )
    assert_plates_equal(path)


def test_a_plate_of_type_1_acts_where_its_file_says(tmp_path: Path) -> None:
    # The library gives this type's moment with the opposite sign of that of all others; places and forces agree.
    rng = np.random.default_rng(1)
    channels = 300.0 * rng.normal(size=(6, SAMPLES))
    channels[2] = 900.0 + channels[2] / 10.0
    channels[3:5] = rng.uniform(-150.0, 150.0, size=(2, SAMPLES))
    path = tmp_path / "plate.c3d"
    write_c3d(path, kind=1, channels=channels)
    (plate,) = assert_plates_equal(path, moments=False)
    (other,) = ezc3d.c3d(str(path), extract_forceplat_data=True)["data"]["platform"]
    assert plate.moment is not None
    assert plate.corners is not None
    up = np.array([0.0, 0.0, 1.0])
    place = plate.corners.mean(axis=0) + np.cross(up, plate.moment) / plate.force[:, 2:]
    np.testing.assert_allclose(place, 1e-3 * other["center_of_pressure"].T, atol=1e-9)


def test_a_foot_that_presses_down_is_pushed_up(tmp_path: Path) -> None:
    channels = np.zeros((6, SAMPLES))
    channels[2] = 700.0
    signal = read_signal(write_c3d(tmp_path / "plate.c3d", channels=channels), name="plate.c3d")
    np.testing.assert_allclose(signal.plates[0].force, np.tile([0.0, 0.0, 700.0], (SAMPLES, 1)))


@pytest.mark.parametrize(("unit", "factor"), [("mm", 1000.0), ("cm", 100.0), ("m", 1.0)])
def test_units_of_length_are_those_the_file_states(tmp_path: Path, unit: str, factor: float) -> None:
    data = write_c3d(tmp_path / "walk.c3d", points=positions(factor), unit=unit, kind=None)
    signal = read_signal(data, name="walk.c3d")
    assert signal.markers is not None
    np.testing.assert_allclose(signal.markers.positions, np.transpose(positions(1.0), (2, 1, 0)), rtol=1e-6, atol=1e-7)
    assert signal.markers.rate == RATE
    assert signal.markers.positions.shape[0] == FRAMES


def test_a_unit_no_body_has_is_refused_with_the_one_suspected(tmp_path: Path) -> None:
    data = write_c3d(tmp_path / "walk.c3d", points=positions(1000.0), unit="m", kind=None)
    with pytest.raises(InputError, match=r"its markers reach 1410 m .* it says m and looks like mm"):
        read_signal(data, name="walk.c3d")


def test_events_are_counted_from_the_first_frame_that_was_kept(tmp_path: Path) -> None:
    marked = [("Foot Strike", "Right", 0.5), ("Foot Off", "Left", 0.3), ("General", "General", 0.2)]
    data = write_c3d(tmp_path / "walk.c3d", events=marked, first_frame=20, kind=None)
    events = read_signal(data, name="walk.c3d").events
    assert [(event.kind.value, event.side) for event in events] == [("toe_off", Side.LEFT), ("touchdown", Side.RIGHT)]
    np.testing.assert_allclose([event.time for event in events], [0.1, 0.3], atol=1e-6)


def test_a_file_without_plates_says_so(tmp_path: Path) -> None:
    signal = read_signal(write_c3d(tmp_path / "walk.c3d", kind=None), name="walk.c3d")
    assert signal.plates == ()
    assert "It holds no force plates." in signal.origin.interpretation


def test_a_gap_is_said_and_left_open(tmp_path: Path) -> None:
    points = positions()
    points[:, 3, 10:25] = np.nan
    signal = read_signal(write_c3d(tmp_path / "walk.c3d", points=points, kind=None), name="walk.c3d")
    assert signal.markers is not None
    assert np.isnan(signal.markers.positions[10:25, 3]).all()
    assert signal.origin.interpretation[-1] == (
        "1 gap in 1 of 8 markers, 15 frames in all; the longest is 150 ms of RTOE. None is filled."
    )
