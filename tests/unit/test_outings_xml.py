"""TCX and GPX as devices and programs write them: laps, pauses, cadence, encodings, and what holds no activity."""

import numpy as np
import pytest

from evenstride.core.activity import Activity, ActivityReading, Lap, Pause, Quantity, Sport
from evenstride.core.errors import InputError
from evenstride.readers.outing_reading import is_outing, read_outings
from evenstride.readers.xml.distance import EQUATOR, FLATTENING, along
from evenstride.readers.xml.streaming import MAX_DEPTH

TCX_SPACE = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"


def point(second: float, inner: str = "") -> str:
    return f"<Trackpoint><Time>2026-05-01T16:{int(second) // 60:02d}:{second % 60:06.3f}Z</Time>{inner}</Trackpoint>"


def lap(begin: int, *tracks: str, told: str = "<TotalTimeSeconds>10</TotalTimeSeconds>") -> str:
    inner = "".join(f"<Track>{track}</Track>" for track in tracks)
    return f'<Lap StartTime="2026-05-01T16:{begin // 60:02d}:{begin % 60:02d}Z">{told}{inner}</Lap>'


def tcx(*laps: str, sport: str = "Running", more: str = "") -> bytes:
    return (
        f'<TrainingCenterDatabase xmlns="{TCX_SPACE}"><Activities><Activity Sport="{sport}">'
        f"{''.join(laps)}{more}</Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def moved(
    speed: float, *, cadence: float | None = None, name: str = "", kind: str = "", seconds: int = 60, told: str = ""
) -> bytes:
    """A track north at a constant speed that may not say what was done."""
    degree = np.degrees(speed / EQUATOR)
    inner = "" if cadence is None else f"<extensions><cad>{cadence}</cad></extensions>"
    points = "".join(trkpt(second, told + inner, lat=second * degree) for second in range(seconds))
    named = f"<name>{name}</name>" if name else ""
    typed = f"<type>{kind}</type>" if kind else ""
    return f"<gpx>{f'<trk>{named}{typed}<trkseg>{points}</trkseg></trk>'}</gpx>".encode()


def trkpt(second: int, inner: str = "", lat: float = 52.0, lon: float = 4.0, zone: str = "Z") -> str:
    time = f"<time>2026-05-01T16:{second // 60:02d}:{second % 60:02d}{zone}</time>"
    return f'<trkpt lat="{lat}" lon="{lon}">{time}{inner}</trkpt>'


def gpx(*segments: str, kind: str = "running", head: str = 'version="1.1" creator="watch"') -> bytes:
    inner = "".join(f"<trkseg>{one}</trkseg>" for one in segments)
    return f"<gpx {head}><trk><type>{kind}</type>{inner}</trk></gpx>".encode()


def reading(data: bytes) -> ActivityReading:
    return read_outings(data, name="file", athlete="Noa")


def one(data: bytes) -> Activity:
    (found,) = reading(data).activities
    return found


def values(activity: Activity, quantity: str) -> list[float]:
    channel = activity.channel(quantity)
    assert channel is not None
    return channel.values.tolist()


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    declared = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>' + gpx(trkpt(0)).decode().replace(
        "<type>", "<name>Läufe</name><type>"
    )
    data = text.encode(encoding)
    assert is_outing(data)
    assert one(data).label == "Läufe"


def test_bytes_that_are_not_what_they_declare_are_read_and_it_is_said() -> None:
    data = gpx(trkpt(0)).decode().replace("<type>", "<name>Läufe</name><type>").encode("latin-1")
    found = reading(data)
    assert found.activities[0].label == "Läufe"
    assert "not the utf-8" in found.notes[0]


def test_space_before_the_declaration_does_no_harm() -> None:
    assert one(b'\n   <?xml version="1.0"?>' + tcx(lap(0, point(0)))).times.size == 1


def test_a_file_cut_short_is_read_up_to_there_and_it_is_told() -> None:
    whole = tcx(lap(0, "".join(point(i) for i in range(20))))
    found = reading(whole[: whole.index(b"16:00:10")])
    assert found.activities[0].times.tolist() == [float(i) for i in range(10)]
    assert "breaks off in line 1" in found.damage[0]
    # What every cut leaves is a beginning of the whole, or a sentence.
    for cut in range(0, len(whole), 13):
        try:
            times = reading(whole[:cut]).activities[0].times
        except InputError:
            continue
        assert times.tolist() == [float(i) for i in range(times.size)]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize("root", ["gpx", "TrainingCenterDatabase"])
@pytest.mark.parametrize("doctype", [BOMB, '<!DOCTYPE x SYSTEM "file:///etc/passwd">', "<!DOCTYPE x>"])
def test_document_types_and_entities_are_refused(root: str, doctype: str) -> None:
    with pytest.raises(InputError, match=r"^file: the file defines a document type or entities\."):
        reading(f"{doctype}<{root}>&b;</{root}>".encode())


def test_what_lies_too_deep_is_refused() -> None:
    with pytest.raises(InputError, match=f"more than {MAX_DEPTH} deep"):
        reading(b"<gpx>" + b"<a>" * 1000)


@pytest.mark.parametrize(
    "data", [b"", b"<", b"<gpx/>", b"<TrainingCenterDatabase/>", b"<kml/>", b"\xef\xbb\xbf", b"gpx"]
)
def test_what_holds_nothing_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        reading(data)
    assert caught.value.remedy
    assert str(caught.value).startswith("file: ")


def test_many_names_do_not_fill_the_memory() -> None:
    inner = [
        "<extensions>" + "".join(f"<x{i}_{j}>1</x{i}_{j}>" for j in range(50)) + "</extensions>" for i in range(40)
    ]
    found = reading(gpx("".join(trkpt(i, text) for i, text in enumerate(inner))))
    assert len(found.activities[0].channels) <= 61
    assert any("too many kinds" in line for line in found.damage)


def test_a_file_of_nothing_but_elements_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenstride.readers.xml.streaming.MAX_ELEMENTS", 100)
    with pytest.raises(InputError, match="more than 100 elements"):
        reading(b"<gpx>" + b"<a/>" * 101)
    monkeypatch.undo()
    with pytest.raises(InputError, match="more than 10000 activities"):
        reading(b"<gpx>" + b"<trk/>" * 10_001)


def test_one_sample_of_many_values_does_not_fill_the_memory() -> None:
    found = one(gpx(trkpt(0, "".join(f"<x{i}>1</x{i}>" for i in range(5000)))))
    assert len(found.channels) <= 61


def test_distances_agree_with_chords_of_the_ellipsoid() -> None:
    """Steps up to 10 km at any usual latitude against the chord in space, bent to its arc."""
    chance = np.random.default_rng(7)
    squared = FLATTENING * (2.0 - FLATTENING)
    for _ in range(200):
        latitude, longitude = chance.uniform(-70.0, 70.0), chance.uniform(-180.0, 180.0)
        size, way = chance.uniform(1.0, 10_000.0), chance.uniform(0.0, 2.0 * np.pi)
        other = latitude + np.degrees(size * np.cos(way) / EQUATOR)
        far = longitude + np.degrees(size * np.sin(way) / EQUATOR / np.cos(np.radians(latitude)))
        found = along(np.array([latitude, other]), np.array([longitude, far]), np.array([True, False]))[1]
        phi, lam = np.radians([latitude, other]), np.radians([longitude, far])
        across = EQUATOR / np.sqrt(1.0 - squared * np.sin(phi) ** 2)
        ends = np.stack([
            across * np.cos(phi) * np.cos(lam),
            across * np.cos(phi) * np.sin(lam),
            across * (1.0 - squared) * np.sin(phi),
        ])  # fmt: skip
        chord = float(np.linalg.norm(ends[:, 1] - ends[:, 0]))
        arc = 2.0 * EQUATOR * np.arcsin(chord / (2.0 * EQUATOR))
        assert found == pytest.approx(arc, rel=1e-4)
