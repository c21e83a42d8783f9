"""The simulator: labelled, seeded, plausible, consistent with its own truth, and mirrored exactly."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.core.estimate import Missing
from evenstride.core.protocol import protocols
from evenstride.core.recording import FieldTest, Splits, Start, StepEvents
from evenstride.core.roles import Role
from evenstride.science.change.progress import measure_capacity_change
from evenstride.science.field.tests import measure_field_test
from evenstride.science.simulate.athlete import PARTNER, demo_scenarios, mirror, simulate_athlete
from evenstride.science.steps.prepare import prepare_steps
from evenstride.science.steps.summary import account_steps, measure_steps

START = date(2026, 2, 2)
SCENARIOS = demo_scenarios()


def of_kind(recordings, kind):
    return [one for one in recordings if isinstance(one, kind)]


def capacities(recordings, test):
    rows = [one for one in of_kind(recordings, FieldTest) if one.test == test]
    days = sorted({one.on for one in rows})
    return [measure_field_test([one for one in rows if one.on == day], draws=50) for day in days]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
def test_everything_is_labelled_simulated(scenario):
    assert scenario.athlete.simulated
    for recording in simulate_athlete(scenario, start=START, seed=1):
        assert "simulated" in recording.athlete
        assert recording.device.kind == "simulated"
        assert recording.on is not None


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
def test_magnitudes_are_those_of_a_club_sprinter(scenario):
    recordings = simulate_athlete(scenario, start=START, seed=2)
    assert [one.on for one in recordings] == sorted(one.on for one in recordings)
    for splits in of_kind(recordings, Splits):
        assert splits.conditions.start is Start.STANDING
        assert len(splits.times) == 6
        assert (np.diff(splits.times) > 0).all()
        assert 1.5 < splits.times[1] < 2.3
        assert 4.8 < splits.times[-1] < 6.3
    for events in of_kind(recordings, StepEvents):
        run = prepare_steps(events)
        assert not {flag.code for flag in run.flags} - {"speed_assumed"}
        both = measure_steps(run, draws=50).both
        assert 0.09 < both["contact_time"].point < 0.14
        assert 1.9 < both["force"].point < 2.5
        assert 7.0 < both["speed"].point < 10.0
    for test in scenario.test_errors:
        days = capacities(recordings, test)
        assert len(days) - protocols()[test].familiarisation >= 4
        assert all(day.usable for day in days)


def test_twelve_weeks_from_the_day_given():
    for scenario in SCENARIOS:
        days = [one.on for one in simulate_athlete(scenario, start=START, seed=0)]
        assert min(days) == START
        assert max(days) == START + timedelta(weeks=12)


def test_the_first_has_two_families_for_push_and_for_swing():
    tests = [protocols()[test] for test in SCENARIOS[0].test_errors]
    for role in (Role.PUSH, Role.SWING):
        assert len({one.family for one in tests if one.role is role}) == 2


def test_seed_decides_everything_and_dates_shift_nothing_else():
    one = simulate_athlete(SCENARIOS[0], start=START, seed=3)
    later = simulate_athlete(SCENARIOS[0], start=START + timedelta(100), seed=3)
    other = simulate_athlete(SCENARIOS[0], start=START, seed=4)
    tests, shifted, changed = (of_kind(records, FieldTest) for records in (one, later, other))
    assert [a.trials for a in tests] == [b.trials for b in shifted]
    assert all(b.on - a.on == timedelta(100) for a, b in zip(tests, shifted, strict=True))
    assert all(a.trials != b.trials for a, b in zip(tests, changed, strict=True))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
def test_mirror_exchanges_push_and_swing_with_their_noise(scenario):
    original, mirrored = (simulate_athlete(one, start=START, seed=5) for one in (scenario, mirror(scenario)))
    for test in scenario.test_errors:
        there, here = capacities(original, test), capacities(mirrored, PARTNER.get(test, test))
        signs = {-1.0 if protocols()[one].better == "lower" else 1.0 for one in (test, PARTNER.get(test, test))}
        if len(signs) == 1:
            ratio = [b.value.point / a.value.point for a, b in zip(there, here, strict=True)]
            np.testing.assert_allclose(ratio, ratio[0], rtol=1e-9)
    for a, b in zip(of_kind(original, Splits), of_kind(mirrored, Splits), strict=True):
        np.testing.assert_allclose(a.times, b.times)
    assert mirror(mirror(scenario)) == scenario


def test_the_steps_express_the_truth():
    for scenario in (SCENARIOS[0], SCENARIOS[2], mirror(SCENARIOS[0])):
        runs = of_kind(simulate_athlete(scenario, start=START, seed=6), StepEvents)
        account = account_steps(*(measure_steps(prepare_steps(run)) for run in runs))
        difference = 0.4 * (scenario.gains[Role.PUSH] - scenario.gains[Role.SWING])
        interval = account.total.estimate()
        assert interval.low < scenario.speed_gain(12) < interval.high
        assert account.push.point - account.swing.point == pytest.approx(difference, abs=0.035)


def test_nothing_grows_while_the_tests_are_learnt():
    scenario = SCENARIOS[0]
    assert scenario.gain(Role.PUSH, scenario.baseline_week) == 0.0
    assert scenario.gain(Role.PUSH, 12) == scenario.gains[Role.PUSH]


def test_learning_does_not_appear_as_progress():
    flat = replace(SCENARIOS[0], gains={}, learning=(0.30, 0.15))
    none = replace(SCENARIOS[0], gains={}, learning=(0.0, 0.0))
    for test in ("P1", "S3"):
        with_learning, without = (
            measure_capacity_change(
                capacities(simulate_athlete(one, start=START, seed=7), test), protocols()[test], draws=50
            )
            for one in (flat, none)
        )
        assert not isinstance(with_learning, Missing)
        assert with_learning.change.point == pytest.approx(without.change.point, abs=1e-12)
