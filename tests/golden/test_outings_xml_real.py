"""Real TCX and GPX files: equal to their own XML, and one activity in three formats agrees."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from evenstride.core.activity import Activity, Quantity, Sport
from evenstride.core.errors import InputError
from evenstride.readers.outing_reading import all_outing_formats, read_outings

pytestmark = pytest.mark.data
GARMIN = "{http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2}"
RIDE = {"TCX": "activity_5039744860.tcx", "GPX": "activity_5039744860.gpx", "FIT": "2020-06-01-16-52-40.fit"}
SEMICIRCLE = 180.0 / 2**31


@pytest.fixture
def folder(shared_data: Path) -> Path:
    found = shared_data / "fit_tcx_gpx_sweatpy"
    if not found.is_dir():
        pytest.skip(f"the shared real files are absent: no folder {found}")
    return found


def read(path: Path) -> Activity:
    (found,) = read_outings(path.read_bytes(), name=path.name, athlete="Noa").activities
    return found


def values(activity: Activity, quantity: Quantity) -> np.ndarray:
    channel = activity.channel(quantity)
    assert channel is not None, quantity
    return channel.values


def clock(activity: Activity) -> np.ndarray:
    """Seconds since 1970: formats may start at their first sample or at the start they tell."""
    return activity.times + activity.started.timestamp()


def test_a_run_of_a_polar_watch_is_equal_to_its_own_xml(folder: Path) -> None:
    path = folder / "3173437224.tcx"
    found = read(path)
    points = list(ElementTree.parse(path).iter(f"{GARMIN}Trackpoint"))
    expected = {
        Quantity.LATITUDE: ("Position", "LatitudeDegrees", 1.0),
        Quantity.LONGITUDE: ("Position", "LongitudeDegrees", 1.0),
        Quantity.ALTITUDE: ("AltitudeMeters", "", 1.0),
        Quantity.DISTANCE: ("DistanceMeters", "", 1.0),
        Quantity.HEART_RATE: ("HeartRateBpm", "Value", 1.0),
        Quantity.STEP_FREQUENCY: ("Cadence", "", 1.0 / 30.0),
    }
    assert len(points) == 3507
    assert found.times.size == 3507
    for quantity, (outer, inner, factor) in expected.items():
        name = f"{GARMIN}{outer}" + (f"/{GARMIN}{inner}" if inner else "")
        told = [float(point.findtext(name) or "nan") * factor for point in points]
        np.testing.assert_allclose(values(found, quantity), told, rtol=1e-15)
    assert found.sport is Sport.RUNNING
    assert found.started.isoformat() == "2019-01-29T10:25:13+00:00"
    assert found.times[[141, 142, 1999, -1]].tolist() == [141.0, 142.0, 2396.719, 3903.719]
    assert [(lap.begin, lap.end, round(lap.distance or 0, 1)) for lap in found.laps] == [
        (0.0, 142.0, 142.9),
        (142.0, 3903.719, 4365.6),
    ]
    # The watch tells 3510 s of moving in 3903.7 s; the one break between tracks is 398.7 s.
    (pause,) = found.pauses
    assert (pause.begin, pause.end) == (1998.0, 2396.719)
    assert found.totals.distance == pytest.approx(4508.5, abs=0.01)
    assert found.totals.moving == 3510.0
    assert found.devices == ("Polar M400",)


def test_a_ride_in_tcx_and_gpx_agrees_on_time_position_and_pause(folder: Path) -> None:
    tcx, gpx = read(folder / RIDE["TCX"]), read(folder / RIDE["GPX"])
    assert tcx.started == gpx.started
    assert tcx.sport is gpx.sport is Sport.CYCLING
    np.testing.assert_array_equal(tcx.times, gpx.times)
    for quantity in (Quantity.LATITUDE, Quantity.LONGITUDE, Quantity.ALTITUDE):
        np.testing.assert_allclose(values(tcx, quantity), values(gpx, quantity), atol=1e-12)
    for quantity in (Quantity.HEART_RATE, Quantity.CRANK_RATE):
        np.testing.assert_array_equal(values(tcx, quantity), values(gpx, quantity))
    assert tcx.pauses == gpx.pauses
    assert [(pause.begin, pause.end) for pause in gpx.pauses] == [(53.0, 85.0)]


def test_distance_along_positions_agrees_with_that_of_the_device(folder: Path) -> None:
    tcx, gpx = read(folder / RIDE["TCX"]), read(folder / RIDE["GPX"])
    told, derived = np.diff(values(tcx, Quantity.DISTANCE)), np.diff(values(gpx, Quantity.DISTANCE))
    steady = np.diff(tcx.times) == 1.0
    # The device writes centimetres; its own odometer and the positions differ by no more than a few in a second.
    assert np.abs(told - derived)[steady].max() < 0.07
    assert derived[steady].sum() == pytest.approx(told[steady].sum(), rel=2e-3)


@pytest.mark.parametrize("other", ["TCX", "GPX"])
def test_the_ride_in_fit_agrees_with_the_other_formats(folder: Path, other: str) -> None:
    if "FIT" not in {form.NAME for form in all_outing_formats()}:
        pytest.skip("there is no reader of FIT files")
    fit, xml = read(folder / RIDE["FIT"]), read(folder / RIDE[other])
    np.testing.assert_allclose(clock(fit), clock(xml), atol=1e-6)
    for quantity in (Quantity.LATITUDE, Quantity.LONGITUDE):
        np.testing.assert_allclose(values(fit, quantity), values(xml, quantity), atol=SEMICIRCLE)
    np.testing.assert_allclose(values(fit, Quantity.HEART_RATE), values(xml, Quantity.HEART_RATE))
    np.testing.assert_allclose(values(fit, Quantity.CRANK_RATE), values(xml, Quantity.CRANK_RATE), atol=0.5 / 60)
    assert [(pause.begin, pause.end) for pause in fit.pauses] == [(pause.begin, pause.end) for pause in xml.pauses]
    if other == "TCX":
        np.testing.assert_allclose(values(fit, Quantity.DISTANCE), values(xml, Quantity.DISTANCE), atol=0.005)


def test_the_real_files_cut_anywhere_are_read_in_part_or_refused(folder: Path) -> None:
    for name in (RIDE["TCX"], RIDE["GPX"]):
        whole = read(folder / name)
        data = (folder / name).read_bytes()
        for cut in range(0, len(data), len(data) // 25):
            try:
                reading = read_outings(data[:cut], name=name, athlete="Noa")
            except InputError:
                continue
            assert reading.damage
            assert set(reading.activities[0].times.tolist()) <= set(whole.times.tolist())
