"""The batch kernel gives the answers of the single fit, a reason where there is none, and draws on demand."""

import numpy as np
import pytest
from scipy.optimize import least_squares

from evenstride.core.errors import FitError, InputError
from evenstride.core.fit import Correction
from evenstride.core.recording import Device, Splits
from evenstride.science.batch import fit as batch
from evenstride.science.batch.fit import fit_sprints
from evenstride.science.batch.result import Status
from evenstride.science.sprint import fit_speed_curve
from evenstride.science.sprint_model import gate_times, predict_time

SIX = np.array([5.0, 10.0, 15.0, 20.0, 30.0, 40.0])
FOUR = np.array([10.0, 20.0, 30.0, 40.0])
THREE = np.array([10.0, 20.0, 30.0])


def simulate(gates, runs, *, sd=0.01, shifted=True, seed=1):
    random = np.random.default_rng(seed)
    mss, tau = random.uniform(6.0, 11.5, (runs, 1)), random.uniform(0.7, 1.5, (runs, 1))
    shift = random.uniform(-0.4, 0.1, (runs, 1)) if shifted else 0.0
    times = predict_time(gates, mss, tau, time_correction=shift)
    return times + random.normal(0.0, sd, times.shape)


def reference(gates, times, first):
    """Tight least squares from near the answer; the length of `first` says what is free."""
    free = len(first)

    def at(theta):
        return np.concatenate([theta, np.zeros(5 - free)])

    found = least_squares(
        lambda theta: gate_times(at(theta), gates)[0] - times,
        first,
        jac=lambda theta: gate_times(at(theta), gates)[1][:, :free],
        method="lm",
        ftol=1e-12,
        xtol=1e-12,
        gtol=1e-12,
    )
    mss, tau = np.exp(found.x[:2])
    return mss, mss / tau, found.x[2] if free == 3 else 0.0, 2.0 * found.cost


class TestSameAnswers:
    @pytest.mark.parametrize(
        ("gates", "correction", "sd"),
        [
            (SIX, Correction.TIME, 0.01),
            (SIX, Correction.TIME, 0.03),
            (FOUR, Correction.TIME, 0.01),
            (SIX, Correction.NONE, 0.02),
            (THREE, Correction.NONE, 0.005),
        ],
    )
    def test_points_agree_with_a_tight_reference(self, gates, correction, sd):
        shifted = correction is Correction.TIME
        times = simulate(gates, 200, sd=sd, shifted=shifted)
        if gates is SIX:
            times[np.random.default_rng(2).uniform(size=times.shape) < 0.05] = np.nan
        fit = fit_sprints(gates, times, correction=correction)
        fitted = np.flatnonzero(fit.status == Status.FITTED)
        assert fitted.size > 180
        for run in fitted:
            seen = np.isfinite(times[run])
            near = [np.log(fit.mss[run]) + 0.01, np.log(fit.tau[run]) - 0.02, fit.time_correction[run] + 0.01]
            mss, mac, shift, rss = reference(gates[seen], times[run][seen], near[: 3 if shifted else 2])
            assert fit.mss[run] == pytest.approx(mss, rel=1e-6)
            assert fit.mac[run] == pytest.approx(mac, rel=1e-6)
            assert fit.time_correction[run] == pytest.approx(shift, abs=1e-6)
            assert fit.rss[run] <= rss * (1.0 + 1e-9)

    def test_exact_times_give_back_the_truth(self):
        times = predict_time(SIX, np.array([[9.0], [7.0]]), np.array([[1.2], [0.9]]), time_correction=-0.25)
        fit = fit_sprints(SIX, times)
        assert fit.mss == pytest.approx([9.0, 7.0], rel=1e-8)
        assert fit.tau == pytest.approx([1.2, 0.9], rel=1e-7)
        assert fit.time_correction == pytest.approx(-0.25, abs=1e-7)

    @pytest.mark.parametrize(("gates", "sd"), [(SIX, None), (FOUR, None), (FOUR, 0.005), (FOUR, 0.0005)])
    def test_noise_and_status_are_those_of_the_single_fit(self, gates, sd):
        times = simulate(gates, 40, seed=3)
        fit = fit_sprints(gates, times, timing_sd=sd)
        device = Device("gates", timing_sd=sd, source="a test")
        for run, clock in enumerate(times):
            try:
                one = fit_speed_curve(Splits("Kim", gates, clock, device=device), correction=Correction.TIME, draws=1)
            except FitError:
                assert fit.status[run] in (Status.NO_SPRINT, Status.VAGUE)
                continue
            informed = any("rests on what is usual" in note for note in one.notes)
            assert (fit.status[run] == Status.VAGUE) == informed
            if not informed:
                assert fit.sigma[run] == pytest.approx(one.sigma, rel=1e-6)
                assert fit.dof[run] == one.degrees_of_freedom
                assert fit.mss[run] == pytest.approx(one.parameters["mss"].point, rel=1e-5)

    def test_intervals_are_those_the_draws_estimate(self):
        times = simulate(SIX, 8, seed=5)
        fit = fit_sprints(SIX, times)
        for run, clock in enumerate(times):
            one = fit_speed_curve(Splits("Kim", SIX, clock), correction=Correction.TIME, draws=40_000, seed=run)
            for name in ("mss", "mac", "tau", "time_correction"):
                estimate = one.parameters[name].estimate()
                low, high = (end[run] for end in fit.interval(name))
                # With 3 degrees of freedom a 5 % quantile of 40 000 draws errs by about 1 % of the width.
                slack = 0.04 * (high - low)
                assert (low, high) == (
                    pytest.approx(estimate.low, abs=slack),
                    pytest.approx(estimate.high, abs=slack),
                )

    def test_draws_follow_the_intervals_and_keep_correlation(self):
        fit = fit_sprints(SIX, simulate(SIX, 3, seed=6))
        drawn = fit.draws(1, seed=9, draws=40_000)
        for name, draws in drawn.items():
            low, high = (end[1] for end in fit.interval(name))
            assert np.mean((draws.samples > low) & (draws.samples < high)) == pytest.approx(0.90, abs=0.008)
        assert drawn["mac"].samples == pytest.approx(drawn["mss"].samples / drawn["tau"].samples)


class TestBatch:
    def test_answers_depend_neither_on_blocks_nor_on_workers(self, monkeypatch):
        times = simulate(SIX, 300)
        times[::7, 2] = np.nan
        whole = fit_sprints(SIX, times)
        monkeypatch.setattr(batch, "BLOCK", 64)
        cut = fit_sprints(SIX, times, workers=2)
        for name in ("mss", "mac", "tau", "time_correction", "sigma", "dof", "status", "scale"):
            assert getattr(cut, name) == pytest.approx(getattr(whole, name), rel=1e-8, nan_ok=True)

    def test_a_missing_gate_is_a_gate_that_was_not_there(self):
        times = simulate(SIX, 5)
        times[:, 3] = np.nan
        rest = [0, 1, 2, 4, 5]
        assert fit_sprints(SIX, times).mss == pytest.approx(fit_sprints(SIX[rest], times[:, rest]).mss, rel=1e-9)

    def test_each_run_may_have_gates_of_its_own(self):
        gates = np.array([FOUR, FOUR + 5.0])
        times = predict_time(gates, 9.0, 1.2, time_correction=-0.2)
        assert fit_sprints(gates, times).mss == pytest.approx(9.0, rel=1e-8)

    def test_a_gate_at_the_start_line_is_left_out(self):
        times = simulate(SIX, 4)
        with_line = np.column_stack([np.zeros(4), times])
        assert fit_sprints([0.0, *SIX], with_line).mss == pytest.approx(fit_sprints(SIX, times).mss, rel=1e-9)

    def test_no_runs_are_no_error(self):
        assert fit_sprints(SIX, np.empty((0, 6))).mss.shape == (0,)

    def test_each_seed_and_run_has_its_own_draws(self):
        fit = fit_sprints(SIX, np.repeat(simulate(SIX, 1), 2, axis=0))
        first = fit.draws(0, seed=1)["mss"].samples
        assert first.tolist() == fit.draws(0, seed=1)["mss"].samples.tolist()
        assert first.tolist() != fit.draws(0, seed=2)["mss"].samples.tolist()
        assert first.tolist() != fit.draws(1, seed=1)["mss"].samples.tolist()


GOOD = predict_time(SIX, 9.0, 1.2) + np.array([0.002, -0.003, 0.001, 0.003, -0.002, 0.001])


class TestRunsWithoutAnAnswer:
    @pytest.mark.parametrize(
        ("times", "status"),
        [
            ([np.nan, np.nan, np.nan, 3.1, 4.3, 5.4], Status.TOO_FEW),
            ([np.nan] * 6, Status.TOO_FEW),
            ([1.2, 1.1, 2.5, 3.1, 4.3, 5.4], Status.NOT_INCREASING),
            ([-0.1, 1.1, 2.5, 3.1, 4.3, 5.4], Status.NOT_INCREASING),
            ([1.2, 1.9, 2.5, 3.1, 4.3, np.inf], Status.NOT_INCREASING),
            (SIX / 40.0, Status.NO_SPRINT),
            (SIX**1.5 / 10.0, Status.VAGUE),
            ([1.0, 1.9, 2.8, 3.7, 5.5, 7.3], Status.VAGUE),
        ],
    )
    def test_such_a_run_is_nan_with_a_reason_and_spoils_no_other(self, times, status):
        fit = fit_sprints(SIX, [GOOD, times, GOOD])
        assert fit.status.tolist() == [Status.FITTED, status, Status.FITTED]
        for name in ("mss", "mac", "tau", "time_correction", "rss", "sigma", "dof"):
            assert np.isnan(getattr(fit, name)).tolist() == [False, True, False]
        assert np.isnan(fit.interval("mss")[0]).tolist() == [False, True, False]
        with pytest.raises(FitError, match=r"run 1 has no draws\. "):
            fit.draws(1)
        assert fit.reason(1) != fit.reason(0) == "fitted"

    def test_the_single_fit_refuses_or_informs_them_too(self):
        with pytest.raises(FitError):
            fit_speed_curve(Splits("Kim", SIX, SIX / 40.0))
        with pytest.raises(FitError):
            fit_speed_curve(Splits("Kim", SIX, SIX**1.5 / 10.0))

    @pytest.mark.parametrize(
        ("arguments", "options", "text"),
        [
            (([5, 10, 20], [1.0, 2.0, 3.0]), {}, "times have 1 dimensions"),
            (([5, 10], [[1.0, 2.0, 3.0]]), {}, r"distances of shape \(2,\) do not belong to times of shape \(1, 3\)"),
            ((SIX, [GOOD]), {"correction": Correction.FLYING}, "a batch cannot free the flying-distance"),
            ((SIX, [GOOD]), {"timing_sd": -0.01}, "a device's error cannot be -0.01 s"),
        ],
    )
    def test_what_no_run_could_mean_is_an_error(self, arguments, options, text):
        with pytest.raises(InputError, match=text):
            fit_sprints(*arguments, **options)

    @pytest.mark.parametrize("name", ["f0", "time_correction"])
    def test_an_interval_of_what_was_not_free_is_an_error(self, name):
        fit = fit_sprints(SIX, [GOOD], correction=Correction.NONE)
        with pytest.raises(InputError, match=f"there is no interval of '{name}'"):
            fit.interval(name)
