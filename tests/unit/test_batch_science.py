"""The batch kernel gives the answers of the single fit, a reason where there is none, and draws on demand."""

import numpy as np
import pytest
from scipy.optimize import least_squares

from evenstride.core.errors import FitError, InputError
from evenstride.core.fit import Correction
from evenstride.core.recording import Device, Splits
from evenstride.science.batch.engine import Engine
from evenstride.science.batch.fit import fit_sprints
from evenstride.science.batch.result import Status
from evenstride.science.noise import student_t
from evenstride.science.sprint.fit import fit_speed_curve, keep_lead
from evenstride.science.sprint.gates import FIRST_LEAD
from evenstride.science.sprint.model import LEAD, SHIFT, gate_times, predict_distance, predict_time

SIX = np.array([5.0, 10.0, 15.0, 20.0, 30.0, 40.0])
FOUR = np.array([10.0, 20.0, 30.0, 40.0])
THREE = np.array([10.0, 20.0, 30.0])
TEN = np.arange(10.0, 101.0, 10.0)
FAR = np.array([20.0, 40.0, 60.0, 80.0])
THIRD = {Correction.TIME: [SHIFT], Correction.FLYING: [LEAD], Correction.NONE: []}


def simulate(gates, runs, *, sd=0.01, correction=Correction.TIME, seed=1):
    random = np.random.default_rng(seed)
    mss, tau = random.uniform(6.0, 11.5, (runs, 1)), random.uniform(0.7, 1.5, (runs, 1))
    start = {
        Correction.TIME: {"time_correction": random.uniform(-0.4, 0.1, (runs, 1))},
        Correction.FLYING: {"flying_distance": np.maximum(random.uniform(-0.3, 1.0, (runs, 1)), 0.0)},
        Correction.NONE: {},
    }[correction]
    times = predict_time(gates, mss, tau, **start)
    return times + random.normal(0.0, sd, times.shape)


def reference(gates, times, correction):
    """Tight least squares from a start of its own."""
    free = [0, 1, *THIRD[correction]]
    first = np.array([np.log(1.05 * np.max(np.diff(gates) / np.diff(times))), 0.0, 0.0, FIRST_LEAD, 0.0])[free]
    select = np.eye(5)[free]
    found = least_squares(
        lambda x: gate_times(x @ select, gates)[0] - times,
        first,
        jac=lambda x: gate_times(x @ select, gates)[1][:, free],
        method="lm",
        ftol=1e-12,
        xtol=1e-12,
        gtol=1e-12,
        max_nfev=10_000,
    )
    mss, tau = np.exp(found.x[:2])
    return mss, mss / tau, found.x[2] if len(free) == 3 else 0.0, 2.0 * found.cost


def single(gates, times, correction, **how):
    """The single fit, or None where it refuses the run."""
    device = Device("gates", timing_sd=how.pop("timing_sd", None), source="a test")
    try:
        return fit_speed_curve(Splits("Kim", gates, times, device=device), correction=correction, **how)
    except FitError:
        return None


@pytest.mark.parametrize("engine", Engine)
class TestSameAnswers:
    @pytest.mark.parametrize(
        ("gates", "correction", "sd"),
        [
            (SIX, Correction.TIME, 0.01),
            (SIX, Correction.TIME, 0.03),
            (FOUR, Correction.TIME, 0.01),
            (TEN, Correction.TIME, 0.01),
            (SIX, Correction.NONE, 0.02),
            (THREE, Correction.NONE, 0.005),
            (SIX, Correction.FLYING, 0.005),
            (TEN, Correction.FLYING, 0.01),
        ],
    )
    def test_points_agree_with_a_tight_reference(self, gates, correction, sd, engine):
        times = simulate(gates, 100, sd=sd, correction=correction)
        if gates is SIX:
            times[np.random.default_rng(2).uniform(size=times.shape) < 0.05] = np.nan
        fit = fit_sprints(gates, times, correction=correction, engine=engine)
        fitted = np.flatnonzero((fit.status == Status.FITTED) & ~(fit.lead < 0.0))
        assert fitted.size > (60 if correction is Correction.FLYING else 90)
        for run in fitted:
            seen = np.isfinite(times[run])
            mss, mac, third, rss = reference(gates[seen], times[run][seen], correction)
            assert fit.mss[run] == pytest.approx(mss, rel=1e-6)
            assert fit.mac[run] == pytest.approx(mac, rel=1e-6)
            assert fit.time_correction[run] + fit.lead[run] == pytest.approx(third, abs=1e-6)
            assert fit.rss[run] <= rss * (1.0 + 1e-9)

    @pytest.mark.parametrize(
        "start", [{}, {"time_correction": -0.25}, {"flying_distance": 0.3}, {"flying_distance": 2.0}]
    )
    def test_exact_times_give_back_the_truth(self, start, engine):
        correction = {"time_correction": Correction.TIME, "flying_distance": Correction.FLYING}
        times = predict_time(SIX, np.array([[9.0], [7.0]]), np.array([[1.2], [0.9]]), **start)
        name = next(iter(start), None)
        fit = fit_sprints(SIX, times, correction=correction.get(name, Correction.NONE), engine=engine)
        assert fit.mss == pytest.approx([9.0, 7.0], rel=1e-7)
        assert fit.tau == pytest.approx([1.2, 0.9], rel=1e-6)
        if name:
            assert getattr(fit, name) == pytest.approx(start[name], rel=1e-5)

    @pytest.mark.parametrize(
        ("gates", "correction", "noise", "stated"),
        [
            (SIX, Correction.TIME, 0.01, None),
            (SIX, Correction.TIME, 0.06, None),
            (FOUR, Correction.TIME, 0.01, None),
            (FOUR, Correction.TIME, 0.01, 0.005),
            (FOUR, Correction.TIME, 0.01, 0.0005),
            (FAR, Correction.TIME, 0.02, None),
            (SIX, Correction.FLYING, 0.02, None),
            (FOUR, Correction.FLYING, 0.01, None),
            (SIX, Correction.NONE, 0.05, None),
        ],
    )
    def test_no_run_that_the_single_fit_carries_is_refused_or_differs(self, gates, correction, noise, stated, engine):
        times = simulate(gates, 40, sd=noise, correction=correction, seed=3)
        fit = fit_sprints(gates, times, correction=correction, timing_sd=stated, engine=engine)
        for run, clock in enumerate(times):
            one = single(gates, clock, correction, timing_sd=stated, draws=1)
            if one is None:
                assert fit.status[run] != Status.FITTED
                continue
            informed = any("rests on what is usual" in note for note in one.notes)
            assert fit.status[run] == (Status.USUAL if informed else Status.FITTED)
            # In a valley without an end the search of the single fit stops a little earlier.
            close = 2e-3 if informed else 2e-4
            assert fit.sigma[run] == pytest.approx(one.sigma, rel=close)
            assert fit.dof[run] == one.degrees_of_freedom
            for name, draws in one.parameters.items():
                assert getattr(fit, name)[run] == pytest.approx(draws.point, rel=close, abs=2e-5)

    @pytest.mark.parametrize("correction", [Correction.TIME, Correction.FLYING])
    def test_intervals_are_those_that_draws_around_the_best_curve_estimate(self, correction, engine):
        fit = fit_sprints(SIX, simulate(SIX, 12, correction=correction, seed=5), correction=correction, engine=engine)
        assert (fit.lead < 0.0).any() == (correction is Correction.FLYING)
        for run in range(12):
            for name, samples in draw_around(fit, run).items():
                wanted = np.quantile(samples, [0.05, 0.95])
                # With 3 degrees of freedom a 5 % quantile of 40 000 draws errs by about 1 % of the width. Where a
                # lead may reach zero the interval is an approximation.
                slack = (0.04 if correction is Correction.TIME else 0.12) * np.ptp(wanted) + 1e-3
                assert [end[run] for end in fit.interval(name)] == pytest.approx(wanted, abs=slack)


def draw_around(fit, run):
    """Student t draws around the best curve of one run, none with a lead below zero."""
    values, axes = np.linalg.eigh(fit.scale[..., run])
    root = axes * np.sqrt(np.maximum(values, 0.0))
    around = student_t(root, dof=fit.dof[run], seed=run, draws=40_000)
    if fit.correction is Correction.FLYING:
        around = keep_lead(around, root, fit.lead[run], 2)
    mss, tau = fit.mss[run] * np.exp(around[:, 0]), fit.tau[run] * np.exp(around[:, 1])
    lead = np.maximum(max(fit.lead[run], 0.0) + around[:, 2], 0.0)
    third = {
        Correction.TIME: fit.time_correction[run] + around[:, 2],
        Correction.FLYING: predict_distance(lead, mss, tau),
    }
    return {"mss": mss, "tau": tau, "mac": mss / tau, fit.correction.parameter: third[fit.correction]}


class TestDraws:
    @pytest.mark.parametrize("correction", [Correction.TIME, Correction.FLYING])
    def test_draws_are_those_of_the_single_fit_and_fill_the_intervals(self, correction):
        times = simulate(SIX, 3, sd=0.003, correction=correction, seed=6)
        times[0, 2] = np.nan
        fit = fit_sprints(SIX, times, correction=correction, timing_sd=0.004)
        run = int(np.argmax(fit.lead))
        drawn = fit.draws(run, seed=9, draws=4000)
        own = int(np.random.SeedSequence((9, run)).generate_state(1)[0])
        seen = np.isfinite(times[run])
        one = single(SIX[seen], times[run][seen], correction, timing_sd=0.004, seed=own, draws=4000)
        assert sorted(drawn) == sorted(["mss", "mac", "tau", correction.parameter])
        for name, draws in drawn.items():
            assert draws.samples.tolist() == one.parameters[name].samples.tolist()
            low, high = (end[run] for end in fit.interval(name))
            assert 0.83 < np.mean((draws.samples > low) & (draws.samples < high)) < 0.97

    def test_a_flying_distance_is_never_below_zero(self):
        times = predict_time(SIX, 9.0, 1.2, time_correction=0.05) + np.array([0.01, -0.01, 0.01, -0.01, 0.01, -0.01])
        fit = fit_sprints(SIX, [times], correction=Correction.FLYING)
        assert fit.lead[0] < 0.0
        assert fit.flying_distance[0] == 0.0
        assert fit.interval("flying_distance")[0][0] == 0.0
        assert fit.draws(0)["flying_distance"].samples.min() == 0.0
        plain = fit_sprints(SIX, [times], correction=Correction.NONE)
        assert fit.mss == pytest.approx(plain.mss)


class TestBatch:
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
            ((SIX, [GOOD]), {"correction": Correction.DISTANCE}, "a batch of gate runs cannot free the distance-corr"),
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


def test_names_are_understood_and_other_words_refused():
    times = simulate(SIX, 3)
    for name in Correction.TIME, Correction.FLYING, Correction.NONE:
        by_name = fit_sprints(SIX, times, correction=name.value)
        np.testing.assert_array_equal(by_name.mss, fit_sprints(SIX, times, correction=name).mss)
    with pytest.raises(InputError, match="no engine"):
        fit_sprints(SIX, times, engine="gpu")
    with pytest.raises(InputError, match="no correction"):
        fit_sprints(SIX, times, correction="nonsense")


@pytest.mark.parametrize("level", [0.0, 1.0, 1.5, np.nan])
def test_an_interval_needs_a_level_between_zero_and_one(level):
    fit = fit_sprints(SIX, simulate(SIX, 1))
    with pytest.raises(InputError, match="level"):
        fit.interval("mss", level=level)
