"""Laws the line of a session must keep."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.core.recording import SpeedTrace
from evenstride.science.in_situ.fit import fit_in_situ
from evenstride.science.simulate.devices import simulate_session

SESSION = simulate_session(8.5, 7.0, minutes=20, sprints=20, seed=4)
PLAIN = fit_in_situ(SESSION, draws=60)


@settings(max_examples=8)
@given(st.sampled_from([0.25, 0.5, 2.0, 4.0]))
def test_another_unit_of_speed_scales_the_line(scale):
    scaled = fit_in_situ(
        SpeedTrace("A", SESSION.times, scale * SESSION.speeds), threshold=3.0 * scale, width=0.2 * scale, draws=60
    )
    for name in ("s0", "a0"):
        assert scaled.parameters[name].point == pytest.approx(scale * PLAIN.parameters[name].point, rel=1e-6)
        np.testing.assert_allclose(scaled.parameters[name].samples, scale * PLAIN.parameters[name].samples, rtol=1e-6)


@settings(max_examples=8)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 60.0, 4096.0]))
def test_order_and_start_of_the_clock_do_not_matter(seed, shift):
    order = np.random.default_rng(seed).permutation(SESSION.times.size)
    moved = fit_in_situ(SpeedTrace("A", SESSION.times[order] + shift, SESSION.speeds[order]), draws=60)
    for name in ("s0", "a0"):
        assert moved.parameters[name].point == pytest.approx(PLAIN.parameters[name].point, rel=1e-6)


@settings(max_examples=10)
@given(st.floats(7.0, 9.5), st.floats(5.5, 8.0), st.integers(0, 1000))
def test_without_noise_the_athlete_is_found(s0, a0, seed):
    session = simulate_session(s0, a0, minutes=20, sprints=30, full=1.0, speed_sd=0.0, seed=seed)
    found = fit_in_situ(session, draws=40).parameters
    assert found["s0"].point == pytest.approx(s0, rel=0.01)
    assert found["a0"].point == pytest.approx(a0, rel=0.02)
