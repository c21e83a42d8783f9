"""Nonsense is asked about and not swallowed; honest trials are left alone; what a person confirms is believed."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.core.athlete import Anthropometrics
from evenstride.core.estimate import Draws
from evenstride.core.protocol import protocols
from evenstride.core.question import Settled
from evenstride.core.recording import Device, FieldTest
from evenstride.core.roles import Side
from evenstride.core.run import Capacity, Circumstances
from evenstride.core.units import GRAVITY, to_si
from evenstride.science.field.checks import Past, needs_another_trial, question_field_test

DAY = date(2026, 5, 4)
L, R = Side.LEFT, Side.RIGHT
BODY = Anthropometrics(mass=72.0)


def kg(*values):
    return tuple(to_si(value, "kgf") for value in values)


def s1(side, trials, **more):
    given = {"lever": 0.35, "on": DAY, "body": BODY, "scale_capacity": 50 * GRAVITY} | more
    return FieldTest("Noa", "S1", trials, "N", side, **given)


def jump(*trials, **more):
    return FieldTest("Noa", "P2", trials, "m", on=DAY, **more)


def past(pairs, test="S1", **more):
    unit = protocols()[test].unit
    days = []
    for number, (left, right) in enumerate(pairs):
        sides = {L: Draws(left, np.array([left]), unit), R: Draws(right, np.array([right]), unit)}
        mean = Draws((left + right) / 2, np.array([1.0]), unit)
        on = DAY - timedelta(7 * (len(pairs) - number))
        days.append(Capacity("Noa", test, on, mean, sides, circumstances=Circumstances(lever=0.35)))
    return Past(tuple(days), **more)


def codes(rows, before=Past(), *, ask_trials=False):
    return [question.code for question in question_field_test(rows, before, ask_trials=ask_trials)]


def test_honest_trials_raise_no_question():
    torque = 20.0 * GRAVITY * 0.35 / 72.0
    rows = [s1(L, kg(20.0, 20.4, 19.0)), s1(R, kg(19.0, 19.2, 18.0))]
    assert codes(rows, past([(torque, 0.95 * torque)] * 5, mass=71.0, mass_on=DAY), ask_trials=True) == []
    assert codes([jump(2.31, 2.35, 2.2)], ask_trials=True) == []


def test_more_than_the_scale_can_show_must_be_corrected():
    (question,) = question_field_test([s1(L, kg(120.0, 30.0))], Past(), ask_trials=False)
    assert (question.code, question.settled) == ("scale_end", Settled.CORRECTING)
    assert str(question) == (
        "Noa, S1 left: 120 kg was read on a scale that ends at 50 kg. A scale cannot show more than it ends at. "
        "Correct the reading, its unit or the range of the scale."
    )


@pytest.mark.parametrize(("reading", "asked"), [(44.9, []), (45.0, ["scale_end"]), (49.0, ["scale_end"])])
def test_the_last_tenth_of_a_scale_is_refused_even_when_confirmed(reading, asked):
    assert codes([s1(L, kg(40.0, reading), confirmed=True)]) == asked


def test_a_luggage_scale_of_untold_range_is_asked_about_near_fifty():
    unknown = {"scale_capacity": None, "device": Device("scale", "luggage scale"), "body": Anthropometrics(mass=100.0)}
    assert codes([s1(L, kg(46.0, 46.5), **unknown)]) == ["scale_range"]
    assert codes([s1(L, kg(40.0, 40.5), **unknown)]) == []
    crane = unknown | {"device": Device("scale", "crane scale")}
    assert codes([s1(L, kg(46.0, 46.5), **crane)]) == []


def test_a_nine_metre_jump_is_asked_about_and_may_be_confirmed():
    (question,) = question_field_test([jump(9.0, 8.9)], Past(), ask_trials=False)
    assert (question.code, question.settled) == ("implausible", Settled.CONFIRMING)
    assert "9 m is outside 0.5 to 3.8" in question.what
    assert "ft typed as m would explain it" in question.why
    assert codes([jump(9.0, 8.9, confirmed=True)]) == []


def test_one_wild_trial_among_good_ones_is_asked_about():
    assert codes([jump(2.3, 2.4, 23.5)]) == ["implausible"]


def test_kilograms_typed_as_pounds_are_seen_against_the_own_history():
    usual = 20.0 * GRAVITY * 0.35 / 72.0
    pounds = tuple(to_si(value, "lbf") for value in (20.0, 20.4))
    (question,) = question_field_test([s1(L, pounds)], past([(usual, usual)]), ask_trials=False)
    assert (question.code, question.settled) == ("unit", Settled.CONFIRMING)
    assert question.why == "It looks like kg typed as lb"
    assert codes([s1(L, pounds, confirmed=True)], past([(usual, usual)])) == []


def test_a_jump_no_slip_explains_is_asked_about_too():
    assert codes([jump(3.4, 3.45)], past([(2.2, 2.2)], "P2")) == ["jump"]
    assert codes([jump(2.5, 2.52)], past([(2.2, 2.2)], "P2")) == []


def test_body_mass_in_pounds_is_seen():
    heavy = s1(L, kg(40.0, 40.5), body=Anthropometrics(mass=158.7))
    found = question_field_test([heavy], Past(mass=72.0, mass_on=date(2026, 4, 6)), ask_trials=False)
    assert [one.code for one in found] == ["mass"]
    assert found[0].what == "Body mass 158.7 kg, and 72 kg on 2026-04-06"
    assert "kg" in found[0].why
    assert "lb" in found[0].why


def test_another_lever_is_asked_about():
    torque = 20.0 * GRAVITY * 0.30 / 72.0
    assert codes([s1(L, kg(20.0, 20.4), lever=0.30)], past([(torque, torque)])) == ["lever"]


STABLE = [(1.64, 1.39), (1.67, 1.41), (1.63, 1.39), (1.66, 1.42)]


def as_kg(torque):
    return kg(torque * 72.0 / 0.35 / GRAVITY, torque * 72.0 / 0.35 / GRAVITY)


def test_left_and_right_exchanged_against_a_stable_history_are_asked_about():
    swapped = [s1(L, as_kg(1.40)), s1(R, as_kg(1.65))]
    (question,) = question_field_test(swapped, past(STABLE), ask_trials=False)
    assert question.code == "exchanged"
    assert "4 earlier days say the opposite" in question.why
    assert codes([replace(row, side=row.side.other) for row in swapped], past(STABLE)) == []
    assert codes([replace(row, confirmed=True) for row in swapped], past(STABLE)) == []


def test_exchanged_sides_need_not_repeat_the_usual_difference_to_the_per_cent():
    exact = [(1.37, 1.64)] * 5
    assert codes([s1(L, as_kg(1.67)), s1(R, as_kg(1.34))], past(exact)) == ["exchanged"]
    assert codes([s1(L, as_kg(1.34)), s1(R, as_kg(1.67))], past(exact)) == []
    assert codes([s1(L, as_kg(1.50)), s1(R, as_kg(1.48))], past(exact)) == [], "a difference gone is not one exchanged"


def test_without_a_stable_difference_nothing_is_called_exchanged():
    swapped = [s1(L, as_kg(1.40)), s1(R, as_kg(1.65))]
    assert codes(swapped, past(STABLE[:2])) == []
    assert codes(swapped, past([(1.5, 1.55), (1.6, 1.5), (1.5, 1.55), (1.55, 1.5)])) == []
    assert codes(swapped[:1], past(STABLE)) == []


def test_pain_ends_a_test_and_children_play():
    assert codes([jump(2.2, 2.2, pain=1)]) == []
    (question,) = question_field_test([jump(2.2, 2.2, pain=2, confirmed=True)], Past(), ask_trials=False)
    assert (question.code, question.settled) == ("pain", Settled.CORRECTING)
    child = Past(age=11)
    assert codes([jump(1.2, 1.2)], child) == []
    assert codes([s1(L, kg(8.0, 8.1))], child) == ["age"]
    assert codes([s1(L, kg(8.0, 8.1))], Past(age=12)) == []


def test_a_mass_that_lacks_is_asked_for():
    assert codes([s1(L, kg(20.0, 20.1), body=Anthropometrics())]) == ["missing"]


@pytest.mark.parametrize(
    ("values", "test", "more"),
    [
        ((2.0,), "P2", True),
        ((2.0, 2.4), "P2", True),
        ((2.0, 2.4, 2.35), "P2", False),
        ((2.0, 2.2, 2.4, 2.6), "P2", True),
        ((2.0, 2.2, 2.4, 2.6, 2.9), "P2", False),
        ((0.3, 0.5, 0.2), "M1", True),
        ((0.3, 0.5, 0.2, 0.4), "M1", False),
    ],
)
def test_another_trial_until_two_agree_and_never_more_than_five(values, test, more):
    assert needs_another_trial(values, protocols()[test]) is more


def test_a_further_trial_is_asked_for_only_where_one_can_be_made():
    (question,) = question_field_test([jump(2.0, 2.4)], Past(), ask_trials=True)
    assert (question.code, question.settled) == ("another_trial", Settled.REPEATING)
    assert question.what == "The two best trials differ by 18 %"
    assert codes([jump(2.0, 2.4)]) == []
    assert codes([jump(2.0, 2.4, confirmed=True)], ask_trials=True) == []


def test_milliseconds_of_a_flying_twenty_are_seen_in_its_speed():
    fly = FieldTest("Noa", "T0", (2300.0, 2310.0), "s", on=DAY)
    (question,) = question_field_test([fly], Past(), ask_trials=False)
    assert question.code == "implausible"
    assert "ms typed as s would explain it" in question.why
