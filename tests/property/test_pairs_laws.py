"""Laws of pairs of push and swing: the mirror, the identity in every draw, time and speed units, capacity by leg."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.core.estimate import Draws, Missing
from evenstride.core.paired_steps import PairedSteps
from evenstride.core.recording import Contact
from evenstride.core.roles import Side
from evenstride.core.run import Capacity
from evenstride.core.together import Together
from evenstride.science.capacity.paired import compare_pairs
from evenstride.science.steps.paired import measure_pair_changes, measure_paired_steps, measure_pairs_course
from evenstride.science.steps.prepare import prepare_steps
from tests.property.test_steps_laws import changed, recordings

DAY = date(2026, 3, 2)
L, R = Side.LEFT, Side.RIGHT


def paired(recording):
    return measure_paired_steps(prepare_steps(recording), seed=1, draws=200)


def mirrored(recording):
    return changed(recording, lambda contact: replace(contact, side=contact.side.other))


def opposite(held, other):
    """Whether two held differences are the same with the sign turned."""
    one, two = held.change, other.change
    np.testing.assert_allclose(
        (one.value, one.low, one.high, held.mdc), (-two.value, -two.high, -two.low, other.mdc), atol=1e-12
    )
    assert held.beyond_error is other.beyond_error


@settings(max_examples=40, deadline=None)
@given(recordings())
def test_mirroring_left_and_right_mirrors_the_pairs(recording):
    one, other = paired(recording), paired(mirrored(recording))
    if isinstance(one, Missing):
        assert isinstance(other, Missing)
        return
    for side in Side:
        here, there = one.pairs[side], other.pairs[side.other]
        assert (here.steps, here.swinging) == (there.steps, there.swinging.other)
        for name, draws in here.values.items():
            np.testing.assert_allclose(draws.samples, there.values[name].samples, rtol=1e-12)
    for name, held in one.differences.items():
        opposite(held, other.differences[name])


@settings(max_examples=25, deadline=None)
@given(recordings(), recordings())
def test_mirroring_mirrors_what_changed_and_what_lasts(first, last):
    runs = [paired(run) for run in (first, last)]
    if any(isinstance(run, Missing) for run in runs):
        return
    turned = [paired(mirrored(run)) for run in (first, last)]
    here, there = (measure_pair_changes(*both, since=DAY, until=DAY) for both in (runs, turned))
    for side in Side:
        for name, held in here.pairs[side].items():
            again = there.pairs[side.other][name]
            np.testing.assert_allclose((held.change.value, held.mdc), (again.change.value, again.mdc), atol=1e-12)
    for name, held in here.differences.items():
        opposite(held, there.differences[name])
    days = [DAY + timedelta(weeks=week) for week in range(3)]
    courses = [
        measure_pairs_course(list(zip(days, (both[0], both[1], both[1]), strict=True))) for both in (runs, turned)
    ]
    assert {name: side.other for name, side in courses[0].lasting.items()} == courses[1].lasting


@settings(max_examples=40, deadline=None)
@given(recordings())
def test_speed_is_contact_length_and_force_over_the_swing_of_the_other_leg(recording):
    found = paired(recording)
    if isinstance(found, Missing):
        return
    for pair in found.pairs.values():
        v, lc, f, swing = (pair.values[name].samples for name in ("speed", "contact_length", "force", "swing_time"))
        np.testing.assert_allclose(lc * (2 * f - 1) / swing, v, rtol=1e-12)


@settings(max_examples=30, deadline=None)
@given(recordings(), st.floats(0.8, 1.25))
def test_differences_do_not_depend_on_the_clock_that_counts_the_time(recording, factor):
    slow = changed(recording, lambda c: Contact(c.side, c.touchdown * factor, c.toe_off * factor, c.speed / factor))
    slow = replace(slow, device=replace(recording.device, timing_sd=recording.device.timing_sd * factor))
    one, other = paired(recording), paired(slow)
    if isinstance(one, PairedSteps):
        for name, held in one.differences.items():
            assert held.change.value == pytest.approx(other.differences[name].change.value, abs=1e-7)


def days_of(test, left, right):
    def one(week, values):
        legs = {side: Draws(value, np.array([value]), "1") for side, value in values.items()}
        mean = float(np.mean(list(values.values())))
        return Capacity("Noa", test, DAY + timedelta(weeks=week), Draws(mean, np.array([mean]), "1"), legs)

    return [one(week, {L: a, R: b}) for week, (a, b) in enumerate(zip(left, right, strict=True))]


levels = st.lists(st.floats(0.8, 1.25), min_size=6, max_size=6)


@settings(max_examples=10, deadline=None)
@given(st.fixed_dictionaries({test: st.tuples(levels, levels) for test in ("P1", "P3", "S1", "S3")}))
def test_exchanging_the_legs_exchanges_the_answers_off_the_run(found):
    one = compare_pairs({test: days_of(test, left, right) for test, (left, right) in found.items()}, draws=200)
    other = compare_pairs({test: days_of(test, right, left) for test, (left, right) in found.items()}, draws=200)
    for side in Side:
        here, there = one.pairs[side], other.pairs[side.other]
        assert isinstance(here, Together)
        assert here == there
