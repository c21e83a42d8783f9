"""What the fit chooses, refuses and says; edges of noise and force."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.fit import Correction
from evenstride.core.recording import Conditions, Device, SpeedTrace, Splits, Start
from evenstride.science.noise import correlation_time, pooled_variance, student_t
from evenstride.science.simulate.sprint import simulate_splits, simulate_trace
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.metrics import measure_sprint, predict_curve

CLOCK = np.linspace(0.0, 6.0, 121)
SPRINT_METRICS = {
    "mss", "mac", "tau", "pmax", "time_correction", "flying_distance", "distance_correction",
    "f0", "f0_rel", "v0", "pmax_fv", "rf_max", "drf",
}  # fmt: skip


def run(gates, **options):
    return simulate_splits(gates, 9.0, 1.2, time_correction=-0.2, timing_sd=0.005, seed=4, **options)


def said(fit, text):
    return any(text in note for note in fit.notes)


class TestChoice:
    @pytest.mark.parametrize("gates", [(10, 20, 30, 40), (5, 10, 20, 30, 40), (5, 10, 15, 20, 30, 40)])
    @pytest.mark.parametrize("start", [Start.STANDING, Start.BLOCK])
    def test_four_gates_and_more_estimate_the_time_correction(self, gates, start):
        fit = fit_speed_curve(run(gates, conditions=Conditions(start=start)))
        assert fit.correction is Correction.TIME
        assert said(fit, "badly biases the plain fit")

    def test_three_gates_take_none_and_say_so(self):
        fit = fit_speed_curve(run((10, 20, 30)))
        assert fit.correction is Correction.NONE
        assert said(fit, "Three gates cannot carry a start correction")
        assert said(fit, "0.005 s the device states")

    def test_a_flying_start_estimates_the_flying_distance(self):
        flying = Conditions(start=Start.FLYING)
        splits = simulate_splits((5, 10, 20, 30, 40), 9.0, 1.2, flying_distance=0.5, conditions=flying)
        fit = fit_speed_curve(splits)
        assert fit.correction is Correction.FLYING
        assert said(fit, "clock starts while moving")

    def test_a_flying_start_over_three_gates_is_refused(self):
        with pytest.raises(FitError, match="known flying distance"):
            fit_speed_curve(run((10, 20, 30), conditions=Conditions(start=Start.FLYING)))

    def test_held_values_leave_two_unknowns(self):
        fit = fit_speed_curve(run((10, 20, 30)), fixed={"time_correction": -0.2})
        assert fit.correction is Correction.NONE
        assert fit.fixed == {"time_correction": -0.2}
        assert set(fit.parameters["time_correction"].samples) == {-0.2}
        assert said(fit, "held at −0.2 s")

    @pytest.mark.parametrize("name", ["time_correction", "flying_distance"])
    def test_a_correction_held_at_zero_is_the_plain_fit(self, name):
        splits = run((5, 10, 20, 30, 40))
        held = fit_speed_curve(splits, fixed={name: 0.0})
        plain = fit_speed_curve(splits, correction=Correction.NONE)
        assert held.parameters["mss"].point == plain.parameters["mss"].point
        assert set(held.parameters) == {"mss", "mac", "tau"}

    def test_a_trace_shifts_its_clock(self):
        fit = fit_speed_curve(simulate_trace(CLOCK, 9.0, 1.2, time_correction=0.7, speed_sd=0.1))
        assert fit.correction is Correction.TIME
        assert fit.parameters["time_correction"].point == pytest.approx(0.7, abs=0.05)

    def test_a_trace_can_be_held(self):
        trace = simulate_trace(CLOCK, 9.0, 1.2, time_correction=0.7)
        fit = fit_speed_curve(trace, fixed={"time_correction": 0.7})
        assert fit.correction is Correction.NONE
        assert fit.parameters["tau"].point == pytest.approx(1.2, rel=1e-5)

    def test_a_clock_behind_the_start_has_no_flying_distance(self):
        splits = simulate_splits((5, 10, 20, 30, 40), 9.0, 1.2, time_correction=0.2)
        fit = fit_speed_curve(splits, correction=Correction.FLYING)
        assert fit.parameters["flying_distance"].point == 0.0
        assert fit.parameters["flying_distance"].samples.min() >= 0.0
        assert said(fit, "best flying distance is 0 m")


class TestPrior:
    def test_four_gates_lean_on_the_stated_error(self):
        wide, narrow = (
            fit_speed_curve(replace(run((10, 20, 30, 40)), device=Device("gates", timing_sd=sd)))
            for sd in (0.02, 0.005)
        )
        assert wide.sigma == pytest.approx(0.02, rel=0.1)
        assert narrow.sigma < wide.sigma

    def test_without_a_stated_error_it_is_borrowed_and_said(self):
        fit = fit_speed_curve(replace(run((10, 20, 30, 40)), device=Device("gates")))
        assert said(fit, "holmberg2025")

    def test_five_gates_speak_for_themselves(self):
        splits = run((5, 10, 20, 30, 40))
        stated, silent = (fit_speed_curve(replace(splits, device=Device("gates", timing_sd=sd))) for sd in (0.5, None))
        assert stated.sigma == silent.sigma
        assert stated.degrees_of_freedom == 2

    @pytest.mark.parametrize("sd", [0.0, 0.001])
    def test_a_miss_beyond_the_stated_error_overrules_it(self, sd):
        clean = simulate_splits((5, 10, 20, 40), 9.0, 1.2)
        times = clean.times + np.array([0.01, -0.01, 0.01, -0.01])
        splits = replace(clean, times=times, device=Device("gates", timing_sd=sd))
        fit = fit_speed_curve(splits)
        assert fit.sigma == pytest.approx(float(np.sqrt(fit.residuals @ fit.residuals)))
        assert said(fit, "the size of the miss is used instead")


class TestRefusals:
    @pytest.mark.parametrize(("count", "text"), [(1, "1 gate is too few"), (2, "2 gates are too few")])
    def test_two_gates_are_too_few(self, count, text):
        with pytest.raises(FitError, match=text) as caught:
            fit_speed_curve(run((10, 20)[:count]))
        assert caught.value.remedy

    def test_three_gates_cannot_carry_a_free_correction(self):
        with pytest.raises(FitError, match=r"3 free parameters need 4 \(correction: time correction\)"):
            fit_speed_curve(run((10, 20, 30)), correction=Correction.TIME)

    @pytest.mark.parametrize(
        "times",
        [
            (1.2, 2.5, 4.0, 5.9),
            (1.0, 2.0, 3.0, 4.0),
            (0.9, 2.0, 3.4, 5.1, 7.2),
            (1.0, 2.1, 3.3, 4.6, 6.0, 7.5),
        ],
        ids=["slowing", "constant speed", "slowing over five", "slowing over six"],
    )
    def test_a_run_that_never_speeds_up_is_no_sprint(self, times):
        gates = 10.0 * np.arange(1, len(times) + 1)
        with pytest.raises(FitError) as caught:
            fit_speed_curve(Splits("Kim", gates, times))
        assert str(caught.value).startswith("Kim: ")
        assert caught.value.why
        assert caught.value.remedy

    def test_a_run_that_only_speeds_up_has_no_top_speed(self):
        with pytest.raises(FitError, match="no speed curve"):
            fit_speed_curve(Splits("Kim", (10, 20, 30, 40, 50), (4.0, 5.6, 6.8, 7.8, 8.6)))

    @pytest.mark.parametrize(
        ("gates", "times"),
        [((10, 20, 30), (1.9, 1.8, 4.0)), ((10, 30, 20), (1.9, 3.0, 4.0)), ((10, 20, 30), (1.9, np.nan, 4.0))],
    )
    def test_times_and_gates_must_increase(self, gates, times):
        with pytest.raises(FitError, match=r"do not both increase|time at 20 m is no number"):
            fit_speed_curve(Splits("Kim", gates, times))

    @pytest.mark.parametrize(
        ("options", "text"),
        [
            ({"fixed": {"tau": 1.0}}, "'tau' is no parameter"),
            ({"fixed": {"flying_distance": -0.1}}, "cannot be -0.1"),
            ({"fixed": {"time_correction": np.nan}}, "cannot be nan"),
            ({"fixed": {"time_correction": 0.0}, "correction": Correction.TIME}, "at once"),
        ],
    )
    def test_corrections_that_make_no_sense(self, options, text):
        with pytest.raises(InputError, match=text):
            fit_speed_curve(run((5, 10, 20, 30, 40)), **options)

    @pytest.mark.parametrize("options", [{"fixed": {"flying_distance": 0.3}}, {"correction": Correction.FLYING}])
    def test_a_trace_has_no_flying_distance(self, options):
        with pytest.raises(InputError, match="no flying distance"):
            fit_speed_curve(simulate_trace(CLOCK, 9.0, 1.2), **options)

    def test_a_trace_of_a_few_samples_is_refused(self):
        with pytest.raises(FitError, match="5 samples are too few"):
            fit_speed_curve(simulate_trace(CLOCK[:5], 9.0, 1.2))

    @pytest.mark.parametrize("speeds", [np.zeros(50), np.full(50, 6.0), -np.ones(50)])
    def test_a_trace_without_a_sprint_is_refused(self, speeds):
        with pytest.raises(FitError):
            fit_speed_curve(SpeedTrace("Kim", np.linspace(0, 5, 50), speeds))


class TestWhatIsLeftOut:
    def test_the_run_out_of_a_trace(self):
        trace = simulate_trace(np.linspace(0.0, 6.0, 301), 9.0, 1.2)
        stopping = np.where(trace.times > 5.0, trace.speeds * np.clip(1 - (trace.times - 5.0), 0, 1), trace.speeds)
        fit = fit_speed_curve(SpeedTrace("A", trace.times, stopping))
        assert fit.parameters["mss"].point == pytest.approx(9.0, rel=0.01)
        assert said(fit, "the run-out")

    def test_samples_without_a_number(self):
        trace = simulate_trace(CLOCK, 9.0, 1.2)
        speeds = trace.speeds.copy()
        speeds[10:20] = np.nan
        fit = fit_speed_curve(SpeedTrace("A", CLOCK, speeds))
        assert said(fit, "10 samples without a number left out")
        assert fit.residuals.size == CLOCK.size - 10

    def test_a_gate_on_the_start_line_only_starts_the_clock(self):
        splits = run((5, 10, 20, 30, 40))
        with_line = Splits("A", (0, 5, 10, 20, 30, 40), (0.0, *splits.times))
        assert fit_speed_curve(with_line).parameters["mss"].point == fit_speed_curve(splits).parameters["mss"].point

    def test_slowing_at_the_end_is_said(self):
        splits = simulate_splits((10, 20, 30, 40, 50, 60), 9.0, 1.2)
        slower = splits.times + np.array([0, 0, 0, 0, 0, 0.15])
        assert said(fit_speed_curve(Splits("A", splits.distances, slower)), "no slowing down")
        assert not said(fit_speed_curve(splits), "no slowing down")


class TestMeasure:
    def test_every_value_or_a_reason(self):
        splits = run((5, 10, 20, 30, 40))
        analysis = measure_sprint(splits, fit_speed_curve(splits))
        assert set(analysis.values) == SPRINT_METRICS
        assert analysis.kind == "sprint"
        missing = {name for name, value in analysis.values.items() if isinstance(value, Missing)}
        assert missing == {"flying_distance", "distance_correction", "f0", "f0_rel", "v0", "pmax_fv", "rf_max", "drf"}

    def test_a_body_given_here_counts(self):
        splits = run((5, 10, 20, 30, 40))
        body = Anthropometrics(mass=70, height=1.75)
        values = measure_sprint(splits, fit_speed_curve(splits), body=body).values
        force, relative, power = (values[name] for name in ("f0", "f0_rel", "pmax_fv"))
        assert isinstance(force, Estimate)
        assert force.value == pytest.approx(70 * values["mac"].value)
        assert relative.value == pytest.approx(force.value / 70)
        assert power.value == pytest.approx(force.value * values["v0"].value / 4)
        assert values["v0"].value > values["mss"].value
        assert values["pmax"].value == pytest.approx(values["mss"].value * values["mac"].value / 4)
        assert all(value.low <= value.value <= value.high for value in values.values() if isinstance(value, Estimate))

    def test_an_unusual_value_is_questioned(self):
        splits = simulate_splits((5, 10, 20, 30, 40), 9.0, 0.5)
        analysis = measure_sprint(splits, fit_speed_curve(splits))
        assert any(note.startswith("MAC of 18.00 m/s² is unusual") for note in analysis.notes)

    def test_a_short_run_has_no_fall_of_force_ratio(self):
        splits = Splits("A", (1, 2, 3, 4), (0.45, 0.66, 0.83, 0.98), body=Anthropometrics(mass=70, height=1.75))
        fit = fit_speed_curve(splits, fixed={"time_correction": 0.0})
        assert isinstance(measure_sprint(splits, fit).values["drf"], Missing)

    def test_curve_of_splits_runs_over_distance(self):
        splits = run((5, 10, 20, 30, 40))
        curve = predict_curve(splits, fit_speed_curve(splits))
        assert (curve.x_unit, curve.x[0], curve.x[-1]) == ("m", 0.0, 40.0)
        assert curve.value[0] == pytest.approx(0.0, abs=1e-6)
        assert np.all(np.diff(curve.value) > 0)
        assert np.all((curve.low <= curve.value) & (curve.value <= curve.high))

    def test_curve_of_a_trace_runs_over_its_clock(self):
        trace = simulate_trace(CLOCK + 2.0, 9.0, 1.2, time_correction=2.5, speed_sd=0.05)
        curve = predict_curve(trace, fit_speed_curve(trace))
        assert (curve.x_unit, curve.x[0], curve.x[-1]) == ("s", 2.0, 8.0)
        assert curve.value[0] == 0.0
        assert curve.value[-1] == pytest.approx(9.0, abs=0.15)


class TestNoise:
    def test_pooling_lies_between_prior_and_residuals(self):
        variance, dof = pooled_variance(4e-4, 4.0, prior_sd=0.02, weight=4.0)
        assert variance == pytest.approx((4 * 4e-4 + 4e-4) / 8)
        assert dof == 8.0

    def test_student_draws_have_the_right_spread(self, seed):
        root = np.array([[2.0, 0.0], [1.0, 1.0]])
        draws = student_t(root, dof=8.0, seed=seed, draws=100_000)
        assert np.allclose(np.cov(draws.T), root @ root.T * 8 / 6, rtol=0.05)

    def test_correlation_time(self, seed):
        rng = np.random.default_rng(seed)
        white = rng.standard_normal(20_000)
        assert correlation_time(white) == pytest.approx(1.0, abs=0.1)
        assert correlation_time(np.repeat(white, 8)) == pytest.approx(8.0, rel=0.2)
        assert correlation_time(np.zeros(10)) == 1.0


def test_wind_needs_a_body():
    with pytest.raises(InputError, match="wind cannot be simulated without a body"):
        simulate_splits((10, 20, 30), 9.0, 1.2, conditions=Conditions(wind=-1.0))


def test_gates_that_hardly_show_the_acceleration_rest_on_what_is_usual():
    """Four far gates with a noisy clock: MSS is seen, MAC comes from the usual TAU and is wide and said to be."""
    fits = [
        fit_speed_curve(simulate_splits((20, 40, 60, 80), 9.0, 0.9, timing_sd=0.02, seed=seed)) for seed in range(40)
    ]
    informed = [fit for fit in fits if any("rests on what is usual" in note for note in fit.notes)]
    assert informed, "some of these runs must need it"
    for fit in informed:
        mac, mss = fit.parameters["mac"].estimate(), fit.parameters["mss"].estimate()
        assert mac.high / mac.low > 1.5
        assert mss.high / mss.low < 1.15
