"""Work told in one line: read, written, read again; and nothing with a number in it is passed over."""

from contextlib import suppress
from math import isclose

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evenstride.core.errors import InputError
from evenstride.core.work import Work
from evenstride.doors.work_text import parse_work
from evenstride.plan.exercises import exercises
from evenstride.plan.find import find_exercise

WORDS = st.lists(st.from_regex(r"[a-zäöü][a-zäöü-]{1,8}", fullmatch=True), min_size=1, max_size=3).map(" ".join)
UNITS = {
    "m",
    "s",
    "min",
    "km",
    "kg",
    "lb",
    "lbs",
    "sec",
    "in",
    "rir",
    "x",
    "set",
    "sets",
    "rep",
    "reps",
    "contact",
    "contacts",
    "rest",
    "best",
    "on",
}


def tenths(low: float, high: float) -> st.SearchStrategy[float]:
    return st.integers(round(low * 100), round(high * 100)).map(lambda value: value / 100)


@st.composite
def works(draw: st.DrawFn) -> Work:
    """Any work that can be told."""
    name = draw(WORDS)
    assume(not UNITS & set(name.split()))
    sets, reps = draw(st.integers(0, 12)), draw(st.integers(0, 30))
    length = draw(st.sampled_from(["distance", "duration", "none"]))
    counts = {"sets": sets, "reps": reps}
    if length == "none":
        counts = {key: value for key, value in counts.items() if draw(st.booleans())}
    amount = {} if length == "none" else {length: draw(tenths(0, 900))}
    more = {
        "load": draw(st.none() | tenths(0, 300)),
        "rir": draw(st.none() | tenths(0, 10)),
        "intensity": draw(st.none() | st.integers(0, 120).map(lambda value: value / 100.0)),
        "run_in": draw(st.none() | tenths(0, 60)),
        "contacts": draw(st.none() | st.integers(0, 400)),
        "rest": draw(st.none() | st.integers(0, 1800).map(float)),
        "power": draw(st.none() | tenths(0, 900)),
        "times": tuple(draw(st.lists(tenths(0.5, 60), max_size=4))),
    }
    meter = draw(st.sampled_from(["", "wattbike", "home-bike"])) if more["power"] is not None else ""
    return Work(name, **counts, **amount, **more, meter=meter)


@given(works(), st.booleans())
def test_what_is_written_is_read_again(work: Work, decimal_comma: bool) -> None:
    text = work.text.replace(".", ",") if decimal_comma else work.text
    assert parse_work(text) == work


@given(works(), st.randoms())
def test_the_order_of_the_parts_is_free(work: Work, chance) -> None:
    words = work.text.split(" ")
    parts = " ".join(words).replace("run-in ", "run-in_").replace(" contacts", "_contacts").replace(" in ", " in_")
    parts = (
        parts.replace(" rest ", " rest_")
        .replace("best ", "best_")
        .replace(" on ", "_on_")
        .replace(" sets", "_sets")
        .replace(" reps", "_reps")
        .removeprefix(work.exercise)
        .split()
    )
    chance.shuffle(parts)
    assert parse_work(" ".join([work.exercise, *parts]).replace("_", " ")) == work
    assert parse_work(" ".join([*parts, work.exercise]).replace("_", " ")) == work


@given(WORDS, st.from_regex(r"[0-9]{1,3}[a-z]{0,4}", fullmatch=True))
def test_no_number_is_passed_over(name: str, token: str) -> None:
    read = None
    with suppress(InputError):
        read = parse_work(f"{name} {token}")
    assert read != Work(" ".join(name.split())), token


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("back squat 3x5 80kg rir2", Work("back squat", 3, 5, 80.0, 2.0)),
        ("Back Squat 3 × 5 @ 82,5 kg, RIR 0", Work("back squat", 3, 5, 82.5, 0.0)),
        ("3x5x80kg back squat", Work("back squat", 3, 5, 80.0)),
        ("fly run 4x20m", Work("fly run", 1, 4, distance=20.0)),
        ("fly run 2x4x20m run in 30m 98%", Work("fly run", 2, 4, distance=20.0, run_in=30.0, intensity=0.98)),
        ("fly run 2x20m in 2.31/2,28 s", Work("fly run", 1, 2, distance=20.0, times=(2.31, 2.28))),
        ("calf hold 3x30s", Work("calf hold", 3, 1, duration=30.0)),
        ("thigh drive hold 2x4x10 s", Work("thigh drive hold", 2, 4, duration=10.0)),
        ("easy jog 5km 25min", Work("easy jog", 1, 1, distance=5000.0, duration=1500.0)),
        ("pogo 3x10 30 contacts", Work("pogo", 3, 10, contacts=30)),
        ("6x20m rest 3min shuttle", Work("shuttle", 1, 6, distance=20.0, rest=180.0)),
        ("fly run 6x20m, 3 min rest", Work("fly run", 1, 6, distance=20.0, rest=180.0)),
        ("back squat 3x5 80kg rest=90s", Work("back squat", 3, 5, 80.0, rest=90.0)),
        ("rest of the garden 2x20m", Work("rest of the garden", 1, 2, distance=20.0)),
        ("run in place 20s", Work("run in place", 1, 1, duration=20.0)),
        ("3-point start 4x10m", Work("3-point start", 1, 4, distance=10.0)),
        ("tag", Work("tag")),
        ("bike sprint 6x6s best 812 W", Work("bike sprint", 6, 1, duration=6.0, power=812.0)),
        ("bike sprint 812w", Work("bike sprint", power=812.0)),
        ("Bike sprint 6x6s 812,5 watts on Wattbike", Work("bike sprint", 6, 1, duration=6.0, power=812.5,
                                                          meter="wattbike")),
        ("jump on box 3x5", Work("jump on box", 3, 5)),
    ],
)  # fmt: skip
def test_what_people_write(text: str, work: Work) -> None:
    assert parse_work(text) == work


def test_pounds_become_kilograms() -> None:
    load = parse_work("bench 3x5 100lb").load
    assert load is not None
    assert isclose(load, 45.359237)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the exercise is missing"),
        ("3x5 80kg", "the exercise is missing"),
        ("squat 3x5 80kgs80", "'80kgs80' is not understood"),
        ("squat 3-5 reps", "'3-5' is not understood"),
        ("squat 5", "'5' is not understood"),
        ("squat 5x100kg", "one number before the load could mean sets or reps"),
        ("squat 3x5 80kg 90kg", "load is told twice"),
        ("squat 3x5 rir 11", "rir 11 is out of range"),
        ("squat -3x5", "'-3x5' is not understood"),
        ("run 4x20m 130%", "intensity 1.3 is out of range"),
        ("run 4x20m in 0", "a time is out of range"),
        (f"run {'9' * 400}m", "distance inf is out of range"),
        (f"run {'9' * 5000}x5", "cannot be read as work done"),
        (f"run {'9' * 400}x5", "is not understood"),
        ("squat 3x5 nankg", "'nankg' is not understood"),
        ("squat 3x5 +infkg", "'+infkg' is not understood"),
        ("squat 3x5 -Infinity kg", "'-infinity' is not understood"),
        ("squat 3x5 rirnan", "'rirnan' is not understood"),
        ("squat 3x5 infinity kg", "'kg' is not understood"),
        ("run 4x20m rest 3min rest 2min", "rest is told twice"),
        ("run 4x20m rest 2h", "'2h' is not understood"),
        ("run 4x20m rest 300min", "rest 18000 is out of range"),
        ("run 4x20m rest -3min", "'-3min' is not understood"),
        ("squat nanx5", "'nanx5' is not understood"),
        ("run 4x20m nan%", "'nan%' is not understood"),
        ("pogo 3x10 inf contacts", "'inf' is not understood"),
        ("squat 3x5 -80kg", "'-80kg' is not understood"),
        ("squat 3x5 − 80kg", "'−' is not understood"),
        ("squat 3x5 - 80kg", "'-' is not understood"),
        ("squat x5 80kg", "'x5' is not understood"),
        ("squat 3x5 1,000kg", "1,000 could be one or a thousand"),
        ("squat 3x5 601kg", "load 601 is out of range"),
        ("squat 3x5 1323lb", "load 600.103 is out of range"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_work(text)
    assert says in str(caught.value)
    assert "back squat 3x5 80kg rir2" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["nan's hill 4x30m", "infinity loop 2x40m", "finanzplatz run 3x20m", "in-and-out 3x30m"]
)
def test_names_that_only_look_like_no_number_stay_names(text: str) -> None:
    assert parse_work(text).exercise == text.rsplit(" ", 1)[0]


def test_every_exercise_of_the_catalogue_is_found_by_code_and_by_name() -> None:
    for code, exercise in exercises().items():
        assert find_exercise(code.replace("_", " ")) == exercise
        assert find_exercise(exercise.name.upper()) == exercise
