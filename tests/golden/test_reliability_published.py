"""The worked example of Shrout & Fleiss (1979), six targets by four judges, and exact intervals by F and χ²."""

import numpy as np
import pytest
from scipy.stats import chi2, f

from evenstride.science.field.reliability import intraclass, mean_squares, variance_draws

SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)


def test_mean_squares_of_the_example() -> None:
    # Table 3 of the paper: BMS 11.24, JMS 32.49, EMS 1.02.
    found = mean_squares(SHROUT_FLEISS)
    assert (round(found.between, 2), round(found.shift, 2), round(found.error, 2)) == (11.24, 32.49, 1.02)


def test_intraclass_correlations_of_the_example() -> None:
    # Table 4: ICC(2,1) = .29, ICC(3,1) = .71.
    found = mean_squares(SHROUT_FLEISS)
    assert round(intraclass(found, agreement=True), 2) == 0.29
    assert round(intraclass(found, agreement=False), 2) == 0.71


@pytest.mark.parametrize("level", [0.80, 0.90, 0.95])
def test_draws_agree_with_the_exact_intervals(level: float) -> None:
    found = mean_squares(SHROUT_FLEISS)
    n, k = SHROUT_FLEISS.shape
    tail = (1 - level) / 2
    ratio, dof = found.between / found.error, (n - 1, (n - 1) * (k - 1))
    low, high = ratio / f.ppf(1 - tail, *dof), ratio / f.ppf(tail, *dof)
    exact = [(one - 1) / (one + k - 1) for one in (low, high)]
    drawn = variance_draws(found, np.random.default_rng(1), 400_000)
    assert np.quantile(drawn.consistency, [tail, 1 - tail]) == pytest.approx(exact, abs=0.004)
    sds = [(found.error * dof[1] / chi2.ppf(one, dof[1])) ** 0.5 for one in (1 - tail, tail)]
    assert np.quantile(drawn.typical_error, [tail, 1 - tail]) == pytest.approx(sds, rel=0.004)
