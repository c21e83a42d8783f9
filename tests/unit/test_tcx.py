"""TCX as watches and programs write it: laps, pauses, cadence, several sports, and what is damaged."""

import numpy as np
import pytest

from evenstride.core.activity import Lap, Pause, Quantity, Sport
from evenstride.core.errors import InputError
from tests.xml_outings import lap, one, point, reading, tcx, values


class TestTcx:
    def test_samples_laps_and_totals_are_read(self) -> None:
        told = "<TotalTimeSeconds>2.5</TotalTimeSeconds><DistanceMeters>9</DistanceMeters>"
        inner = "<HeartRateBpm><Value>120</Value></HeartRateBpm><DistanceMeters>{}</DistanceMeters>"
        first = lap(0, point(0, inner.format(0)) + point(1, inner.format(4)), told=told)
        second = lap(2, point(2, inner.format(8)), told=told)
        found = one(tcx(first, second, more="<Creator><Name>Watch 3</Name></Creator>"))
        assert (found.athlete, found.sport, found.kind) == ("Noa", Sport.RUNNING, "Running")
        assert found.started.isoformat() == "2026-05-01T16:00:00+00:00"
        assert found.times.tolist() == [0.0, 1.0, 2.0]
        assert values(found, Quantity.HEART_RATE) == [120.0, 120.0, 120.0]
        assert found.laps == (Lap(0.0, 2.0, 9.0), Lap(2.0, 4.5, 9.0))
        assert (found.totals.distance, found.totals.moving, found.totals.elapsed) == (18.0, 5.0, None)
        assert found.devices == ("Watch 3",)
        assert found.origin.reader == "TCX"

    def test_speed_is_derived_from_distance_and_named_so_only_where_the_file_has_none(self) -> None:
        plain = "".join(point(i, f"<DistanceMeters>{4 * i}</DistanceMeters>") for i in range(3))
        found = one(tcx(lap(0, plain)))
        np.testing.assert_array_equal(values(found, Quantity.SPEED), [np.nan, 4.0, 4.0])
        speed = found.channel(Quantity.SPEED)
        assert speed is not None
        assert speed.name == "derived from DistanceMeters"
        assert any("Speed is derived from DistanceMeters" in note for note in found.origin.interpretation)
        tpx = (
            "<DistanceMeters>3</DistanceMeters><Extensions><x:TPX xmlns:x='u'><x:Speed>0</x:Speed></x:TPX></Extensions>"
        )
        written = one(tcx(lap(0, point(0, tpx) + point(1, tpx))))
        assert values(written, Quantity.SPEED) == [0.0, 0.0]

    def test_running_cadence_is_strides_a_minute_and_becomes_steps_a_second(self) -> None:
        inner = "<Extensions><TPX><RunCadence>90</RunCadence><Watts>250</Watts></TPX></Extensions>"
        found = one(tcx(lap(0, point(0, inner) + point(1, inner.replace("90", "0")))))
        assert values(found, Quantity.STEP_FREQUENCY) == [3.0, 0.0]
        assert values(found, Quantity.POWER) == [250.0, 250.0]

    def test_cadence_of_a_bicycle_stays_turns_of_the_crank(self) -> None:
        found = one(tcx(lap(0, point(0, "<Cadence>90</Cadence>")), sport="Biking"))
        assert values(found, Quantity.CRANK_RATE) == [1.5]
        assert found.channel(Quantity.STEP_FREQUENCY) is None

    def test_cadence_of_another_sport_keeps_its_name(self) -> None:
        found = one(tcx(lap(0, point(0, "<Cadence>30</Cadence>")), sport="Other"))
        assert values(found, "Cadence") == [30.0]

    def test_a_gap_between_tracks_is_a_pause_and_a_seam_is_none(self) -> None:
        found = one(tcx(lap(0, point(0) + point(1), point(6) + point(7)), lap(8, point(8) + point(9))))
        assert found.pauses == (Pause(1.0, 6.0),)

    def test_a_sample_written_twice_at_a_seam_is_taken_once_and_its_pause_is_kept(self) -> None:
        inner = "<HeartRateBpm><Value>120</Value></HeartRateBpm>"
        tracks = point(0) + point(1) + point(30, inner), point(30, inner) + point(31)
        found = one(tcx(lap(0, tracks[0]), lap(30, tracks[1])))
        assert found.times.tolist() == [0.0, 1.0, 30.0, 31.0]
        assert found.pauses == (Pause(1.0, 30.0),)
        other = one(tcx(lap(0, tracks[0]), lap(30, tracks[1].replace("120", "121"))))
        assert other.times.tolist() == [0.0, 1.0, 30.0, 30.0, 31.0]

    def test_every_activity_is_read_also_of_several_sports(self) -> None:
        data = (
            "<TrainingCenterDatabase><Activities><MultiSportSession><FirstSport><Activity Sport='Biking'>"
            f"{lap(0, point(0))}</Activity></FirstSport><NextSport><Activity Sport='Running'>{lap(60, point(60))}"
            "</Activity></NextSport></MultiSportSession></Activities></TrainingCenterDatabase>"
        )
        found = reading(data.encode()).activities
        assert [(item.part, item.sport) for item in found] == [(0, Sport.CYCLING), (1, Sport.RUNNING)]

    def test_an_activity_without_samples_keeps_its_laps(self) -> None:
        found = one(tcx(lap(0, told="<TotalTimeSeconds>1800</TotalTimeSeconds><DistanceMeters>5000</DistanceMeters>")))
        assert found.times.size == 0
        assert found.laps == (Lap(0.0, 1800.0, 5000.0),)
        assert found.on.isoformat() == "2026-05-01"

    def test_a_course_is_refused_by_name(self) -> None:
        course = f"<Courses><Course><Track>{point(0)}</Track></Course></Courses>"
        data = f"<TrainingCenterDatabase>{course}</TrainingCenterDatabase>"
        with pytest.raises(InputError, match=r"^file: the TCX file holds no activity\. It holds a Course\."):
            reading(data.encode())

    def test_a_course_beside_an_activity_adds_nothing_to_it(self) -> None:
        course = f"<Courses><Course>{lap(500, point(500))}<Track>{point(500)}</Track></Course></Courses>"
        whole = tcx(lap(0, point(0))).decode()
        before, after = (
            whole.replace("<Activities>", course + "<Activities>"),
            whole.replace("</Activities>", "</Activities>" + course),
        )
        for data in (before, after):
            found = one(data.encode())
            assert found.times.tolist() == [0.0]
            assert len(found.laps) == 1

    def test_samples_out_of_order_are_put_in_order(self) -> None:
        heart = "<HeartRateBpm><Value>{}</Value></HeartRateBpm>"
        found = one(tcx(lap(0, point(5, heart.format(105)) + point(3, heart.format(103)))))
        assert found.times.tolist() == [0.0, 2.0]
        assert values(found, Quantity.HEART_RATE) == [103.0, 105.0]
        assert any("runs back 1 times" in note for note in found.origin.interpretation)

    def test_damaged_numbers_and_times_are_left_out_and_told(self) -> None:
        track = (
            point(0, "<AltitudeMeters>1e400</AltitudeMeters>") + "<Trackpoint><Time>x</Time></Trackpoint>" + point(1)
        )
        found = reading(tcx(lap(0, track)))
        assert found.activities[0].times.tolist() == [0.0, 1.0]
        assert any("AltitudeMeters (1)" in line for line in found.damage)
        assert any("1 samples have no time" in line for line in found.damage)

    def test_zero_is_a_value(self) -> None:
        place = "<Position><LatitudeDegrees>0</LatitudeDegrees><LongitudeDegrees>0</LongitudeDegrees></Position>"
        found = one(tcx(lap(0, point(0, place + "<AltitudeMeters>0</AltitudeMeters>"))))
        for quantity in (Quantity.LATITUDE, Quantity.LONGITUDE, Quantity.ALTITUDE):
            assert values(found, quantity) == [0.0]
