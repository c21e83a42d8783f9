"""Steps from the sacrum and contacts from a foot's gyroscope: simulated truth recovered, and what is refused."""

import numpy as np
import pytest

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Draws, Missing
from evenstride.science.sensors.leg_gyro_events import find_leg_strides, find_turning_contacts
from evenstride.science.sensors.sacrum_events import find_sacral_steps
from evenstride.science.simulate.foot import simulate_foot
from evenstride.science.simulate.sacrum import simulate_sacrum

EVEN = {"contact_times": (0.2, 0.2), "flight_times": (0.13, 0.13)}


def codes(found) -> set[str]:
    return {flag.code for flag in found.flags}


def turning_of(foot, *, axis=(0.0, -1.0, 0.0)):
    along = foot.forefoot - foot.heel
    return np.outer(np.gradient(np.arctan2(along[:, 2], along[:, 0]), 1.0 / foot.rate), axis)


class TestSacrum:
    @pytest.mark.parametrize("rate", [50.0, 100.0, 208.0, 500.0])
    def test_step_times(self, rate) -> None:
        run = simulate_sacrum(**EVEN, rate=rate, noise=0.5)
        found = find_sacral_steps(run.acceleration, rate)
        assert found.step_frequency.point == pytest.approx(1 / 0.33, rel=0.005)
        assert len(found.touchdowns) in (15, 16)
        assert found.step_times == pytest.approx(0.33, abs=0.01)

    def test_contact_time_lies_in_its_draws(self) -> None:
        found = find_sacral_steps(simulate_sacrum(**EVEN).acceleration, 500.0)
        assert isinstance(found.contact_time, Draws)
        assert found.contact_time.standard_error >= 0.019
        told = found.contact_time.estimate()
        assert told.low < 0.2 < told.high

    def test_the_sensor_may_lean(self) -> None:
        straight, leant = (
            find_sacral_steps(simulate_sacrum(**EVEN, tilt=tilt).acceleration, 500.0) for tilt in (0.0, 0.5)
        )
        assert leant.touchdowns == pytest.approx(straight.touchdowns)

    def test_an_axis_that_was_not_written(self) -> None:
        run = simulate_sacrum(**EVEN)
        axes = run.acceleration.copy()
        axes[:, 1] = np.nan
        assert find_sacral_steps(axes, 500.0).step_frequency.point == pytest.approx(1 / 0.33, rel=0.005)

    def test_impacts_do_not_fragment(self) -> None:
        found = find_sacral_steps(simulate_sacrum(**EVEN, impact=3.0, noise=1.0).acceleration, 500.0)
        assert found.step_frequency.point == pytest.approx(1 / 0.33, rel=0.01)

    def test_contact_times_need_their_rate(self) -> None:
        found = find_sacral_steps(simulate_sacrum(**EVEN, rate=100.0).acceleration, 100.0)
        assert isinstance(found.contact_time, Missing)
        assert "100 samples a second" in found.contact_time.reason
        assert np.isnan(found.contact_times).all()

    def test_walking_is_said(self) -> None:
        # Two steps a second, never without support: 1 ± 0.35 g.
        times = np.arange(5000) / 500.0
        up = 9.81 * (1.0 + 0.35 * np.sin(2.0 * np.pi * 2.0 * times))
        found = find_sacral_steps(up[:, None], 500.0)
        assert found.walking
        assert "walking" in codes(found)
        assert isinstance(found.contact_time, Missing)
        assert found.step_frequency.point == pytest.approx(2.0, rel=0.005)

    def test_a_pause_is_no_step(self) -> None:
        run = simulate_sacrum(**EVEN)
        rest = np.tile([0.0, 0.0, 9.81], (1500, 1))
        found = find_sacral_steps(np.concatenate([run.acceleration, rest, run.acceleration]), 500.0)
        assert "pause" in codes(found)
        assert np.isnan(found.step_times).sum() == 1
        assert found.step_frequency.point == pytest.approx(1 / 0.33, rel=0.02)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (lambda run: run.acceleration / 9.81, "Check the unit"),
            (lambda run: run.acceleration - run.acceleration.mean(axis=0), "gravity was not taken off"),
            (lambda run: run.acceleration[:200], "less than a second"),
            (lambda run: np.where(np.arange(len(run.acceleration))[:, None] == 9, np.nan, run.acceleration), "gaps"),
        ],
    )
    def test_what_cannot_be(self, change, message) -> None:
        with pytest.raises(InputError, match=message):
            find_sacral_steps(change(simulate_sacrum(**EVEN)), 500.0)

    def test_too_slow_a_sensor(self) -> None:
        with pytest.raises(InputError, match="25 samples a second are too few"):
            find_sacral_steps(simulate_sacrum(**EVEN, rate=25.0).acceleration, 25.0)

    def test_lying_still(self) -> None:
        still = np.tile([0.0, 0.0, 9.81], (2000, 1))
        with pytest.raises(FitError, match="nobody walks or runs"):
            find_sacral_steps(still + np.random.default_rng(1).normal(0, 0.05, still.shape), 500.0)


class TestFootGyroscope:
    @pytest.mark.parametrize("axis", [(0.0, -1.0, 0.0), (0.0, 1.0, 0.0), (0.6, 0.0, 0.8)])
    def test_any_orientation(self, axis) -> None:
        foot = simulate_foot(speed=5.0, contact_time=0.18, stride_time=0.68, strides=7)
        found = find_turning_contacts(turning_of(foot, axis=axis), foot.rate)
        assert found.stride_time == pytest.approx(0.68, abs=0.004)
        assert np.diff(found.touchdowns) == pytest.approx(0.68, abs=0.01)
        assert found.contact_time.standard_error >= 0.018

    def test_degrees_are_refused(self) -> None:
        foot = simulate_foot(speed=5.0, contact_time=0.18, stride_time=0.68)
        with pytest.raises(InputError, match=r"deg/s\?"):
            find_turning_contacts(np.rad2deg(turning_of(foot)), foot.rate)

    def test_too_slow_a_sensor(self) -> None:
        foot = simulate_foot(speed=5.0, contact_time=0.18, stride_time=0.68, rate=100.0)
        with pytest.raises(InputError, match="too few for contact times"):
            find_turning_contacts(turning_of(foot), foot.rate)

    def test_one_stride_is_too_few(self) -> None:
        foot = simulate_foot(speed=5.0, contact_time=0.18, stride_time=0.68)
        with pytest.raises(FitError):
            find_turning_contacts(turning_of(foot)[:120], foot.rate)


def test_strides_of_a_leg_are_strides() -> None:
    """A thigh swings once a stride, with a second, lower bump that must not be taken for one."""
    phase = 2.0 * np.pi * 1.5 * np.arange(2000) / 200.0
    swing = 7.0 * np.sin(phase) + 3.0 * np.sin(2.0 * phase)
    strides = find_leg_strides(np.stack([0 * swing, swing, 0.2 * swing], axis=1), 200.0)
    assert len(strides) in (13, 14)
    assert strides == pytest.approx(1 / 1.5, abs=1e-3)
