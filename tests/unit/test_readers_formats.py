"""What files of splits, speed and steps say and how it is understood: units, languages, dates, runs, real files."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.core.recording import SpeedTrace, Splits, Start, StepEvents
from evenstride.core.roles import Side
from evenstride.readers import read
from tests.text_files import TRACE, said, splits_of, text_of, trace_of


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
