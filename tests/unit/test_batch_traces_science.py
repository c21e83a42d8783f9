"""Traces in a batch are treated as the single fit treats them, and no start gives a smaller sum of squares."""

import numpy as np
import pytest

from evenstride.core.errors import FitError, InputError
from evenstride.core.fit import Correction
from evenstride.core.recording import SpeedTrace
from evenstride.readers import read
from evenstride.science.batch.engine import Engine
from evenstride.science.batch.result import Status
from evenstride.science.batch.trace import fit_traces
from evenstride.science.noise import correlation_time
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.model import predict_speed

CLOCK = np.arange(0.0, 6.0, 0.02)


def simulate(runs, *, sd=0.1, echo=0.0, run_out=True, seed=1):
    """Radar speeds with noise that may repeat itself; the athlete slows down at the end."""
    random = np.random.default_rng(seed)
    mss, tau = random.uniform(6.0, 11.0, (runs, 1)), random.uniform(0.7, 1.5, (runs, 1))
    speeds = predict_speed(CLOCK, mss, tau, time_correction=random.uniform(-0.3, 1.0, (runs, 1)))
    noise = random.normal(0.0, sd, speeds.shape)
    for sample in range(1, CLOCK.size):
        noise[:, sample] = echo * noise[:, sample - 1] + (1.0 - echo**2) ** 0.5 * noise[:, sample]
    end = random.uniform(5.0, 6.5, (runs, 1)) if run_out else 9.0
    return (speeds + noise) * np.where(end < CLOCK, np.exp(0.3 * (end - CLOCK)), 1.0)


def single(times, speeds, correction=Correction.TIME):
    try:
        return fit_speed_curve(SpeedTrace("Kim", times, speeds), correction=correction, draws=1)
    except FitError:
        return None


@pytest.mark.parametrize("engine", Engine)
class TestSameAnswers:
    @pytest.mark.parametrize("correction", [Correction.TIME, Correction.NONE])
    @pytest.mark.parametrize(("sd", "echo"), [(0.02, 0.0), (0.1, 0.9), (0.4, 0.3)])
    def test_nothing_fits_better_and_all_else_is_the_same(self, sd, echo, correction, engine):
        speeds = simulate(25, sd=sd, echo=echo)
        fit = fit_traces([CLOCK] * 25, speeds, correction=correction, engine=engine)
        alike = 0
        for run, speed in enumerate(speeds):
            one = single(CLOCK, speed, correction)
            if one is None:
                assert fit.status[run] in (Status.NO_SPRINT, Status.VAGUE)
                continue
            assert fit.status[run] == (Status.DOUBTFUL if one.doubt else Status.FITTED)
            rss = float(one.residuals @ one.residuals)
            assert fit.rss[run] <= rss * (1.0 + 1e-9)
            if fit.rss[run] < rss * (1.0 - 1e-8):
                continue  # another valley: noise makes one between many pairs of samples
            alike += 1
            assert fit.mss[run] == pytest.approx(one.parameters["mss"].point, rel=1e-4)
            assert fit.mac[run] == pytest.approx(one.parameters["mac"].point, rel=1e-3)
            assert fit.sigma[run] == pytest.approx(one.sigma, rel=1e-4)
            assert fit.dof[run] == pytest.approx(one.degrees_of_freedom, rel=1e-3)
        assert alike >= 15 or correction is Correction.NONE

    def test_a_start_at_any_place_is_found_by_trying_all(self, engine):
        speeds = simulate(4, sd=0.4, seed=7)
        fit = fit_traces([CLOCK] * 4, speeds, engine=engine)
        for run, speed in enumerate(speeds):
            top = np.quantile(speed, 0.99)
            end = np.flatnonzero(speed >= 0.95 * top)[-1] + 1
            near = fit.tau[run] * np.linspace(0.97, 1.03, 13)[:, None, None]
            start = fit.time_correction[run] + np.linspace(-0.06, 0.06, 241)[:, None]
            curve = -np.expm1(-np.maximum(CLOCK[:end] - start, 0.0) / near)
            best = (speed[:end] ** 2).sum() - (curve @ speed[:end]) ** 2 / (curve**2).sum(axis=-1)
            assert fit.rss[run] <= best.min() * (1.0 + 1e-9)

    def test_exact_speeds_give_back_the_truth(self, engine):
        speeds = predict_speed(CLOCK, np.array([[9.0], [7.0]]), np.array([[1.2], [0.9]]), time_correction=0.313)
        fit = fit_traces([CLOCK] * 2, speeds, engine=engine)
        assert fit.mss == pytest.approx([9.0, 7.0], rel=1e-9)
        assert fit.tau == pytest.approx([1.2, 0.9], rel=1e-9)
        assert fit.time_correction == pytest.approx(0.313, abs=1e-9)

    @pytest.mark.data
    def test_real_radar_and_laser_traces(self, shared_data, engine):
        traces = []
        for name in ("radar_gun_data.csv", "jb_morin.csv"):
            file = shared_data / "shorts" / "csv" / name
            traces += read(file.read_bytes(), name=name, unnamed="Kim").recordings
        fit = fit_traces([one.times for one in traces], [one.speeds for one in traces], engine=engine)
        assert len(traces) > 3
        for run, trace in enumerate(traces):
            one = single(trace.times, trace.speeds)
            assert fit.status[run] == Status.FITTED
            assert fit.rss[run] <= float(one.residuals @ one.residuals) * (1.0 + 1e-9)
            assert fit.mss[run] == pytest.approx(one.parameters["mss"].point, rel=1e-4)
            assert fit.time_correction[run] == pytest.approx(one.parameters["time_correction"].point, abs=0.005)

    def test_intervals_are_those_the_draws_estimate(self, engine):
        speeds = simulate(3, sd=0.15, echo=0.5, seed=4)
        fit = fit_traces([CLOCK] * 3, speeds, engine=engine)
        for run in range(3):
            for name, draws in fit.draws(run, draws=40_000).items():
                estimate, (low, high) = draws.estimate(), (end[run] for end in fit.interval(name))
                slack = 0.03 * (high - low)
                assert (low, high) == (pytest.approx(estimate.low, abs=slack), pytest.approx(estimate.high, abs=slack))


GOOD = simulate(1, seed=3)[0]


class TestTraces:
    def test_flat_arrays_with_offsets_are_a_list_of_arrays(self):
        speeds = simulate(5)
        sizes = [300, 250, 280, 300, 290]
        times = [CLOCK[:size] for size in sizes]
        pieces = [speed[:size] for speed, size in zip(speeds, sizes, strict=True)]
        flat = fit_traces(np.concatenate(times), np.concatenate(pieces), np.cumsum([0, *sizes]))
        listed = fit_traces(times, pieces)
        assert np.array_equal(flat.mss, listed.mss)
        assert fit_traces([], []).mss.shape == (0,)
        assert fit_traces([], [], [0]).mss.shape == (0,)

    def test_samples_without_a_number_were_never_there(self):
        holes = GOOD.copy()
        holes[[3, 40, 41, 120]] = [np.nan, np.nan, np.inf, -np.inf]
        kept = np.isfinite(holes)
        fit = fit_traces([CLOCK, CLOCK[kept]], [holes, GOOD[kept]])
        assert fit.mss[0] == fit.mss[1]

    @pytest.mark.parametrize(
        ("times", "speeds", "status"),
        [
            (CLOCK[:5], GOOD[:5], Status.TOO_FEW),
            (CLOCK, np.full_like(CLOCK, 9.0), Status.NO_ACCELERATION),
            (CLOCK, -1.0 - GOOD, Status.NO_ACCELERATION),
            (CLOCK, np.full_like(CLOCK, np.nan), Status.TOO_FEW),
            (CLOCK[::-1], GOOD, Status.NOT_INCREASING),
            (20.0 * CLOCK, GOOD, Status.SESSION),
            (CLOCK, 100.0 * GOOD, Status.NO_SPRINT),
            (CLOCK, 1.0 * CLOCK, Status.VAGUE),
            (CLOCK[:8], [0.1, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], Status.TOO_FEW),
        ],
    )
    @pytest.mark.parametrize("engine", Engine)
    def test_a_run_without_an_answer_is_nan_with_a_reason_and_spoils_no_other(self, times, speeds, status, engine):
        fit = fit_traces([CLOCK, times, CLOCK], [GOOD, speeds, GOOD], engine=engine)
        assert fit.status.tolist() == [Status.FITTED, status, Status.FITTED]
        for name in ("mss", "mac", "tau", "time_correction", "rss", "sigma", "dof"):
            assert np.isnan(getattr(fit, name)).tolist() == [False, True, False]
        assert fit.mss[0] == fit.mss[2]

    @pytest.mark.parametrize(
        ("arguments", "options", "text"),
        [
            (([CLOCK], [GOOD[:-1]]), {}, "times and speeds do not belong together"),
            (([CLOCK], [GOOD, GOOD]), {}, "times and speeds do not belong together"),
            ((CLOCK, GOOD[:-1], [0, 300]), {}, r"times of shape \(300,\) and speeds of shape \(299,\)"),
            ((CLOCK, GOOD, [0, 200]), {}, "the offsets do not divide the samples into runs"),
            ((CLOCK, GOOD, [0, 200, 100, 300]), {}, "the offsets do not divide the samples into runs"),
            ((CLOCK, GOOD, [0.0, 300.0]), {}, "the offsets do not divide the samples into runs"),
            ((CLOCK, GOOD, []), {}, "the offsets do not divide the samples into runs"),
            (([CLOCK], [GOOD]), {"correction": Correction.FLYING}, "speed over time has no flying distance"),
        ],
    )
    def test_what_no_run_could_mean_is_an_error(self, arguments, options, text):
        with pytest.raises(InputError, match=text):
            fit_traces(*arguments, **options)


def test_traces_the_single_fit_doubts_are_doubtful_here():
    speeds = simulate(40, sd=0.05)
    speeds[10:20] += 0.3
    speeds[20:] += 0.6 * np.sin(np.random.default_rng(2).uniform(0.5, 3.0, (20, 1)) * CLOCK)
    fit = fit_traces([CLOCK] * 40, speeds)
    doubts = [bool(single(CLOCK, speed).doubt) for speed in speeds]
    assert (fit.status == Status.DOUBTFUL).tolist() == doubts
    assert 5 < sum(doubts) < 35
    assert fit.fitted.all()


@pytest.mark.parametrize("engine", Engine)
def test_correlation_times_are_those_of_one_trace(engine):
    from evenstride.science.batch.engine import load

    residuals = np.random.default_rng(3).normal(size=300).cumsum()
    offsets = np.array([0, 100, 101, 300])
    with np.errstate(all="ignore"):
        found = load(engine, worth=True).correlation_times(residuals, offsets)
    alone = [correlation_time(residuals[begin:end]) for begin, end in ((0, 100), (100, 101), (101, 300))]
    assert found == pytest.approx(alone, rel=1e-9)


def test_a_single_fit_does_not_rest_in_a_fold_between_samples():
    random = np.random.default_rng(0)
    clock = np.arange(0.0, 6.0, 0.05)
    many = [
        predict_speed(clock, random.uniform(6, 11), random.uniform(0.8, 1.4), time_correction=random.uniform(0.1, 1.0))
        + random.normal(0.0, 0.15, clock.size)
        for _ in range(60)
    ]
    least = fit_traces([clock] * len(many), many).rss
    found = [single(clock, speeds).residuals for speeds in many]
    np.testing.assert_allclose([one @ one for one in found], least, rtol=2e-5)


def test_a_correction_by_its_name_is_that_correction():
    speeds = simulate(2)
    by_name = fit_traces([CLOCK] * 2, speeds, correction="time-correction")
    np.testing.assert_array_equal(by_name.mss, fit_traces([CLOCK] * 2, speeds).mss)
