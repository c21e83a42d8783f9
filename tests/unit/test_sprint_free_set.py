"""One model, a set of free parameters: every relation, held parameters, two corrections, weights, robust errors."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.core.errors import FitError, InputError
from evenstride.core.fit import Correction, Relation
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.simulate.sprint import simulate_splits
from evenstride.science.sprint.fit import Errors, fit_speed_curve
from evenstride.science.sprint.model import predict_distance, predict_speed

GATES = (2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0)
CLOCK = np.linspace(0.0, 6.0, 301)
MSS, TAU = 9.0, 1.2
TIME, FLYING, DISTANCE = Correction.TIME, Correction.FLYING, Correction.DISTANCE


def points(fit):
    return {name: one.point for name, one in fit.parameters.items()}


def said(fit, text):
    return any(text in note for note in fit.notes)


def tether(*, shift=0.7, place=2.6, noise=0.0, seed=1):
    """A device whose clock and tape both have a zero of their own."""
    random = np.random.default_rng(seed)
    distances = predict_distance(CLOCK, MSS, TAU, time_correction=shift) + place
    speeds = predict_speed(CLOCK, MSS, TAU, time_correction=shift) + random.normal(0.0, noise, CLOCK.size)
    return SpeedTrace("Noa", CLOCK, speeds, distances)


class TestFreeSet:
    @pytest.mark.parametrize(
        ("free", "truth"),
        [
            ((), {}),
            ((TIME,), {"time_correction": -0.3}),
            ((FLYING,), {"flying_distance": 0.4}),
            ((DISTANCE,), {"distance_correction": -0.5}),
            ((TIME, FLYING), {"time_correction": -0.2, "flying_distance": 0.5}),
            ((TIME, DISTANCE), {"time_correction": 0.15, "distance_correction": -0.5}),
        ],
    )
    def test_every_set_comes_back_from_gates(self, free, truth):
        moved = np.array(GATES) - truth.get("distance_correction", 0.0)
        clean = simulate_splits(
            moved,
            MSS,
            TAU,
            time_correction=truth.get("time_correction", 0.0),
            flying_distance=truth.get("flying_distance", 0.0),
        )
        splits = Splits("Noa", np.array(GATES), clean.times)
        found = points(fit_speed_curve(splits, correction=free, draws=1))
        assert found == pytest.approx({"mss": MSS, "mac": MSS / TAU, "tau": TAU, **truth}, rel=1e-3, abs=1e-3)

    def test_the_answer_does_not_depend_on_the_order_asked(self):
        splits = simulate_splits(GATES, MSS, TAU, time_correction=-0.2, timing_sd=0.003, seed=3)
        one, other = (points(fit_speed_curve(splits, correction=free)) for free in ((TIME, FLYING), [FLYING, TIME]))
        assert one == other

    @pytest.mark.parametrize("name", ["mss", "mac"])
    def test_a_held_parameter_stays_and_the_rest_comes_back(self, name):
        truth = {"mss": MSS, "mac": MSS / TAU}
        splits = simulate_splits(GATES, MSS, TAU, time_correction=-0.2)
        fit = fit_speed_curve(splits, correction=TIME, fixed={name: truth[name]})
        assert points(fit) == pytest.approx({**truth, "tau": TAU, "time_correction": -0.2}, rel=1e-6)
        assert set(fit.parameters[name].samples.round(12)) == {round(truth[name], 12)}
        assert said(fit, f"{name.upper()} held at")

    def test_a_held_parameter_narrows_the_others(self):
        splits = simulate_splits(GATES, MSS, TAU, time_correction=-0.2, timing_sd=0.01, seed=2)
        free, held = (fit_speed_curve(splits, correction=TIME, fixed=fixed) for fixed in ({}, {"mss": MSS}))
        wide, narrow = (fit.parameters["mac"].samples.std() for fit in (free, held))
        assert narrow < wide

    def test_a_distance_correction_can_be_held(self):
        clean = simulate_splits(np.array(GATES) + 0.5, MSS, TAU)
        fit = fit_speed_curve(Splits("Noa", np.array(GATES), clean.times), fixed={"distance_correction": -0.5})
        assert points(fit) == pytest.approx(
            {"mss": MSS, "mac": MSS / TAU, "tau": TAU, "distance_correction": -0.5}, rel=1e-6
        )

    @pytest.mark.parametrize("held", [{"mss": MSS}, {"mac": MSS / TAU}])
    def test_holding_the_curve_does_not_hold_its_start(self, held):
        late = simulate_splits(GATES, MSS, TAU, time_correction=-0.3)
        fit = fit_speed_curve(late, fixed=held)
        assert fit.corrections == (TIME,)
        assert points(fit)["time_correction"] == pytest.approx(-0.3, abs=1e-3)

    def test_what_is_held_frees_a_gate(self):
        late = simulate_splits([5.0, 10.0, 20.0], MSS, TAU, time_correction=-0.3)
        assert fit_speed_curve(late).corrections == ()
        assert points(fit_speed_curve(late, fixed={"mss": MSS}))["tau"] == pytest.approx(TAU, rel=1e-3)

    def test_nothing_free_is_refused(self):
        with pytest.raises(InputError, match="everything is held"):
            fit_speed_curve(
                simulate_splits(GATES, MSS, TAU), fixed={"mss": 9.0, "mac": 7.5}, correction=Correction.NONE
            )

    @pytest.mark.parametrize("fixed", [{"mss": 0.0}, {"mac": -1.0}, {"distance_correction": np.inf}])
    def test_impossible_held_values(self, fixed):
        with pytest.raises(InputError, match="cannot be"):
            fit_speed_curve(simulate_splits(GATES, MSS, TAU), fixed=fixed)


class TestIdentifiability:
    def test_four_gates_cannot_carry_two_corrections(self):
        with pytest.raises(FitError, match="4 gates cannot carry two corrections") as caught:
            fit_speed_curve(simulate_splits((5, 10, 20, 40), MSS, TAU), correction=(TIME, FLYING))
        assert "time correction and flying distance" in caught.value.why

    def test_three_corrections_are_never_told_apart(self):
        with pytest.raises(FitError, match="three corrections cannot be told apart"):
            fit_speed_curve(simulate_splits(GATES, MSS, TAU), correction=(TIME, FLYING, DISTANCE))

    def test_two_corrections_say_that_they_explain_the_same(self):
        splits = simulate_splits((5, 10, 20, 30, 40), MSS, TAU, time_correction=-0.2, timing_sd=0.0005, seed=3)
        fit = fit_speed_curve(splits, correction=(TIME, DISTANCE))
        assert said(fit, "hardly tell time correction and distance correction apart")

    def test_two_corrections_that_the_noise_drowns_are_refused(self):
        splits = simulate_splits((10, 20, 30, 40, 50), MSS, TAU, time_correction=-0.2, timing_sd=0.03, seed=3)
        with pytest.raises(FitError, match=r"cannot carry two corrections|no speed curve"):
            fit_speed_curve(splits, correction=(TIME, DISTANCE))


class TestRelations:
    @pytest.mark.parametrize(
        ("relation", "truth"),
        [
            (Relation.SPEED_AT_TIME, {"time_correction": 0.7}),
            (Relation.SPEED_AT_DISTANCE, {"distance_correction": 2.6}),
            (Relation.DISTANCE_AT_TIME, {"time_correction": 0.7, "distance_correction": 2.6}),
        ],
    )
    def test_a_tether_comes_back_whichever_way_it_is_read(self, relation, truth):
        fit = fit_speed_curve(tether(), relation=relation)
        assert points(fit) == pytest.approx({"mss": MSS, "mac": MSS / TAU, "tau": TAU, **truth}, rel=1e-5, abs=1e-5)
        assert fit.relation is relation

    def test_positions_without_speed_are_fitted(self):
        whole = tether(place=0.0)
        positions = Splits("Noa", whole.distances, whole.times)
        fit = fit_speed_curve(positions, relation=Relation.DISTANCE_AT_TIME)
        assert points(fit)["mss"] == pytest.approx(MSS, rel=1e-5)

    def test_speed_over_distance_needs_no_clock(self):
        slow = replace(tether(noise=0.1), times=CLOCK * 2.0)
        one, other = (fit_speed_curve(t, relation=Relation.SPEED_AT_DISTANCE) for t in (tether(noise=0.1), slow))
        assert points(one) == points(other)

    @pytest.mark.parametrize(
        ("relation", "correction", "text"),
        [
            (Relation.SPEED_AT_DISTANCE, TIME, "no time correction"),
            (Relation.SPEED_AT_TIME, DISTANCE, "no distance correction"),
            (Relation.TIME_AT_DISTANCE, None, "cannot be fitted as time at distance"),
        ],
    )
    def test_what_a_relation_cannot_show(self, relation, correction, text):
        with pytest.raises(InputError, match=text):
            fit_speed_curve(tether(), relation=relation, correction=correction)

    def test_a_trace_without_distances_has_no_speed_over_distance(self):
        with pytest.raises(InputError, match="holds no distances"):
            fit_speed_curve(replace(tether(), distances=None), relation=Relation.SPEED_AT_DISTANCE)

    def test_gates_hold_no_speed(self):
        with pytest.raises(InputError, match="hold no speed"):
            fit_speed_curve(simulate_splits(GATES, MSS, TAU), relation=Relation.SPEED_AT_TIME)


class TestWeights:
    def test_equal_weights_change_nothing(self):
        splits = simulate_splits(GATES, MSS, TAU, time_correction=-0.2, timing_sd=0.01, seed=5)
        plain, weighed = (fit_speed_curve(splits, weights=w) for w in (None, np.ones(len(GATES))))
        assert points(plain) == points(weighed)

    def test_a_vanishing_weight_leaves_a_gate_out(self):
        splits = simulate_splits(GATES, MSS, TAU, time_correction=-0.2, timing_sd=0.01, seed=5)
        wrong = replace(splits, times=splits.times + np.array([0, 0, 0.3, 0, 0, 0, 0]))
        weights = np.array([1, 1, 1e-12, 1, 1, 1, 1])
        rest = Splits("Noa", np.delete(np.array(GATES), 2), np.delete(splits.times, 2))
        assert points(fit_speed_curve(wrong, weights=weights)) == pytest.approx(points(fit_speed_curve(rest)), rel=1e-6)

    @pytest.mark.parametrize("weights", [np.ones(3), np.zeros(7), np.array([1, 1, 1, 1, 1, 1, np.nan])])
    def test_weights_that_make_no_sense(self, weights):
        with pytest.raises(InputError, match="weights must be 7 numbers"):
            fit_speed_curve(simulate_splits(GATES, MSS, TAU), weights=weights)


class TestStudentErrors:
    def test_an_outlier_loses_its_pull_and_is_counted(self):
        splits = simulate_splits((*GATES, 50.0, 60.0), MSS, TAU, time_correction=-0.2, timing_sd=0.005, seed=6)
        hit = replace(splits, times=splits.times + np.eye(9)[3] * -0.08)
        normal, robust = (fit_speed_curve(hit, errors=errors) for errors in Errors)
        truth = MSS / TAU
        assert abs(points(robust)["mac"] - truth) < 0.3 * abs(points(normal)["mac"] - truth)
        assert said(robust, "1 sample counts less than half")

    def test_without_outliers_the_answers_are_near(self):
        splits = simulate_splits((*GATES, 50.0, 60.0), MSS, TAU, time_correction=-0.2, timing_sd=0.005, seed=7)
        normal, robust = (fit_speed_curve(splits, errors=errors) for errors in Errors)
        assert points(robust) == pytest.approx(points(normal), rel=0.03, abs=0.02)

    def test_exact_data_stay_exact(self):
        fit = fit_speed_curve(simulate_splits(GATES, MSS, TAU, time_correction=-0.2), errors=Errors.STUDENT)
        assert points(fit)["mss"] == pytest.approx(MSS, rel=1e-6)

    def test_few_gates_cannot_tell_an_outlier(self):
        with pytest.raises(FitError, match="too few samples to tell an outlier"):
            fit_speed_curve(simulate_splits((5, 10, 20, 30, 40), MSS, TAU), errors=Errors.STUDENT)


def test_a_correction_by_its_name_is_that_correction():
    splits = simulate_splits(GATES, MSS, TAU, time_correction=-0.2)
    assert points(fit_speed_curve(splits, correction="time-correction")) == points(
        fit_speed_curve(splits, correction=TIME)
    )


@pytest.mark.parametrize(
    "words", [{"correction": "nonsense"}, {"correction": ["x"]}, {"errors": "odd"}, {"relation": "up at down"}]
)
def test_a_word_that_names_nothing_is_refused(words):
    with pytest.raises(InputError, match="Choose one of"):
        fit_speed_curve(simulate_splits(GATES, MSS, TAU), **words)


def test_errors_by_name_are_those_errors():
    splits = simulate_splits(GATES, MSS, TAU, timing_sd=0.01, seed=2)
    assert points(fit_speed_curve(splits, errors="normal")) == points(fit_speed_curve(splits))


@pytest.mark.parametrize("order", [slice(None, None, -1), np.random.default_rng(1).permutation(CLOCK.size)])
def test_a_clock_that_goes_back_is_named(order):
    trace = SpeedTrace("A", CLOCK[order], predict_speed(CLOCK, MSS, TAU)[order])
    positions = Splits("A", predict_distance(CLOCK, MSS, TAU)[order], CLOCK[order])
    with pytest.raises(FitError, match="go back"):
        fit_speed_curve(trace)
    with pytest.raises(FitError, match="go back"):
        fit_speed_curve(positions, relation=Relation.DISTANCE_AT_TIME)


def test_positions_lose_single_samples_and_not_the_run():
    times, places = CLOCK.copy(), predict_distance(CLOCK, MSS, TAU)
    times[7], places[50], times[100] = np.nan, np.nan, times[99]
    fit = fit_speed_curve(Splits("A", places, times), relation=Relation.DISTANCE_AT_TIME)
    assert said(fit, "2 samples without a number")
    assert fit.parameters["mss"].point == pytest.approx(MSS, abs=0.05)
