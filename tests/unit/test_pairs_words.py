"""Pairs of push and swing, and lines of equal speed, in words: limits of an athlete's message, mirror, no blame."""

import re
from datetime import date

import pytest

from evenstride.core.estimate import Missing
from evenstride.core.iso_speed import CheapestDirection
from evenstride.core.paired_steps import PairedCapacity
from evenstride.core.roles import Role, Side
from evenstride.science.capacity.paired import SIDELESS, compare_pairs
from evenstride.science.steps.paired import measure_pairs_course
from evenstride.words import say_expected, say_no_pairs, say_pair_change, say_paired_capacity, say_pairs
from evenstride.words.diagnosis.answer import within_athlete_limits
from tests import examples_overview as some
from tests.property.test_pairs_laws import days_of
from tests.property.test_words_property import FORBIDDEN
from tests.unit.test_paired_steps_science import FLAT, UP

DOWN = [1.0 - 0.01 * week for week in range(10)]
MEDICAL = ("injur", "risk", "symmetr", "imbalance", "should", "normal", "correct ")
COURSES = {
    "one run": some.pairs(1.0),
    "one run apart": some.pairs(1.1),
    "change": some.pairs(1.0, 1.05),
    "lasting": some.pairs(1.1, 1.1, 1.1),
    "no speed": some.pairs(1.0, 1.1, speed=False),
}


def swap(text):
    """Exchange left and right in a text."""
    for one, other in (("left", "right"), ("Left", "Right")):
        text = text.replace(one, "\0").replace(other, one).replace("\0", other)
    return text


def of_pairs(push, swing, families=2):
    """Push on the left and swing on the right leg grow as told, the others stay."""
    fewer = {"P1": days_of("P1", push, FLAT), "S1": days_of("S1", FLAT, swing)}
    shorter = [2.0 - one for one in swing]  # a time is better lower
    more = {"P3": days_of("P3", push, FLAT), "S3": days_of("S3", FLAT, shorter)}
    return compare_pairs(fewer if families == 1 else fewer | more)


@pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)
def test_every_voice_keeps_the_rules(course):
    said = say_pairs(course)
    assert within_athlete_limits(said.athlete), said.athlete
    for text in (said.athlete, said.coach, said.scientist):
        assert not FORBIDDEN.search(text), text
        assert not any(word in text.lower() for word in MEDICAL), text
    assert "never evidence for a limit" in said.coach
    assert "no capacity, no role named" in said.scientist


def test_a_difference_inside_the_error_is_said_to_be_so():
    said = say_pairs(COURSES["one run"])
    assert "alike, as far as the timing can tell" in said.athlete
    assert "inside error" in said.coach
    assert "beyond error" not in said.coach


def test_one_run_beyond_error_asks_for_another_day_and_three_days_are_told():
    once, lasting = say_pairs(COURSES["one run apart"]), say_pairs(COURSES["lasting"])
    assert "Next: film another day" in once.athlete
    assert "nothing to repair" in once.athlete
    assert "by chance alone" in once.coach
    assert "last three days" in lasting.athlete
    larger = lasting.coach.split("Larger on each of the last three days, beyond error: ")[1].split(". ")[0]
    assert re.search(r"contact length( and step length)? in left push with right swing", larger)


def test_each_pair_and_its_change_are_named_in_full():
    said = say_pairs(COURSES["change"])
    for name in ("Left push with right swing", "Right push with left swing"):
        assert f"{name}: force 2." in said.coach
        assert f"{name} since 7 May: force" in said.coach
    assert len(say_pair_change(COURSES["change"].change)) == 3
    assert "force" in say_pairs(COURSES["no speed"]).coach
    assert "length" not in say_pairs(COURSES["no speed"]).coach


def test_no_pairs_say_what_to_measure():
    text = say_no_pairs(measure_pairs_course([]))
    assert "cannot tell" in text
    assert "six contacts in a row" in text
    assert "P2b" in say_no_pairs(SIDELESS)


GROWN = {
    "apart": (of_pairs(UP, FLAT), "Your left push has grown more than your right swing."),
    "together": (of_pairs(UP, UP), "Your left push and right swing have grown together."),
    "swing ahead": (of_pairs(FLAT, UP), "Your right swing has grown more than your left push."),
    "neither": (of_pairs(FLAT, FLAT), "Leg by leg, whether push and swing grow together, we cannot tell yet."),
    "hint": (of_pairs(UP, FLAT, 1), "Leg by leg, whether push and swing grow together, we cannot tell yet."),
}


@pytest.mark.parametrize(("found", "begins"), GROWN.values(), ids=GROWN)
def test_capacity_by_leg_is_said_by_the_definition_for_both(found, begins):
    said = say_paired_capacity(found)
    assert said.athlete.startswith(begins)
    assert within_athlete_limits(said.athlete)
    for text in (said.athlete, said.coach, said.scientist):
        assert not FORBIDDEN.search(text)
        assert not any(word in text.lower() for word in MEDICAL), text


@pytest.mark.parametrize(("found", "_begins"), GROWN.values(), ids=GROWN)
def test_the_mirrored_legs_are_said_in_mirrored_words(found, _begins):
    turned = PairedCapacity({side: found.pairs[side.other] for side in Side})
    one, other = say_paired_capacity(found), say_paired_capacity(turned)
    assert swap(one.athlete) == other.athlete or one.athlete == other.athlete

    def sentences(text):
        return set(text.split(". "))

    assert sentences(swap(one.coach)) == sentences(other.coach)


def test_a_leg_without_tests_is_said_beside_the_other():
    found = of_pairs(UP, FLAT)
    half = PairedCapacity({Side.LEFT: found.pairs[Side.LEFT], Side.RIGHT: Missing("no test of it", "Test it")})
    assert "Right push with left swing: cannot tell (no test of it). Test it" in say_paired_capacity(half).coach


def test_the_lines_say_that_they_are_of_a_model_and_why_no_direction_is_called_cheaper():
    none = say_expected(Missing("models disagree", "Wait"))
    named = say_expected(CheapestDirection(Role.PUSH, 0.9, 0.436, (0.8, 0.6), (0.95, 0.312)))
    for said in (none, named):
        assert within_athlete_limits(said.athlete)
        assert "model" in said.athlete
        assert "0.9 and 2.2" in said.coach
        assert not any(FORBIDDEN.search(text) for text in (said.athlete, said.coach, said.scientist))
    assert "No direction is drawn: models disagree. Wait." in none.coach
    assert "most from push" in named.athlete
    assert "Not proof" in named.coach


def test_dates_are_those_of_the_runs():
    assert say_pairs(COURSES["one run"]).coach.startswith("Steps in pairs on 14 May")
    assert COURSES["change"].change.since == date(2026, 5, 7)


def test_the_lines_send_nobody_away_from_what_their_own_tests_say():
    said = say_expected(Missing("models disagree"))
    assert "train both" not in said.athlete
    assert said.athlete.endswith("Next: go by your own tests.")
