"""Units of pages: what is typed in yards or pounds comes back as typed, and no dose mixes two systems."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.estimate import Estimate
from evenstride.core.plan import Dose, Plan
from evenstride.core.units import Amount, parse_quantity
from evenstride.core.work import Work
from evenstride.doors.work_text import parse_work
from evenstride.doors.pages.format import dose_text
from evenstride.doors.pages.speech import languages, speaking
from evenstride.doors.pages.units import (
    METRIC,
    UNITS,
    Units,
    body_length,
    body_mass,
    distance,
    fact,
    figures_in,
    in_units,
    load,
    measuring,
    work_text,
)
from tests.plans import template_plans

IMPERIAL = UNITS["yd-lb"]
METRES_OR_KILOGRAMS = re.compile(r"\d (?:m|kg)(?![\w/])")
whole = st.integers(0, 1300)
lengths = st.floats(0.0, 1200.0)


@given(whole)
def test_whole_yards_and_pounds_come_back_as_they_were_typed(number: int) -> None:
    with measuring(IMPERIAL):
        assert distance(parse_quantity(f"{number} yd", "m")) == f"{number} yd"
        assert load(parse_quantity(str(number), IMPERIAL.mass)) == f"{number} lb"
        assert body_mass(parse_quantity(f"{number} lb", "kg")) == f"{number} lb"


@given(st.integers(0, 120_000))
def test_metres_and_kilograms_come_back_as_they_were_typed(hundredths: int) -> None:
    typed = f"{hundredths / 100:g}"
    assert distance(parse_quantity(typed, "m")) == f"{float(typed):g} m"
    assert load(parse_quantity(typed, "kg")) == f"{float(typed):g} kg"


@given(st.integers(1, 8), st.integers(0, 119))
def test_feet_and_inches_come_back_as_they_were_typed(feet: int, tenths: int) -> None:
    typed = f"{feet} ft {tenths / 10:g} in"
    with measuring(IMPERIAL):
        assert body_length(parse_quantity(typed, "m")) == typed


@given(lengths, lengths)
def test_more_is_never_shown_as_less(one: float, other: float) -> None:
    for chosen in UNITS.values():
        with measuring(chosen):
            for write in (distance, load, body_mass):
                less, more = (float(write(value).split()[0]) for value in sorted((one, other)))
                assert less <= more


@given(st.floats(9.5, 1200.0))
def test_what_is_shown_is_within_half_of_its_last_digit(metres: float) -> None:
    with measuring(IMPERIAL):
        shown = float(distance(metres).removesuffix(" yd"))
    assert abs(shown - metres / 0.9144) <= 0.5 + 1e-6


@given(st.floats(-50.0, 50.0), st.floats(0.0, 5.0), st.sampled_from(["m", "kg", "m/s", "s", "1", "N/kg"]))
def test_an_interval_keeps_its_order_and_what_is_neither_length_nor_mass_is_left(
    value: float, half: float, unit: str
) -> None:
    estimate = Estimate(value, value - half, value + half, unit)
    assert in_units(estimate) == estimate
    with measuring(IMPERIAL):
        shown = in_units(estimate)
    assert shown.low <= shown.value <= shown.high
    assert (shown == estimate) == (unit not in ("m", "kg"))
    assert (shown.value > 0.0, shown.value < 0.0) == (value > 0.0, value < 0.0)


def test_zero_is_a_value() -> None:
    with measuring(IMPERIAL):
        assert dose_text(Dose(reps=3, distance=20.0, run_in=0.0, load=0.0)) == "3 × 22 yd · 0 yd run-in · 0 lb"
        assert (fact(Amount(0.0, "m")), figures_in("0 m")) == ("0 ft 0 in", "0 yd")


@given(template_plans())
def test_no_dose_of_a_plan_is_shown_in_metres_beside_yards(plan: Plan) -> None:
    doses = [item.dose for session in plan.sessions for item in session.prescriptions]
    doses += [replace(dose, load=82.5) for dose in doses]
    for language in languages().values():
        with speaking(language), measuring(IMPERIAL):
            assert [text for dose in doses if METRES_OR_KILOGRAMS.search(text := dose_text(dose))] == []


@given(st.integers(1, 9), st.integers(1, 12), st.integers(1, 900), st.sampled_from(["", "rir2", "rest 3min"]))
def test_a_load_without_a_unit_is_read_in_the_unit_of_its_form(sets: int, reps: int, number: int, more: str) -> None:
    bare = parse_work(f"back squat {sets}x{reps} {number} {more}", bare_load="lb")
    assert bare == parse_work(f"back squat {sets}x{reps} {number}lb {more}")
    with measuring(IMPERIAL):
        assert f"{sets}x{reps} {number}lb" in work_text(bare)


@pytest.mark.parametrize(
    "text",
    [
        "fly run 4x20m in 2.31/2.28", "pogo 3x10 30 contacts", "calf hold 3x30s", "fly run 4 x 20 m run-in 30 m",
        "back squat 3x5 80kg rir2", "bike sprint 6x6s best 812W", "hops 2x10", "fly run 2x3x20m 98% rest 4min",
    ],
)  # fmt: skip
def test_a_number_with_a_unit_or_word_of_its_own_is_no_load(text: str) -> None:
    assert parse_work(text, bare_load="lb") == parse_work(text)


@given(st.builds(Work, st.just("30m fly 5kg vest"), st.integers(1, 9), st.integers(1, 9), load=st.floats(0.0, 500.0)))
def test_the_name_of_an_exercise_is_no_quantity(work: Work) -> None:
    assert work_text(work) == work.text or work.load != round(work.load or 0.0, 2)
    with measuring(IMPERIAL):
        assert work_text(work).startswith("30m fly 5kg vest")
        assert "kg" not in work_text(work).removeprefix("30m fly 5kg vest")


def test_units_end_with_their_page() -> None:
    with measuring(Units("yd")):
        assert distance(36.576) == "40 yd"
    assert (distance(36.576), METRIC.code) == ("36.58 m", "m-kg")
