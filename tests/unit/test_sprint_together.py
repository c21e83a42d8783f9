"""Several trials as one fit, and gates foretold by the others."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.core.fit import Correction, Relation
from evenstride.core.recording import Conditions, Device, Start
from evenstride.science.simulate.sprint import simulate_splits, simulate_trace
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.joint import fit_together
from evenstride.science.sprint.left_out import measure_left_out
from evenstride.science.sprint.model import predict_time

SIX, THREE = (5, 10, 15, 20, 30, 40), (10, 20, 30)
MSS, TAU = 9.0, 1.2
STARTS = (-0.35, -0.2, -0.05)


def trial(gates, shift, *, sd=0.0, seed=0, mss=MSS, **options):
    return simulate_splits(gates, mss, TAU, time_correction=shift, timing_sd=sd, seed=seed, **options)


def points(fit):
    return {name: one.point for name, one in fit.parameters.items()}


def width(fit, name):
    found = fit.parameters[name].estimate()
    return found.high - found.low


class TestTogether:
    def test_the_curve_is_shared_and_each_start_its_own(self):
        fit = fit_together([trial(SIX, shift) for shift in STARTS])
        assert points(fit) == pytest.approx({"mss": MSS, "mac": MSS / TAU, "tau": TAU}, rel=1e-6)
        assert [points(one)["time_correction"] for one in fit.trials] == pytest.approx(STARTS, abs=1e-6)

    def test_draws_share_one_index(self):
        fit = fit_together([trial(SIX, shift, sd=0.01, seed=i) for i, shift in enumerate(STARTS)])
        for one in fit.trials:
            assert np.array_equal(one.parameters["mss"].samples, fit.parameters["mss"].samples)

    def test_the_order_of_trials_changes_nothing(self):
        trials = [trial(SIX, shift, sd=0.01, seed=i) for i, shift in enumerate(STARTS)]
        one, other = fit_together(trials), fit_together(trials[::-1])
        assert points(one) == pytest.approx(points(other), rel=1e-6)

    def test_three_trials_know_more_than_one(self):
        trials = [trial(SIX, shift, sd=0.01, seed=10 + i) for i, shift in enumerate(STARTS)]
        alone = np.mean([width(fit_speed_curve(one), "mac") for one in trials])
        assert width(fit_together(trials), "mac") < 0.8 * alone

    def test_three_gates_are_enough_for_a_trial(self):
        fit = fit_together([trial(THREE, shift) for shift in STARTS])
        assert points(fit)["mss"] == pytest.approx(MSS, rel=0.03)
        assert any("usual" in note for note in fit.notes)

    def test_gates_and_radar_together(self):
        radar = simulate_trace(np.linspace(0, 6, 200), MSS, TAU, time_correction=0.6, speed_sd=0.2, seed=5)
        fit = fit_together([trial(SIX, -0.2, sd=0.005, seed=2), radar])
        assert points(fit)["mss"] == pytest.approx(MSS, rel=0.01)
        assert [one.relation for one in fit.trials] == [Relation.TIME_AT_DISTANCE, Relation.SPEED_AT_TIME]
        assert points(fit.trials[1])["time_correction"] == pytest.approx(0.6, abs=0.05)

    def test_a_flying_start_keeps_its_flying_distance(self):
        flying = simulate_splits(SIX, MSS, TAU, flying_distance=0.5, conditions=Conditions(start=Start.FLYING))
        fit = fit_together([trial(SIX, -0.2), flying])
        assert fit.trials[1].corrections == (Correction.FLYING,)
        assert points(fit.trials[1])["flying_distance"] == pytest.approx(0.5, rel=1e-4)

    @pytest.mark.parametrize(("name", "value"), [("mss", MSS), ("mac", MSS / TAU)])
    def test_a_held_parameter_stays(self, name, value):
        fit = fit_together([trial(SIX, shift) for shift in STARTS], fixed={name: value})
        assert points(fit) == pytest.approx({"mss": MSS, "mac": MSS / TAU, "tau": TAU}, rel=1e-6)
        assert np.ptp(fit.parameters[name].samples) < 1e-12

    def test_trials_that_differ_are_said_and_widen(self):
        same = [trial(SIX, -0.2, sd=0.005, seed=i) for i in range(3)]
        other = [trial(SIX, -0.2, sd=0.005, seed=i, mss=MSS * (1 + 0.03 * i)) for i in range(3)]
        alike, unlike = fit_together(same), fit_together(other)
        assert any("agree within their noise" in note for note in alike.notes)
        assert any("differ by more than their noise" in note for note in unlike.notes)
        assert width(unlike, "mss") > 3.0 * width(alike, "mss")

    def test_few_gates_lean_on_the_stated_error(self):
        trials = [replace(trial(THREE, s), device=Device("gates", timing_sd=0.02)) for s in STARTS]
        assert fit_together(trials).trials[0].sigma == pytest.approx(0.02, rel=0.1)

    @pytest.mark.parametrize(
        ("change", "text"),
        [
            (lambda t: ([t[0]], {}), "needs two trials"),
            (lambda t: ([t[0], replace(t[1], athlete="Kim")], {}), "trials of Kim and Simulated"),
            (lambda t: (t, {"fixed": {"time_correction": 0.0}}), "cannot be held for all"),
        ],
    )
    def test_what_makes_no_joint_fit(self, change, text):
        trials, options = change([trial(SIX, shift) for shift in STARTS])
        with pytest.raises(InputError, match=text):
            fit_together(trials, **options)


class TestLeftOut:
    def test_each_gate_is_foretold_by_the_others(self):
        splits = trial(SIX, -0.2, sd=0.01, seed=8)
        fit = fit_speed_curve(splits)
        left_out = measure_left_out(splits, fit)
        for gate in range(len(SIX)):
            rest = replace(splits, distances=np.delete(splits.distances, gate), times=np.delete(splits.times, gate))
            found = points(fit_speed_curve(rest, correction=fit.corrections, draws=1))
            foretold = predict_time(SIX[gate], found["mss"], found["tau"], time_correction=found["time_correction"])
            assert left_out[gate] == pytest.approx(splits.times[gate] - foretold, abs=1e-6)

    def test_they_are_larger_than_residuals(self):
        splits = trial(SIX, -0.2, sd=0.01, seed=8)
        fit = fit_speed_curve(splits)
        assert np.all(np.abs(measure_left_out(splits, fit)) >= np.abs(fit.residuals) - 1e-9)

    def test_gates_that_cannot_be_spared_have_none(self):
        splits = trial((10, 20, 30, 40), -0.2, sd=0.005, seed=1)
        fit = fit_speed_curve(splits, correction=Correction.NONE, fixed={})
        assert np.isfinite(measure_left_out(splits, fit)).all()
        three = trial(THREE, 0.0, sd=0.001, seed=1)
        assert measure_left_out(three, fit_speed_curve(three)).shape == (3,)

    def test_a_trace_is_refused(self):
        trace = simulate_trace(np.linspace(0, 6, 100), MSS, TAU)
        with pytest.raises(InputError, match="cannot be left out"):
            measure_left_out(trace, fit_speed_curve(trace))
