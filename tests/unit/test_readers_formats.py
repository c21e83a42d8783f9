"""What files say and how it is understood: units, languages, dates, runs, real files."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.core.recording import FieldTest, Reading, SpeedTrace, Splits, Start, StepEvents
from evenstride.core.roles import Side
from evenstride.core.units import GRAVITY
from evenstride.readers import read

TRACE = [(0.1 * i, round(9.0 * (1 - np.exp(-0.1 * i)), 3)) for i in range(30)]


def text_of(text: str, *, encoding: str = "utf-8", **options: object) -> Reading:
    return read(text.encode(encoding), name="file.csv", **options)  # type: ignore[arg-type]


def splits_of(text: str, *, encoding: str = "utf-8", **options: object) -> list[Splits]:
    recordings = text_of(text, encoding=encoding, **options).recordings
    assert all(isinstance(item, Splits) for item in recordings)
    return [item for item in recordings if isinstance(item, Splits)]


def trace_of(header: str, row: str, **options: object) -> SpeedTrace:
    lines = [row.format(t=t, v=v) for t, v in TRACE]
    (found,) = text_of("\n".join([header, *lines]), athlete="Noa", **options).recordings
    assert isinstance(found, SpeedTrace)
    return found


def said(reading: Reading) -> str:
    return " ".join(reading.interpretation)


def test_long_splits_in_german_with_comma_and_latin_1() -> None:
    text = "Athlet;Datum;Körpergröße;Strecke;Zeit\nJörg;4.5.2024;1,82;10;1,90\nJörg;4.5.2024;1,82;20;3,15\n"
    reading = text_of(text, encoding="latin-1")
    (run,) = reading.recordings
    assert isinstance(run, Splits)
    assert (run.athlete, run.on, run.body.height) == ("Jörg", date(2024, 5, 4), 1.82)
    assert run.times.tolist() == [1.90, 3.15]
    assert "Latin-1" in said(reading)
    assert "semicolons; the decimal mark is a comma" in said(reading)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_gives_the_same_run(encoding: str) -> None:
    text = "athlète\tdistance\ttemps\nZoé\t10\t1.9\nZoé\t20\t3.2\n"
    (run,) = splits_of(text, encoding=encoding)
    assert run.athlete == "Zoé"
    assert run.times.tolist() == [1.9, 3.2]


def test_sheet_with_yards_missing_gates_and_body() -> None:
    text = "Name,40 yd,10yd,Weight (lb),Height (cm),20yd\nNoa,4.9,1.7,132,170,2.8\nKim,5.1,1.8,140,175,\n"
    reading = text_of(text)
    noa, kim = reading.recordings
    assert isinstance(noa, Splits)
    assert isinstance(kim, Splits)
    assert noa.distances.tolist() == pytest.approx([9.144, 18.288, 36.576])
    assert noa.times.tolist() == [1.7, 2.8, 4.9]
    assert noa.body.mass == pytest.approx(132 * 0.45359237)
    assert noa.body.height == pytest.approx(1.70)
    assert kim.distances.tolist() == pytest.approx([9.144, 36.576])
    assert "Empty cells were read as gates that were not recorded: 1." in said(reading)


@pytest.mark.parametrize(("height", "metres"), [("1.8", 1.8), ("180", 1.8)])
def test_height_without_unit_is_told_by_its_size(height: str, metres: float) -> None:
    (run,) = splits_of(f"Name,Height,10,20\nNoa,{height},1.9,3.2\n")
    assert run.body.height == pytest.approx(metres)


def test_reaction_time_is_taken_off_and_said() -> None:
    reading = text_of("Name,Reaction Time,10,20\nNoa,0.150,1.90,3.00\nKim,,1.90,3.00\n")
    noa, kim = reading.recordings
    assert isinstance(noa, Splits)
    assert isinstance(kim, Splits)
    assert noa.times.tolist() == pytest.approx([1.75, 2.85])
    assert noa.conditions.reaction_time == 0.150
    assert noa.conditions.start is Start.BLOCK
    assert kim.times.tolist() == [1.90, 3.00]
    assert kim.conditions.reaction_time is None
    assert kim.conditions.start is Start.STANDING
    assert "Reaction times were subtracted" in said(reading)


def test_a_reaction_time_of_zero_is_a_value() -> None:
    (run,) = splits_of("Name,Reaction Time,Wind,10,20\nNoa,0,0,1.90,3.00\n")
    assert run.conditions.reaction_time == 0.0
    assert run.conditions.wind == 0.0


def test_runs_are_told_apart_by_column_or_by_starting_again() -> None:
    named = splits_of("athlete,run,distance,time\nN,A,5,1\nN,B,5,1.1\nN,A,10,2\nN,B,10,2.1\n")
    assert [(run.label, run.times.tolist()) for run in named] == [("A", [1.0, 2.0]), ("B", [1.1, 2.1])]
    again = splits_of("athlete,distance,time\nN,5,1\nN,10,2\nn ,5,1.1\nN,10,2.1\nM,5,1\nM,10,2\n")
    assert [(run.athlete, run.label) for run in again] == [("N", "run 1"), ("n", "run 2"), ("M", "")]
    rows = splits_of("Name,Run,5,10\nN,x,1,2\nN,y,1.1,2.1\n")
    assert [run.label for run in rows] == ["x", "y"]


def test_one_athlete_of_many_can_be_read_and_nobody_is_renamed() -> None:
    text = "Name,5,10\nNoa,1,2\nKim,1.1,2.1\n"
    reading = text_of(text, athlete=" kim ")
    assert [run.athlete for run in reading.recordings] == ["Kim"]
    assert "Only the runs of Kim were used; also in the file: Noa." in said(reading)
    with pytest.raises(InputError, match=r"no run of 'Lea'.*Kim, Noa"):
        text_of(text, athlete="Lea")


def test_the_day_comes_from_the_file_before_the_argument() -> None:
    runs = splits_of("Name,Date,5,10\nNoa,25/12/2023,1,2\nKim,,1.1,2.1\n", on=date(2024, 1, 1))
    assert [run.on for run in runs] == [date(2023, 12, 25), date(2024, 1, 1)]
    assert splits_of("Name,5,10\nNoa,1,2\n")[0].on is None


@pytest.mark.parametrize("text", ["03/04/2024", "3-4-2024"])
def test_a_date_that_is_two_days_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"row 2, column 'Date'.*two ways.*YEAR-MONTH-DAY"):
        text_of(f"Name,Date,5,10\nNoa,{text},1,2\n")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-04", date(2024, 5, 4)),
        ("2024/05/04 10:30", date(2024, 5, 4)),
        ("4.5.2024", date(2024, 5, 4)),
        ("05/25/2024", date(2024, 5, 25)),
        ("25/05/2024", date(2024, 5, 25)),
        ("4/4/2024", date(2024, 4, 4)),
    ],
)
def test_dates_with_one_reading(text: str, day: date) -> None:
    assert splits_of(f"Name;Date;5;10\nNoa;{text};1;2\n")[0].on == day


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        ("time,velocity", 1.0),
        ("time,Speed [m/s]", 1.0),
        ("time,velocity (km/h)", 1 / 3.6),
        ("Zeit,Geschwindigkeit_km/h", 1 / 3.6),
        ("temps,vitesse (kmh)", 1 / 3.6),
        ("time,speed_mph", 0.44704),
        ("t,v_m_s", 1.0),
    ],
)
def test_units_of_speed_in_headers(header: str, factor: float) -> None:
    trace = trace_of(header, "{t:.2f},{v}")
    assert trace.speeds == pytest.approx([v * factor for _, v in TRACE])


def test_milliseconds_and_a_row_of_units() -> None:
    in_header = trace_of("time (ms),speed", "{t:.4f},{v}")
    assert in_header.times == pytest.approx([t / 1000 for t, _ in TRACE])
    below = trace_of("time,speed\n(s),km/h", "{t:.2f},{v}")
    assert below.speeds == pytest.approx([v / 3.6 for _, v in TRACE])


def test_title_lines_above_the_header_are_skipped() -> None:
    reading = text_of("Session of Saturday\n# gates by Witty\n\nName,5,10\nNoa,1,2\n")
    assert reading.recordings[0].origin.place == "row 5"
    assert "Rows 1 to 3 were skipped" in said(reading)


def test_distance_time_and_speed_are_told_apart_by_sampling() -> None:
    rows = "\n".join(f"{0.05 * i:.2f},{0.01 * i:.2f},{5}" for i in range(20))
    assert text_of(f"distance,time,speed\n{rows}\n", athlete="N").format == "speed trace"
    gates = text_of("distance,time,speed\n10,1.9,5.3\n20,3.0,9.1\n", athlete="N")
    assert gates.format == "splits, one row a gate"
    assert "Not used: speed." in said(gates)
    between = "\n".join(f"{2 * i},{0.2 * i:.1f},10" for i in range(1, 20))
    with pytest.raises(
        InputError, match=r"fits 2 formats.*'speed trace' needs.*'splits, one row a gate' needs.*Delete"
    ):
        text_of(f"distance,time,speed\n{between}\n", athlete="N")


def test_step_events_with_frames_and_sides_in_german() -> None:
    text = "Seite;Aufsatz (ms);Abdruck (ms);Geschwindigkeit (km/h);fps\nlinks;0;110;36;240\nrechts;230;340;36;240\n"
    (run,) = text_of(text, athlete="Noa").recordings
    assert isinstance(run, StepEvents)
    assert [contact.side for contact in run.contacts] == [Side.LEFT, Side.RIGHT]
    assert run.contacts[1].touchdown == pytest.approx(0.230)
    assert run.contacts[0].speed == pytest.approx(10.0)
    assert run.device.kind == "video"
    assert run.device.timing_sd == pytest.approx(0.0012028, abs=1e-7)
    assert run.conditions.start is Start.FLYING


def test_step_events_with_a_stated_error() -> None:
    text = "side,touchdown,toe_off,device,timing_sd (ms)\nL,0,0.11,OptoJump,1\nR,0.23,0.34,OptoJump,1\n"
    (run,) = text_of(text, athlete="Noa").recordings
    assert isinstance(run, StepEvents)
    assert (run.device.kind, run.device.timing_sd) == ("optical", 0.001)
    assert run.contacts[0].speed is None


def test_field_tests_beside_and_below_each_other() -> None:
    wide = "athlete,date,test,side,trial 1,trial 2,unit,lever\nN,2024-05-04,S1,left,20,21,kg,35\n"
    (force,) = text_of(wide).recordings
    assert isinstance(force, FieldTest)
    assert force.trials == pytest.approx((20 * GRAVITY, 21 * GRAVITY))
    assert (force.unit, force.lever, force.side) == ("N", 0.35, Side.LEFT)
    long = "athlete,test,trial,value (cm)\nN,P2,1,224\nN,P2,2,230\n"
    reading = text_of(long)
    (jump,) = reading.recordings
    assert isinstance(jump, FieldTest)
    assert jump.trials == pytest.approx((2.24, 2.30))
    assert (jump.unit, jump.side, jump.on) == ("m", None, None)
    assert "Trials of P2 are in m, converted from cm." in said(reading)


def test_implausible_trials_are_questioned_not_dropped() -> None:
    reading = text_of("athlete,test,value,unit\nN,P2,240,m\n")
    (jump,) = reading.recordings
    assert isinstance(jump, FieldTest)
    assert jump.trials == (240.0,)
    assert "Please check: test P2 of N (row 2) has 240 m, expected between" in said(reading)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("N,X9,left,1,s,", r"row 2, column 'test'.*no field test 'X9'.*S1 \(Thigh-drive hold\)"),
        ("N,S1,,20,N,0.3", r"row 2.*S1 needs a side"),
        ("N,P2,left,2.2,m,", r"row 2, column 'side'.*P2 has no side"),
        ("N,S1,left,20,N,", r"row 2.*S1 in N needs a lever"),
        ("N,S3,left,250,,", r"row 2.*S3 has no unit.*s, ms"),
        ("N,T0,,2.3,m,", r"row 2.*T0 cannot be in 'm'.*m/s"),
        ("N,P2,,0,m,", r"row 2, column 'value'.*not more than zero"),
        ("N,P2,,,m,", r"row 2.*P2 has no trial"),
    ],
)
def test_field_tests_that_cannot_be_used(row: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        text_of(f"athlete,test,side,value,unit,lever\n{row}\n")


def test_how_a_test_was_set_up_is_read() -> None:
    text = (
        "athlete,test,side,trial 1,unit,lever,mass,leg length (cm),shoes,kit,scale capacity,pain,checked,version\n"
        'N,S1,left,21,lb,35,60,88,red flats,"strap, luggage scale",50,1,yes,1\n'
        "N,S1,right,21,lb,35,60,88,red flats,,,,no,\n"
    )
    left, right = text_of(text).recordings
    assert isinstance(left, FieldTest)
    assert isinstance(right, FieldTest)
    assert left.trials == pytest.approx((21 * 0.45359237 * GRAVITY,))
    assert left.scale_capacity == pytest.approx(50 * GRAVITY)
    assert (left.shoes, left.kit, left.pain) == ("red flats", ("strap", "luggage scale"), 1)
    assert (left.body.leg_length, left.lever, left.version) == (0.88, 0.35, 1)
    assert (left.confirmed, right.confirmed) == (True, False)
    assert (right.scale_capacity, right.pain) == (None, None)


def test_hops_are_rows_or_pairs() -> None:
    rows = "athlete,test,side,trial,contact (ms),flight (ms)\n" + "N,P1,left,1,200,400\n" * 2 + "N,P1,left,2,200,420\n"
    (below,) = text_of(rows).recordings
    assert isinstance(below, FieldTest)
    assert [len(trial) for trial in below.pairs] == [2, 1]
    assert below.pairs[1][0] == pytest.approx((0.2, 0.42))
    wide = "athlete,test,side,trial 1,trial 2,unit\nN,P1,left,200/400 200/410,200/420,ms\nN,E1,,2.31/2.38,,\n"
    hops, pair = text_of(wide).recordings
    assert isinstance(hops, FieldTest)
    assert hops.pairs[0] == (pytest.approx((0.2, 0.4)), pytest.approx((0.2, 0.41)))
    assert (hops.trials, hops.unit) == ((), "1")
    assert pair.pairs == (((2.31, 2.38),),)


def test_further_quantities_of_a_protocol_are_read() -> None:
    text = "athlete,test,side,value (ms),range (deg),peak angular velocity (deg/s)\nN,S3,left,250,90,600\n"
    (item,) = text_of(text).recordings
    assert isinstance(item, FieldTest)
    assert [(one.name, one.unit) for one in item.extras] == [("peak angular velocity", "rad/s"), ("range", "rad")]
    assert [one.values[0] for one in item.extras] == pytest.approx([10.472, 1.5708], rel=1e-4)


def test_a_sheet_may_have_rows_nobody_filled_in() -> None:
    reading = text_of("athlete,test,side,trial 1,unit\nN,P2,,224,cm\nM,P2,,,cm\n")
    assert [item.athlete for item in reading.recordings] == ["N"]
    assert "1 row without a trial left out." in said(reading)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("N,P2,,2.2/2.3,m,,,", r"row 2, column 'value'.*'2.2/2.3' is not a number.*P2 is not made of pairs"),
        ("N,P1,left,200-400/3/4,ms,,,", "'200-400/3/4' is no pair of times.*contact/flight of every hop"),
        ("N,P1,left,0/400,ms,,,", "the trial 0 is not more than zero"),
        ("N,P1,left,x/400,ms,,,", r"row 2, column 'value'.*'x' is not a number"),
        ("N,P1,left,200/400,kg,,,", "pairs of times of test P1 are in 'kg'"),
        ("N,P2,,2.2,m,11,,", "the pain '11' is not between 0 and 10"),
        ("N,P2,,2.2,m,,0,", "a scale that ends at 0 kg cannot be used"),
        ("N,P2,,2.2,m,,,9", "field test P2 has no version 9"),
        ("N,P2,,2.2,m,,,two", "'two' is no version"),
    ],
)
def test_field_tests_of_which_something_is_wrong(row: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        text_of(f"athlete,test,side,value,unit,pain,scale capacity,version\n{row}\n")


def test_hops_in_rows_belong_to_a_test_of_hops() -> None:
    with pytest.raises(InputError, match="P2 is not made of contact and flight"):
        text_of("athlete,test,contact,flight\nN,P2,0.2,0.4\n")


def stalker_rad(*, unit: str, day: str = "25/05/2024", comma: bool = False, end: str = "END OF FILE\n") -> str:
    head = ["STALKER Version 5.020 using ATS II", "", "Name : Alex 2", f"{day} 10:12:00", "", "", "Rate : 46.875"]
    head += ["", "", "", "", f"Speed units : {unit}", "", "", "", ""]
    head += ["  Sample   Time   Speed   Accel     Dist", ""]
    rows = [f"{i:6d} {0.1 * i:8.2f} {v:8.3f} {0:8.2f} {0.5 * i:8.2f}" for i, (_, v) in enumerate(TRACE)]
    body = "\n".join(rows)
    return "\n".join([*head, body.replace(".", ",") if comma else body, end])


@pytest.mark.parametrize(
    ("unit", "factor"), [("meters/sec", 1.0), ("mètres/seconde", 1.0), ("km/h", 1 / 3.6), ("MPH", 0.44704)]
)
def test_stalker_rad_states_its_unit(unit: str, factor: float) -> None:
    (trace,) = text_of(stalker_rad(unit=unit, comma=True), athlete="Alex").recordings
    assert isinstance(trace, SpeedTrace)
    assert trace.speeds == pytest.approx([v * factor for _, v in TRACE])
    assert (trace.athlete, trace.label, trace.on) == ("Alex", "Alex 2", date(2024, 5, 25))
    assert trace.device.kind == "radar"


def test_stalker_rad_leaves_out_distances_that_disagree() -> None:
    reading = text_of(stalker_rad(unit="km/h"), athlete="Alex")
    (trace,) = reading.recordings
    assert isinstance(trace, SpeedTrace)
    assert trace.distances is None
    assert "distances were left out" in said(reading)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (stalker_rad(unit="knots"), r"unit of speed is stated as 'knots'.*m/s, km/h, mph"),
        (stalker_rad(unit="m/s", end=""), r"last line is not 'END OF FILE'.*cut off"),
        (stalker_rad(unit="m/s", day="03/04/2024"), r"row 4.*two ways.*--date"),
        (stalker_rad(unit="m/s").replace("   0.30 ", "   0.10 "), r"row 22.*does not follow"),
        (stalker_rad(unit="m/s").replace(" 0.30 ", " x "), r"row 22.*not a number"),
    ],
)
def test_stalker_rad_that_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        text_of(text, athlete="Alex")


def test_stalker_date_in_two_ways_is_settled_by_the_person() -> None:
    (trace,) = text_of(stalker_rad(unit="m/s", day="03/04/2024"), athlete="A", on=date(2024, 4, 3)).recordings
    assert trace.on == date(2024, 4, 3)


def test_stalker_rda_uses_the_rate_of_the_gun() -> None:
    values = "\n".join(f"{v}".replace(".", ",") for _, v in TRACE)
    reading = text_of(f"STALKER Version 5.020 using ATS II radar gun\n\n\n\n{values}\n", athlete="Alex")
    (trace,) = reading.recordings
    assert isinstance(trace, SpeedTrace)
    assert trace.times[-1] == pytest.approx(29 / 46.875)
    assert trace.speeds == pytest.approx([v for _, v in TRACE])
    assert "46.875 Hz" in said(reading)
    assert "taken as m/s" in said(reading)


@pytest.mark.data
def test_real_files_read(shared_data: Path) -> None:
    csv = shared_data / "shorts" / "csv"
    splits = read((csv / "split_times.csv").read_bytes(), name="split_times.csv")
    assert [run.athlete for run in splits.recordings] == ["John", "Kimberley", "Jim", "James", "Samantha"]
    kimberley = splits.recordings[1]
    assert isinstance(kimberley, Splits)
    assert kimberley.times.tolist() == [1.158, 1.893, 2.541, 3.149, 4.313, 5.444]
    assert kimberley.body.mass == 55.0
    sheet = read((csv / "vescovi.csv").read_bytes(), name="vescovi.csv")
    times = np.array([run.times for run in sheet.recordings if isinstance(run, Splits)])
    assert times.shape == (52, 5)
    assert times.mean(axis=0) == pytest.approx([1.214, 2.019, 3.417, 4.750, 5.413], abs=6e-4)
    radar = read((csv / "radar_gun_data.csv").read_bytes(), name="radar_gun_data.csv")
    assert [run.times.size for run in radar.recordings if isinstance(run, SpeedTrace)] == [600] * 5
    for name, samples, peak in (("jb_morin", 232, 9.09), ("laser_gun_data", 4805, None)):
        (trace,) = read((csv / f"{name}.csv").read_bytes(), name=name, athlete="Morin").recordings
        assert isinstance(trace, SpeedTrace)
        assert trace.times.size == samples
        assert peak is None or trace.speeds.max() == peak
    assert trace.distances is not None


@pytest.mark.data
def test_published_finals_read(shared_data: Path) -> None:
    file = shared_data / "berlin2009_splits_runrgetics" / "graubner_nixdorf_sprints.csv"
    reading = read(file.read_bytes(), name=file.name)
    bolt = reading.recordings[0]
    assert isinstance(bolt, Splits)
    assert (bolt.athlete, bolt.label, bolt.conditions.reaction_time) == ("Bolt", "Men's 100 m", 0.146)
    assert bolt.distances[0] == 10.0
    assert bolt.times[0] == pytest.approx(1.88 - 0.146)
    assert len(reading.recordings) == 6
    assert "Rows at the start line (0 m, 0 s) are no gates and were left out: 6." in said(reading)
