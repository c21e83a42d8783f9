"""Draws over every curve the gates allow: laws, limits, and what is said where the gates hardly show a start."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.core.errors import FitError
from evenstride.core.fit import Correction
from evenstride.core.recording import Conditions, Device, Splits, Start
from evenstride.science.noise import student_t
from evenstride.science.simulate.sprint import simulate_splits
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.model import LEAD, LN_MSS, LN_TAU, SHIFT, gate_times, predict_time
from evenstride.science.sprint.noise import estimate_noise
from evenstride.science.sprint.posterior import Seen, draw_curves, see_gates
from evenstride.science.sprint.problem import prepare_problem
from evenstride.science.sprint.shapes import Gates, elapsed, fit_shapes
from evenstride.science.sprint.solve import solve

SIX = (5.0, 10.0, 15.0, 20.0, 30.0, 40.0)
FAR = (20.0, 40.0, 60.0, 80.0)


def seen_of(splits, correction):
    problem = prepare_problem(splits, correction=correction, fixed={})
    best = solve(problem)
    noise = estimate_noise(problem, best)
    width = float(np.linalg.norm(best.root[:2].sum(axis=0))) * noise.sigma
    return problem, best, noise, Seen(see_gates(problem), 0.0, noise.dof, float(best.theta[:2].sum()), width)


def wide(estimate):
    return float(np.log(estimate.high / estimate.low))


class TestShapes:
    def test_elapsed_is_the_time_of_the_model(self):
        way = np.geomspace(1e-3, 500.0, 200)
        assert np.allclose(elapsed(way), predict_time(way, 1.0, 1.0), rtol=1e-12)

    def test_exact_gates_are_fitted_exactly(self):
        splits = simulate_splits(SIX, 9.0, 1.2, time_correction=-0.3)
        gates = Gates(splits.distances, splits.times, np.ones(6), shifted=True)
        found = fit_shapes(gates, np.array([np.log(9.0 * 1.2)]))
        assert found.tau[0] == pytest.approx(1.2, rel=1e-9)
        assert found.squares[0] < 1e-20
        assert splits.times.mean() - 1.2 * found.mean[0] == pytest.approx(-0.3, abs=1e-9)

    @pytest.mark.parametrize(
        ("shifted", "lead", "behind"), [(False, None, 0.0), (True, None, 0.0), (False, None, 0.4), (False, 0.25, 0.0)]
    )
    def test_spread_is_the_volume_of_the_derivatives(self, shifted, lead, behind):
        """√|JᵀJ| over (ln L, TAU, lead/TAU, TC), against the derivatives the search uses."""
        mss, tau = 9.0, 1.2
        splits = simulate_splits(SIX, mss, tau)
        weights = np.array([1.0, 2.0, 1.0, 0.5, 1.0, 3.0])
        gates = Gates(splits.distances, splits.times, weights, shifted, behind)
        ln_length, run_up = np.array([np.log(mss * tau)]), None if lead is None else np.array([lead / tau])
        theta = np.array([np.log(mss), np.log(tau), 0.0, lead or 0.0, 0.0])
        _, slopes = gate_times(theta, splits.distances, flying_distance=behind)
        by_tau = (slopes[:, LN_TAU] - slopes[:, LN_MSS] + slopes[:, LEAD] * (lead or 0.0)) / tau
        columns = [slopes[:, LN_MSS], by_tau]
        columns += [] if lead is None else [tau * slopes[:, LEAD]]
        columns += [slopes[:, SHIFT]] if shifted else []
        jacobian = np.stack(columns, axis=1) * np.sqrt(weights)[:, np.newaxis]
        volume = np.sqrt(np.linalg.det(jacobian.T @ jacobian))
        expected = fit_shapes(gates, ln_length, run_up).spread[0] * tau ** (1 if lead is None else 2)
        assert expected == pytest.approx(volume, rel=1e-6)


class TestDraws:
    @pytest.mark.parametrize("correction", [Correction.NONE, Correction.TIME, Correction.FLYING])
    def test_little_noise_makes_them_the_student_t_around_the_best_curve(self, correction, seed):
        corrected = {
            Correction.NONE: {},
            Correction.TIME: {"time_correction": -0.2},
            Correction.FLYING: {"flying_distance": 0.5},
        }
        splits = simulate_splits(SIX, 9.0, 1.2, timing_sd=5e-4, seed=3, **corrected[correction])
        problem, best, noise, seen = seen_of(splits, correction)
        rows = draw_curves(seen, flying=correction is Correction.FLYING, seed=seed, draws=40_000)
        around = student_t(best.root * noise.sigma, dof=noise.dof, seed=seed, draws=40_000)
        straight = best.theta + around @ problem.basis
        low, high = np.quantile(straight, [0.05, 0.95], axis=0)
        free = list(problem.free)
        slack = 0.04 * (high - low)[free]
        assert np.all(np.abs(np.quantile(rows, [0.05, 0.95], axis=0) - [low, high])[:, free] < slack)

    def test_they_fit_as_often_as_noise_allows(self, seed):
        """Gate times of the drawn curves scatter around the best ones with Student t tails and p of n degrees."""
        splits = simulate_splits(SIX, 9.0, 1.2, time_correction=-0.2, timing_sd=0.01, seed=8)
        _, best, noise, seen = seen_of(splits, Correction.TIME)
        rows = draw_curves(seen, flying=False, seed=seed, draws=4000)
        misses = np.array([np.sum((gate_times(row, splits.distances)[0] - splits.times) ** 2) for row in rows])
        more = (misses - best.residuals @ best.residuals) / 3.0 / noise.sigma**2
        assert more.min() > -1e-6
        # The median of F with 3 and 3 degrees of freedom is 1; the curve bends, so not exactly.
        assert np.median(more) == pytest.approx(1.0, rel=0.1)

    def test_the_grid_does_not_show(self, seed, monkeypatch):
        splits = simulate_splits(FAR, 9.0, 1.0, timing_sd=0.01, seed=5, conditions=Conditions(start=Start.FLYING))
        coarse = fit_speed_curve(splits, draws=40_000, seed=seed)
        for name, nodes in (("LENGTH_NODES", 1025), ("FLYING_NODES", 201), ("LEAD_NODES", 101)):
            monkeypatch.setattr(f"evenstride.science.sprint.posterior.{name}", nodes)
        fine = fit_speed_curve(splits, draws=40_000, seed=seed)
        for name in ("mss", "mac", "flying_distance"):
            one, other = (fit.parameters[name].estimate() for fit in (coarse, fine))
            slack = 0.03 * (other.high - other.low)
            assert (one.low, one.high) == (pytest.approx(other.low, abs=slack), pytest.approx(other.high, abs=slack))

    def test_scale_of_time_and_length_only_rescale_them(self, seed):
        """The prior knows no unit; only far tails meet the ranges of a sprint, which do."""
        splits = simulate_splits(SIX, 9.0, 1.2, time_correction=-0.2, timing_sd=0.005, seed=4)
        other = Splits("B", 0.9 * splits.distances, 1.1 * splits.times, device=splits.device)
        one, two = (fit_speed_curve(each, seed=seed).parameters for each in (splits, other))
        for name, factor in (("tau", 1.1), ("mss", 0.9 / 1.1)):
            ends = [np.quantile(each[name].samples, [0.05, 0.25, 0.75, 0.95]) for each in (one, two)]
            assert np.allclose(ends[1], factor * ends[0], rtol=2e-3)

    def test_flying_distance_is_never_negative_and_may_be_none(self):
        splits = simulate_splits(SIX, 9.0, 1.2, timing_sd=0.01, seed=1)
        flying = fit_speed_curve(splits, correction=Correction.FLYING).parameters["flying_distance"].samples
        assert flying.min() == 0.0
        assert 0.1 < np.mean(flying == 0.0) < 0.9

    def test_more_gates_and_less_noise_narrow_them(self):
        runs = {
            (gates, sd): fit_speed_curve(simulate_splits(gates, 9.0, 1.2, timing_sd=sd, seed=2)).parameters
            for gates, sd in (((10, 20, 30, 40), 0.02), ((10, 20, 30, 40), 0.005), (tuple(range(2, 42, 2)), 0.005))
        }
        widths = [wide(one["mac"].estimate()) for one in runs.values()]
        assert widths[0] > widths[1] > widths[2]

    def test_equal_seeds_give_equal_draws_and_others_nearly_equal_ends(self):
        splits = simulate_splits((10, 20, 30, 40), 9.0, 1.2, timing_sd=0.01, seed=2)
        one, same, other = (fit_speed_curve(splits, seed=seed).parameters["mac"] for seed in (1, 1, 2))
        assert np.array_equal(one.samples, same.samples)
        assert not np.array_equal(one.samples, other.samples)
        assert wide(one.estimate()) == pytest.approx(wide(other.estimate()), rel=0.05)

    def test_order_of_draws_carries_nothing(self):
        """Draws of two runs are combined by index: sorted ones would correlate runs that know nothing of each other."""
        fits = [
            fit_speed_curve(simulate_splits(SIX, 9.0, 1.2, timing_sd=0.01, seed=seed), seed=seed) for seed in (1, 2)
        ]
        one, other = (fit.parameters["mac"].samples for fit in fits)
        ranks = [np.argsort(np.argsort(each)) for each in (one, other)]
        assert abs(np.corrcoef(*ranks)[0, 1]) < 0.06


class TestHardlySeen:
    def test_best_value_is_usual_and_interval_wide(self):
        device = Device("gates", timing_sd=0.03)
        fits = []
        for seed in range(30):
            splits = simulate_splits(FAR, 9.0, 0.9, timing_sd=0.03, seed=seed)
            try:
                fits.append(fit_speed_curve(replace(splits, device=device)))
            except FitError:
                continue
        leaning = [fit for fit in fits if any("rests on what is usual" in note for note in fit.notes)]
        assert len(fits) > 25
        assert leaning
        for fit in leaning:
            mac = fit.parameters["mac"].estimate()
            assert mac.high / mac.low > 2.0
            assert 0.5 < fit.parameters["tau"].point < 2.0

    def test_slowing_down_is_refused_whatever_the_device_states(self):
        times = (1.2, 2.5, 4.0, 5.9)
        for sd in (None, 0.005, 0.02):
            with pytest.raises(FitError):
                fit_speed_curve(Splits("A", (10, 20, 30, 40), times, device=Device("gates", timing_sd=sd)))


class TestStartNotStated:
    def run(self, **start):
        open_start = Conditions(start=Start.UNKNOWN)
        return simulate_splits(SIX, 9.0, 1.2, timing_sd=0.002, seed=7, conditions=open_start, **start)

    @pytest.mark.parametrize("start", [{"time_correction": -0.3}, {"flying_distance": 0.6}])
    def test_both_explanations_are_drawn(self, start):
        fit = fit_speed_curve(self.run(**start))
        assert any("How the run began is not stated" in note for note in fit.notes)
        shift, flying = (fit.parameters[name].samples for name in ("time_correction", "flying_distance"))
        late = shift != 0.0
        assert 0.0 < late.mean() < 1.0
        assert np.all(flying[late] == 0.0)

    @pytest.mark.parametrize(
        ("start", "right"),
        [({"time_correction": -0.3}, Correction.TIME), ({"flying_distance": 0.6}, Correction.FLYING)],
    )
    def test_exact_times_tell_them_apart(self, start, right):
        splits = simulate_splits(SIX, 9.0, 1.2, conditions=Conditions(start=Start.UNKNOWN), **start)
        fit = fit_speed_curve(splits)
        assert fit.correction is right
        assert fit.parameters["mac"].point == pytest.approx(7.5, rel=1e-4)

    def test_a_correction_asked_for_is_not_second_guessed(self):
        fit = fit_speed_curve(self.run(time_correction=-0.3), correction=Correction.TIME)
        assert "flying_distance" not in fit.parameters

    def test_intervals_are_no_narrower_than_those_of_a_stated_start(self):
        splits = self.run(flying_distance=0.3)
        stated = replace(splits, conditions=Conditions(start=Start.STANDING))
        one, other = (wide(fit_speed_curve(each).parameters["mac"].estimate()) for each in (splits, stated))
        assert one > other
