"""What speaks against a trace: distances that contradict its speeds, a smeared start, a curve that is not the run's."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import FitError
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.recording import SpeedTrace
from evenstride.science.simulate.sprint import simulate_trace
from evenstride.science.sprint.doubt import find_doubt
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.metrics import measure_sprint
from evenstride.science.sprint.model import predict_distance

CLOCK = np.arange(0.0, 6.0, 0.02)


def radar(seed, *, shift=1.0, noise=0.2):
    """A radar trace: noise over some samples, and the swing of the steps."""
    random = np.random.default_rng(seed)
    truth = simulate_trace(CLOCK, 9.0, 1.2, time_correction=shift, body=Anthropometrics(mass=70, height=1.8))
    smooth = np.convolve(random.normal(0.0, noise, CLOCK.size + 4), np.ones(5) / 5**0.5, mode="valid")
    swing = 0.15 * np.sin(2 * np.pi * 4.3 * CLOCK) * (truth.speeds > 0.0)
    return replace(truth, speeds=truth.speeds + smooth + swing)


@pytest.mark.parametrize("seed", range(20))
def test_an_ordinary_trace_is_believed(seed):
    trace = radar(seed)
    fit = fit_speed_curve(trace, draws=100)
    assert fit.doubt == ""
    assert isinstance(measure_sprint(trace, fit).values["f0"], Estimate)


def test_distances_that_agree_are_believed_and_others_are_not():
    trace = radar(1)
    right = predict_distance(CLOCK, 9.0, 1.2, time_correction=1.0)
    assert fit_speed_curve(replace(trace, distances=right + 2.7), draws=100).doubt == ""
    early = predict_distance(CLOCK, 9.0, 1.2)
    fit = fit_speed_curve(replace(trace, distances=early), draws=100)
    assert "its own distances" in fit.doubt
    assert fit.doubt in fit.notes


def test_a_smeared_start_is_seen():
    trace = radar(2, noise=0.02)
    smeared = np.convolve(np.pad(trace.speeds, 30, mode="edge"), np.ones(61) / 61, mode="valid")
    assert "smeared its start" in fit_speed_curve(replace(trace, speeds=smeared), draws=100).doubt


def test_a_clock_held_wrongly_is_seen():
    assert "more than steps explain" in fit_speed_curve(radar(3), fixed={"time_correction": 0.2}, draws=100).doubt


def test_a_run_in_two_stages_is_seen():
    stages = 6.0 * -np.expm1(-CLOCK / 0.4) + 2.5 / (1.0 + np.exp(-(CLOCK - 3.0) / 0.2))
    assert "more than steps explain" in fit_speed_curve(SpeedTrace("A", CLOCK, stages), draws=100).doubt


def test_what_is_withheld_has_the_reason_and_top_speed_stays():
    trace = radar(3)
    fit = fit_speed_curve(trace, fixed={"time_correction": 0.2}, draws=100)
    values = measure_sprint(trace, fit).values
    for name in ("mac", "tau", "pmax", "f0", "f0_rel", "v0", "pmax_fv", "rf_max", "drf"):
        assert isinstance(values[name], Missing), name
        assert values[name].reason == fit.doubt
        assert values[name].remedy
    assert isinstance(values["mss"], Estimate)


def test_samples_left_out_do_not_shift_the_check():
    trace = radar(6)
    holes = trace.speeds.copy()
    holes[5:40] = np.nan
    trace = replace(trace, speeds=holes, distances=predict_distance(CLOCK, 9.0, 1.2, time_correction=1.0))
    fit = fit_speed_curve(trace, draws=100)
    assert find_doubt(trace, fit) == fit.doubt == ""


def test_a_whole_session_is_no_sprint():
    clock = np.arange(0.0, 1200.0, 0.1)
    with pytest.raises(FitError, match="20 minutes is a whole session"):
        fit_speed_curve(SpeedTrace("A", clock, 4.0 + 4.0 * np.sin(clock / 20.0)))
