"""Stalker's files of the radar gun: units, days, rates, and what cannot be read."""

from datetime import date

import pytest

from evenstride.core.errors import InputError
from evenstride.core.recording import SpeedTrace
from tests.text_files import TRACE, said, text_of


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
