"""The latent level of a role: exact against a textbook filter, and unmoved by what must not move it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.core.athlete import Anthropometrics
from evenstride.core.capacity_trend import CapacityReading, hold_change
from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws, Missing
from evenstride.core.protocol import protocols
from evenstride.core.roles import Role
from evenstride.core.run import Capacity, Circumstances, StepSummary
from evenstride.science.capacity.growth import measure_lengths
from evenstride.science.capacity.readings import read_capacity, read_speed
from evenstride.science.capacity.trend import measure_capacity_trend
from evenstride.science.change.gaussian_trend import SLOPE_MEMORY, STEP_SHARE, Seen, _Kernels, level_variogram

START = date(2026, 1, 5)
TESTS = (("P1", "spring hops"), ("P2", "horizontal jump"))


def readings(weeks=12, *, gain=0.06, error=0.02, seed=1, role=Role.PUSH, skip=()):
    rng = np.random.default_rng(seed)
    return [
        CapacityReading(
            role, test, family, "a", START + timedelta(weeks=week),
            gain * week / (weeks - 1) + error * rng.standard_normal(), error, 4.0,
        )
        for week in range(weeks)
        for test, family in TESTS
        if week not in skip
    ]  # fmt: skip


def change(rows, **given):
    trend = measure_capacity_trend(rows, **given)
    return trend.change(trend.since, trend.until)


def test_the_solve_equals_a_kalman_filter_and_smoother_of_the_same_model():
    """Level and fading slope, one test, no family deviation: matrices of the exact discretisation, diffuse start."""
    rng = np.random.default_rng(2)
    days = np.array([0.0, 3.0, 10.0, 11.0, 40.0, 47.0])
    values, error, q = rng.normal(0.0, 0.03, days.size), 0.02, 0.04
    zeros = np.zeros(days.size, dtype=int)
    seen = Seen(days, values, np.full(days.size, error), zeros, zeros, zeros, np.array([4.0]), 0.0)
    means, covariance, _ = _Kernels(seen, days).predict(seen, q, np.ones(days.size))

    slope_memory, share = SLOPE_MEMORY, STEP_SHARE
    stationary = (1.0 - share) * q**2 / (2.0 * np.exp(-1.0)) / slope_memory**2
    level, cov = np.array([0.0, 0.0]), np.diag([1e4, stationary])
    filtered, predicted, moves = [], [], []
    for index, value in enumerate(values):
        if index:
            gap = days[index] - days[index - 1]
            fade = np.exp(-gap / slope_memory)
            reach = slope_memory * (1.0 - fade)
            move = np.array([[1.0, reach], [0.0, fade]])
            # Exact noise of an integrated Ornstein–Uhlenbeck slope plus a random walk.
            whole = 2.0 * stationary * slope_memory**2 * (gap / slope_memory + np.expm1(-gap / slope_memory))
            noise = np.array(
                [
                    [
                        whole - stationary * reach**2 + share * q**2 * gap / slope_memory,
                        stationary * reach * (1.0 - fade),
                    ],
                    [stationary * reach * (1.0 - fade), stationary * (1.0 - fade**2)],
                ]
            )
            level, cov = move @ level, move @ cov @ move.T + noise
            moves.append(move)
            predicted.append((level, cov))
        gain = cov[:, 0] / (cov[0, 0] + error**2)
        level, cov = level + gain * (value - level[0]), cov - np.outer(gain, cov[0])
        filtered.append((level, cov))
    smoothed = [filtered[-1][0]]
    for index in range(days.size - 2, -1, -1):
        back = filtered[index][1] @ moves[index].T @ np.linalg.inv(predicted[index][1])
        smoothed.insert(0, filtered[index][0] + back @ (smoothed[0] - predicted[index][0]))
    expected = np.array([one[0] for one in smoothed])
    assert means == pytest.approx(expected - expected[0], abs=1e-6)
    assert covariance[0, 0] == pytest.approx(0.0, abs=1e-12)


def test_one_gross_outlier_does_not_bend_the_trend():
    rows = readings()
    for place in (10, 22):
        wrong = [replace(row, value=row.value + 0.5 * (number == place)) for number, row in enumerate(rows)]
        clean, bent = change(rows), change(wrong)
        assert abs(bent.point - clean.point) < 0.5 * clean.standard_error
        assert measure_capacity_trend(wrong).seen[place].outlier > 0.99


def test_the_interval_widens_in_a_gap():
    whole, gap = readings(30), readings(30, skip=range(4, 26))
    middle = START + timedelta(weeks=15)
    wide, narrow = (measure_capacity_trend(rows, days=[middle]).level(middle) for rows in (gap, whole))
    assert wide.standard_error > 1.25 * narrow.standard_error


def test_the_interval_widens_after_the_last_reading():
    later = START + timedelta(weeks=30)
    trend = measure_capacity_trend(readings(), days=[later])
    assert trend.level(later).standard_error > 1.5 * trend.level(trend.until).standard_error


def test_another_device_begins_a_new_baseline_without_breaking_the_trend():
    rows = readings(16)
    moved = [
        replace(row, value=row.value + 0.25, setting="b") if row.test == "P1" and row.on >= START + timedelta(weeks=8)
        else row
        for row in rows
    ]  # fmt: skip
    before, after = change(rows), change(moved)
    assert after.point == pytest.approx(before.point, abs=before.standard_error)
    assert after.standard_error >= 0.95 * before.standard_error


def test_order_and_importing_twice_change_nothing():
    rows = readings()
    one, other = change(rows), change([*rows[::-1], *rows])
    assert one.point == other.point
    assert np.array_equal(one.samples, other.samples)


def test_a_second_file_with_the_same_days_is_no_second_session():
    days = [Capacity("Noa", "P2", START + timedelta(weeks=k), Draws(2.0 + 0.01 * k, np.ones(1), "m")) for k in range(6)]
    assert read_capacity([*days, *days[::-1]], protocols()["P2"]) == read_capacity(days, protocols()["P2"])


def test_units_change_nothing():
    def of(factor):
        days = [
            Capacity("Noa", "P2", START + timedelta(weeks=k), Draws(v * factor, np.ones(1), "m"))
            for k, v in enumerate((2.0, 2.1, 2.2, 2.22, 2.25, 2.31, 2.3))
        ]
        return change(read_capacity(days, protocols()["P2"]))

    assert of(100.0).point == pytest.approx(of(1.0).point, abs=1e-9)


def test_exchanged_roles_give_the_mirrored_answer():
    push = change(readings(role=Role.PUSH))
    swing = change(readings(role=Role.SWING))
    assert swing.point == pytest.approx(push.point, abs=1e-12)
    assert swing.standard_error == pytest.approx(push.standard_error, rel=0.1)


def test_learning_is_shown_and_never_used():
    days = [
        Capacity("Noa", "P2", START + timedelta(weeks=k), Draws(v, np.ones(1), "m"))
        for k, v in enumerate((1.6, 1.9, 2.2, 2.2, 2.2, 2.2))
    ]
    trend = measure_capacity_trend(read_capacity(days, protocols()["P2"]))
    assert trend.since == START + timedelta(weeks=2)
    assert trend.change(trend.since, trend.until).point == pytest.approx(0.0, abs=1e-9)
    assert [one.reading.learning for one in trend.seen] == [True, True, False, False, False, False]
    assert trend.seen[0].change < -0.2


def test_a_new_version_is_learnt_anew():
    days = [
        Capacity("Noa", "P2", START + timedelta(weeks=k), Draws(2.0, np.ones(1), "m"), version=1 + (k >= 4))
        for k in range(8)
    ]
    assert [one.learning for one in read_capacity(days, protocols()["P2"])] == [True, True, False, False] * 2


def test_another_device_is_another_setting():
    value = Draws(2.0, np.ones(1), "m")
    days = [
        Capacity("Noa", "P2", START + timedelta(weeks=k), value, circumstances=Circumstances(device=name))
        for k, name in enumerate(("tape", "tape", "tape", "mat"))
    ]
    assert len({one.setting for one in read_capacity(days, protocols()["P2"])}) == 2


@pytest.mark.parametrize(
    ("test", "family"),
    [("P2", StepSummary.FAMILY), ("force", "x"), ("F", "x"), ("swing_time", "x"), ("contact_length", "x")],
)
def test_the_run_itself_is_never_evidence(test, family):
    rows = [replace(row, test=test, family=family) for row in readings()]
    with pytest.raises(InputError, match="contact and flight times"):
        measure_capacity_trend(rows)


def test_roles_are_never_mixed():
    with pytest.raises(ValueError, match="exactly one role"):
        measure_capacity_trend([*readings(), *readings(role=Role.SWING)])


def test_one_day_is_no_trend():
    assert isinstance(measure_capacity_trend(readings()[:2]), Missing)


def test_equal_readings_never_claim_to_be_exact():
    rows = [replace(row, value=0.0, trust=0.03) for row in readings()]
    assert change(rows).standard_error > 0.003


def test_draws_share_one_index_over_days():
    trend = measure_capacity_trend(readings())
    middle = trend.days[len(trend.days) // 2]
    parts = trend.change(trend.since, middle).samples + trend.change(middle, trend.until).samples
    assert parts == pytest.approx(trend.change(trend.since, trend.until).samples)


def test_size_alone_is_no_capacity():
    """A jump that grows as the legs do is no gain; one that stays while the legs grow is no loss of coordination."""
    bodies = [
        Anthropometrics(START, leg_length=0.80),
        Anthropometrics(START + timedelta(weeks=26), leg_length=0.84),
    ]
    lengths = measure_lengths(bodies)
    days = [
        Capacity("Noa", "P2", START + timedelta(weeks=2 * k), Draws(1.6 * (0.84 / 0.80) ** (k / 13), np.ones(1), "m"))
        for k in range(14)
    ]
    grown = change(read_capacity(days, protocols()["P2"]))
    scaled = change(read_capacity(days, protocols()["P2"], lengths=lengths))
    assert grown.point > 0.01
    assert scaled.point == pytest.approx(0.0, abs=0.002)


def test_a_leg_measured_twice_has_not_grown():
    assert (
        measure_lengths([Anthropometrics(START, leg_length=0.90), Anthropometrics(date(2026, 6, 1), leg_length=0.905)])
        is None
    )


def test_runs_of_one_day_are_one_reading():
    day = Draws(8.0, 8.0 * np.exp(np.random.default_rng(0).normal(0.0, 0.01, 500)), "m/s")
    rows = read_speed([(START, day), (START, day), (START + timedelta(7), day)])
    assert len(rows) == 2
    assert rows[0].error == rows[1].error


def test_held_against_error_and_worth():
    held = hold_change(Draws(0.01, 0.01 + 0.02 * np.random.default_rng(1).standard_normal(4000), "1"), 0.03)
    assert not held.beyond_error
    assert held.mdc == pytest.approx(1.645 * 0.02, rel=0.05)
    assert held.chance_worthwhile < 0.3


def test_the_variogram_grows_and_is_one_after_eight_weeks():
    values = level_variogram(np.array([0.0, 1.0, 28.0, 56.0, 200.0]))
    assert values[0] == 0.0
    assert values[3] == pytest.approx(1.0)
    assert (np.diff(values) > 0).all()
