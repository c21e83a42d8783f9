"""Wall switches from a phone on the thigh: planted truth recovered, and what is said when it cannot be."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Missing
from evenstride.core.raw import GyroTrace
from evenstride.core.recording import RawTest
from evenstride.core.roles import Side
from evenstride.core.run import Capacity
from evenstride.core.trials import RawTrials
from evenstride.science.field.tests import measure_field_test
from evenstride.science.field.thigh_switch import measure_switches
from evenstride.science.field.turning import find_turning
from evenstride.science.simulate.raw import PhoneGyro, SimulatedSwitch, ThighSwitch, simulate_switch


def raw_of(simulated: SimulatedSwitch) -> GyroTrace:
    assert isinstance(simulated.raw.raw, GyroTrace)
    return simulated.raw.raw


def with_raw(simulated: SimulatedSwitch, times: np.ndarray, rates: np.ndarray) -> RawTest:
    return replace(simulated.raw, raw=GyroTrace(times, rates))


def codes(found: RawTrials) -> set[str]:
    return {flag.code for flag in found.flags}


@pytest.mark.parametrize("rate", [50.0, 100.0, 200.0, 400.0])
@pytest.mark.parametrize("pause", [0.0, 0.08])
def test_planted_switches_are_recovered(rate: float, pause: float) -> None:
    errors: list[tuple[float, ...]] = []
    for seed in range(12):
        simulated = simulate_switch(ThighSwitch(pause=pause), PhoneGyro(rate=rate), seed=seed)
        found, (truth,) = measure_switches(simulated.raw, seed=seed), simulated.truth
        ((time,), (peak,), (angle,)) = (found.of(name, Side.LEFT) for name in ("switch_time", "peak_rate", "range"))
        errors.append(
            (time.point / truth.switch_time - 1, peak.point / truth.peak_rate - 1, angle.point / truth.range - 1)
        )
    bias, worst = np.mean(errors, axis=0), np.abs(errors).max(axis=0)
    assert np.abs(bias) == pytest.approx(np.zeros(3), abs=0.008)
    assert np.all(worst < (0.02, 0.03, 0.03))


def test_every_set_is_a_trial_of_the_day() -> None:
    simulated = simulate_switch(ThighSwitch(sets=3), seed=5)
    found = measure_switches(simulated.raw)
    (test,) = found.tests
    assert (test.test, test.unit, test.side) == ("S3", "s", Side.LEFT)
    assert test.trials == pytest.approx([one.switch_time for one in simulated.truth], rel=0.01)
    assert {one.name: one.unit for one in test.extras} == {"peak angular velocity": "rad/s", "range": "rad"}
    day = measure_field_test([replace(test, on=date(2026, 3, 1))])
    assert isinstance(day, Capacity)
    assert day.usable
    assert day.value.point == pytest.approx(np.mean(sorted(test.trials)[:2]))
    assert day.value.unit == "s"


def test_the_error_of_a_time_is_that_of_its_two_ends() -> None:
    found = measure_switches(simulate_switch(phone=PhoneGyro(noise=0.2), seed=2).raw)
    (test,), (time,) = found.tests, found.of("switch_time", Side.LEFT)
    assert test.device.timing_sd is not None
    assert test.device.timing_sd * 2**0.5 == pytest.approx(time.standard_error, rel=1e-6)


@pytest.mark.parametrize(("down", "up"), [(0.30, 0.20), (0.20, 0.30)])
def test_the_first_movement_is_down_whatever_the_axis(down: float, up: float) -> None:
    for seed in range(6):
        simulated = simulate_switch(ThighSwitch(down=down, up=up, pause=0.0), seed=seed)
        found = measure_switches(simulated.raw)
        ((time,), (back,)) = (found.of(name, Side.LEFT) for name in ("switch_time", "switch_time_down"))
        assert time.point == pytest.approx(up, rel=0.08)
        assert back.point == pytest.approx(down, rel=0.08)


def test_the_end_of_the_range_is_never_a_peak() -> None:
    found = measure_switches(simulate_switch(phone=PhoneGyro(limit=4.0), seed=3).raw)
    assert "saturated" in codes(found)
    assert found.of("switch_time", Side.LEFT)
    (peak,) = (one.value for one in found.quantities if one.name == "peak_rate")
    assert isinstance(peak, Missing)
    assert "end of its range" in peak.reason
    assert found.tests[0].extras == ()


def test_a_low_rate_is_flagged_and_a_hopeless_one_refused() -> None:
    found = measure_switches(simulate_switch(phone=PhoneGyro(rate=40.0), seed=1).raw)
    assert "low_rate" in codes(found)
    wide, narrow = (
        measure_switches(simulate_switch(phone=PhoneGyro(rate=rate), seed=1).raw).of("switch_time", Side.LEFT)[0]
        for rate in (40.0, 400.0)
    )
    assert wide.standard_error > narrow.standard_error
    with pytest.raises(FitError, match=r"S3 left: .* are too few to tell switches from.*fastest rate"):
        measure_switches(simulate_switch(phone=PhoneGyro(rate=12.0), seed=1).raw)


def test_readings_the_logger_only_held_are_dropped() -> None:
    simulated = simulate_switch(seed=4)
    raw = raw_of(simulated)
    times = np.repeat(raw.times, 2)
    times[1::2] += 0.005
    held = with_raw(simulated, times, np.repeat(raw.rates, 2, axis=0))
    found = measure_switches(held)
    assert "dropped" in codes(found)
    assert found.tests[0].trials == pytest.approx(measure_switches(simulated.raw).tests[0].trials, rel=1e-9)


def test_a_clock_that_stands_or_runs_back_is_left_out() -> None:
    simulated = simulate_switch(seed=6)
    raw = raw_of(simulated)
    times = raw.times.copy()
    times[50] = times[49]
    times[90] = times[80]
    found = measure_switches(with_raw(simulated, times, raw.rates))
    assert "dropped" in codes(found)
    assert found.tests[0].trials == pytest.approx(measure_switches(simulated.raw).tests[0].trials, rel=1e-6)


def test_rest_takes_the_drift_off() -> None:
    simulated = simulate_switch(phone=PhoneGyro(bias=0.3, sway=0.0, noise=0.005), seed=7)
    turning = find_turning(raw_of(simulated), where="S3")
    assert abs(float(np.median(turning.rates[turning.still]))) < 0.01
    assert turning.share > 0.99
    assert abs(abs(float(turning.axis @ simulated.axis)) - 1.0) < 1e-3
    (angle,) = measure_switches(simulated.raw).of("range", Side.LEFT)
    assert angle.point == pytest.approx(simulated.truth[0].range, rel=0.005)


def test_without_rest_it_is_said_and_the_range_is_wide() -> None:
    simulated = simulate_switch(ThighSwitch(pause=0.0), PhoneGyro(sway=0.0), seed=8)
    raw = raw_of(simulated)
    fast = np.flatnonzero(np.linalg.norm(raw.rates, axis=1) > 3.0)
    # The lift before and the lowering after are slow; only what lies between is kept.
    kept = slice(int(fast[0]) - 3, int(fast[-1]) + 4)
    cut = with_raw(simulated, raw.times[kept], raw.rates[kept])
    found, whole = measure_switches(cut), measure_switches(simulated.raw)
    assert "no_rest" in codes(found)
    assert found.of("range", Side.LEFT)[0].standard_error > 2 * whole.of("range", Side.LEFT)[0].standard_error


def test_a_phone_that_slips_is_seen() -> None:
    simulated = simulate_switch(seed=9)
    raw = raw_of(simulated)
    half = raw.times.size // 2
    turned = np.concatenate([raw.rates[:half], raw.rates[half:] @ np.array([[0, 1, 0], [0, 0, 1], [1, 0, 0]])])
    assert "loose_phone" in codes(measure_switches(with_raw(simulated, raw.times, turned)))


def test_other_numbers_of_switches_are_questioned() -> None:
    found = measure_switches(simulate_switch(ThighSwitch(switches=8), seed=1).raw)
    assert [flag.text for flag in found.flags if flag.code == "switches"] == [
        "8 switches were found, 6 are one trial; check that all of them were full"
    ]


def test_what_holds_no_switches_is_refused_in_a_sentence() -> None:
    simulated = simulate_switch(ThighSwitch(switches=2), seed=1)
    with pytest.raises(FitError, match=r"no 4 fast swings in turn were found"):
        measure_switches(simulated.raw)
    still = with_raw(simulated, 0.01 * np.arange(300), np.zeros((300, 3)))
    with pytest.raises(FitError, match=r"nothing turns in this recording"):
        measure_switches(still)
    with pytest.raises(FitError, match=r"1 samples"):
        measure_switches(with_raw(simulated, np.zeros(1), np.zeros((1, 3))))
    with pytest.raises(InputError, match=r"no recording of a gyroscope on one thigh"):
        measure_switches(replace(simulated.raw, side=None))
