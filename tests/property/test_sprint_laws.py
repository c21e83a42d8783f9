"""Laws the speed curve, its forces and its fit must keep for any athlete."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.athlete import Anthropometrics
from evenstride.core.fit import Correction
from evenstride.core.recording import Conditions, Splits
from evenstride.core.units import to_si
from evenstride.science.simulate.sprint import simulate_splits, simulate_trace
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.force import Air, measure_air, predict_drag, predict_force, predict_in_wind
from evenstride.science.sprint.metrics import measure_sprint
from evenstride.science.sprint.model import (
    LEAD,
    clock_distances,
    course_speeds,
    gate_times,
    predict_distance,
    predict_speed,
    predict_time,
    trace_speeds,
)

GATES = (5, 10, 20, 30, 40)
MSS = st.floats(6.0, 12.5)
TAU = st.floats(0.7, 1.5)
SHIFT = st.floats(-0.4, 0.4)
FLYING = st.floats(0.0, 1.0)
WIND = st.floats(-6.0, 4.0)
BODY = Anthropometrics(mass=70, height=1.75)


def points(fit):
    return {name: draws.point for name, draws in fit.parameters.items()}


@given(MSS, TAU, SHIFT, FLYING)
def test_distance_is_the_integral_of_speed(mss, tau, shift, flying):
    times = np.linspace(shift, shift + 6.0, 6001)
    corrections = {"time_correction": shift, "flying_distance": flying}
    speeds = predict_speed(times, mss, tau, **corrections)
    way = predict_distance(times, mss, tau, **corrections)
    travelled = np.sum((speeds[1:] + speeds[:-1]) / 2 * np.diff(times))
    assert way[-1] - way[0] == pytest.approx(travelled, abs=1e-5)


@given(MSS, TAU, SHIFT, FLYING, st.floats(0.0, 100.0))
def test_time_and_distance_are_inverse(mss, tau, shift, flying, distance):
    corrections = {"time_correction": shift, "flying_distance": flying}
    time = predict_time(distance, mss, tau, **corrections)
    assert predict_distance(time, mss, tau, **corrections) == pytest.approx(distance, abs=1e-6)


def test_nobody_moves_before_the_start():
    assert predict_time(0.0, 9.0, 1.2) == 0.0
    assert predict_speed([-1.0, 0.0], 9.0, 1.2).tolist() == [0.0, 0.0]
    assert predict_distance([-1.0, 0.0], 9.0, 1.2).tolist() == [0.0, 0.0]


PLACES = st.floats(-2.0, 1.0)


@given(MSS, TAU, SHIFT, st.floats(-0.3, 0.5), PLACES, st.sampled_from([0.0, 0.2, 1.0]))
def test_gate_derivatives_are_exact(mss, tau, shift, lead, place, flying):
    gates = np.array(GATES, dtype=float)
    check_derivatives(
        lambda p: gate_times(p, gates, flying_distance=flying), mss, tau, (shift, lead, place), lead_is_free=not flying
    )


@given(MSS, TAU, SHIFT)
def test_trace_derivatives_are_exact(mss, tau, shift):
    check_derivatives(lambda p: trace_speeds(p, np.linspace(0.5, 5.0, 20)), mss, tau, (shift, 0.0, 0.0))


@given(MSS, TAU, PLACES)
def test_course_derivatives_are_exact(mss, tau, place):
    check_derivatives(lambda p: course_speeds(p, np.linspace(1.5, 40.0, 20)), mss, tau, (0.0, 0.0, place))


@given(MSS, TAU, SHIFT, st.floats(0.0, 0.5), PLACES, st.sampled_from([0.0, 0.2, 1.0]))
def test_position_derivatives_are_exact(mss, tau, shift, lead, place, flying):
    times = np.linspace(0.6, 5.0, 20)
    check_derivatives(
        lambda p: clock_distances(p, times, flying_distance=flying),
        mss,
        tau,
        (shift, lead, place),
        lead_is_free=not flying,
    )


def check_derivatives(function, mss, tau, rest, *, lead_is_free=True):
    theta = np.array([np.log(mss), np.log(tau), *rest])
    slopes = function(theta)[1]
    for column in range(5):
        if column == LEAD and not lead_is_free:
            continue
        step = np.zeros(5)
        step[column] = 1e-6
        numeric = (function(theta + step)[0] - function(theta - step)[0]) / 2e-6
        # Either side of a lead of zero the curve is only once differentiable.
        assert np.allclose(slopes[:, column], numeric, atol=2e-5)


@given(MSS, TAU, SHIFT)
def test_time_correction_comes_back(mss, tau, shift):
    fit = fit_speed_curve(simulate_splits(GATES, mss, tau, time_correction=shift), draws=1)
    assert points(fit) == pytest.approx(
        {"mss": mss, "mac": mss / tau, "tau": tau, "time_correction": shift}, rel=1e-4, abs=1e-5
    )


@given(MSS, TAU, FLYING)
def test_flying_distance_comes_back(mss, tau, flying):
    splits = simulate_splits(GATES, mss, tau, flying_distance=flying)
    fit = fit_speed_curve(splits, correction=Correction.FLYING, draws=1)
    expected = {"mss": mss, "mac": mss / tau, "tau": tau, "flying_distance": flying}
    assert points(fit) == pytest.approx(expected, rel=1e-3, abs=1e-4)


@given(MSS, TAU, SHIFT, FLYING)
def test_held_corrections_give_the_rest_back(mss, tau, shift, flying):
    splits = simulate_splits(GATES, mss, tau, time_correction=shift, flying_distance=flying)
    fit = fit_speed_curve(splits, fixed={"time_correction": shift, "flying_distance": flying}, draws=1)
    assert points(fit)["mss"] == pytest.approx(mss, rel=1e-4)
    assert points(fit)["tau"] == pytest.approx(tau, rel=1e-4)


@given(MSS, TAU, SHIFT, st.floats(-20.0, 20.0), st.integers(0, 1000))
def test_shifting_the_clock_of_a_trace_shifts_only_the_time_correction(mss, tau, shift, later, seed):
    trace = simulate_trace(np.linspace(0.0, 6.0, 120), mss, tau, time_correction=shift, speed_sd=0.1, seed=seed)
    before = points(fit_speed_curve(trace, draws=1))
    after = points(fit_speed_curve(replace(trace, times=trace.times + later), draws=1))
    assert after["mss"] == pytest.approx(before["mss"], rel=1e-5)
    assert after["tau"] == pytest.approx(before["tau"], rel=1e-5)
    assert after["time_correction"] == pytest.approx(before["time_correction"] + later, abs=1e-4)


@given(MSS, TAU, SHIFT, st.integers(0, 1000))
def test_shifting_gate_times_shifts_only_the_time_correction(mss, tau, shift, seed):
    splits = simulate_splits(GATES, mss, tau, timing_sd=0.005, seed=seed)
    before = points(fit_speed_curve(splits, draws=1))
    after = points(fit_speed_curve(replace(splits, times=splits.times + shift), draws=1))
    assert after["mss"] == pytest.approx(before["mss"], rel=1e-5)
    assert after["mac"] == pytest.approx(before["mac"], rel=1e-4)
    assert after["time_correction"] == pytest.approx(before["time_correction"] + shift, abs=1e-4)


@given(MSS, TAU, SHIFT)
def test_units_scale(mss, tau, shift):
    """Gates set out in yards: reading the numbers as metres gives the speed in yards a second."""
    yard = to_si(1.0, "yd")
    metres = simulate_splits(np.array(GATES) * yard, mss, tau, time_correction=shift)
    yards = replace(metres, distances=np.array(GATES, dtype=float))
    true, raw = points(fit_speed_curve(metres, draws=1)), points(fit_speed_curve(yards, draws=1))
    assert raw["mss"] * yard == pytest.approx(true["mss"], rel=1e-5)
    assert raw["tau"] == pytest.approx(true["tau"], rel=1e-4)
    assert raw["time_correction"] == pytest.approx(true["time_correction"], abs=1e-5)


@given(st.floats(0.1, 12.0), st.floats(0.01, 6.0))
def test_a_head_wind_never_helps(speed, wind):
    air = measure_air(BODY, Conditions())
    against, behind = replace(air, wind=-wind), replace(air, wind=wind)
    assert predict_drag(speed, against) > predict_drag(speed, air) > predict_drag(speed, behind)
    # The same speeds in a head wind need more force at every moment.
    mss, mac = np.array([9.0]), np.array([7.0])
    assert predict_force(np.array([speed]), mss, mac, against) > predict_force(np.array([speed]), mss, mac, air)


@given(MSS, TAU, st.floats(0.01, 6.0))
def test_wind_moves_simulated_times_its_own_way(mss, tau, wind):
    def times(blowing):
        return simulate_splits((5, 10, 20, 30, 40), mss, tau, body=BODY, conditions=Conditions(wind=blowing)).times

    assert np.all(times(-wind) > times(0.0))
    assert np.all(times(wind)[2:] < times(0.0)[2:])
    assert np.all(times(-wind) - times(0.0) >= times(0.0) - times(wind))


@given(MSS, TAU, st.floats(-6.0, 0.0))
def test_the_force_line_does_not_know_the_head_wind(mss, tau, wind):
    """Slower in a head wind, but the same forces: a wrong sign anywhere breaks this."""
    gates, conditions = (5, 10, 20, 30, 40, 50), Conditions(wind=wind)
    still = simulate_splits(gates, mss, tau, body=BODY)
    windy = simulate_splits(gates, mss, tau, body=BODY, conditions=conditions)
    lines = [measure_sprint(splits, fit_speed_curve(splits, draws=2)).values for splits in (still, windy)]
    for name in ("f0", "v0", "pmax_fv"):
        assert lines[1][name].value == pytest.approx(lines[0][name].value, rel=1e-4)


@given(MSS, TAU, WIND)
def test_the_curve_in_wind_keeps_force_at_every_speed(mss, tau, wind):
    still = Air(0.25, 0.0, 70.0)
    blowing = Air(0.25, wind, 70.0)
    speeds = np.linspace(max(wind, 0.0), 0.9 * mss, 20)
    there, lag = predict_in_wind(mss, tau, blowing)
    assert np.allclose(
        predict_force(speeds, np.array(there), np.array(there / lag), blowing),
        predict_force(speeds, np.array(mss), np.array(mss / tau), still),
    )


def test_no_wind_is_a_value():
    assert predict_in_wind(9.0, 1.25, Air(0.25, 0.0, 70.0)) == (9.0, 1.25)
    assert predict_drag(0.0, Air(0.25, 0.0, 70.0)) == 0.0


@given(st.integers(0, 10_000), st.sampled_from([0.01, 0.05]), st.sampled_from(list(Correction)))
def test_draws_are_positive_finite_and_share_one_index(seed, noise, correction):
    splits = simulate_splits(GATES, 9.0, 1.1, time_correction=-0.2, timing_sd=noise, seed=seed)
    fit = fit_speed_curve(splits, correction=correction, seed=seed, draws=500)
    mss, mac, tau = (fit.parameters[name].samples for name in ("mss", "mac", "tau"))
    assert np.allclose(mac, mss / tau)
    for draws in fit.parameters.values():
        estimate = draws.estimate()
        assert draws.samples.size == 500
        assert np.all(np.isfinite(draws.samples))
        assert np.isfinite([estimate.value, estimate.low, estimate.high]).all()
    assert min(mss.min(), tau.min()) > 0.0
    assert fit.parameters.get("flying_distance", fit.parameters["mss"]).samples.min() >= 0.0
    analysis = measure_sprint(splits, fit, body=BODY)
    bounds = [(one.low, one.high) for one in analysis.values.values() if hasattr(one, "low")]
    assert np.isfinite(bounds).all()


@given(MSS, TAU, st.integers(0, 1000))
def test_a_fit_is_the_same_every_time(mss, tau, seed):
    splits = simulate_splits(GATES, mss, tau, timing_sd=0.01, seed=seed)
    first, second = (fit_speed_curve(splits, seed=seed, draws=50) for _ in range(2))
    assert np.array_equal(first.parameters["mac"].samples, second.parameters["mac"].samples)


@given(MSS, TAU)
def test_splits_of_a_trace_and_of_gates_agree(mss, tau):
    trace = fit_speed_curve(simulate_trace(np.linspace(0.0, 6.0, 100), mss, tau), draws=1)
    gates = fit_speed_curve(Splits("A", GATES, predict_time(np.array(GATES, float), mss, tau)), draws=1)
    assert points(trace)["mss"] == pytest.approx(points(gates)["mss"], rel=1e-4)
    assert points(trace)["mac"] == pytest.approx(points(gates)["mac"], rel=1e-3)
