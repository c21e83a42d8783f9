"""Laws of the batch kernel: any numbers give a value or a reason, and a clock in other units changes only units."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from evenstride.core.fit import Correction
from evenstride.science.batch.fit import fit_sprints
from evenstride.science.batch.result import Status
from evenstride.science.sprint_model import predict_time
from evenstride.science.sprint_solve import MSS_RANGE, TAU_RANGE

GATES = np.array([5.0, 10.0, 20.0, 30.0, 40.0])
ANY = st.floats(allow_nan=True, allow_infinity=True)
CLOCK = st.one_of(ANY, st.floats(0.0, 10.0))


@given(arrays(np.float64, (4, 5), elements=CLOCK), st.sampled_from([Correction.TIME, Correction.NONE]))
def test_any_numbers_end_in_a_sprint_or_a_reason(times, correction):
    fit = fit_sprints(GATES, np.vstack([times, np.sort(times, axis=1)]), correction=correction)
    fitted = fit.status == Status.FITTED
    assert np.all((fit.mss[fitted] > MSS_RANGE[0]) & (fit.mss[fitted] < MSS_RANGE[1]))
    assert np.all((fit.tau[fitted] > TAU_RANGE[0]) & (fit.tau[fitted] < TAU_RANGE[1]))
    assert np.all(np.isnan(fit.mss[~fitted]))


@given(arrays(np.float64, (2, 5), elements=ANY))
def test_any_gates_end_in_a_reason_too(gates):
    fit = fit_sprints(gates, np.tile(predict_time(GATES, 9.0, 1.2), (2, 1)))
    assert np.array_equal(np.isnan(fit.mss), fit.status != Status.FITTED)


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
