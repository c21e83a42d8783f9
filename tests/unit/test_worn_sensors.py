"""Sensors on feet, shanks and sacrum: each read by its place, one recording, every event counted once."""

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.reading.instruments import measure_trial, trial_lines
from evenstride.app.reading.understand import understand
from evenstride.core.errors import EvenstrideError, FitError, InputError
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.metric import Analysis
from evenstride.core.recording import StepEvents
from evenstride.core.roles import Side
from evenstride.core.signal import Inertial
from evenstride.core.worn import Segment, Worn, parse_worn, worn_at
from evenstride.readers.instruments import read_signal
from evenstride.science.sensors.segment_turning import repeat_period
from evenstride.science.sensors.shank_events import ERRORS, acceleration_strides, find_shank_contacts
from evenstride.science.sensors.worn import measure_worn
from evenstride.science.simulate.foot import simulate_foot
from evenstride.science.simulate.sacrum import simulate_sacrum
from evenstride.science.simulate.shank import simulate_shank

L, R = Side.LEFT, Side.RIGHT
CONTACT, STRIDE, RATE = 0.2, 0.7, 200.0


def shank(side: Side, start: float = 0.3, strides: int = 12, **more) -> tuple[Worn, Inertial]:
    late = 0.5 * STRIDE if side is R else 0.0
    leg = simulate_shank(contact_time=CONTACT, stride_time=STRIDE, strides=strides, start=start + late, **more)
    return Worn(Segment.SHANK, side), Inertial(f"{side} shank", RATE, turning=leg.turning)


def foot(side: Side) -> tuple[Worn, Inertial]:
    made = simulate_foot(speed=4.0, contact_time=CONTACT, stride_time=STRIDE, strides=8, rate=RATE)
    along = made.forefoot - made.heel
    pitch = np.gradient(np.arctan2(along[:, 2], along[:, 0]), 1.0 / RATE)
    late = round(0.5 * STRIDE * RATE) if side is R else 0
    turning = np.stack([0.0 * pitch, -pitch, 0.0 * pitch], axis=1)
    turning = np.concatenate([np.zeros((late, 3)), turning])
    return Worn(Segment.FOOT, side), Inertial(f"{side} foot", RATE, turning=turning)


def sacrum(rate: float = RATE) -> tuple[Worn, Inertial]:
    flight = 0.5 * STRIDE - CONTACT
    made = simulate_sacrum(contact_times=(CONTACT,) * 2, flight_times=(flight,) * 2, steps=24, rate=rate)
    return Worn(Segment.SACRUM), Inertial("sacrum", rate, acceleration=made.acceleration)


FIRST = 0.5 * (0.5 * STRIDE - CONTACT)
"""s, the first touchdown of the simulated sacrum."""


@pytest.mark.parametrize("axis", [(0.0, 1.0, 0.0), (0.0, -1.0, 0.0), (0.6, 0.1, -0.8)])
@pytest.mark.parametrize(("contact", "stride"), [(0.11, 0.48), (0.16, 0.6), (0.24, 0.75)])
def test_contacts_of_a_shank_in_any_orientation(axis, contact, stride) -> None:
    leg = simulate_shank(contact_time=contact, stride_time=stride, axis=axis, noise=0.1)
    found = find_shank_contacts(leg.turning, leg.rate)
    assert len(found.touchdowns) >= 9
    missed = found.touchdowns - leg.touchdowns[: len(found.touchdowns)]
    assert np.abs(missed).max() < 2.0 * ERRORS.shared[0]
    assert found.stride_time == pytest.approx(stride, abs=0.006)
    low, high = np.quantile(found.contact_time.samples, [0.025, 0.975])
    assert low < contact < high
    assert found.contact_time.standard_error > 0.9 * np.hypot(*ERRORS.shared)
    assert min(ERRORS.shared) > ERRORS.own
    assert min(ERRORS.lags) > 0.0


@pytest.mark.parametrize(
    ("turning", "rate", "kind", "says"),
    [
        (np.zeros((400, 3)), 200.0, InputError, "turns at up to 0 rad/s"),
        (np.ones((400, 3)), 100.0, InputError, "too few for contact times"),
        (57.3 * shank(L)[1].turning, 200.0, InputError, "deg/s"),
        (shank(L)[1].turning[:170], 200.0, FitError, "stride"),
        (np.full((400, 3), np.nan), 200.0, InputError, "gaps"),
    ],
)
def test_a_shank_that_cannot_be_read(turning, rate, kind, says) -> None:
    with pytest.raises(kind, match=says):
        find_shank_contacts(turning, rate)


def test_two_legs_give_events_with_their_sides_and_the_error_of_the_method() -> None:
    found = measure_worn([shank(R), shank(L)])
    assert isinstance(found.events, StepEvents)
    sides = [contact.side for contact in found.events.contacts]
    assert sides[:4] == [L, R, L, R]
    assert found.events.device.shared_sd == ERRORS.shared
    assert found.events.contacts[0].touchdown == pytest.approx(0.3, abs=0.03)


def test_a_mirrored_recording_gives_mirrored_contacts() -> None:
    usual = measure_worn([shank(L), shank(R)]).events
    mirrored = measure_worn([(Worn(Segment.SHANK, w.side.other), s) for w, s in (shank(L), shank(R))]).events
    assert isinstance(usual, StepEvents)
    assert isinstance(mirrored, StepEvents)
    assert [(c.side.other, c.touchdown, c.toe_off) for c in mirrored.contacts] == [
        (c.side, c.touchdown, c.toe_off) for c in usual.contacts
    ]


def test_feet_come_before_shanks_and_what_is_beside_narrows_nothing() -> None:
    alone = measure_worn([foot(L), foot(R)])
    beside = measure_worn([sacrum(), shank(L), foot(L), shank(R), foot(R)])
    assert isinstance(alone.events, StepEvents)
    assert isinstance(beside.events, StepEvents)
    assert beside.events.contacts == alone.events.contacts
    assert beside.events.device == alone.events.device
    assert any("make no interval narrower" in note for note in beside.notes)


def test_one_leg_names_the_steps_of_the_sacrum() -> None:
    for side in Side:
        found = measure_worn([sacrum(), shank(side, start=FIRST)])
        assert isinstance(found.events, StepEvents)
        # The simulated left leg comes first, the right one half a stride after it.
        for contact in found.events.contacts:
            number = round((contact.touchdown - FIRST) / (0.5 * STRIDE))
            assert contact.side is (R if number % 2 else L)
        assert "sides as the sensor on the leg names them" in found.notes[0]


def test_the_sacrum_alone_needs_the_first_foot_told() -> None:
    alone = measure_worn([sacrum()])
    assert isinstance(alone.events, Missing)
    assert isinstance(alone.values["step_frequency"], Draws)
    told = measure_worn([sacrum()], first=R)
    assert isinstance(told.events, StepEvents)
    assert [contact.side for contact in told.events.contacts][:3] == [R, L, R]


def test_one_leg_alone_shows_its_contacts_and_strides_and_no_step() -> None:
    found = measure_worn([shank(L)])
    assert found.events == Missing(
        "only contacts of the left leg were seen, and a step needs both",
        "Wear a sensor on each foot or shank, or one at the sacrum beside the one on the leg",
    )
    assert set(found.values) == {"stride_time.left", "contact_time.left", "swing_time.left"}
    contact, swing, stride = (found.values[f"{name}_time.left"] for name in ("contact", "swing", "stride"))
    assert isinstance(contact, Draws)
    assert isinstance(swing, Draws)
    assert isinstance(stride, Draws)
    np.testing.assert_allclose(contact.samples + swing.samples, stride.samples)
    assert stride.point == pytest.approx(STRIDE, abs=0.003)


def test_a_slow_gyroscope_and_an_accelerometer_show_strides() -> None:
    slow = simulate_shank(contact_time=CONTACT, stride_time=STRIDE, rate=60.0, strides=20)
    found = measure_worn([(Worn(Segment.SHANK, L), Inertial("a", 60.0, turning=slow.turning))])
    assert set(found.values) == {"stride_time.left"}
    phase = 2.0 * np.pi * np.arange(1200) / (100.0 * STRIDE)
    hit = 10.0 + 30.0 * np.maximum(np.sin(phase), 0.0) ** 4
    acceleration = np.stack([hit, 0.0 * hit, np.full_like(hit, np.nan)], axis=1)
    found = measure_worn([(Worn(Segment.FOOT, R), Inertial("a", 100.0, acceleration=acceleration))])
    stride = found.values["stride_time.right"]
    assert isinstance(stride, Draws)
    assert stride.point == pytest.approx(STRIDE, abs=0.01)
    assert isinstance(found.events, Missing)


def test_what_disagrees_is_flagged() -> None:
    other = simulate_shank(contact_time=CONTACT, stride_time=0.8, strides=12, start=0.65)
    found = measure_worn([shank(L), (Worn(Segment.SHANK, R), Inertial("r", RATE, turning=other.turning))])
    assert [flag.code for flag in found.flags] == ["rhythm_differs"]


def test_a_cut_sensor_and_one_that_cannot_be_read_are_flagged_and_the_rest_goes_on() -> None:
    worn, sensor = shank(L)
    cut = (worn, Inertial("left shank", RATE, turning=sensor.turning, clipped=12))
    dead = (Worn(Segment.SACRUM), Inertial("sacrum", RATE, acceleration=np.tile([0.0, 0.0, 9.81], (1000, 1))))
    found = measure_worn([cut, shank(R), dead])
    assert isinstance(found.events, StepEvents)
    told = {flag.code: flag.text for flag in found.flags}
    assert told["clipped"].startswith("12 of ")
    assert "nobody walks or runs" in told["unread"]
    with pytest.raises(FitError, match="nobody walks or runs"):
        measure_worn([dead])
    with pytest.raises(InputError, match="no sensor"):
        measure_worn([])


@pytest.mark.parametrize(
    ("text", "place"),
    [("LeftFoot", "left foot"), ("foot_r", "right foot"), ("R-tibia", "right shank"), ("ankle left", "left shank"),
     ("Kreuzbein", "sacrum"), ("Fuß links", "left foot"), ("tibia droite", "right shank"), ("left_hip", "sacrum"),
     ("wrist", "None"), ("left right foot", "None"), ("", "None"), ("foot and shank", "None")],
)  # fmt: skip
def test_names_of_places(text, place) -> None:
    assert str(worn_at(text)) == place


@pytest.mark.parametrize(("text", "says"), [("nose", "is no place of a sensor"), ("foot", "does not say which leg")])
def test_places_that_cannot_be_used(text, says) -> None:
    with pytest.raises(InputError, match=says):
        parse_worn(text)


def table(folder: Path, columns: Mapping[str, np.ndarray], name: str = "run.csv") -> Path:
    count = min(map(len, columns.values()))
    rows = [",".join([f"{i / RATE:.4f}", *(f"{column[i]:.5f}" for column in columns.values())]) for i in range(count)]
    file = folder / name
    file.write_text("\n".join([",".join(["time (s)", *columns]), *rows, ""]), encoding="utf-8")
    return file


def gyro(place: str, turning: np.ndarray) -> dict[str, np.ndarray]:
    return {f"{place} gyro_{axis} (rad/s)": turning[:, i] for i, axis in enumerate("xyz")}


def turning(side: Side, **more) -> np.ndarray:
    found = shank(side, **more)[1].turning
    assert found is not None
    return found


def three(folder: Path) -> Path:
    acceleration = sacrum()[1].acceleration
    assert acceleration is not None
    body = {f"sacrum acc_{axis} (m/s2)": acceleration[:, i] for i, axis in enumerate("xyz")}
    legs = gyro("left shank", turning(L, start=FIRST)) | gyro("right shank", turning(R, start=FIRST))
    return table(folder, body | legs)


def test_a_file_of_sacrum_and_two_shanks_gives_steps_by_side_and_is_imported(tmp_path) -> None:
    file = three(tmp_path)
    found = measure_trial(file)
    assert isinstance(found.events, StepEvents)
    assert isinstance(found.steps, Analysis)
    values = found.steps.values
    for name in ("contact_time.left", "contact_time.right", "swing_time.left", "step_time", "step_frequency"):
        assert isinstance(values[name], Estimate), name
    said = "\n".join(trial_lines(found))
    assert "Contacts are timed by the shanks' rate of turn." in said
    assert "may be wrong together by 29 ms" in said
    (events,) = understand(file.read_bytes(), name=file.name, unnamed="Noa").recordings
    assert isinstance(events, StepEvents)
    assert [(c.side, c.touchdown) for c in events.contacts] == [(c.side, c.touchdown) for c in found.events.contacts]
    assert events.device.shared_sd == ERRORS.shared


def test_two_sensors_with_names_of_their_own_are_told_apart_by_worn(tmp_path) -> None:
    up = {"imu1 acc_z (g)": np.ones(4000)}
    file = table(tmp_path, gyro("imu1", turning(L)) | gyro("imu2", turning(R)) | up)
    found = measure_trial(file, worn=["imu1=left-shank", "IMU2=right-shank"])
    assert isinstance(found.events, StepEvents)
    for worn, says in (
        ((), "not said where the sensor was worn.*'imu1', 'imu2'.*Name it in the headings.*left-shank"),
        (["left-shank"], "does not say which of 2 sensors"),
        (["imu7=left-shank"], "no sensor 'imu7'"),
        (["imu1=knee"], "'knee' is no place"),
    ):
        with pytest.raises(InputError, match=says):
            measure_trial(file, worn=worn)
    one = measure_trial(file, worn=["imu1=left-shank"])
    assert isinstance(one.steps, Analysis)
    assert "'imu2' is no place that is known and was left out" in one.steps.notes


def test_a_phone_on_a_shank_is_measured_where_its_place_is_said(tmp_path) -> None:
    head = {f"Gyroscope {axis} (rad/s)": turning(R)[:, i] for i, axis in enumerate("xyz")}
    file = table(tmp_path, head)
    said = "\n".join(trial_lines(measure_trial(file, worn=["right-shank"])))
    assert "Contact time right 2" in said
    assert re.search(r"Stride time right (699|700|701)(\.\d)? ms", said)
    with pytest.raises(InputError, match="not said where the sensor was worn"):
        measure_trial(file)


def test_sensors_that_show_one_leg_are_no_run_to_import(tmp_path) -> None:
    file = table(tmp_path, gyro("left shank", turning(L)))
    with pytest.raises(InputError, match=r"only contacts of the left leg were seen.*Wear a sensor on each"):
        understand(file.read_bytes(), name=file.name, unnamed="Noa")


def test_the_cut_ankle_of_the_public_run_is_said_and_its_strides_are_the_hips_steps(shared_data, tmp_path) -> None:
    import gzip

    with gzip.open(shared_data / "acc_running_adeptdata" / "acc_running.csv.gz", "rt") as lines:
        rows = [line.rstrip().split(",") for line in lines][1:]
    ankle, hip = (np.array([[float(v) for v in row[2:]] for row in rows if row[0] == name][6000:12000])
                  for name in ("left_ankle", "left_hip"))  # fmt: skip
    strides = acceleration_strides(9.81 * ankle, 100.0)
    found = measure_worn([
        (Worn(Segment.SHANK, L), Inertial("left ankle", 100.0, 9.81 * ankle, clipped=3)),
        (Worn(Segment.SACRUM), Inertial("left hip", 100.0, 9.81 * hip)),
    ])  # fmt: skip
    steps = found.values["step_frequency"]
    assert isinstance(steps, Draws)
    assert np.median(strides) == pytest.approx(2.0 / steps.point, rel=0.01)
    assert [flag.code for flag in found.flags if flag.code in ("clipped", "rhythm_differs")] == ["clipped"]
    assert isinstance(found.values["contact_time"], Missing)


def test_a_table_of_turning_names_its_places_or_is_a_phones() -> None:
    text = "time (s),left foot gyro_x (rad/s)\n" + "\n".join(f"{i / 100},{np.sin(i / 9) * 6:.3f}" for i in range(99))
    (sensor,) = read_signal(text.encode(), name="feet").sensors
    assert sensor.acceleration is None
    with pytest.raises(EvenstrideError, match="fits none"):
        read_signal(text.replace("left foot ", "").encode(), name="phone")


def test_a_sensor_at_the_sacrum_is_imported_with_the_foot_that_came_first(tmp_path) -> None:
    acceleration = sacrum()[1].acceleration
    assert acceleration is not None
    file = table(tmp_path, {f"sacrum acc_{axis} (m/s2)": acceleration[:, i] for i, axis in enumerate("xyz")})
    data = file.read_bytes()
    with pytest.raises(InputError, match=r"does not know left from right\. Say which foot came first: --side left"):
        understand(data, name=file.name, unnamed="Noa")
    (events,) = understand(data, name=file.name, unnamed="Noa", side=R).recordings
    assert isinstance(events, StepEvents)
    assert events.contacts[0].side is R
    assert events.athlete == "Noa"
    assert any("right foot came first, as told" in note for note in events.origin.interpretation)


def test_what_only_opposes_itself_does_not_repeat() -> None:
    # A step up with a tremble: every top of its repetition lies below zero.
    times = np.arange(200) / 100.0
    with pytest.raises(FitError, match="does not repeat itself"):
        repeat_period(np.where(times < 1.0, -1.0, 1.0) + 0.05 * np.sin(10.0 * np.pi * times), 100.0)
