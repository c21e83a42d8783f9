"""Yards, feet, inches, pounds and miles an hour are taken wherever a length, a mass or a speed is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.errors import InputError
from evenstride.core.units import parse_quantity, to_si
from evenstride.doors.work_text import parse_work
from tests.terminals import KIMBERLEY, Terminal, run

__all__ = ["run"]


@given(
    st.floats(0.001, 9999.0).map(lambda value: f"{value:.3f}"),
    st.sampled_from([("yd", "m"), ("ft", "m"), ("in", "cm"), ("lb", "kg"), ("mph", "m/s"), ("kg", "kg"), ("cm", "m")]),
    st.sampled_from(["", " ", "  "]),
)
def test_a_number_with_its_unit_means_the_same_whatever_a_bare_one_is_in(
    number: str, units: tuple[str, str], space: str
) -> None:
    said, bare = units
    assert parse_quantity(f"{number}{space}{said}", bare) == to_si(float(number), said)
    assert parse_quantity(number.replace(".", ","), bare) == to_si(float(number), bare)


@pytest.mark.parametrize(
    ("text", "metres"),
    [("5ft7in", 1.7018), ("5 ft 7 in", 1.7018), ("5'7\"", 1.7018), ("67in", 1.7018), ("170 cm", 1.7)],
)
def test_a_height_in_feet_and_inches(text: str, metres: float) -> None:
    assert parse_quantity(text, "m") == pytest.approx(metres)


@pytest.mark.parametrize("text", ["", "kg", "-5", "5 7", "7in 5ft", "5ft 7", "5ft 7kg", "1,234,5", "5 stones", "nan"])
def test_what_is_no_quantity_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InputError):
        parse_quantity(text, "m")


@pytest.mark.parametrize(
    ("text", "distance", "run_in"),
    [
        ("fly run 4x20yd run-in 30yd", 18.288, 27.432),
        ("fly run 4 x 22 yards, run-in 60ft", 20.1168, 18.288),
        ("hill 6x40yds", 36.576, None),
        ("bounds 3x30 ft", 9.144, None),
        ("fly run 4x20m run-in 30m", 20.0, 30.0),
    ],
)
def test_work_is_told_in_yards_and_feet_and_kept_in_metres(text: str, distance: float, run_in: float | None) -> None:
    work = parse_work(text)
    assert work.distance == pytest.approx(distance)
    assert work.run_in == (None if run_in is None else pytest.approx(run_in))
    assert parse_work(work.text) == work


@pytest.mark.parametrize("text", ["fly run yd", "fly run 4x20yd 5m", "4x20yd", "fly run 20 yd 30ft", "run nanyd"])
def test_yards_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_work(text)


def test_the_command_line_takes_pounds_feet_and_miles_an_hour(run: Terminal) -> None:
    file = run.file("k.csv", KIMBERLEY)
    metric = run.json("profile", file, "--mass", "60", "--height", "1.7018", "--fixed-mss", "8.49376")
    other = run.json("profile", file, "--mass", "132.27735731092655lb", "--height", "5ft7in", "--fixed-mss", "19mph")
    assert other["f0"]["value"] == pytest.approx(metric["f0"]["value"], rel=1e-9)
    assert run("profile", file, "--mass", "60m")[2].startswith("--mass: '60m' does not fit. Write it in one of: kg")
    assert run("experiment", "loads", "--mass", "20lb")[2].startswith("--mass: '20lb' is out of range")
