"""Activities of the shared FIT files: values of the tables beside them, units, sources, and what damage leaves."""

import csv
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from evenstride.core.activity import Activity, ActivityReading, Quantity, Sport
from evenstride.core.errors import InputError
from evenstride.readers.outing_reading import read_outings

pytestmark = pytest.mark.data


@pytest.fixture
def reading(shared_data: Path):
    def read(name: str) -> ActivityReading:
        path = next(shared_data.glob(f"fit_*/{name}.fit"))
        return read_outings(path.read_bytes(), name=path.name, athlete="Noa")

    return read


def lines(shared_data: Path, name: str) -> list[str]:
    return (shared_data / "fit_fitparse" / f"{name}-records.csv").read_text().splitlines()


def values(activity: Activity, quantity: str, source: str = "") -> np.ndarray:
    channel = activity.channel(quantity, sources=[source])
    assert channel is not None
    return channel.values


@pytest.mark.parametrize("name", ["garmin-fenix-5-run", "garmin-fenix-5-walk"])
def test_values_are_those_of_the_table_beside_the_file(shared_data: Path, reading, name: str) -> None:
    [run] = reading(name).activities
    rows = list(csv.DictReader(lines(shared_data, name)))
    moments = [datetime.strptime(row["timestamp"].replace(" PDT", " -0700"), "%a %b %d %H:%M:%S %z %Y") for row in rows]
    assert run.times.tolist() == [(one - run.started).total_seconds() for one in moments]

    def column(head: str, factor: float = 1.0) -> np.ndarray:
        return factor * np.array([float(row[head]) for row in rows])

    for quantity, head in (
        (Quantity.HEART_RATE, "heart_rate"), (Quantity.SPEED, "speed"), (Quantity.DISTANCE, "distance"),
        (Quantity.ALTITUDE, "altitude"), (Quantity.TEMPERATURE, "temperature"),
    ):  # fmt: skip
        np.testing.assert_allclose(values(run, quantity), column(head), rtol=0, atol=1e-9)
    np.testing.assert_allclose(values(run, Quantity.LATITUDE), column("position_lat", 180.0 / 2**31))
    np.testing.assert_allclose(values(run, Quantity.LONGITUDE), column("position_long", 180.0 / 2**31))
    steps = values(run, Quantity.STEP_FREQUENCY) - column("cadence", 2.0 / 60.0)
    assert steps.min() >= -1e-12
    assert steps.max() <= 2.0 / 60.0  # the table leaves out fractions of a stride


def test_compressed_times_speed_and_distance_are_those_of_the_table(shared_data: Path, reading) -> None:
    run = reading("compressed-speed-distance").activities[0]
    rows = list(csv.reader(lines(shared_data, "compressed-speed-distance")))[1:]
    table = np.array([[np.nan if cell == "null" else float(cell) for cell in row] for row in rows if row])
    # The table leaves out the first sample, of which nothing was written but its time.
    np.testing.assert_array_equal(run.times[1:], table[:, 0] - 17217864)
    np.testing.assert_array_equal(values(run, Quantity.HEART_RATE)[1:], table[:, 1])
    np.testing.assert_allclose(values(run, Quantity.SPEED)[1:], table[:, 2])
    np.testing.assert_allclose(values(run, Quantity.DISTANCE)[1:], table[:, 3])
    np.testing.assert_allclose(values(run, Quantity.STEP_FREQUENCY)[1:], table[:, 4] / 30.0)
    assert [(one.begin, one.end) for one in run.pauses] == [(681.0, 791.0)]
    assert len(run.laps) == 11


def test_running_dynamics_are_si_and_the_balance_is_the_left_share(reading) -> None:
    [run] = reading("garmin-fenix-5-run").activities
    assert run.sport is Sport.RUNNING
    assert run.on == date(2017, 6, 11)
    for quantity, low, high in (
        (Quantity.CONTACT_TIME, 0.246, 0.609), (Quantity.STEP_LENGTH, 0.578, 1.118),
        (Quantity.VERTICAL_OSCILLATION, 0.0467, 0.0837), (Quantity.VERTICAL_RATIO, 0.0234, 0.0906),
        (Quantity.CONTACT_SHARE, 0.3725, 0.5), (Quantity.CONTACT_BALANCE, 0.5159, 0.5409),
    ):  # fmt: skip
        found = values(run, quantity)
        assert (np.nanmin(found), np.nanmax(found)) == pytest.approx((low, high))
    assert len(run.beats) == 113
    assert 0.4 < run.beats.min() < run.beats.max() < 1.5
    heart = run.channel(Quantity.HEART_RATE)
    assert heart is not None
    assert heart.source == "Garmin hrm4 run"


def test_a_pod_and_its_own_fields_keep_their_source(reading) -> None:
    [run] = reading("developer-types-sample").activities
    stiffness = run.channel(Quantity.LEG_STIFFNESS)
    assert stiffness is not None
    assert (stiffness.source, stiffness.unit, stiffness.name) == ("Stryd", "N/m", "Leg Spring Stiffness")
    assert np.nanmedian(stiffness.values) == pytest.approx(14_283, abs=1)
    assert np.nanmedian(values(run, Quantity.FORM_POWER)) == 94.0
    assert [one.name for one in run.channels if one.quantity == Quantity.SPEED] == ["enhanced_speed", "Speed"]


def test_the_legs_of_a_triathlon_are_activities_of_their_own(reading) -> None:
    found = reading("sample_mulitple_header")
    assert [one.sport for one in found.activities] == [
        Sport.SWIMMING, Sport.OTHER, Sport.CYCLING, Sport.OTHER, Sport.RUNNING,
    ]  # fmt: skip
    assert [one.part for one in found.activities] == [0, 1, 2, 3, 4]
    for one in found.activities:
        assert values(one, Quantity.DISTANCE)[-1] == pytest.approx(one.totals.distance, rel=0.04)
        assert one.times[0] >= 0.0
    swim, _, ride, _, run = found.activities
    # Handed over by the strap afterwards, in FIT files of their own; the swim lasted 1987.5 s at 165 beats a minute.
    assert swim.beats.sum() == pytest.approx(1987.5, abs=10.0)
    assert 60.0 / swim.beats.mean() == pytest.approx(165.0, abs=1.0)
    assert ride.channel(Quantity.STEP_FREQUENCY) is None
    assert np.nanmedian(values(run, Quantity.STEP_FREQUENCY)) == pytest.approx(2.7833, abs=1e-3)
    assert found.damage == ()


def test_cadence_on_a_bicycle_is_left_as_it_is(reading) -> None:
    [ride] = reading("2020-06-01-16-52-40").activities
    assert ride.sport is Sport.CYCLING
    assert ride.channel(Quantity.STEP_FREQUENCY) is None
    assert np.nanmax(values(ride, Quantity.CRANK_RATE)) == pytest.approx(96.0 / 60.0, abs=0.01)
    power = ride.channel(Quantity.POWER)
    assert power is not None
    assert power.source == "Sensitivus gauge 73"
    assert ride.on == date(2020, 6, 1)


@pytest.mark.parametrize(
    ("name", "samples", "sentence"),
    [
        ("activity-unexpected-eof", 14, "3 of 757 bytes are not there"),
        ("activity-settings-corruptheader", 14, "What follows byte 771 is no FIT data; 83 bytes"),
        ("activity-settings-nodata", 14, "67 of 68 bytes are not there"),
        ("nick", 14391, "From byte 403437 on nothing could be read"),
    ],
)
def test_a_damaged_file_is_partly_read_and_says_so(reading, name: str, samples: int, sentence: str) -> None:
    found = reading(name)
    assert [len(one.times) for one in found.activities] == [samples]
    [damage] = found.damage
    assert sentence in damage


def test_samples_without_any_time_are_refused(reading) -> None:
    with pytest.raises(InputError, match=r"DeveloperData.fit: nothing in this FIT file can be dated. None of its 3"):
        reading("DeveloperData")
