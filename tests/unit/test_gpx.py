"""GPX as watches and programs write it: extensions, pauses, routes, and a sport that is not told."""

import numpy as np
import pytest

from evenstride.core.activity import Pause, Quantity, Sport
from evenstride.core.errors import InputError
from tests.xml_outings import gpx, moved, one, reading, trkpt, values


class TestGpx:
    def test_extensions_of_every_prefix_are_read_and_others_keep_their_name(self) -> None:
        inner = (
            "<extensions><a:TrackPointExtension xmlns:a='u'><a:hr>150</a:hr><a:atemp>0</a:atemp><a:cad>88</a:cad>"
            "<a:course>12</a:course></a:TrackPointExtension><power>240</power>"
            "<b:glow xmlns:b='v'>7</b:glow></extensions>"
        )
        found = one(gpx(trkpt(0, "<ele>12.5</ele>" + inner) + trkpt(1, inner)))
        assert values(found, Quantity.HEART_RATE) == [150.0, 150.0]
        assert values(found, Quantity.TEMPERATURE) == [0.0, 0.0]
        assert values(found, Quantity.POWER) == [240.0, 240.0]
        assert values(found, Quantity.STEP_FREQUENCY) == pytest.approx([88 / 30, 88 / 30])
        assert values(found, "glow") == [7.0, 7.0]
        course = found.channel("course")
        assert course is not None
        assert course.unit == "deg"
        np.testing.assert_array_equal(values(found, Quantity.ALTITUDE), [12.5, np.nan])

    @pytest.mark.parametrize(("written", "steps", "word"), [(86, 172 / 60, "strides"), (172, 172 / 60, "steps")])
    def test_cadence_counts_strides_unless_nobody_strides_so_fast(self, written: int, steps: float, word: str) -> None:
        inner = f"<extensions><TrackPointExtension><cad>{written}</cad></TrackPointExtension></extensions>"
        found = one(gpx(trkpt(0, inner) + trkpt(1, inner)))
        assert values(found, Quantity.STEP_FREQUENCY) == pytest.approx([steps, steps])
        assert any(f"cad counts {word} a minute" in note for note in found.origin.interpretation)

    @pytest.mark.parametrize(
        ("kind", "sport"),
        [("9", Sport.RUNNING), ("trail_running", Sport.RUNNING), ("Hike", Sport.WALKING), ("EBikeRide", Sport.CYCLING),
         ("soccer", Sport.TEAM), ("", Sport.OTHER), ("1", Sport.OTHER), ("prune", Sport.OTHER)],
    )  # fmt: skip
    def test_the_sport_is_what_the_file_says_and_nothing_is_guessed(self, kind: str, sport: Sport) -> None:
        assert one(gpx(trkpt(0), kind=kind)).sport is sport

    def test_speed_is_there_where_written_and_never_made_up(self) -> None:
        old = one(gpx(trkpt(0, "<speed>3.5</speed>"), head='version="1.0"'))
        assert values(old, Quantity.SPEED) == [3.5]
        assert one(gpx(trkpt(0) + trkpt(1))).channel(Quantity.SPEED) is None

    def test_distance_is_derived_from_positions_but_not_over_a_pause(self) -> None:
        degree = 1e-3
        near = trkpt(0) + trkpt(1, lat=52 + degree) + trkpt(2, lat=52 + 2 * degree)
        apart = one(gpx(near, trkpt(60, lat=52.5) + trkpt(61, lat=52.5 + degree)))
        step = values(apart, Quantity.DISTANCE)[1]
        assert step == pytest.approx(111.27, abs=0.02)
        assert values(apart, Quantity.DISTANCE) == pytest.approx([0.0, step, 2 * step, 2 * step, 3 * step], rel=1e-4)
        assert apart.pauses == (Pause(2.0, 60.0),)

    def test_a_long_gap_inside_a_track_is_taken_as_a_pause_and_told(self) -> None:
        found = one(gpx(trkpt(0) + trkpt(1) + trkpt(2) + trkpt(40)))
        assert found.pauses == (Pause(2.0, 40.0),)
        assert any("taken as pauses" in note for note in found.origin.interpretation)

    @pytest.mark.parametrize(
        "inner", ['<rte><rtept lat="1" lon="2"/></rte>', '<trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk>']
    )
    def test_points_without_times_are_a_route_and_refused(self, inner: str) -> None:
        with pytest.raises(InputError, match=r"^file: the GPX file is a route, no activity\. Its points have no times"):
            reading(f"<gpx>{inner}</gpx>".encode())

    def test_times_without_a_zone_are_utc_and_it_is_said(self) -> None:
        found = one(gpx(trkpt(0, zone="")))
        assert found.started.isoformat() == "2026-05-01T16:00:00+00:00"
        assert any("taken as UTC" in note for note in found.origin.interpretation)

    def test_the_day_is_that_of_the_person_where_the_file_knows_it(self) -> None:
        found = one(gpx(trkpt(0, zone="-09:00").replace("T16", "T23")))
        assert found.on.isoformat() == "2026-05-01"
        assert found.started.date().isoformat() == "2026-05-02"

    def test_every_track_is_an_activity(self) -> None:
        track = f"<trk><trkseg>{trkpt(0)}</trkseg></trk>"
        found = reading(f"<gpx>{track}{track}<trk><trkseg><trkpt lat='1' lon='1'/></trkseg></trk></gpx>".encode())
        assert [item.part for item in found.activities] == [0, 1]
        assert found.damage == ("1 tracks without times are left out.",)

    def test_no_place_on_earth_is_left_out_and_told(self) -> None:
        found = reading(gpx(trkpt(0, lat=95.0) + trkpt(1)))
        np.testing.assert_array_equal(values(found.activities[0], Quantity.LATITUDE), [np.nan, 52.0])
        assert any("no place on earth" in line for line in found.damage)


class TestGuessing:
    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (moved(3.0, cadence=172), "its cadence of 172 a minute at 3.0 m/s is that of steps of a run"),
            (moved(3.0, name="Morning Run"), "its name says so and its speed, 3.0 m/s while moving"),
            (moved(9.0, told="<speed>3</speed>", name="Lauf laufen"), "its name says so and its speed, 3.0 m/s"),
        ],
        ids=["steps", "name", "speed of the file"],
    )
    def test_a_run_that_does_not_say_so_is_guessed_and_it_is_told(self, data: bytes, why: str) -> None:
        found = one(data)
        assert (found.sport, found.kind) == (Sport.RUNNING, "")
        assert f"The file does not say what was done. Running is guessed: {why}" in " ".join(reading(data).notes)

    def test_the_cadence_of_a_guessed_run_is_that_of_steps(self) -> None:
        assert values(one(moved(3.0, cadence=180)), Quantity.STEP_FREQUENCY)[:2] == [3.0, 3.0]

    @pytest.mark.parametrize(
        "data",
        [
            moved(3.0),
            moved(3.0, cadence=85),
            moved(3.0, cadence=0),
            moved(1.4, cadence=172),
            moved(9.0, cadence=172),
            moved(9.0, name="Morning Run"),
            moved(3.0, name="Morning Ride"),
            moved(3.0, cadence=400),
            moved(3.0, cadence=172, seconds=20),
            moved(3.0, cadence=172, kind="yoga"),
            moved(0.0, cadence=172),
        ],
        ids=[
            "speed alone", "strides or turns", "no cadence", "walking", "too fast", "name and too fast", "another name",
            "no cadence of anybody", "too short", "the file says", "standing",
        ],
    )  # fmt: skip
    def test_what_may_be_something_else_is_not_guessed(self, data: bytes) -> None:
        assert one(data).sport is Sport.OTHER
        assert "guessed" not in " ".join(reading(data).notes)
