"""Simulate, measure, recover: 90 % intervals hold the truth nine times in ten; over-confidence fails."""

import numpy as np
import pytest

from evenstride.core.estimate import Draws
from evenstride.science.change import progress
from validation.loop_steps import athlete_coverage, change_coverage, step_coverage

RUNS = 200
WITHIN = (0.86, 0.94)


@pytest.fixture(scope="module")
def recovered():
    return athlete_coverage(RUNS)


@pytest.mark.parametrize("name", ["P1", "P2", "S1", "S3", "push", "swing"])
def test_simulated_athletes_are_recovered(recovered, name):
    assert WITHIN[0] <= recovered[name] <= WITHIN[1]


@pytest.mark.parametrize(
    ("test", "sessions", "error", "spread"),
    [("P2", 4, 0.024, True), ("S3", 3, 0.08, True), ("S3", 10, 0.02, False), ("S3", 6, 0.04, False)],
)
def test_capacity_changes_cover(test, sessions, error, spread):
    assert WITHIN[0] <= change_coverage(test, sessions, 400, error=error, spread=spread) <= WITHIN[1]


def test_normal_instead_of_student_draws_would_be_over_confident(monkeypatch):
    class Normal:
        def __init__(self, rng):
            self.rng = rng

        def standard_t(self, _freedom, draws):
            return self.rng.standard_normal(draws)

    real = progress._rng
    monkeypatch.setattr(progress, "_rng", lambda seed, tag: Normal(real(seed, tag)))
    monkeypatch.setattr(progress, "LEAST_PRIOR", 1e-6)
    monkeypatch.setattr(progress, "PRIOR_SESSIONS", 1e-6)
    assert change_coverage("S3", 4, 400, error=0.04, spread=False) < WITHIN[0]


def test_first_against_last_session_would_be_less_sure():
    """Why the trend uses all sessions: its error is that of the slope, below that of two single days."""
    rng = np.random.default_rng(1)
    days = np.arange(11.0) * 7.0
    logs = rng.normal(0.0, 0.02, (2000, 11))
    centred = days - days.mean()
    slopes = logs @ centred / (centred @ centred)
    ends = logs[:, -1] - logs[:, 0]
    assert (slopes * 70.0).std() < 0.75 * ends.std()


def test_step_intervals_cover():
    for name, share in step_coverage(14, 300).items():
        assert WITHIN[0] <= share <= WITHIN[1], name


def test_scale_of_draws_is_that_of_the_trend():
    # One known case by hand: 3 weekly sessions, stated error, no residual: SE = TE·√2 pooled with 4 of 5 shares.
    change, scale = progress._trend(
        np.array([0.0, 7.0, 14.0]), np.zeros(3), np.full(3, 0.024), 4.0, np.random.default_rng(0), 200_000
    )
    assert isinstance(change, Draws)
    assert scale == pytest.approx((4.0 / 5.0) ** 0.5)
    half = np.quantile(change.samples, 0.95)
    assert half == pytest.approx(2.015 * scale * 0.024 * 2**0.5, rel=0.02)
