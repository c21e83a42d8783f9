"""Laws compared by how well each foretells the speeds of an athlete it never saw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.law import Law, LawComparison, LawFit, LawScore, SquadSeries, compare_scores
from evenstride.core.progress import Progress, counted, no_progress
from evenstride.science.law.arrays import LawArrays, law_arrays
from evenstride.science.law.engines import load_engines
from evenstride.science.law.fit import Sampled, sample_laws, signs_of, stack_data, summarise_fit
from evenstride.science.law.levels import squad_scores
from evenstride.science.law.model import Sampling, Signs

LARGEST_SHAPE = 0.7
"""Pareto shape above which re-weighting is not trusted and the law is fitted anew (science.md §6.4)."""

DRAWS = 400
"""Draws of a fit that a score is averaged over."""


def compare_laws(
    squad: SquadSeries, *, seed: int = 0, sampling: Sampling | None = None, progress: Progress = no_progress
) -> tuple[LawComparison, tuple[LawFit, ...]]:
    """Fit every law to a squad and compare them by leave-one-athlete-out.

    Parameters
    ----------
    squad : SquadSeries
        At least five athletes.
    seed : int
        Seed of the sampler.
    sampling : Sampling or None
        How much is sampled.
    progress : Progress
        Told after every law.

    Returns
    -------
    tuple of LawComparison and the fits, in the order of `Law`

    Raises
    ------
    InputError
        If the extra is not installed or the squad too small.
    FitError
        If the sampler found nothing finite.

    Notes
    -----
    Score of athlete i: ln p(y_i | x_i, everybody else), y their speeds and x their capacity readings, own level and
    weekly levels integrated over. The fit of everybody is re-weighted by 1/p(x_i, y_i | θ), the weights' tail smoothed
    (Pareto-smoothed importance sampling, ArviZ); where the shape of that tail exceeds `LARGEST_SHAPE` the law is fitted
    anew without the athlete. Verdict: `core.law.compare_scores`.
    """
    arrays = [law_arrays(squad)]
    fitted = [(law, _fit_and_score(arrays, law, squad.errors, seed, sampling)) for law in counted(list(Law), progress)]
    scores = tuple(scores[0] for _, (_, scores) in fitted)
    return compare_scores(scores), tuple(summarise_fit(fits[0], squad.errors) for _, (fits, _) in fitted)


def score_laws(
    squads: Sequence[LawArrays], errors: Mapping[str, float], *, seed: int = 0, sampling: Sampling | None = None
) -> tuple[list[tuple[LawScore, ...]], list[Sampled]]:
    """Score every law on several squads of one shape at once; return each squad's scores, and its draws under CES."""
    every = {law: _fit_and_score(squads, law, errors, seed, sampling) for law in Law}
    return list(zip(*(scores for _, scores in every.values()), strict=True)), every[Law.CES][0]


def _fit_and_score(
    squads: Sequence[LawArrays], law: Law, errors: Mapping[str, float], seed: int, sampling: Sampling | None
) -> tuple[list[Sampled], list[LawScore]]:
    fits = sample_laws(squads, law, errors, seed=seed, sampling=sampling)
    capacities, speeds = score_draws(squads, fits, errors)
    scores = np.empty(speeds.shape[1:])
    again: list[tuple[int, int]] = []
    for squad, athlete in np.ndindex(*scores.shape):
        shape, value = _left_out(capacities[:, squad, athlete], speeds[:, squad, athlete])
        scores[squad, athlete] = value
        if shape > LARGEST_SHAPE:
            again.append((squad, athlete))
    for group in _groups(again, len(squads)):
        # Filled up to the size of the first batch: another size would be compiled anew.
        whole = group + [group[-1]] * (len(squads) - len(group))
        less = [squads[squad].without(athlete) for squad, athlete in whole]
        refits = sample_laws(less, law, errors, seed=seed + 1, sampling=sampling)
        _, told = score_draws([squads[squad] for squad, _ in whole], refits, errors)
        for place, (squad, athlete) in enumerate(group):
            scores[squad, athlete] = _log_mean(told[:, place, athlete])
    refitted = [sum(squad == one for squad, _ in again) for one in range(len(squads))]
    return fits, [LawScore(law, scores[one], refitted[one]) for one in range(len(squads))]


def score_draws(
    squads: Sequence[LawArrays], fits: Sequence[Sampled], errors: Mapping[str, float]
) -> tuple[Array, Array]:
    """Return log likelihoods of capacities and of speeds given them, shape (draws, squads, athletes)."""
    jax = load_engines().jax
    law = fits[0].law
    signs = signs_of(law, errors)
    with jax.enable_x64(True):
        rows = [one.flat(DRAWS) for one in fits]
        hyper = {name: np.stack([row[name] for row in rows]) for name in signs.names}
        data = {name: one for name, one in stack_data(squads, law, errors).items() if name not in ("middle", "scale")}
        capacities, speeds = _scorer(law, signs)(data, hyper)
        return np.swapaxes(np.asarray(capacities), 0, 1), np.swapaxes(np.asarray(speeds), 0, 1)


@cache
def _scorer(law: Law, signs: Signs) -> Callable[[Any, Any], tuple[Any, Any]]:
    jax = load_engines().jax

    def one(data: Any, hyper: Any) -> tuple[Any, Any]:
        return squad_scores(law, data, hyper)

    hyper_axes = (dict.fromkeys(signs.names, 0),)
    return jax.jit(jax.vmap(jax.vmap(one, in_axes=(None, *hyper_axes))))


def _left_out(capacities: Array, speeds: Array) -> tuple[float, float]:
    """Return the Pareto shape of the weights that leave an athlete out, and the athlete's score."""
    # ArviZ takes the log likelihood and returns the log weights of leaving it out.
    weights, shape = load_engines().stats.psislw(capacities + speeds)
    return float(shape), float(np.logaddexp.reduce(weights + speeds) - np.logaddexp.reduce(weights))


def _log_mean(values: Array) -> float:
    return float(np.logaddexp.reduce(values) - np.log(values.size))


def _groups(items: list[tuple[int, int]], size: int) -> Iterator[list[tuple[int, int]]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]
