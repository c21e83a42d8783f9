"""Pairs of push and swing: which swing belongs to which contact, what is refused, what lasts, and the error's size."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.core.estimate import Missing
from evenstride.core.paired_steps import PAIR_VALUES, PairedSteps
from evenstride.core.recording import Contact, Device, StepEvents
from evenstride.core.roles import Role, Side
from evenstride.core.together import Pattern
from evenstride.science.capacity.paired import SIDELESS, compare_pairs, read_pair
from evenstride.science.capacity.readings import refuse_run_itself
from evenstride.science.steps.paired import measure_pair_changes, measure_paired_steps, measure_pairs_course
from evenstride.science.steps.prepare import prepare_steps
from tests.property.test_pairs_laws import days_of
from tests.unit.test_steps_science import contacts_of, run_of

L, R = Side.LEFT, Side.RIGHT
DAY = date(2026, 3, 2)


def pairs(recording, **more):
    return measure_paired_steps(prepare_steps(recording), **more)


def uneven(count, *, ratio=1.0, scatter=0.01, seed=0, speed=9.0, timing_sd=0.0012):
    """A run whose left contact lasts `ratio` times the right one."""
    rng = np.random.default_rng(seed)
    contacts, now = [], 0.0
    for index in range(count):
        side = (L, R)[index % 2]
        tc, tf = np.array([0.105, 0.125]) * np.exp(rng.normal(0.0, scatter, 2))
        tc *= ratio ** (0.5 if side is L else -0.5)
        down, off = rng.normal(0.0, timing_sd, 2)
        contacts.append(Contact(side, now + down, now + tc + off, speed * np.exp(rng.normal(0.0, 0.005))))
        now += tc + tf
    return StepEvents("Noa", tuple(contacts), device=Device("video", timing_sd=timing_sd))


def test_each_contact_goes_with_the_swing_of_the_other_leg_around_it():
    # By hand: left contacts 0.12 long inside right swings 0.36, right contacts 0.10 inside left swings 0.35 or so.
    found = pairs(
        StepEvents("Noa", contacts_of("L 0 .12 / R .24 .34 / L .46 .58 / R .70 .80 / L .92 1.04 / R 1.16 1.26"))
    )
    left, right = found.pairs[L].values, found.pairs[R].values
    assert found.pairs[L].swinging is R
    # The first left contact has no swing of the right leg seen around it: two of three count.
    assert (found.pairs[L].steps, found.pairs[R].steps) == (2, 2)
    assert left["swing_time"].point == pytest.approx(0.36)  # right: .34 to .70 and .80 to 1.16
    assert right["swing_time"].point == pytest.approx(0.34)  # left: .12 to .46 and .58 to .92
    assert left["force"].point == pytest.approx((0.36 + 0.12) / 0.24)
    assert right["force"].point == pytest.approx((0.34 + 0.10) / 0.20)
    assert set(found.differences) == {"force", "swing_time"}
    assert found.differences["swing_time"].change.value == pytest.approx(np.log(0.36 / 0.34))


def test_even_steps_give_the_force_of_both_feet():
    run = prepare_steps(run_of(0.1, 0.125, 9, speed=9.0))
    found = measure_paired_steps(run)
    for pair in found.pairs.values():
        assert pair.values["force"].point == pytest.approx(2.25)
        assert pair.values["swing_time"].point == pytest.approx(0.35)
        assert pair.values["contact_length"].point == pytest.approx(0.9)
        assert pair.values["step_length"].point == pytest.approx(9.0 * 0.225)
    assert set(found.differences) == set(PAIR_VALUES)
    assert not any(held.beyond_error for held in found.differences.values())


@pytest.mark.parametrize(
    "text",
    [
        "L 0 .1 / R .23 .33 / L .46 .56",
        "L 0 .1 / L .46 .56 / L .92 1.02 / L 1.38 1.48",
        "L 0 .1 / R .23 .33 / L .46 .56 / R 1.15 1.25 / L 1.38 1.48 / R 1.61 1.71",
    ],
)
def test_too_little_of_one_leg_is_missing_with_what_to_measure(text):
    found = pairs(StepEvents("Noa", contacts_of(text)))
    assert isinstance(found, Missing)
    assert "six contacts" in found.remedy


def test_a_swing_across_a_gap_belongs_to_no_contact():
    whole = pairs(run_of(0.1, 0.13, 12))
    gap = run_of(0.1, 0.13, 12)
    gap = replace(gap, contacts=gap.contacts[:5] + gap.contacts[7:])
    found = pairs(gap)
    assert sum(pair.steps for pair in whole.pairs.values()) == 10
    # The step with the hole in it is no step: neither its push nor the swings across it count.
    assert sum(pair.steps for pair in found.pairs.values()) == 6
    assert found.pairs[L].values["swing_time"].point == pytest.approx(whole.pairs[L].values["swing_time"].point)


def test_a_clock_as_rough_as_the_contact_is_missing():
    assert isinstance(pairs(run_of(0.1, 0.125, 9, timing_sd=0.05)), Missing)


def test_symmetric_runs_are_said_to_differ_about_as_rarely_as_stated():
    beyond = dict.fromkeys(PAIR_VALUES, 0)
    for seed in range(150):
        found = pairs(uneven(12, seed=seed), seed=seed, draws=400)
        for name, held in found.differences.items():
            beyond[name] += held.beyond_error
    # Stated: one in ten. Twice the binomial error of 150 runs is 0.05.
    assert all(count / 150 < 0.17 for count in beyond.values()), beyond


def test_a_planted_difference_is_found_with_its_size_and_sign():
    found = [pairs(uneven(16, ratio=1.08, seed=seed), seed=seed, draws=400) for seed in range(40)]
    lengths = [one.differences["contact_length"] for one in found]
    assert np.mean([one.change.value for one in lengths]) == pytest.approx(np.log(1.08), abs=0.005)
    assert np.mean([one.beyond_error for one in lengths]) > 0.9
    assert np.mean([one.change.low <= np.log(1.08) <= one.change.high for one in lengths]) > 0.75


def test_a_change_of_one_pair_is_seen_in_that_pair():
    before, after = pairs(uneven(24, scatter=0.004)), pairs(uneven(24, ratio=1.1, scatter=0.004, seed=1))
    change = measure_pair_changes(before, after, since=DAY, until=DAY + timedelta(weeks=8))
    assert change.pairs[L]["contact_length"].change.value == pytest.approx(np.log(1.1) / 2, abs=0.012)
    assert change.pairs[R]["contact_length"].change.value == pytest.approx(-np.log(1.1) / 2, abs=0.012)
    assert change.differences["contact_length"].beyond_error


def test_two_runs_with_one_seed_keep_the_doubt_of_both():
    one = pairs(uneven(24, scatter=0.02), seed=3)
    change = measure_pair_changes(one, one, since=DAY, until=DAY)
    single = np.log(one.pairs[L].values["force"].samples).std()
    width = change.pairs[L]["force"].change.high - change.pairs[L]["force"].change.low
    assert width == pytest.approx(2 * 1.645 * 2**0.5 * single, rel=0.1)


def test_a_difference_lasts_only_over_three_days_in_one_direction():
    long, turned = (pairs(uneven(24, ratio=ratio, scatter=0.005)) for ratio in (1.1, 1 / 1.1))
    days = [DAY + timedelta(weeks=week) for week in range(4)]

    def lasting(*runs):
        return measure_pairs_course(list(zip(days, runs, strict=False))).lasting

    assert lasting(long, long) == {}
    assert lasting(long, turned, long) == {}
    assert lasting(turned, long, long, long)["contact_length"] is L
    assert lasting(long, turned, turned, turned)["contact_length"] is R


def test_one_day_has_no_change_and_no_run_is_missing():
    one = pairs(uneven(12))
    assert isinstance(one, PairedSteps)
    course = measure_pairs_course([(DAY, one), (DAY, one)])
    assert isinstance(course.change, Missing)
    assert course.days == 1
    assert isinstance(measure_pairs_course([]), Missing)


UP = [1.0 + 0.02 * week for week in range(10)]
FLAT = [1.0] * 10


def test_each_leg_is_compared_with_the_other_by_the_definition_for_both():
    found = compare_pairs(
        {"P1": days_of("P1", UP, FLAT), "P3": days_of("P3", UP, FLAT),
         "S1": days_of("S1", FLAT, FLAT), "S3": days_of("S3", FLAT, FLAT)}
    )  # fmt: skip
    assert (found.pairs[L].pattern, found.pairs[L].lead) == (Pattern.APART, Role.PUSH)
    assert found.pairs[R].pattern is Pattern.CANNOT_TELL
    assert found.pairs[R].push.change.value == pytest.approx(0.0)


def test_one_kind_of_test_a_leg_is_only_a_hint():
    found = compare_pairs({"P1": days_of("P1", UP, FLAT), "S1": days_of("S1", FLAT, FLAT)})
    assert found.pairs[L].pattern is Pattern.CANNOT_TELL
    assert found.pairs[L].families == (1, 1)


def test_tests_of_both_legs_together_and_of_one_leg_alone_are_missing():
    unsided = [replace(day, sides={}) for day in days_of("P1", UP, FLAT)]
    assert compare_pairs({"P1": unsided, "S1": unsided}) == SIDELESS
    one_leg = [replace(day, sides={L: day.sides[L]}) for day in days_of("P1", UP, FLAT)]
    other_leg = [replace(day, sides={R: day.sides[R]}) for day in days_of("S1", UP, FLAT)]
    found = compare_pairs({"P1": one_leg, "S1": other_leg})
    assert not isinstance(found.pairs[L], Missing)
    assert isinstance(found.pairs[R], Missing)


def test_timing_and_shared_tests_and_the_run_itself_enter_no_pair():
    rows = read_pair({test: days_of(test, UP, UP) for test in ("P1", "S1", "M1", "U1", "S2", "T0")}, L)
    assert {row.test for row in rows} == {"P1", "S1"}
    refuse_run_itself(rows)
