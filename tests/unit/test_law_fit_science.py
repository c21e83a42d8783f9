"""The squad laws with the extra `bayes`: the likelihood against plain arithmetic, one small fit, left-out scores."""

import numpy as np
import pytest

from evenstride.core.estimate import Array
from evenstride.core.law import Law
from evenstride.science.law.arrays import LawArrays, law_arrays
from evenstride.science.law.compare import _left_out, score_draws
from evenstride.science.law.fit import Sampled, sample_laws, summarise_fit
from evenstride.science.law.laws import law_value
from evenstride.science.law.model import Sampling
from evenstride.science.law.simulate import USUAL_ERRORS, PlantedLaw, draw_planted, simulate_law_squad

pytest.importorskip("numpyro", reason="the extra bayes is not installed")

WEEKS = 4
HELD = {"returns": 0.4, "push_spread": 0.05, "swing_spread": 0.05, "tilt": 0.0, "sigma": 0.1}


def squad_of(law: Law, *, athletes: int = 5, weeks: int = WEEKS, seed: int = 2) -> tuple[PlantedLaw, LawArrays]:
    rng = np.random.default_rng(seed)
    truth = draw_planted(law, rng, held=HELD)
    squad = simulate_law_squad(truth, athletes=athletes, weeks=weeks, missed=0.2, rng=rng)
    return truth, law_arrays(squad)


def told(truth: PlantedLaw, law: Law, arrays: LawArrays) -> tuple[Array, Array]:
    draws = {name: np.array([[value]]) for name, value in truth.hyper.items()}
    capacities, speeds = score_draws([arrays], [Sampled(law, draws, 0, 1.0)], USUAL_ERRORS)
    return capacities[0, 0], speeds[0, 0]


def reckoned(truth: PlantedLaw, law: Law, arrays: LawArrays, athlete: int, draws: int = 40_000) -> tuple[float, float]:
    """Return both log likelihoods by dense algebra for the capacities and by plain simulation for the speeds."""
    hyper, rng = truth.hyper, np.random.default_rng(1)
    weeks = np.arange(WEEKS)
    total, paths = 0.0, []
    for role in ("push", "swing"):
        seen = arrays.known[role][athlete] > 0.0
        walk = hyper[f"{role}_spread"] ** 2 + hyper[f"{role}_weekly"] ** 2 * np.minimum.outer(weeks, weeks)
        read = walk[np.ix_(seen, seen)] + hyper[f"{role}_error"] ** 2 * np.eye(seen.sum())
        miss = arrays.values[role][athlete][seen] - hyper[f"{role}_mean"]
        total += log_normal(miss, read)
        gain = walk[:, seen] @ np.linalg.inv(read)
        left = walk - gain @ walk[seen]
        paths.append(rng.multivariate_normal(hyper[f"{role}_mean"] + gain @ miss, left, size=draws))
    seen = arrays.known["speed"][athlete] > 0.0
    made = hyper["speed_mean"] + hyper["returns"] * np.asarray(law_value(law, *paths, hyper["tilt"], HELD["sigma"]))
    noise = hyper["speed_error"] ** 2 * np.eye(seen.sum()) + hyper["speed_spread"] ** 2
    scores = log_normal(arrays.values["speed"][athlete][seen] - made[:, seen], noise)
    return float(total), float(np.logaddexp.reduce(scores) - np.log(draws))


def log_normal(miss: Array, covariance: Array) -> Array:
    inside = np.einsum("...i,ij,...j->...", miss, np.linalg.inv(covariance), miss)
    return -0.5 * (inside + np.linalg.slogdet(2.0 * np.pi * covariance)[1])


@pytest.mark.parametrize(("law", "near"), [(Law.COBB_DOUGLAS, 0.01), (Law.MINIMUM, 0.08)])
def test_the_likelihood_is_that_of_plain_arithmetic(law: Law, near: float) -> None:
    truth, arrays = squad_of(law)
    capacities, speeds = told(truth, law, arrays)
    for athlete in range(3):
        exact = reckoned(truth, law, arrays, athlete)
        assert capacities[athlete] == pytest.approx(exact[0], abs=1e-8)
        assert speeds[athlete] == pytest.approx(exact[1], abs=near)


def test_a_small_fit_finds_what_was_planted_and_says_how_well_it_did() -> None:
    truth, arrays = squad_of(Law.COBB_DOUGLAS, athletes=6, weeks=10)
    plan = Sampling(warmup=120, draws=120, chains=2)
    sampled = sample_laws([arrays, arrays], Law.COBB_DOUGLAS, USUAL_ERRORS, seed=4, sampling=plan)
    fit = summarise_fit(sampled[0], USUAL_ERRORS)
    inside = [draws.estimate().low <= truth.hyper[name] <= draws.estimate().high for name, draws in fit.hyper.items()]
    assert sum(inside) >= len(inside) - 3
    returns = fit.hyper["returns"].estimate()
    assert returns.low <= truth.hyper["returns"] <= returns.high
    assert fit.substitution is None
    assert fit.diagnostics.divergences == 0
    assert fit.diagnostics.r_hat < 1.1
    assert fit.diagnostics.bulk_ess > 60.0
    assert not np.array_equal(sampled[0].hyper["returns"], sampled[1].hyper["returns"])


def test_leaving_out_by_weights_is_leaving_out() -> None:
    # A normal mean with a normal prior: the posterior without the last reading is known.
    rng = np.random.default_rng(3)
    readings = rng.normal(0.3, 1.0, 12)
    draws = rng.normal(readings.sum() / 13.0, 13.0**-0.5, 4000)
    own = -0.5 * (readings[-1] - draws) ** 2 - 0.5 * np.log(2.0 * np.pi)
    shape, score = _left_out(np.zeros(4000), own)
    middle, variance = readings[:-1].sum() / 12.0, 1.0 + 1.0 / 12.0
    exact = -0.5 * (readings[-1] - middle) ** 2 / variance - 0.5 * np.log(2.0 * np.pi * variance)
    assert score == pytest.approx(exact, abs=0.02)
    assert shape < 0.7
