"""Inertial sensors in one long table: a row is one sample of one sensor, and a column says where it sat."""

import gzip
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.reading.instruments import measure_trial
from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate
from evenstride.core.metric import Analysis
from evenstride.readers.instruments import read_signal
from evenstride.readers.signals import inertial_long


def table(*rows: str, head: str = "loc_id,date_time,x,y,z") -> bytes:
    return "\n".join((head, *rows)).encode()


def rows_of(place: str, *, start: float = 0.0, count: int = 120, turning: bool = False) -> list[str]:
    times = start + 0.01 * np.arange(count)
    more = ",50,-90,200" if turning else ""
    return [f"{place},2026-05-04 10:00:{time:06.3f},0.1,0,{1.0 + 0.5 * np.sin(9.0 * time):.3f}{more}" for time in times]


def test_one_recording_a_place_with_day_unit_and_rate() -> None:
    found = read_signal(inertial_long.EXAMPLE, name="long.csv")
    assert [one.place for one in found.sensors] == ["sacrum", "left_ankle"]
    assert [one.rate for one in found.sensors] == [100.0, 100.0]
    assert found.on == date(2026, 5, 4)
    assert any("sacrum, left_ankle" in note for note in found.origin.interpretation)
    assert any("taken as g" in note for note in found.origin.interpretation)


def test_places_that_begin_apart_get_one_clock() -> None:
    early, late = rows_of("sacrum"), rows_of("left ankle", start=0.1)
    found = read_signal(table(*early, *late), name="long.csv")
    one, other = (sensor.acceleration for sensor in found.sensors)
    assert one is not None
    assert other is not None
    assert one[0, 2] == pytest.approx(other[0, 2])
    assert len(one) == len(other) - 10


def test_rows_of_places_may_take_turns() -> None:
    mixed = [row for pair in zip(rows_of("sacrum"), rows_of("left ankle"), strict=True) for row in pair]
    assert [len(np.asarray(one.acceleration)) for one in read_signal(table(*mixed), name="a.csv").sensors] == [120, 120]


def test_acceleration_and_turning_beside_each_other() -> None:
    head = "location,time stamp,acc_x (g),acc_y (g),acc_z (g),gyr_x (deg/s),gyr_y (deg/s),gyr_z (deg/s)"
    found = read_signal(table(*rows_of("left shank", turning=True), head=head), name="a.csv")
    [sensor] = found.sensors
    assert sensor.turning is not None
    assert sensor.turning[0, 2] == pytest.approx(np.radians(200.0))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["sacrum,2026-05-04 10:00:00.000,0,0"], r"line 2: 4 cells under 5 headings"),
        ([",2026-05-04 10:00:00.000,0,0,1"], r"line 2: no place stands under 'loc id'"),
        (["sacrum,2026-05-04 10:00:00.000,0,0,1", "sacrum,noon,0,0,1"], r"line 3: a cell under 'date time' is no time"),
        (["sacrum,2026-05-04 10:00:00.000,a,0,1"], r"line 2: 'a' is no number"),
        ([], r"the table has no rows"),
        ([f"p{i},2026-05-04 10:00:00.000,0,0,1" for i in range(30)], r"names 30 places"),
        (
            [*rows_of("sacrum"), *(row.replace("10:00", "11:30") for row in rows_of("left ankle"))],
            r"begins 5400 s after",
        ),
    ],
)
def test_bad_tables_are_refused_in_one_sentence(rows: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_signal(table(*rows), name="long.csv")


def test_the_public_run_is_read_and_its_steps_counted(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "acc_running.csv"
    path.write_bytes(gzip.decompress((shared_data / "acc_running_adeptdata" / "acc_running.csv.gz").read_bytes()))
    found = measure_trial(path)
    assert any("left_hip, left_ankle" in line for line in found.understood)
    assert any("11 samples" in line for line in found.understood)
    assert isinstance(found.steps, Analysis)
    frequency, stride = found.steps.values["step_frequency"], found.steps.values["stride_time.left"]
    assert isinstance(frequency, Estimate)
    assert isinstance(stride, Estimate)
    # The reference is the data's own: stride by the ankle and step by the hip keep one rhythm.
    assert frequency.value == pytest.approx(2.0 / stride.value, rel=0.03)
    assert 2.4 < frequency.value < 2.7


@pytest.mark.parametrize("stamp", ["2026-05-04 10:00:00.51+hex", "2026-05-04 25:00:00", "1e308", "9999-05-04 10:00:00"])
def test_a_cell_that_is_no_time_is_refused(stamp: str) -> None:
    rows = rows_of("sacrum")
    rows[50] = rows[50].replace(rows[50].split(",")[1], stamp)
    with pytest.raises(InputError, match="is no time"):
        read_signal(table(*rows), name="long.csv")


def test_times_of_one_zone_are_read_and_a_change_of_zone_is_refused() -> None:
    rows = [row.replace(",0.1,", "+02:00,0.1,", 1) for row in rows_of("sacrum")]
    assert read_signal(table(*rows), name="long.csv").sensors[0].rate == 100.0
    rows[50] = rows[50].replace("+02:00", "+01:00")
    with pytest.raises(InputError, match="is no time"):
        read_signal(table(*rows), name="long.csv")
