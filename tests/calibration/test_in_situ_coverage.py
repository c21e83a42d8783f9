"""90 % intervals of S0 hold the truth in 86–94 % of simulated sessions; here fewer sessions, hence a wider gate."""

from unittest import mock

from evenstride.science.in_situ.samples import Samples
from validation._in_situ_coverage import SETTINGS, measure_coverage

SESSIONS = 60


def test_intervals_of_a_session_hold_the_truth(seed):
    found = measure_coverage(SETTINGS["10hz"], runs=SESSIONS, seed=seed)
    assert 0.80 <= found.s0 <= 0.99, found
    assert 0.75 <= found.a0 <= 1.0, found
    assert abs(found.error) < 0.25 * found.conventional_error, found


def test_an_interval_that_forgets_the_noise_is_caught(seed):
    with mock.patch.object(Samples, "add_noise", lambda self, rng: self):
        found = measure_coverage(SETTINGS["10hz"], runs=SESSIONS // 3, seed=seed)
    assert found.s0 < 0.5, found
