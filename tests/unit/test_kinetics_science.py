"""Loads, what-ifs and races that cannot be, and the sentences they answer with."""

import numpy as np
import pytest

from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Draws
from evenstride.core.recording import Conditions, Splits
from evenstride.science.profile.balance import FINISH, measure_curve_balance
from evenstride.science.profile.points import predict_peak_power
from evenstride.science.profile.values import predict_values
from evenstride.science.profile.what_if import predict_elsewhere, predict_gains
from evenstride.science.race.deceleration import fit_fading_curve, predict_race_time
from evenstride.science.race.deceleration_model import predict_fading_time
from evenstride.science.sprint.force import Air, measure_air
from evenstride.science.sprint.kinetics import (
    Load,
    predict_kinetics,
    predict_motion,
    solve_force_line,
    solve_speed_curve,
)

AIR = measure_air(Anthropometrics(mass=75, height=1.75), Conditions())
CURVE = {"mss": Draws(9.0, np.array([8.9, 9.0, 9.1]), "m/s"), "mac": Draws(7.2, np.array([7.3, 7.2, 7.1]), "m/s²")}
GATES = np.arange(10.0, 101.0, 10.0)


def test_a_vest_presses_on_the_feet_and_a_sled_does_not():
    vest, sled = (predict_kinetics(0.0, 9.0, 7.2, AIR, load=load) for load in (Load(worn=10.0), Load(inertia=10.0)))
    assert vest.force == sled.force
    assert vest.force_ratio < sled.force_ratio


@pytest.mark.parametrize("load", [{"inertia": -1.0}, {"worn": -1.0}, {"resistance": np.nan}])
def test_impossible_loads_are_refused(load):
    with pytest.raises(InputError, match=r"a load of .* is impossible\. Give masses in kg, not below 0"):
        Load(**load)


def test_speeds_beyond_the_top_are_never_reached():
    motion = predict_motion([8.9, 9.0, 9.5], 9.0, 7.2, axis="speed")
    assert np.isfinite(motion.time[0])
    assert np.all(np.isinf(motion.time[1:]))
    assert np.all(np.isinf(motion.distance[1:]))


def test_before_the_start_there_is_no_sprint():
    with pytest.raises(InputError, match=r"distance cannot be -1\. A sprint is counted from its first movement"):
        predict_motion([-1.0, 5.0], 9.0, 7.2, axis="distance")


def test_intervals_come_from_the_draws_and_reach_to_infinity_where_some_never_arrive():
    found = predict_values(CURVE, [8.95], axis="speed", air=AIR)
    assert (np.isfinite(found["time"].value[0]), found["time"].high[0]) == (True, np.inf)
    assert found["force"].low[0] < found["force"].value[0] < found["force"].high[0]
    assert "force" not in predict_values(CURVE, [8.95], axis="speed")


def test_a_heavy_resistance_moves_peak_power_to_a_speed_never_reached():
    top = predict_peak_power(9.0, 7.2, AIR, load=Load(resistance=2000.0))
    assert (top.speed, top.time) == (9.0, np.inf)


def test_best_curve_reaches_the_line_at_88_percent_of_its_top_speed():
    balance = measure_curve_balance(CURVE, 30.0)
    motion = predict_motion(30.0, balance.speed.point, balance.push.point, axis="distance")
    assert motion.speed / balance.speed.point == pytest.approx(1.0 - np.exp(-FINISH))
    assert round(1.0 - np.exp(-FINISH), 2) == 0.88


def test_a_load_that_holds_the_athlete_is_refused():
    with pytest.raises(InputError, match=r"this load could hold the athlete\. In some draws the resistance"):
        predict_elsewhere(CURVE, AIR, AIR, new_load=Load(resistance=535.0))


@pytest.mark.parametrize(
    ("distance", "change", "sentence"),
    [(0.0, 0.02, "a distance of 0 m"), (40.0, -1.0, "a change of -1 leaves nothing")],
)
def test_senseless_questions_are_refused(distance, change, sentence):
    with pytest.raises(InputError, match=sentence):
        predict_gains(CURVE, distance, change=change)


def test_a_run_without_slowing_down_is_refused():
    with pytest.raises(FitError, match=r"A: these times do not show how the athlete slows down\. No slowing"):
        fit_fading_curve(Splits("A", GATES, predict_fading_time(GATES, 9.0, 1.3, 0.0).round(2)))


def test_too_few_gates_and_wrong_order_are_refused():
    with pytest.raises(FitError, match=r"A: 4 gates are too few .* It has 4 unknowns"):
        fit_fading_curve(Splits("A", [10, 20, 30, 40], [2.0, 3.0, 4.0, 5.0]))
    times = predict_fading_time(GATES, 9.0, 1.3, 0.08)
    times[4] = times[3]
    with pytest.raises(FitError, match="do not both increase"):
        fit_fading_curve(Splits("A", GATES, times))


def test_intervals_of_a_race_hold_the_truth_about_as_often_as_they_say():
    rng = np.random.default_rng(20090816)
    truth = predict_fading_time(GATES, 9.0, 1.4, 0.08)
    held = refused = 0
    for run in range(120):
        try:
            fit = fit_fading_curve(Splits("A", GATES, truth + rng.normal(0.0, 0.005, truth.size)), seed=run, draws=500)
        except FitError:
            refused += 1
            continue
        interval = fit.parameters["mss"].estimate()
        held += interval.low <= 9.0 * 1.4 <= interval.high
    assert refused <= 6
    assert 0.83 <= held / (120 - refused) <= 0.97


def test_nobody_arrives_where_the_push_has_faded():
    assert predict_fading_time(1e4, 9.0, 1.4, 0.08) == np.inf
    fit = fit_fading_curve(Splits("A", GATES, predict_fading_time(GATES, 9.0, 1.4, 0.08).round(3)), draws=5)
    with pytest.raises(InputError, match="are not reached in every draw"):
        predict_race_time(fit, 1e4, Air(0.3, 0.0, 80.0), Air(0.3, 1.0, 80.0))


@pytest.mark.parametrize(("wind", "pull"), [(4.1, -20.0), (5.7, 0.0), (5.7, -40.0), (2.0, 60.0)])
def test_a_sled_that_never_outruns_the_wind_has_its_force_line_too(wind, pull):
    air, load = Air(0.3, wind, 100.0), Load(inertia=50.0, resistance=pull)
    f0, v0 = solve_force_line(3.0, 2.3, air, load=load)
    assert predict_kinetics(v0, 3.0, 2.3, air, load=load).force == pytest.approx(0.0, abs=1e-9)
    mss, mac = solve_speed_curve(f0, v0, air, load=load)
    assert (mss, mac) == pytest.approx((3.0, 2.3))


def test_a_wind_that_is_no_number_is_refused():
    with pytest.raises(InputError, match="does not blow"):
        Air(0.3, np.nan, 75.0)


@pytest.mark.parametrize("level", [0.0, 1.0, 2.0, np.nan])
def test_an_interval_needs_a_level_between_zero_and_one(level):
    with pytest.raises(InputError, match="level"):
        predict_values(CURVE, 10.0, axis="distance", level=level)
    with pytest.raises(InputError, match="level"):
        CURVE["mss"].estimate(level=level)
