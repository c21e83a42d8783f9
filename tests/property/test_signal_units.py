"""Laws of reading instruments: a unit changes nothing, a scale changes everything, a clock may jitter or be late."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from evenstride.core.errors import InputError
from evenstride.core.signal import Inertial, Markers
from evenstride.core.units import GRAVITY
from evenstride.readers.inertial_units import clipped
from evenstride.readers.instruments import read_signal
from evenstride.readers.marker_checks import gaps, require_human
from evenstride.readers.sampled import gridded

MARKERS = ("LHeel", "RHeel", "LHip", "RHip", "Neck")
HEIGHTS = np.array([0.05, 0.05, 0.9, 0.92, 1.45])
WORDS = {"mm": 1e-3, "cm": 0.01, "m": 1.0}


def trc(positions: np.ndarray, *, unit: str = "m", rate: float = 100.0, first: int = 0) -> bytes:
    """Write positions in m, shape (n, markers, 3), in a unit."""
    names = [*MARKERS, *(f"M{i}" for i in range(20))][: positions.shape[1]]
    rows = positions.reshape(len(positions), -1) / WORDS[unit]
    lines = [
        "PathFileType\t4\t(X/Y/Z)\trun.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate:g}\t{rate:g}\t{len(rows)}\t{len(names)}\t{unit}\t{rate:g}\t{first + 1}\t{len(rows)}",
        "Frame#\tTime\t" + "\t\t\t".join(names),
        "\t\t" + "\t".join(f"{axis}{i + 1}" for i in range(len(names)) for axis in "XYZ"),
        "",
        *(
            f"{first + i + 1}\t{(first + i) / rate:.6f}\t"
            + "\t".join("" if np.isnan(value) else f"{value:.9g}" for value in row)
            for i, row in enumerate(rows)
        ),
    ]
    return ("\n".join(lines) + "\n").encode()


def imu(values: np.ndarray, *, unit: str, factor: float, step: float = 0.01) -> bytes:
    """Write accelerations in m/s², shape (n, 3), in a unit that is `factor` of them; an empty unit is not said."""
    said = f" ({unit})" if unit else ""
    head = "time (s)," + ",".join(f"acc_{axis}{said}" for axis in "xyz")
    rows = [
        f"{i * step:.5f}," + ",".join("" if np.isnan(one) else f"{one / factor:.7g}" for one in row)
        for i, row in enumerate(values)
    ]
    return "\n".join([head, *rows, ""]).encode()


@st.composite
def bodies(draw: st.DrawFn) -> np.ndarray:
    frames = draw(st.integers(3, 12))
    wobble = draw(hnp.arrays(np.float64, (frames, 5, 3), elements=st.floats(-0.1, 0.1)))
    out = wobble + 0.001
    out[:, :, 1] += HEIGHTS
    return out


def markers_of(data: bytes) -> Markers:
    found = read_signal(data, name="x").markers
    assert found is not None
    return found


def sensor_of(data: bytes) -> Inertial:
    (found,) = read_signal(data, name="x").sensors
    return found


@given(bodies(), st.sampled_from(sorted(WORDS)), st.integers(0, 500))
def test_the_unit_and_the_first_frame_of_a_trc_change_no_position(positions: np.ndarray, unit: str, first: int) -> None:
    found = markers_of(trc(positions, unit=unit, first=first))
    np.testing.assert_allclose(found.positions, positions, rtol=1e-7, atol=1e-9)
    assert found.rate == 100.0
    start = read_signal(trc(positions, unit=unit, first=first), name="x").start
    assert start == pytest.approx(first / 100.0, abs=1e-6)


@given(bodies(), st.data())
def test_an_empty_cell_is_a_marker_that_was_not_seen_and_nothing_else(
    positions: np.ndarray, data: st.DataObject
) -> None:
    hidden = data.draw(hnp.arrays(np.bool_, positions.shape[:2]))
    hidden[0] = False
    positions[hidden] = np.nan
    found = markers_of(trc(positions)).positions
    np.testing.assert_array_equal(np.isnan(found).any(axis=2), hidden)


@given(
    st.floats(0.8, 2.2), st.sampled_from([("m", "mm", 1e3), ("m", "cm", 1e2), ("cm", "mm", 10.0), ("mm", "m", 1e-3)])
)
def test_a_body_in_another_unit_is_refused_and_the_right_one_named(
    height: float, mixed: tuple[str, str, float]
) -> None:
    said, meant, factor = mixed
    positions = np.zeros((4, 12, 3)) + 0.01
    positions[:, :, 1] = np.linspace(0.03, 0.03 + height, 12)
    with pytest.raises(InputError, match="from the lowest to the highest") as refused:
        read_signal(trc(positions * factor, unit=said), name="x")
    if 1.2 <= height <= 2.0:
        assert f"it says {said} and looks like {meant}" in str(refused.value)
    assert markers_of(trc(positions, unit=said)).positions.shape == positions.shape


@given(hnp.arrays(np.float64, 12, elements=st.floats(0.0, 2.6)), st.integers(0, 2))
def test_every_human_height_passes_along_every_axis(heights: np.ndarray, up: int) -> None:
    heights[0], heights[1] = 0.0, max(heights.max(), 0.55)
    positions = np.zeros((3, 12, 3))
    positions[:, :, up] = heights
    require_human(Markers(tuple(f"M{i}" for i in range(12)), 100.0, positions), up)


def wave(seed: int, turned: int) -> np.ndarray:
    """A sensor that is still for a second, then shaken, gravity along one axis."""
    rng = np.random.default_rng(seed)
    out = np.zeros((400, 3))
    out[:, turned % 3] = GRAVITY * (1.0 if turned < 3 else -1.0)
    out[100:] += rng.normal(scale=8.0, size=(300, 3))
    return out


@given(
    st.integers(0, 50),
    st.integers(0, 5),
    st.sampled_from(
        [("g", GRAVITY), ("m/s^2", 1.0), ("m/s²", 1.0), ("mg", 1e-3 * GRAVITY), ("m/(s^2)", 1.0), ("G", GRAVITY)]
    ),
    st.booleans(),
)
def test_the_unit_of_an_acceleration_changes_nothing_said_or_not(
    seed: int, turned: int, unit: tuple[str, float], said: bool
) -> None:
    values = wave(seed, turned)
    sensor = sensor_of(imu(values, unit=unit[0] if said else "", factor=unit[1]))
    assert sensor.acceleration is not None
    np.testing.assert_allclose(sensor.acceleration, values, rtol=1e-5, atol=1e-4)
    assert sensor.rate == pytest.approx(100.0)


@given(
    st.integers(0, 20),
    st.sampled_from([("deg/s", np.pi / 180), ("rad/s", 1.0), ("dps", np.pi / 180), ("", 1.0), ("", np.pi / 180)]),
)
def test_the_unit_of_turning_changes_nothing_said_or_not(seed: int, unit: tuple[str, float]) -> None:
    rng = np.random.default_rng(seed)
    turning = 6.0 * np.sin(np.arange(400)[:, None] / 10.0 + np.arange(3)) + 0.1 * rng.normal(size=(400, 3))
    said = f" [{unit[0]}]" if unit[0] else ""
    table = np.hstack([np.arange(400)[:, None] * 10.0, wave(seed, 2), turning / unit[1]])
    head = "Timestamp (ms),Acc_X (m/s2),Acc_Y (m/s2),Acc_Z (m/s2)," + ",".join(f"Gyr_{axis}{said}" for axis in "XYZ")
    rows = "\n".join(",".join(f"{value:.7g}" for value in row) for row in table)
    sensor = sensor_of(f"{head}\n{rows}\n".encode())
    assert sensor.turning is not None
    np.testing.assert_allclose(sensor.turning, turning, rtol=1e-5, atol=1e-5)


@given(st.floats(20.0, 160.0), st.integers(0, 50))
def test_cut_peaks_are_counted_and_whole_ones_are_not(limit: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = 60.0 * rng.normal(size=(2000, 3))
    assert clipped(values, "acceleration").sum() == 0
    cut = np.clip(values, -limit, limit)
    beyond = (np.abs(values) >= 0.999 * limit).any(axis=1)
    if min((one >= limit).sum() for one in [*values.T, *(-values).T]) >= 3:
        np.testing.assert_array_equal(clipped(cut, "acceleration") > 0.0, beyond)


@given(st.integers(0, 2**32 - 1), st.sets(st.integers(1, 97), max_size=12))
def test_a_clock_that_jitters_and_loses_samples_keeps_every_value_in_its_place(seed: int, lost: set[int]) -> None:
    rng = np.random.default_rng(seed)
    kept = np.array([i for i in range(100) if i not in lost])
    times = 3.0 + 0.01 * kept + rng.uniform(-0.001, 0.001, size=kept.size)
    if np.diff(kept).max() > 3:
        return
    rate, values, missing = gridded(times, kept[:, None].astype(float), place="time")
    assert missing == len(lost)
    assert rate == pytest.approx(100.0, rel=0.005)
    expected = np.arange(100.0)
    expected[list(lost)] = np.nan
    np.testing.assert_array_equal(values[:, 0], expected)


@given(hnp.arrays(np.bool_, st.integers(1, 60)))
def test_gaps_lie_between_frames_that_were_seen_and_cover_all_others(seen: Any) -> None:
    found = gaps(seen)
    inside = np.zeros(len(seen), dtype=bool)
    for first, length in found:
        assert seen[first - 1]
        assert seen[first + length]
        inside[first : first + length] = True
    where = np.flatnonzero(seen)
    expected = np.zeros(len(seen), dtype=bool)
    if where.size:
        expected[where[0] : where[-1] + 1] = ~seen[where[0] : where[-1] + 1]
    np.testing.assert_array_equal(inside, expected)
