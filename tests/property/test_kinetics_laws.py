"""Laws of force lines, loads, wind, what-ifs and the curve with slowing down, for any athlete."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

from evenstride.core.athlete import Anthropometrics
from evenstride.core.estimate import Draws
from evenstride.core.recording import Conditions, Splits
from evenstride.science.profile.balance import (
    measure_balanced_distance,
    measure_curve_balance,
    measure_line_balance,
    solve_best_curve,
    solve_best_line,
)
from evenstride.science.profile.peak_balance import measure_peak_balance, solve_best_peak_line
from evenstride.science.profile.points import predict_peak_power, solve_power_zone
from evenstride.science.profile.what_if import predict_elsewhere, predict_gains
from evenstride.science.race.deceleration import fit_fading_curve
from evenstride.science.race.deceleration_model import (
    predict_fading_distance,
    predict_fading_speed,
    predict_fading_time,
    predict_top_speed,
)
from evenstride.science.sprint.force import measure_air, predict_in_wind
from evenstride.science.sprint.kinetics import (
    Load,
    predict_kinetics,
    predict_motion,
    predict_time_or_never,
    solve_force_line,
    solve_speed_curve,
)
from evenstride.science.sprint.model import predict_distance, predict_speed, predict_time
from evenstride.science.sprint.work import predict_work

MSS = st.floats(6.0, 12.5)
MAC = st.floats(5.0, 11.0)
MASS = st.floats(50.0, 100.0)
WIND = st.floats(-5.0, 3.0)
DISTANCE = st.floats(5.0, 60.0)
LOAD = st.builds(Load, st.floats(0.0, 30.0), st.floats(0.0, 100.0), st.floats(0.0, 15.0))
PUSH, TAU, FADING = st.floats(5.0, 11.0), st.floats(0.8, 1.8), st.floats(0.0, 0.12)


def air_of(mass, wind=0.0):
    return measure_air(Anthropometrics(mass=mass, height=1.75), Conditions(wind=wind))


def single(mss, mac):
    return {"mss": Draws(mss, np.array([mss]), "m/s"), "mac": Draws(mac, np.array([mac]), "m/s²")}


def time_of(parameters, distance):
    return predict_time_or_never(distance, *(np.array(parameters[name].point) for name in ("mss", "mac"))).item()


@given(MSS, MAC, MASS, st.floats(0.0, 5.0), DISTANCE)
def test_a_head_wind_never_helps_and_a_tail_wind_never_hurts(mss, mac, mass, wind, distance):
    still = air_of(mass)
    line = solve_force_line(mss, mac, still)
    times = [predict_time_or_never(distance, *solve_speed_curve(*line, air_of(mass, w))) for w in (-wind, 0.0, wind)]
    assert times[0] >= times[1] - 1e-12
    assert times[1] >= times[2] - 1e-12


@given(MSS, MAC, MASS, st.floats(0.5, 5.0))
def test_the_same_speeds_ask_more_force_in_a_head_wind(mss, mac, mass, wind):
    speeds = np.linspace(0.0, mss, 20)
    force = {w: predict_kinetics(speeds, mss, mac, air_of(mass, w)).force for w in (-wind, 0.0, wind)}
    assert np.all(force[-wind] > force[0.0])
    assert np.all(force[0.0] > force[wind])


@given(MSS, MAC, MASS, WIND, LOAD)
def test_curve_and_force_line_are_the_same_in_other_words(mss, mac, mass, wind, load):
    air = air_of(mass, wind)
    f0, v0 = solve_force_line(mss, mac, air, load=load)
    slope = (mass + load.moved) * mac / mss + 2.0 * air.factor * wind
    level = (mass + load.moved) * mac + air.factor * wind**2 + load.resistance
    assume(slope**2 > 4.0 * air.factor * level)  # the force falls to zero somewhere
    assert predict_kinetics([0.0, v0], mss, mac, air, load=load).force == pytest.approx([f0, 0.0], abs=1e-6)
    assert solve_speed_curve(f0, v0, air, load=load) == pytest.approx((mss, mac), rel=1e-9)


@given(MSS, MAC, MASS, st.floats(-5.0, 0.0), LOAD)
def test_elsewhere_means_equal_force_at_equal_speed(mss, mac, mass, wind, load):
    assume(mass * mac > 1.5 * load.resistance)
    here, there = air_of(mass), air_of(mass, wind)
    other = predict_elsewhere(single(mss, mac), here, there, new_load=load)
    speeds = np.linspace(0.0, 0.9 * mss, 9)
    before = predict_kinetics(speeds, mss, mac, here).force
    after = predict_kinetics(speeds, other["mss"].point, other["mac"].point, there, load=load).force
    assert after == pytest.approx(before, rel=1e-7)


@given(MSS, st.floats(0.7, 1.5), MASS, st.floats(-5.0, 0.0))
def test_elsewhere_agrees_with_the_closed_form_for_wind(mss, tau, mass, wind):
    there = air_of(mass, wind)
    found = predict_elsewhere(single(mss, mss / tau), air_of(mass), there)
    assert (found["mss"].point, found["tau"].point) == pytest.approx(predict_in_wind(mss, tau, there), rel=1e-9)


@given(MSS, MAC, MASS, DISTANCE, LOAD)
def test_a_load_never_helps(mss, mac, mass, distance, load):
    assume(mass * mac > 1.5 * load.resistance)
    loaded = predict_elsewhere(single(mss, mac), air_of(mass), air_of(mass), new_load=load)
    assert time_of(loaded, distance) >= time_of(single(mss, mac), distance) - 1e-12


@given(MSS, MAC, MASS, WIND, LOAD)
def test_peak_power_is_the_highest_power(mss, mac, mass, wind, load):
    air = air_of(mass, wind)
    top = predict_peak_power(mss, mac, air, load=load)
    speeds = np.linspace(0.0, mss, 4001)
    grid = predict_kinetics(speeds, mss, mac, air, load=load).power
    assert predict_kinetics(top.speed, mss, mac, air, load=load).power == pytest.approx(grid.max(), rel=1e-6)


@given(MSS, MAC, st.floats(0.05, 5.0))
def test_time_distance_and_speed_ask_for_the_same_moment(mss, mac, time):
    motion = predict_motion(time, mss, mac, axis="time")
    for axis in ("distance", "speed"):
        again = predict_motion(getattr(motion, axis), mss, mac, axis=axis)
        assert again.time == pytest.approx(time, rel=1e-6)
        assert again.acceleration == pytest.approx(motion.acceleration, abs=1e-6)


@given(MSS, MAC, DISTANCE)
def test_best_curve_is_what_a_search_finds(mss, mac, distance):
    found = minimize_scalar(
        lambda x: predict_time(distance, mss * np.exp(x), mss / mac * np.exp(2.0 * x)).item(),
        bounds=(-2.5, 2.5),
        method="bounded",
        options={"xatol": 1e-9},
    )
    best, push = solve_best_curve(np.array(mss), np.array(mac), distance)
    assert best == pytest.approx(mss * np.exp(found.x), rel=1e-4)
    assert best * push == pytest.approx(mss * mac)
    balance = measure_curve_balance(single(mss, mac), distance)
    assert balance.imbalance.point == pytest.approx(100.0 * (mac / mss) / (push / best))
    assert balance.gain.point <= 1e-12


@given(st.floats(400.0, 900.0), st.floats(7.0, 12.0), MASS, DISTANCE)
def test_best_line_is_what_a_search_finds(f0, v0, mass, distance):
    air = air_of(mass)

    def time(x):
        curve = solve_speed_curve(np.array(f0 * np.exp(x)), np.array(v0 * np.exp(-x)), air)
        return predict_time_or_never(distance, *curve).item()

    found = minimize_scalar(time, bounds=(-2.0, 2.0), method="bounded", options={"xatol": 1e-9})
    best = solve_best_line(np.array(f0), np.array(v0), distance, air)
    assert best[0] == pytest.approx(f0 * np.exp(found.x), rel=1e-4)
    assert best[0] * best[1] == pytest.approx(f0 * v0)


@given(MSS, MAC, DISTANCE)
def test_without_air_the_balance_of_the_line_is_that_of_the_curve(mss, mac, distance):
    thin = measure_air(Anthropometrics(mass=75, height=1.75), Conditions(pressure_torr=1e-6))
    line = measure_line_balance(single(mss, mac), distance, thin)
    curve = measure_curve_balance(single(mss, mac), distance)
    assert line.imbalance.point == pytest.approx(curve.imbalance.point, rel=1e-4)
    assert line.gain.point == pytest.approx(curve.gain.point, abs=1e-6)


@given(st.floats(500.0, 900.0), st.floats(8.0, 12.0), MASS, st.floats(10.0, 60.0))
def test_best_line_of_equal_peak_power_is_what_a_search_finds(f0, v0, mass, distance):
    air = air_of(mass)

    def peak(force, speed):
        mss, mac = solve_speed_curve(force, speed, air)
        top = minimize_scalar(
            lambda v: -predict_kinetics(v, mss, mac, air).power.item(),
            bounds=(0.0, mss.item()),
            method="bounded",
            options={"xatol": 1e-10},
        )
        return -top.fun

    held = peak(f0, v0)

    def speed_of(force):
        return brentq(lambda speed: peak(force, speed) - held, 2.0 * held / force, 8.0 * held / force)

    def time(x):
        try:
            speed = speed_of(f0 * np.exp(x))
        except ValueError:  # far from the best balance no line within the bracket has this peak power
            return 1e3
        return predict_time_or_never(distance, *solve_speed_curve(f0 * np.exp(x), speed, air)).item()

    found = minimize_scalar(time, bounds=(-1.0, 1.0), method="bounded", options={"xatol": 1e-6})
    best = solve_best_peak_line(np.array(f0), np.array(v0), distance, air)
    assert peak(*best) == pytest.approx(held, rel=1e-7)
    assert best[0] == pytest.approx(f0 * np.exp(found.x), rel=1e-3)


@given(MSS, MAC, DISTANCE)
def test_without_air_all_three_balances_agree(mss, mac, distance):
    thin = measure_air(Anthropometrics(mass=75, height=1.75), Conditions(pressure_torr=1e-6))
    peak = measure_peak_balance(single(mss, mac), distance, thin)
    curve = measure_curve_balance(single(mss, mac), distance)
    assert peak.imbalance.point == pytest.approx(curve.imbalance.point, rel=1e-4)


@given(MSS, MAC, MASS, st.floats(-2.0, 2.0))
def test_at_the_balanced_distance_force_and_speed_are_worth_the_same(mss, mac, mass, wind):
    air = air_of(mass, wind)
    distance = measure_balanced_distance(single(mss, mac), air=air).point
    assert measure_line_balance(single(mss, mac), distance, air).imbalance.point == pytest.approx(100.0, abs=0.05)
    gains = predict_gains(single(mss, mac), distance, change=1e-4, air=air)
    assert gains["f0"].point == pytest.approx(gains["v0"].point, rel=1e-3)
    assert measure_curve_balance(
        single(mss, mac), measure_balanced_distance(single(mss, mac)).point
    ).imbalance.point == (pytest.approx(100.0))


@given(MSS, MAC, MASS, st.floats(-3.0, 3.0), LOAD, st.floats(0.1, 0.99))
def test_power_is_at_the_share_on_the_edges_of_its_zone_and_above_between(mss, mac, mass, wind, load, share):
    air = air_of(mass, wind)
    low, high = solve_power_zone(share, np.array(mss), np.array(mac), air, load=load)
    top = predict_peak_power(mss, mac, air, load=load)
    peak = predict_kinetics(top.speed, mss, mac, air, load=load).power
    edges = predict_kinetics([low, high], mss, mac, air, load=load).power
    assert low <= top.speed <= high <= mss
    assert edges[0] == pytest.approx(share * peak, rel=1e-6)
    assert edges[1] == pytest.approx(share * peak, rel=1e-6) if high < mss else edges[1] >= share * peak


@given(MSS, MAC, MASS, WIND, LOAD, st.floats(0.2, 8.0))
def test_work_is_the_integral_of_power(mss, mac, mass, wind, load, time):
    air = air_of(mass, wind)
    nodes, weights = np.polynomial.legendre.leggauss(200)
    times = time * (nodes + 1.0) / 2.0
    power = predict_kinetics(predict_speed(times, mss, mss / mac), mss, mac, air, load=load).power
    assert predict_work(time, mss, mac, air, load=load) == pytest.approx(time / 2.0 * (weights @ power), rel=1e-5)


@given(MSS, MAC, MASS, DISTANCE, st.floats(0.001, 0.2))
def test_more_of_anything_is_faster_and_nothing_changes_nothing(mss, mac, mass, distance, change):
    gains = predict_gains(single(mss, mac), distance, change=change, air=air_of(mass))
    assert set(gains) == {"mss", "mac", "f0", "v0"}
    assert all(draws.point < 0.0 for draws in gains.values())
    none = predict_gains(single(mss, mac), distance, change=0.0, air=air_of(mass))
    assert all(draws.point == pytest.approx(0.0, abs=1e-12) for draws in none.values())


@given(PUSH, TAU, FADING)
def test_fading_distance_is_the_integral_of_speed(push, tau, fading):
    times = np.linspace(0.0, 11.0, 11001)
    speeds = predict_fading_speed(times, push, tau, fading)
    way = predict_fading_distance(times, push, tau, fading)
    assert way[-1] == pytest.approx(np.sum((speeds[1:] + speeds[:-1]) / 2 * np.diff(times)), abs=1e-5)


@given(PUSH, TAU, st.floats(0.0, 10.0))
def test_without_fading_it_is_the_plain_curve(push, tau, time):
    assert predict_fading_speed(time, push, tau, 0.0) == pytest.approx(predict_speed(time, push * tau, tau))
    assert predict_fading_distance(time, push, tau, 0.0) == pytest.approx(predict_distance(time, push * tau, tau))
    distance = predict_distance(time, push * tau, tau)
    assert predict_fading_time(distance, push, tau, 0.0) == pytest.approx(time, abs=1e-6)


@given(PUSH, TAU, FADING, st.floats(0.0, 100.0))
def test_fading_time_and_distance_are_inverse(push, tau, fading, distance):
    time = predict_fading_time(distance, push, tau, fading)
    assume(np.isfinite(time))
    assert predict_fading_distance(time, push, tau, fading) == pytest.approx(distance, abs=1e-8)


@given(PUSH, TAU, st.floats(0.01, 0.12))
def test_speed_rises_to_its_top_and_falls_after(push, tau, fading):
    top, speed = predict_top_speed(push, tau, fading)
    beside = predict_fading_speed([0.99 * top, 1.01 * top], push, tau, fading)
    assert np.all(beside < speed)
    assert speed < push * tau


@given(PUSH, TAU, FADING, st.floats(0.5, 9.0))
def test_speed_obeys_its_equation_of_motion(push, tau, fading, time):
    step = 1e-4
    speeds = predict_fading_speed([time - step, time, time + step], push, tau, fading)
    acceleration = (speeds[2] - speeds[0]) / (2 * step)
    assert acceleration == pytest.approx(push - speeds[1] / tau - fading * time, abs=1e-6)


@given(st.floats(7.0, 10.0), st.floats(1.1, 1.5), st.floats(0.04, 0.12), st.floats(-0.2, 0.1))
def test_a_race_without_error_is_recovered(push, tau, fading, shift):
    gates = np.arange(10.0, 101.0, 10.0)
    times = predict_fading_time(gates, push, tau, fading) + shift
    assume(np.all(np.isfinite(times)) and times[0] > 0.0)
    found = fit_fading_curve(Splits("A", gates, times), draws=5).parameters
    truth = {"mac": push, "tau": tau, "fading": fading, "time_correction": shift}
    assert {name: found[name].point for name in truth} == pytest.approx(truth, rel=1e-4, abs=1e-5)
