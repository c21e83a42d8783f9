"""Change of a capacity since the own baseline: what is kept apart, what is missing, how roles are combined."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.metric import Better
from evenstride.core.protocol import protocols
from evenstride.core.roles import Evidence, Role, Side
from evenstride.core.run import Capacity, Flag
from evenstride.science.change.progress import (
    FAMILY_SPREAD,
    combine_capacity,
    measure_capacity_change,
    measure_outcome_change,
    measure_test_change,
)

START = date(2026, 1, 5)
P2, S3 = protocols()["P2"], protocols()["S3"]


def sessions(values, test="P2", unit="m", step=7):
    return [
        Capacity("Noa", test, START + timedelta(days=step * i), Draws(v, np.array([v]), unit))
        for i, v in enumerate(values)
    ]


def test_learning_of_the_first_two_sessions_is_no_progress():
    change = measure_capacity_change(sessions([1.6, 1.9, 2.2, 2.2, 2.2, 2.2]), P2)
    assert change.change.point == pytest.approx(0.0, abs=1e-12)
    assert (change.sessions, change.familiarisation) == (4, 2)
    assert (change.since, change.until) == (START + timedelta(14), START + timedelta(35))


@pytest.mark.parametrize(
    ("count", "reason"),
    [
        (0, "0 familiarisation sessions done, a baseline to come"),
        (1, "one familiarisation session done, a baseline to come"),
        (2, "two familiarisation sessions done, a baseline to come"),
        (3, "a baseline is there, a repeat on another day to come"),
    ],
)
def test_too_few_sessions_say_what_is_to_come(count, reason):
    found = measure_capacity_change(sessions([2.2] * count), P2)
    assert isinstance(found, Missing)
    assert found.reason == reason


def test_better_is_positive_either_way():
    growing = [1.0, 1.0, *np.exp(0.02 * np.arange(5))]
    higher = measure_capacity_change(sessions(growing), P2)
    lower = measure_capacity_change(sessions([0.25 / v for v in growing], "S3", "s"), S3)
    assert higher.change.point == pytest.approx(0.08)
    assert lower.change.point == pytest.approx(0.08)
    assert lower.role is Role.SWING


def test_all_sessions_are_used_not_only_the_ends():
    flat_but_last = measure_capacity_change(sessions([2.0] * 9 + [2.2]), P2)
    assert 0.0 < flat_but_last.change.point < np.log(1.1)


def test_implausible_days_and_other_sides_are_not_used():
    days = sessions([2.2] * 7)
    days[4] = replace(days[4], value=Draws(22.0, np.array([22.0]), "m"), flags=(Flag("implausible", "P2", "?"),))
    days[5] = replace(days[5], value=Draws(3.0, np.array([3.0]), "m"), sides={Side.LEFT: days[5].value})
    change = measure_capacity_change(days, P2)
    assert change.sessions == 3
    assert change.change.point == pytest.approx(0.0, abs=1e-9)


def test_an_outcome_speaks_for_no_role():
    found = measure_capacity_change(sessions([9.0] * 5, "T0", "m/s"), protocols()["T0"])
    assert isinstance(found, Missing)
    assert found.reason == "T0 is the outcome itself: no evidence for one role"


def test_a_shared_test_decides_nothing_and_is_no_outcome():
    found = measure_capacity_change(sessions([2.4] * 6, "S2", "N·m/kg"), protocols()["S2"])
    assert isinstance(found, Missing)
    assert found.reason == "S2 is shared between roles: no evidence for one role"
    shown = measure_test_change(
        sessions([2.4, 2.4, *2.4 * np.exp(0.02 * np.arange(5))], "S2", "N·m/kg"), protocols()["S2"]
    )
    assert shown.point == pytest.approx(0.08)


def test_the_own_error_replaces_an_unknown_one_with_three_sessions():
    rng = np.random.default_rng(1)
    values = list(0.26 * np.exp(rng.normal(0.0, 0.02, 14)))
    errors = {n: measure_capacity_change(sessions(values[:n], "S3", "s"), S3).typical_error for n in (4, 5, 14)}
    assert errors[4] == pytest.approx(0.08)
    assert errors[5] < 0.04
    assert errors[14] == pytest.approx(0.02, rel=0.3)


def test_a_stated_error_keeps_its_say():
    still = measure_capacity_change(sessions([2.2] * 12), P2)
    assert still.typical_error == pytest.approx(0.024 * (4.0 / 12.0) ** 0.5)


def test_a_changed_version_is_a_new_baseline_and_learnt_anew():
    days = sessions([2.0] * 6)
    days[3:] = [replace(day, version=2, value=Draws(2.6, np.array([2.6]), "m")) for day in days[3:]]
    change = measure_capacity_change(days, P2)
    assert isinstance(change, Missing)
    assert change.reason == "a baseline is there, a repeat on another day to come"


def test_equal_readings_never_claim_to_be_exact():
    change = measure_capacity_change(sessions([0.26] * 12, "S3", "s"), S3)
    assert change.change.samples.std() > 0.003


def evidence(test, point, error, role=Role.PUSH, family=None, seed=0):
    samples = point + np.random.default_rng([seed, ord(test[-1])]).normal(0.0, error, 20_000)
    return Evidence(role, family or test, test, Draws(point, samples, "1"), error, START, START, 5, 2)


def test_families_count_once_and_bring_their_own_spread():
    alone = combine_capacity([evidence("P1", 0.08, 0.02)])
    assert alone.point == pytest.approx(0.08)
    assert alone.samples.std() == pytest.approx(np.hypot(0.02, FAMILY_SPREAD), rel=0.03)
    twins = combine_capacity([evidence("P1", 0.08, 0.001, family="hops"), evidence("P4", 0.08, 0.001, family="hops")])
    assert twins.samples.std() == pytest.approx(FAMILY_SPREAD, rel=0.03)
    two = combine_capacity([evidence("P1", 0.08, 0.001), evidence("P2", 0.08, 0.001)])
    assert two.samples.std() == pytest.approx(FAMILY_SPREAD / 2**0.5, rel=0.03)


def test_blurring_one_family_widens_the_answer_and_does_not_move_it():
    sharp = combine_capacity([evidence("P1", 0.10, 0.01), evidence("P2", 0.0, 0.01)])
    blurred = combine_capacity([evidence("P1", 0.10, 0.01), evidence("P2", 0.0, 0.08)])
    assert blurred.point == sharp.point == 0.05
    assert blurred.standard_error > sharp.standard_error


def test_combining_different_roles_is_a_mistake():
    for wrong in ([], [evidence("P1", 0.1, 0.01), evidence("S1", 0.1, 0.01, Role.SWING)]):
        with pytest.raises(ValueError, match="exactly one role"):
            combine_capacity(wrong)


def test_tests_measured_with_one_seed_have_independent_errors():
    push = measure_capacity_change(sessions([2.2] * 6), P2, seed=5)
    swing = measure_capacity_change(sessions([0.26] * 6, "S3", "s"), S3, seed=5)
    assert abs(np.corrcoef(push.change.samples, swing.change.samples)[0, 1]) < 0.1


def test_outcome_change_takes_draws_and_estimates():
    rng = np.random.default_rng(0)
    values = [8.0, 8.1, 8.2]
    draws = [Draws(v, v * np.exp(rng.normal(0.0, 0.01, 4000)), "m/s") for v in values]
    days = [START + timedelta(28 * i) for i in range(3)]
    from_draws = measure_outcome_change(list(zip(days, draws, strict=True)))
    from_estimates = measure_outcome_change([(day, one.estimate()) for day, one in zip(days, draws, strict=True)])
    assert from_draws.point == pytest.approx(np.log(8.2 / 8.0), rel=0.02)
    assert from_estimates.point == pytest.approx(from_draws.point, rel=0.02)
    assert from_estimates.samples.std() == pytest.approx(from_draws.samples.std(), rel=0.05)


def test_outcome_change_of_a_time_is_better_when_shorter():
    days = [(START, Estimate(5.0, 4.9, 5.1, "s")), (START + timedelta(28), Estimate(4.9, 4.8, 5.0, "s"))]
    assert measure_outcome_change(days, better=Better.LOWER).point == pytest.approx(np.log(5.0 / 4.9))


def test_outcome_of_one_day_is_missing():
    one = (START, Estimate(8.0, 7.9, 8.1, "m/s"))
    assert isinstance(measure_outcome_change([one, one]), Missing)
