"""FIT files written for the purpose: units, sides, pauses, beats, answers, zones, chains, both byte orders."""

import struct
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from evenstride.core.activity import Activity, ActivityReading, Pause, Quantity, Said, Sport
from evenstride.core.errors import InputError
from evenstride.core.roles import Side
from evenstride.readers.outing_reading import is_outing, read_outings
from tools.fit_writer import DeveloperChannel, FitActivity, Messages, close, write_fit

START = datetime(2026, 5, 1, 22, 30, tzinfo=UTC)
SECONDS = round((START - datetime(1989, 12, 31, tzinfo=UTC)).total_seconds())


def read(data: bytes) -> ActivityReading:
    return read_outings(data, name="run.fit", athlete="Noa")


def only(data: bytes) -> Activity:
    [one] = read(data).activities
    return one


def samples(one: Activity, quantity: str, side: Side | None = None, source: str = "") -> list[float]:
    channel = one.channel(quantity, side=side, sources=[source])
    assert channel is not None, quantity
    return channel.values.tolist()


@pytest.mark.parametrize("big_endian", [False, True])
def test_channels_become_si(big_endian):
    run = only(
        write_fit(
            FitActivity(
                START,
                {
                    "position_lat": [2**30, None], "altitude": [120.0, 120.2], "enhanced_speed": [9.5, 9.75],
                    "speed": [1.0, 1.0], "cadence": [110, None], "fractional_cadence": [0.5, None],
                    "stance_time": [112.0, 108.5], "step_length": [2100.0, 2150.0], "vertical_ratio": [3.5, 3.25],
                    "stance_time_balance": [50.5, 49.75], "vertical_oscillation": [61.0, 60.0], "heart_rate": [0, 170],
                },
                big_endian=big_endian,
            )
        )
    )  # fmt: skip
    assert run.athlete == "Noa"
    assert run.times.tolist() == [0.0, 1.0]
    assert samples(run, Quantity.LATITUDE) == pytest.approx([90.0, np.nan], nan_ok=True)
    assert samples(run, Quantity.ALTITUDE) == pytest.approx([120.0, 120.2])
    assert samples(run, Quantity.SPEED) == [9.5, 9.75]
    assert samples(run, Quantity.STEP_FREQUENCY) == pytest.approx([221.0 / 60.0, np.nan], nan_ok=True)
    assert samples(run, Quantity.CONTACT_TIME) == pytest.approx([0.112, 0.1085])
    assert samples(run, Quantity.STEP_LENGTH) == pytest.approx([2.1, 2.15])
    assert samples(run, Quantity.CONTACT_BALANCE) == pytest.approx([0.505, 0.4975])
    assert samples(run, Quantity.HEART_RATE) == [0.0, 170.0]


def test_where_the_better_field_is_missing_the_plain_one_fills_up():
    run = only(write_fit(FitActivity(START, {"enhanced_speed": [9.5, None], "speed": [1.0, 2.0]})))
    assert samples(run, Quantity.SPEED) == [9.5, 2.0]


@pytest.mark.parametrize(
    ("sport", "kind", "quantity", "value"),
    [
        (1, Sport.RUNNING, Quantity.STEP_FREQUENCY, 3.0),
        (11, Sport.WALKING, Quantity.STEP_FREQUENCY, 3.0),
        (7, Sport.TEAM, Quantity.STEP_FREQUENCY, 3.0),
        (2, Sport.CYCLING, Quantity.CRANK_RATE, 1.5),
        (5, Sport.SWIMMING, "cadence", 90.0),
    ],
)
def test_cadence_means_what_the_sport_makes_of_it(sport, kind, quantity, value):
    one = only(write_fit(FitActivity(START, {"cadence": [90]}, sport=sport)))
    assert one.sport is kind
    assert samples(one, quantity) == [value]


def test_strength_training_is_told_from_training():
    one = only(write_fit(FitActivity(START, {"heart_rate": [90]}, sport=10, sub_sport=20)))
    assert (one.sport, one.kind) == (Sport.STRENGTH, "training/strength_training")


def test_each_foot_of_a_pod_is_a_channel_of_its_own():
    names = ("ImpactGs", "BrakingGs", "ContactTime", "FS", "Pronation")
    units = ("G", "G", "ms", "", "°")
    pods = [
        DeveloperChannel(f"{name}_{foot}", unit, [value])
        for name, unit in zip(names, units, strict=True)
        for foot, value in (("L", 8.0), ("R", 9.0))
    ]
    run = only(write_fit(FitActivity(START, {"heart_rate": [170]}, developer=pods)))
    assert samples(run, Quantity.IMPACT, Side.LEFT) == pytest.approx([8.0 * 9.80665])
    assert samples(run, Quantity.BRAKING, Side.RIGHT) == pytest.approx([9.0 * 9.80665])
    assert samples(run, Quantity.CONTACT_TIME, Side.LEFT) == pytest.approx([0.008])
    assert samples(run, "FS", Side.RIGHT) == [9.0]
    pronation = run.channel("Pronation", side=Side.LEFT)
    assert pronation is not None
    assert (pronation.unit, pronation.source, pronation.name) == ("°", "RunScribe", "Pronation_L")
    assert run.channel(Quantity.IMPACT) is None


def test_watch_and_pod_stand_beside_each_other():
    pod = [
        DeveloperChannel("Power", "Watts", [300, None], "uint16", native=7),
        DeveloperChannel("Form Power", "Watts", [70, 71], "uint16"),
        DeveloperChannel("Leg Spring Stiffness", "kN/m", [9.5, 9.75]),
        DeveloperChannel("Air Power", "Watts", [4, 5], "uint16"),
        DeveloperChannel("Cadence", "RPM", [100, 101], "uint8", native=4),
        DeveloperChannel("Vertical Oscillation", "Centimeters", [6.5, 6.25]),
    ]
    run = only(write_fit(FitActivity(START, {"power": [250, 251], "cadence": [90, 90]}, developer=pod)))
    assert samples(run, Quantity.POWER) == [250.0, 251.0]
    assert samples(run, Quantity.POWER, source="stryd") == pytest.approx([300.0, np.nan], nan_ok=True)
    assert samples(run, Quantity.FORM_POWER) == [70.0, 71.0]
    assert samples(run, Quantity.LEG_STIFFNESS) == [9500.0, 9750.0]
    assert samples(run, "Air Power") == [4.0, 5.0]
    assert samples(run, Quantity.STEP_FREQUENCY, source="Stryd") == pytest.approx([200 / 60, 202 / 60])
    assert samples(run, Quantity.VERTICAL_OSCILLATION) == pytest.approx([0.065, 0.0625])


@pytest.mark.parametrize("unit", ["", "parsec"])
def test_a_unit_that_is_not_understood_is_never_guessed(unit):
    run = only(write_fit(FitActivity(START, {}, developer=[DeveloperChannel("Power", unit, [300.0])])))
    assert run.channel(Quantity.POWER) is None
    own = run.channel("Power")
    assert own is not None
    assert own.unit == unit


def test_pauses_laps_beats_and_answers():
    beats = [0.4, 0.405, 0.41, 0.395] * 3
    said = FitActivity(
        START, {"distance": [3.0 * i for i in range(12)]}, laps=[(0.0, 4.5, 13.5), (4.5, 11.0, 19.5)],
        pauses=[(5, 8)], beats=beats, said=(70, 75), zone=2 * 3600,
    )  # fmt: skip
    run = only(write_fit(said))
    assert run.pauses == (Pause(5.0, 8.0),)
    assert [(one.begin, one.end, one.distance) for one in run.laps] == [(0.0, 4.5, 13.5), (4.0, 10.5, 19.5)]
    assert run.beats.tolist() == pytest.approx(beats)
    assert run.said == Said(effort=7.0, feel=0.75)
    assert (run.totals.distance, run.totals.elapsed, run.totals.moving) == (33.0, 11.0, 8.0)


def test_nothing_said_is_nothing_and_zero_is_zero():
    assert only(write_fit(FitActivity(START, {"heart_rate": [90]}))).said == Said()
    assert only(write_fit(FitActivity(START, {"heart_rate": [90]}, said=(0, 0)))).said == Said(0.0, 0.0)


@pytest.mark.parametrize(
    ("zone", "on"), [(2 * 3600, date(2026, 5, 2)), (-5 * 3600, date(2026, 5, 1)), (None, date(2026, 5, 1))]
)
def test_the_day_is_that_of_the_person_where_the_file_tells(zone, on):
    found = read(write_fit(FitActivity(START, {"heart_rate": [90]}, zone=zone)))
    assert found.activities[0].on == on
    assert any("local time" in note for note in found.notes) == (zone is None)


def test_files_behind_one_another_are_activities_in_turn():
    later = FitActivity(START + timedelta(hours=1), {"heart_rate": [100]}, sport=2)
    found = read(write_fit(FitActivity(START, {"heart_rate": [90]})) + write_fit(later))
    assert [(one.part, one.sport) for one in found.activities] == [(0, Sport.RUNNING), (1, Sport.CYCLING)]
    assert found.damage == ()


def test_a_wrong_check_sum_is_a_note():
    data = bytearray(write_fit(FitActivity(START, {"heart_rate": [90]})))
    data[-1] ^= 0xFF
    found = read(bytes(data))
    assert [len(one.times) for one in found.activities] == [1]
    assert any("check sum" in note for note in found.notes)
    assert found.damage == ()


def test_a_file_that_was_never_closed_is_read_to_its_end():
    data = bytearray(write_fit(FitActivity(START, {"heart_rate": [90, 91]})))
    data[4:8] = bytes(4)
    found = read(bytes(data))
    assert [len(one.times) for one in found.activities] == [2]
    assert "never closed" in found.damage[0]


FIRST_SAMPLE = 82
"""Bytes of the file below before the first sample is whole."""


@pytest.mark.parametrize("cut", range(30, 450, 7))
def test_what_stands_before_a_cut_is_kept(cut):
    whole = write_fit(FitActivity(START, {"heart_rate": list(range(90, 140))}))
    if cut < FIRST_SAMPLE:
        with pytest.raises(InputError, match="cut off"):
            read(whole[:cut])
        return
    found = read(whole[:cut])
    [run] = found.activities
    expected = [90.0 + place for place in range(len(run.times))]
    assert samples(run, Quantity.HEART_RATE) == expected
    assert len(found.damage) == 1
    assert "cut off" in found.damage[0]


def test_samples_out_of_order_are_sorted_and_it_is_said():
    body = Messages()
    body.add(0, [(0, "enum", 4)])
    for time, rate in ((3, 103), (1, 101), (2, 102)):
        body.add(20, [(253, "uint32", SECONDS + time), (3, "uint8", rate)])
    found = read(close(bytes(body.body)))
    assert found.activities[0].times.tolist() == [0.0, 1.0, 2.0]
    assert samples(found.activities[0], Quantity.HEART_RATE) == [101.0, 102.0, 103.0]
    assert any("out of order" in note for note in found.notes)


def test_a_sample_of_another_year_is_left_out_and_it_is_said():
    body = Messages()
    for time, rate in ((1, 101), (2, 102), (400 * 86_400, 103)):
        body.add(20, [(253, "uint32", SECONDS + time), (3, "uint8", rate)])
    found = read(close(bytes(body.body)))
    assert found.activities[0].times.tolist() == [0.0, 1.0]
    assert "1 of 3 samples are dated over a month from the others" in found.damage[0]


def test_times_in_message_headers_count_on():
    body = Messages()
    body.add(21, [(253, "uint32", SECONDS - SECONDS % 32 + 30), (0, "enum", 0), (1, "enum", 0)])
    body.add(20, [(3, "uint8", 99)])
    plain = bytes(body.body)
    # The local number of `record` is 1; headers carry the lowest five bits of the time: 31, 2 (three later), 3.
    short = b"".join(bytes([0x80 | 1 << 5 | bits, rate]) for bits, rate in ((31, 100), (2, 101), (3, 102)))
    found = read(close(plain[:-2] + short))
    assert samples(found.activities[0], Quantity.HEART_RATE) == [100.0, 101.0, 102.0]
    assert found.activities[0].times.tolist() == [0.0, 3.0, 4.0]


def test_a_count_written_in_its_lowest_bits_grows_over_them():
    body = Messages()
    for place, distance in enumerate((0, 4000, 100, 4090)):
        packed = 283 | distance << 12
        fields = (packed & 0xFF, packed >> 8 & 0xFF, packed >> 16)
        body.add(20, [(253, "uint32", SECONDS + place), (8, "byte", fields)])
    run = only(close(bytes(body.body)))
    assert samples(run, Quantity.DISTANCE) == [0.0, 250.0, (4096 + 100) / 16, (4096 + 4090) / 16]
    assert samples(run, Quantity.SPEED) == [2.83] * 4


def test_sleep_and_resting_heart_rate_are_days():
    body = Messages()
    body.add(0, [(0, "enum", 32)])
    body.add(103, [(253, "uint32", SECONDS), (0, "uint32", SECONDS + 7200)])
    for minutes, level in ((0, 1), (30, 2), (150, 3), (210, 4), (300, 1), (310, 2), (480, 1)):
        body.add(275, [(253, "uint32", SECONDS + 60 * minutes), (0, "enum", level)])
    body.add(211, [(253, "uint32", SECONDS + 40_000), (0, "uint8", 50), (1, "uint8", 47)])
    found = read(close(bytes(body.body)))
    assert found.activities == ()
    [day] = found.days
    assert (day.on, day.sleep, day.resting_heart_rate) == (date(2026, 5, 2), 60.0 * (120 + 60 + 90 + 170), 47.0)


@pytest.mark.parametrize(
    ("kind", "what"),
    [(2, "settings of a device"), (5, "a planned workout"), (6, "a course to follow"), (9, "weighings")],
)
def test_files_of_another_kind_are_refused_by_name(kind, what):
    with pytest.raises(InputError) as caught:
        read(write_fit(FitActivity(START, {"heart_rate": [90]}, file_type=kind)))
    assert str(caught.value) == (
        f"run.fit: this FIT file holds {what} and no activity. An activity has samples or a session. "
        "Export the activity itself as FIT, TCX or GPX and give that file."
    )


def test_a_file_without_anything_is_refused():
    body = Messages()
    body.add(0, [(0, "enum", 4)])
    with pytest.raises(InputError, match=r"holds no activity\. It has neither samples nor a session"):
        read(close(bytes(body.body)))


def test_the_content_decides():
    assert is_outing(write_fit(FitActivity(START)))
    assert not is_outing(b"PK\x03\x04 nothing of the kind")
    assert not is_outing(b"")


def test_a_session_without_samples_is_an_activity():
    body = Messages()
    body.add(18, [(253, "uint32", SECONDS + 60), (2, "uint32", SECONDS), (7, "uint32", 60_000), (5, "enum", 10)])
    one = only(close(bytes(body.body)))
    assert (one.started, len(one.times), one.totals.elapsed) == (START, 0, 60.0)


def test_a_time_that_is_no_time_is_none():
    body = Messages()
    for value in (float("inf"), -1.0, 1e300):
        body.add(20, [(253, "float64", value), (3, "uint8", 90)])
    with pytest.raises(InputError, match="None of its 3 samples has a time"):
        read(close(bytes(body.body)))


def test_text_among_the_samples_is_told():
    body = Messages()
    body.add(20, [(253, "uint32", SECONDS), (3, "uint8", 90), (200, "string", "uphill")])
    found = read(close(bytes(body.body)))
    assert "Fields of text are no channels and stay in the file: unknown_200." in found.notes


def test_the_size_in_the_header_may_lie():
    data = bytearray(write_fit(FitActivity(START, {"heart_rate": [90]})))
    data[4:8] = struct.pack("<I", 0xFFFFFFF0)
    found = read(bytes(data))
    assert [len(one.times) for one in found.activities] == [1]
    assert "cut off" in found.damage[0]
