"""Own error, left and right, and all days of a test: when something is said, and when nothing."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.estimate import Draws, Missing
from evenstride.core.protocol import protocols
from evenstride.core.roles import Side
from evenstride.core.run import Capacity, Circumstances, Flag
from evenstride.science.change.own_error import measure_own_error, split_sessions
from evenstride.science.change.progress import measure_capacity_change
from evenstride.science.change.side_difference import measure_side_difference
from evenstride.science.field.course import measure_field_course
from evenstride.words import say_course

START = date(2026, 1, 5)
P2, S1, S3 = (protocols()[test] for test in ("P2", "S1", "S3"))


def day(number: int, left: float, right: float, protocol=S1) -> Capacity:
    sides = {side: Draws(v, np.array([v]), protocol.unit) for side, v in ((Side.LEFT, left), (Side.RIGHT, right))}
    mean = Draws((left + right) / 2.0, np.array([1.0]), protocol.unit)
    return Capacity("Noa", protocol.id, START + timedelta(7 * number), mean, sides)


def days(pairs, protocol=S1) -> list[Capacity]:
    return [day(number, left, right, protocol) for number, (left, right) in enumerate(pairs)]


def test_the_error_of_a_test_changes_hands_on_the_third_session_that_counts():
    seen = [
        measure_own_error(days([(2.0, 2.0), (2.1, 2.1), (2.0, 2.0), (2.05, 2.05)][:count]), S1) for count in (2, 3, 4)
    ]
    assert (seen[0].own, seen[0].since, seen[0].value) == (None, None, 0.08)
    assert seen[1].since == seen[2].since == START + timedelta(14)
    assert seen[2].own is not None
    assert seen[2].own.low < seen[2].value < seen[2].own.high
    assert (seen[2].assumed, seen[2].sessions) == (0.08, 4)


def test_a_stated_error_is_never_called_own():
    still = [Capacity("Noa", "P2", START + timedelta(7 * n), Draws(2.2, np.array([2.2]), "m")) for n in range(8)]
    found = measure_own_error(still, P2)
    assert (found.own, found.known) == (None, True)
    assert found.value < found.assumed


def test_the_error_in_use_is_the_one_the_change_is_calculated_with():
    seen = days([(2.0 + 0.02 * (n % 3), 2.1) for n in range(9)])
    evidence = measure_capacity_change(seen, S1)
    assert measure_own_error(split_sessions(seen, S1)[1], S1).value == pytest.approx(evidence.typical_error)


def test_versions_sides_and_doubt_decide_which_days_count():
    seen = days([(2.0, 2.0)] * 7)
    seen[0] = replace(seen[0], version=2)
    seen[1:] = [replace(one, version=2) for one in seen[1:]]
    seen.insert(0, replace(seen[0], version=1, on=START - timedelta(7)))
    seen[4] = replace(seen[4], flags=(Flag(Capacity.IMPLAUSIBLE, "S1", "?"),))
    seen[5] = replace(seen[5], sides={Side.LEFT: seen[5].value})
    learning, used = split_sessions(seen, S1)
    assert [one.on for one in learning] == [START, START + timedelta(7)]
    assert len(used) == 3
    assert split_sessions([], S1) == ((), ())


def test_a_side_is_named_only_in_three_sessions_running():
    apart, even = (2.4, 2.0), (2.0, 2.0)
    assert isinstance(measure_side_difference(days([apart] * 2), S1), Missing)
    assert measure_side_difference(days([apart] * 3), S1).ahead is Side.LEFT
    assert measure_side_difference(days([apart] * 3 + [even]), S1).ahead is None
    found = measure_side_difference(days([even, *[(2.41, 2.0), (2.39, 2.0), (2.40, 2.0), (2.42, 2.0)] * 3]), S1)
    assert (found.ahead, found.since) == (Side.LEFT, START + timedelta(7))


def test_a_difference_inside_its_error_says_nothing():
    assert measure_side_difference(days([(2.1, 2.0), (2.12, 2.0), (2.0, 2.0), (2.08, 2.0)]), S1).ahead is None


@given(
    st.lists(
        st.tuples(st.floats(0.1, 0.5), st.floats(0.1, 0.5)),
        min_size=3,
        max_size=10,
    )
)
def test_exchanging_left_and_right_turns_every_sign(pairs):
    one = measure_side_difference(days(pairs, S3), S3)
    other = measure_side_difference(days([(right, left) for left, right in pairs], S3), S3)
    assert one.difference.value == pytest.approx(-other.difference.value, abs=1e-12)
    assert one.threshold == pytest.approx(other.threshold)
    assert (one.ahead.other if one.ahead is not None else None) is other.ahead


def test_the_shorter_time_is_ahead():
    assert measure_side_difference(days([(0.22, 0.28)] * 4, S3), S3).ahead is Side.LEFT
    assert measure_side_difference(days([(0.28, 0.22)] * 4, S3), S3).ahead is Side.RIGHT


def test_a_course_tells_learning_change_error_sides_and_setup():
    seen = days([(1.8, 1.8), (1.95, 1.95), *[(2.3 + 0.02 * n, 2.0 + 0.02 * n) for n in range(6)]])
    seen[0] = replace(seen[0], circumstances=Circumstances(shoes="flats", lever=0.36))
    seen[4] = replace(seen[4], circumstances=Circumstances(shoes="Flats", device="scale", lever=0.38, height=1.60))
    seen[5] = replace(seen[5], circumstances=Circumstances(shoes="spikes", device="gauge", lever=0.32, height=1.62))
    course = measure_field_course(seen, S1)
    assert course.learning == (START, START + timedelta(7))
    assert (len(course.used), course.before_version, course.version) == (6, 0, 1)
    assert course.change.value == pytest.approx(np.log(2.25 / 2.15), rel=0.02)
    assert course.sides.ahead is Side.LEFT
    assert course.error.own is not None
    assert [(one.what, one.before, one.after) for one in course.circumstances] == [
        ("shoes", "Flats", "spikes"), ("device", "scale", "gauge"), ("lever", "38 cm", "32 cm"),
        ("height", "160 cm", "162 cm"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        ("device", Circumstances(device="luggage scale"), Circumstances(device="crane scale")),
        ("body mass", Circumstances(mass=70.0), Circumstances(mass=62.0)),
    ],
)
def test_another_scale_or_mass_is_never_told_as_growth(what: str, before: Circumstances, after: Circumstances):
    seen = days([(1.8, 1.8)] * 2 + [(2.0, 2.0)] * 3 + [(2.3, 2.3)] * 3)
    same = measure_field_course([replace(one, circumstances=before) for one in seen], S1)
    mixed = [replace(one, circumstances=before if at < 5 else after) for at, one in enumerate(seen)]
    course = measure_field_course(mixed, S1)
    assert [one.what for one in course.circumstances] == [what]
    today = START + timedelta(90)
    assert "up since your first days" in say_course(same, S1, today=today).athlete
    told = say_course(course, S1, today=today).athlete
    assert "up since" not in told
    assert f"so has your {what}" in told


def test_a_course_before_there_is_anything_to_say():
    course = measure_field_course(days([(2.0, 2.0)]), S1)
    assert isinstance(course.change, Missing)
    assert isinstance(course.sides, Missing)
    assert (course.learning, course.used) == ((START,), ())
    with pytest.raises(ValueError, match="at least one session"):
        measure_field_course([], S1)
