"""How large the errors of one run are: pooled with a stated one, thinned where neighbours repeat, robust if asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from evenstride.science.noise import correlation_time, pooled_variance
from evenstride.science.sprint.solve import Optimum, Problem, solve

MOST_ROUNDS = 100
"""Rounds of iterated weights; each brings the likelihood up, and a hundred are many more than it ever needed."""

SETTLED = 1e-7
"""Relative change of the scale at which the iterated weights have settled."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Errors of one run.

    Attributes
    ----------
    sigma : float
        Standard error of one residual of weight 1, in its unit.
    repeats : float
        How many neighbouring residuals say the same thing.
    dof : float
        Degrees of freedom of the draws.
    """

    sigma: float
    repeats: float
    dof: float
    notes: tuple[str, ...] = ()


def estimate_noise(problem: Problem, best: Optimum) -> Noise:
    """Estimate the error of one residual from their size, and from what the device states where gates are few."""
    weighed = best.residuals * np.sqrt(problem.weights)
    squares = float(weighed @ weighed)
    samples, free = best.residuals.size, len(best.root)
    if problem.trace:
        # The free parameters eat some of the independent samples, from the scale and from the correlation alike.
        independent = samples / correlation_time(weighed)
        left = max(independent - free, 1.0)
        text = f"Neighbouring samples repeat each other: {samples} count as {independent:.0f}"
        return Noise(float(np.sqrt(squares / samples * independent / left)), samples / left, left, (text,))
    dof = samples - free
    if problem.prior is None:
        return Noise(float(np.sqrt(squares / dof)), 1.0, dof)
    prior_sd, weight = problem.prior
    variance, pooled = pooled_variance(squares, dof, prior_sd=prior_sd, weight=weight)
    text = "The curve misses the gates by more than that error allows; the size of the miss is used instead"
    return Noise(float(np.sqrt(variance)), 1.0, pooled, (text,) if variance == squares / dof else ())


def solve_robust(problem: Problem, best: Optimum, *, tails: float) -> tuple[Optimum, Noise]:
    """Refine an optimum for Student t errors by iterated weights.

    Parameters
    ----------
    problem : Problem
        With a residual degree of freedom for every outlier that shall be seen.
    best : Optimum
        Where normal errors lead.
    tails : float
        Degrees of freedom ν of the errors.

    Returns
    -------
    Optimum, Noise
        With sigma the scale s of the t distribution, widened so that root·sigma is the standard error.

    Notes
    -----
    Expectation–maximisation: weight (ν + 1)/(ν + r²/s²), s² = mean of weight·r², until s settles. Curvature of the t
    likelihood: (ν + 1)/(ν + 3)·JᵀJ/s² (Fisher information), with n/(n − p) for the fitted parameters.
    Source: the usual treatment of t errors (Lange, Little and Taylor 1989), from memory.
    """
    weights = problem.weights
    samples, free = best.residuals.size, len(problem.free)
    scale = float(np.median(np.abs(best.residuals * np.sqrt(weights)))) / 0.6745
    if scale == 0.0:
        return best, estimate_noise(problem, best)
    pull = np.ones(samples)
    for _ in range(MOST_ROUNDS):
        before = scale
        pull = (tails + 1.0) / (tails + weights * best.residuals**2 / scale**2)
        best = solve(replace(problem, weights=weights * pull, first=best.theta, nudges=()))
        scale = float(np.sqrt(np.mean(weights * pull * best.residuals**2)))
        if abs(scale - before) <= SETTLED * before:
            break
    _, slopes = problem.predict(best.theta)
    triangle = np.linalg.qr((slopes @ problem.basis.T) * np.sqrt(weights)[:, np.newaxis], mode="r")
    best = replace(best, root=np.linalg.inv(triangle))
    widened = scale * float(np.sqrt((tails + 3.0) / (tails + 1.0) * samples / (samples - free)))
    out = int(np.count_nonzero(pull < 0.5))
    word = "sample counts" if out == 1 else "samples count"
    notes = (f"Student t errors: {out} {word} less than half",) if out else ("Student t errors: no sample stands out",)
    if not problem.trace:
        return best, Noise(widened, 1.0, samples - free, notes)
    thinned = estimate_noise(replace(problem, weights=weights * pull), best)
    return best, Noise(widened, thinned.repeats, thinned.dof, (*notes, *thinned.notes))
