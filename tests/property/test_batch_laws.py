"""Laws of the batch kernel: any numbers give a value or a reason; a later clock or faster runner changes only that."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from evenstride.core.fit import Correction
from evenstride.science.batch.engine import Engine
from evenstride.science.batch.fit import fit_sprints
from evenstride.science.batch.result import Status
from evenstride.science.batch.trace import fit_traces
from evenstride.science.sprint.model import predict_speed, predict_time
from evenstride.science.sprint.solve import MSS_RANGE, TAU_RANGE

GATES = np.array([5.0, 10.0, 20.0, 30.0, 40.0])
ANY = st.floats(allow_nan=True, allow_infinity=True)
CLOCK = st.one_of(ANY, st.floats(0.0, 10.0))


@pytest.mark.parametrize("engine", Engine)
@given(
    times=arrays(np.float64, (4, 5), elements=CLOCK),
    correction=st.sampled_from([Correction.TIME, Correction.FLYING, Correction.NONE]),
)
def test_any_numbers_end_in_a_sprint_or_a_reason(times, correction, engine):
    fit = fit_sprints(GATES, np.vstack([times, np.sort(times, axis=1)]), correction=correction, engine=engine)
    assert np.all((fit.mss[fit.fitted] > MSS_RANGE[0]) & (fit.mss[fit.fitted] < MSS_RANGE[1]))
    assert np.all((fit.tau[fit.fitted] > TAU_RANGE[0]) & (fit.tau[fit.fitted] < TAU_RANGE[1]))
    assert np.all(fit.flying_distance[fit.fitted] >= 0.0)
    assert np.all(np.isnan(fit.mss[~fit.fitted]))


@pytest.mark.parametrize("engine", Engine)
@given(gates=arrays(np.float64, (2, 5), elements=ANY))
def test_any_gates_end_in_a_reason_too(gates, engine):
    fit = fit_sprints(gates, np.tile(predict_time(GATES, 9.0, 1.2), (2, 1)), engine=engine)
    assert np.array_equal(np.isnan(fit.mss), ~fit.fitted)


@pytest.mark.parametrize("engine", Engine)
@given(
    clock=arrays(np.float64, 24, elements=CLOCK),
    speeds=arrays(np.float64, 24, elements=st.one_of(ANY, st.floats(-1.0, 12.0))),
    cut=st.integers(0, 24),
    correction=st.sampled_from([Correction.TIME, Correction.NONE]),
)
def test_any_trace_ends_in_a_sprint_or_a_reason(clock, speeds, cut, correction, engine):
    both = np.append(clock, np.sort(clock)), np.append(speeds, speeds)
    fit = fit_traces(*both, [0, cut, 24, 48], correction=correction, engine=engine)
    assert np.all((fit.mss[fit.fitted] > MSS_RANGE[0]) & (fit.mss[fit.fitted] < MSS_RANGE[1]))
    assert np.array_equal(np.isnan(fit.time_correction), ~fit.fitted)


@given(
    st.floats(6.0, 12.5),
    st.floats(0.7, 1.5),
    st.floats(-0.4, 0.4),
    arrays(np.float64, 5, elements=st.floats(-0.01, 0.01)),
)
def test_a_later_clock_moves_only_the_correction(mss, tau, shift, noise):
    times = predict_time(GATES, mss, tau, time_correction=shift) + noise
    fit = fit_sprints(GATES, [times + 0.5, times + 1.0])
    if np.all(fit.status == Status.FITTED):
        assert fit.mss[1] == pytest.approx(fit.mss[0], rel=1e-6)
        assert fit.mac[1] == pytest.approx(fit.mac[0], rel=1e-6)
        assert fit.time_correction[1] - fit.time_correction[0] == pytest.approx(0.5, abs=1e-6)


@given(st.floats(6.0, 12.5), st.floats(0.7, 1.5), st.floats(0.1, 0.9), st.floats(-3.0, 3.0), st.integers(0, 2**32))
def test_a_later_clock_moves_only_the_start_of_a_trace(mss, tau, start, later, seed):
    clock = np.arange(0.0, 6.0, 0.05)
    speeds = predict_speed(clock, mss, tau, time_correction=start)
    speeds = speeds + np.random.default_rng(seed).normal(0.0, 0.05, clock.size)
    fit = fit_traces([clock, clock + later], [speeds, speeds])
    assert fit.mss[1] == pytest.approx(fit.mss[0], rel=1e-6)
    assert fit.mac[1] == pytest.approx(fit.mac[0], rel=1e-6)
    assert fit.time_correction[1] - fit.time_correction[0] == pytest.approx(later, abs=1e-6)


@given(st.floats(6.0, 12.5), st.floats(0.7, 1.5), st.floats(0.1, 0.9), st.floats(1.01, 1.2), st.integers(0, 2**32))
def test_a_faster_trace_is_faster_in_all_and_no_other(mss, tau, start, more, seed):
    clock = np.arange(0.0, 6.0, 0.05)
    speeds = predict_speed(clock, mss, tau, time_correction=start)
    speeds = speeds + np.random.default_rng(seed).normal(0.0, 0.05, clock.size)
    fit = fit_traces([clock, clock], [speeds, more * speeds])
    assert fit.mss[1] == pytest.approx(more * fit.mss[0], rel=1e-9)
    assert fit.tau[1] == pytest.approx(fit.tau[0], rel=1e-9)
