"""A real jog's markers as they come from bad days: jumps, belts, markers that were lost; the same steps come out."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.reading.instruments import marker_mapping
from evenstride.core.errors import FitError
from evenstride.core.signal import Signal
from evenstride.readers.instruments import read_signal
from evenstride.science.motion.build import prepare_motion
from evenstride.science.motion.marker_contacts import marker_contacts
from evenstride.science.motion.metrics import measure_motion


@pytest.fixture(scope="module")
def feet(shared_data: Path) -> Signal:
    file = shared_data / "dorn2012_jog_c3d" / "JA1Gait21.c3d"
    return replace(read_signal(file.read_bytes(), name=file.name), plates=(), events=())


def moved(signal: Signal, change) -> Signal:
    positions = np.array(signal.markers.positions)
    change(positions, np.arange(len(positions)) / signal.markers.rate, list(signal.markers.names))
    return replace(signal, markers=replace(signal.markers, positions=positions))


def times(signal: Signal) -> tuple[np.ndarray, set[str]]:
    events, flags, _ = marker_contacts(signal, marker_mapping(signal))
    return np.array([(one.touchdown, one.toe_off) for one in events.contacts]), {flag.code for flag in flags}


@pytest.mark.parametrize("marker", ["LHEEL", "LP1MT"])
@pytest.mark.parametrize("frame", [310, 316, 320, 330])
@pytest.mark.parametrize("height", [0.1, 1.0])
def test_a_marker_that_jumps_for_a_frame_moves_no_contact(feet, marker, frame, height):
    def jump(positions, _, names):
        positions[frame, names.index(marker), 2] += height

    plain, odd = times(feet), times(moved(feet, jump))
    assert np.abs(odd[0] - plain[0]).max() < 0.5 / feet.markers.rate
    assert "jumps" in odd[1]
    assert "jumps" not in plain[1]


def test_a_jump_is_no_quick_leg(feet):
    def jump(positions, _, names):
        positions[300, names.index("LLMAL"), 0] += 0.4

    mapping, odd = marker_mapping(feet), moved(feet, jump)
    contacts = marker_contacts(feet, mapping)[0].contacts
    plain, other = (measure_motion(prepare_motion(one, mapping, contacts), draws=50) for one in (feet, odd))
    assert "jumps" in {flag.code for flag in other.motion.flags}
    for name, value in plain.both.items():
        assert other.both[name].point == pytest.approx(value.point, rel=0.02, abs=1e-3), name


@pytest.mark.parametrize("drift", [-0.1, 0.0, 0.1])
def test_the_same_jog_on_a_belt_has_the_same_contacts(feet, drift):
    def stay(positions, clock, _):
        forward = np.nanmean(positions[-1] - positions[0], axis=0) * [1.0, 1.0, 0.0]
        positions -= (forward / np.linalg.norm(forward) * (3.575 + drift) * clock[:, np.newaxis])[:, np.newaxis]

    plain, belt = times(feet)[0], times(moved(feet, stay))[0]
    assert belt.shape == plain.shape
    assert np.abs(belt - plain).max() < 0.004


def test_a_heel_that_was_never_seen_is_told(feet):
    def lose(positions, _, names):
        positions[:, names.index("LHEEL")] = np.nan

    with pytest.raises(FitError, match="hardly seen"):
        times(moved(feet, lose))


@pytest.mark.parametrize("missed", [(3,), (3, 4), (2, 3), (2, 3, 4)])
def test_no_stride_is_made_over_contacts_that_were_missed(feet, missed):
    mapping = marker_mapping(feet)
    contacts = marker_contacts(feet, mapping)[0].contacts
    motion = prepare_motion(feet, mapping, [one for index, one in enumerate(contacts) if index not in missed])
    assert motion.strides()
    assert all(stride.stride_time == pytest.approx(0.75, abs=0.03) for stride in motion.strides())
    assert "no_alternation" in {flag.code for flag in motion.flags}
