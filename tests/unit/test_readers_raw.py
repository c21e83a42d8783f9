"""What logging apps and coders of clips write, and what is asked for instead of being guessed."""

from collections.abc import Callable

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.core.raw import FrameCodes, GyroTrace
from evenstride.core.recording import RawTest, Reading, StepEvents
from evenstride.core.roles import Side
from evenstride.readers import read

EPOCH = 1_767_620_467_350_470_700
HOPS = "side,touchdown frame,toe off frame,capture fps,clip fps\n"


def gyro_of(name: str, header: str, row: Callable[[int], str], **options: object) -> tuple[GyroTrace, Reading]:
    text = "\n".join([header, *(row(i) for i in range(100))])
    reading = read(text.encode(), name=name, athlete="Noa", side=Side.LEFT, **options)  # type: ignore[arg-type]
    (found,) = reading.recordings
    assert isinstance(found, RawTest)
    assert isinstance(found.raw, GyroTrace)
    assert (found.test, found.side) == ("S3", Side.LEFT)
    return found.raw, reading


def rate(i: int) -> float:
    return round(6.0 * np.sin(np.pi * i / 25), 5)


def codes_of(text: str) -> list[RawTest]:
    recordings = read(text.encode(), name="clip.csv", athlete="Noa").recordings
    return [item for item in recordings if isinstance(item, RawTest)]


@pytest.mark.parametrize(
    ("name", "header", "row", "axis"),
    [
        ("Raw Data.csv", '"Time (s)","Gyroscope x (rad/s)","Gyroscope y (rad/s)","Gyroscope z (rad/s)","Absolute"',
         lambda i: f"{i * 0.01:.9E},{rate(i):.9E},1E-1,2E-1,{abs(rate(i)):.9E}", 0),
        ("Gyroscope.csv", "time,seconds_elapsed,z,y,x",
         lambda i: f"{EPOCH + i * 10_000_000},{0.14 + i * 0.01:.6f},{rate(i)},0.1,0.2", 2),
        ("gyro.csv", "time,z,y,x", lambda i: f"{EPOCH + i * 10_000_000},{rate(i)},0.1,0.2", 2),
        ("log.csv", "timestamp,gyro_x,gyro_y,gyro_z",
         lambda i: f"{EPOCH // 10**6 + i * 10},{np.degrees(rate(i)):.5f},5.73,11.46", 0),
        ("log.csv", "time,wx,wy,wz", lambda i: f"{i * 0.01:.2f},{rate(i)},0.1,0.2", 0),
        ("log.csv", "loggingTime(txt),gyroTimestamp_sinceReboot(s),gyroRotationX(rad/s),gyroRotationY(rad/s),"
         "gyroRotationZ(rad/s)", lambda i: f"2026-01-01 10:00:00.{i:03d},{8 + i * 0.01:.3f},{rate(i)},0.1,0.2", 0),
        ("log.csv", "LIGHT (lux);Time since start in ms ;GYROSCOPE X (rad/s);GYROSCOPE Y (rad/s);GYROSCOPE Z (rad/s)",
         lambda i: f"2;{i * 10};{rate(i)};0,1;0,2".replace(".", ","), 0),
    ],
    ids=["phyphox", "Sensor Logger", "nanoseconds", "degrees by size", "short names", "SensorLog", "AndroSensor"],
)  # fmt: skip
def test_apps_are_read_in_si(name: str, header: str, row: Callable[[int], str], axis: int) -> None:
    raw, _ = gyro_of(name, header, row)
    assert raw.times == pytest.approx(0.01 * np.arange(100), abs=2e-6)
    assert raw.rates[:, axis] == pytest.approx([rate(i) for i in range(100)], abs=2e-4)
    assert np.abs(np.delete(raw.rates, axis, axis=1)).max() == pytest.approx(0.2, abs=2e-4)


def test_a_row_of_units_and_a_missing_axis_are_said() -> None:
    text = "time,wx,wy\nms,deg/s,deg/s\n" + "".join(f"{i * 10},{np.degrees(rate(i)):.4f},1\n" for i in range(100))
    (found,) = read(text.encode(), name="g.csv", athlete="Noa", side=Side.RIGHT).recordings
    assert isinstance(found, RawTest)
    assert isinstance(found.raw, GyroTrace)
    assert found.raw.times[1] == pytest.approx(0.01)
    assert found.raw.rates[:, 0].max() == pytest.approx(6.0, abs=0.05)
    assert not found.raw.rates[:, 2].any()
    said = " ".join(found.origin.interpretation)
    assert "the unit is deg/s" in said
    assert "turns about that axis are not seen" in said
    assert "says nothing about the left one" in said


@pytest.mark.parametrize(
    ("name", "header", "factor", "message"),
    [
        ("Accelerometer.csv", "time,seconds_elapsed,z,y,x", 1.0, r"do not say what they are.*Give the file as the app"),
        ("g.csv", "time,time2,gyro x (rad/s),gyro y (rad/s),gyro z (rad/s)", 57.3, r"turns at 34\d rad/s.*degrees"),
        ("g.csv", "time,time2,gyro x,gyro y,gyro z", 10.0, r"peaks at 59.9, which may be rad/s or degrees"),
        (
            "g.csv",
            "time,time2,gyro x (rad/s),gyro y (deg/s),gyro z (rad/s)",
            1.0,
            r"the axes are in 'deg/s' and 'rad/s'",
        ),
    ],
)
def test_what_would_be_guessed_is_refused(name: str, header: str, factor: float, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        gyro_of(name, header, lambda i: f"{EPOCH + i * 10_000_000},{i * 0.01:.2f},{factor * rate(i):.4f},0.1,0.2")
    assert caught.value.remedy


def test_the_leg_is_asked_for_and_a_time_of_day_refused() -> None:
    header, row = "time,wx,wy,wz", "{t},{v},0,0"
    text = "\n".join([header, *(row.format(t=0.01 * i, v=rate(i)) for i in range(60))])
    with pytest.raises(InputError, match=r"which thigh carried the phone.*--side left"):
        read(text.encode(), name="g.csv", athlete="Noa")
    clock = "\n".join([header, *(row.format(t=f"10:00:{i:02d}", v=rate(i)) for i in range(60))])
    with pytest.raises(InputError, match=r"row 2, column 'time': '10:00:00' is a time of day"):
        read(clock.encode(), name="g.csv", athlete="Noa", side=Side.LEFT)


def test_steps_of_a_second_fit_no_phone() -> None:
    with pytest.raises(InputError, match=r"samples are 0\.3 apart.*between 4 and 2500 samples"):
        gyro_of("g.csv", "time,wx,wy,wz", lambda i: f"{0.3 * i:.1f},{rate(i)},0,0")


def test_rows_the_gyroscope_did_not_fill_are_left_out_and_said() -> None:
    raw, reading = gyro_of("g.csv", "time,wx,wy,wz,light", lambda i: f"{0.01 * i:.2f},{rate(i)},0,0,1" if i % 4 else
                           f"{0.01 * i:.2f},,,,1")  # fmt: skip
    assert raw.times.size == 75
    assert "25 rows without a value of the gyroscope were left out." in reading.interpretation


@pytest.mark.parametrize(
    ("rates", "frame_ms"),
    [("240,240", 1000 / 240), ("240,30,8", 1000 / 240), ("240,30,1", 1000 / 30), ("240,29.97,8", 1000 / 239.76)],
)
def test_frames_become_seconds_by_all_three_facts(rates: str, frame_ms: float) -> None:
    header = HOPS.strip() + (",slowed" if rates.count(",") == 2 else "")
    (found,) = codes_of(f"{header}\nleft,10,50,{rates}\nleft,150,190,{rates}\n")
    assert isinstance(found.raw, FrameCodes)
    assert 1000.0 * found.raw.rate.frame == pytest.approx(frame_ms)
    assert (found.test, found.side) == ("P1", Side.LEFT)
    assert found.device.timing_sd == pytest.approx(frame_ms / 1000.0 / 12.0**0.5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HOPS + "left,10,50,240,30\nleft,150,190,240,30\n", r"plays 30 .*8 times slower than life.*with 8, or with 1"),
        ("side,touchdown frame,toe off frame,fps\nleft,10,50,240\n", r"are not stated.*'fps' does not say of what"),
        (HOPS[:-1] + ",slowed\nleft,10,50,240,30,16\n", r"would hold 480 frames a second and 240 were taken"),
        (HOPS + "left,10,50,240,480\n", r"480 frames a second and 240 were taken"),
        (HOPS + "left,10,50,0,0\n", r"the capture rate is 0 frames"),
        (HOPS + "left,10,50,240,240\nleft,150,140,,\n", r"row 3, .*frame 140 does not follow frame 150"),
        (HOPS + "left,-1,50,240,240\n", r"frame -1 is below zero"),
        (HOPS + "left,,50,240,240\n", r"row 2: this contact has no frame of touchdown"),
        ("test," + HOPS + "S1,left,10,50,240,240\n", r"test S1 is not made from frames of hops.*P1, P1b"),
        ("first pole frame,last pole frame,capture fps,clip fps\n90,10,240,240\n", r"poles at frames 90.0 and 10.0"),
        ("rater," + HOPS + "A,left,10,50,240,240\nA,left,90,150,,\nB,left,10,50,,\n", r"one clip have rows a: 2, b: 1"),
    ],
)  # fmt: skip
def test_clips_that_leave_room_for_doubt_are_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        codes_of(text)
    assert caught.value.remedy


def test_hops_without_a_side_are_those_of_both_legs() -> None:
    (found,) = codes_of("touchdown frame,toe off frame,capture fps,clip fps\n10,50,240,240\n150,190,,\n")
    assert (found.test, found.side) == ("P1b", None)


def test_a_run_with_toe_offs_is_read_as_steps_too() -> None:
    rows = "".join(
        f"{'left' if i % 2 else 'right'},{56 * i},{56 * i + 25},{56 * i + 12},{20 + i},400,240,240\n" for i in range(9)
    )
    header = "side,td frame,to frame,thighs cross frame,knee separation (px),leg length (px),capture fps,clip fps\n"
    run, steps = read((header + rows).encode(), name="clip.csv", athlete="Noa").recordings
    assert isinstance(run, RawTest)
    assert run.test == "M1"
    assert isinstance(steps, StepEvents)
    assert steps.contacts[1].toe_off - steps.contacts[1].touchdown == pytest.approx(25 / 240)
    assert steps.device.timing_sd == pytest.approx(1 / (240 * 12**0.5))


def test_numbers_of_frames_are_never_read_as_seconds() -> None:
    text = "side,touchdown (frame),toe off (frame),capture fps,clip fps\nleft,10,50,240,240\nleft,150,190,,\n"
    (found,) = codes_of(text)
    assert isinstance(found.raw, FrameCodes)
    assert found.raw.contacts[0].touchdown == 10.0


def test_two_codings_are_kept_side_by_side() -> None:
    header = "rater,trial,first pole frame,last pole frame,distance (yd),capture fps,clip fps\n"
    text = header + "Ada,1,10,560,22,240,240\nBo,1,11,559,,,\n"
    (found,) = codes_of(text)
    assert isinstance(found.raw, FrameCodes)
    assert (found.raw.poles, found.raw.second_poles) == ((10.0, 560.0), (11.0, 559.0))
    assert found.raw.course == pytest.approx(22 * 0.9144)
    assert "coded twice" in found.origin.interpretation[-1]
