"""The best curve of a gate run and draws of all others; what is said where the gates hardly show the acceleration."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction
from evenstride.science.noise import student_t
from evenstride.science.sprint.model import LEAD, LN_MSS, LN_TAU, PLACE, SHIFT
from evenstride.science.sprint.noise import Noise, estimate_noise
from evenstride.science.sprint.posterior import EXACT, LENGTHS, Seen, draw_curves, is_inside
from evenstride.science.sprint.shapes import LEAST_POWER, Gates, fit_shapes
from evenstride.science.sprint.solve import TAU_RANGE, Optimum, Problem, solve

VAGUEST = 1.0
"""Standard error of ln TAU beyond which the best curve is left to chance (judgement): a factor of 2.7."""

USUAL_TAU = 1.05
USUAL_SPREAD = 0.25
"""What picks the best curve then: TAU in s and SD of its logarithm. TAU is about 1 s at nearly every level
(`clark_ryan2022`; 0.93 to 1.15 s in the groups of `haugen2019plos`); the spread is wider than that (judgement)."""

USUAL_SHIFT = (-0.8, 0.5)
"""Time corrections in s that still pass for a start from rest where TAU is not seen: −0.23 ± 0.11 s in the 52 athletes
of `vescovi` (own fits), widened by what an unseen TAU can hide (judgement)."""

WIDEST = 0.5
"""Most that the grid over ln L is stretched around its centre; beyond, its nodes are nearly even anyway."""

GUESSES = 200
"""Places of ln L among which the closest sprint is looked for where the best curve is none."""

TAIL = 0.05
"""Share of the draws to either side of the house interval."""

ENOUGH_DRAWS = 200
"""Draws below which the ends of their interval are left to chance."""

MISSED = 2.0
"""Residuals this many times the error the device is thought to have are no noise (judgement)."""

NOTE = "These gates hardly show the acceleration: its value rests on what is usual, its interval on these gates alone"


@dataclass(frozen=True, slots=True, eq=False)
class Explored:
    """What a gate run allows.

    Attributes
    ----------
    theta : ndarray, shape (5,)
        Parameters of the best curve.
    rows : ndarray, shape (draws, 5)
        Parameters of all curves.
    residuals : ndarray, shape (n,)
        Of the best curve, s.
    evidence : float
        ln of the likelihood of the best curve with the error of the gates left open, but for a constant.
    method : str
        How the draws were made.
    """

    theta: Array
    rows: Array
    residuals: Array
    noise: Noise
    notes: tuple[str, ...]
    evidence: float = 0.0
    method: str = "least squares, draws of every curve the gates allow"


def explore(problem: Problem, gates: Gates, *, timing_sd: float, seed: int, draws: int) -> Explored:
    """Fit one gate run and draw every curve it allows.

    Parameters
    ----------
    problem : Problem
        Gate times with at most one free correction.
    gates : Gates
        The same, laid out by `see_gates`.
    timing_sd : float
        Error in s the device is thought to have.
    seed, draws : int
        Seed and number of the draws.

    Raises
    ------
    FitError
        If no start from rest passes these gates.
    """
    failure: FitError | None = None
    notes: tuple[str, ...] = ()
    try:
        best = solve(problem)
    except FitError as error:
        best, failure = _guess(problem, gates, error), error
    noise = estimate_noise(problem, best)
    base = _base(problem, best, noise)
    late = failure is None and Correction.FLYING in problem.corrections and best.theta[LEAD] < 0.0
    if failure is None and noise.sigma < EXACT:
        if late:
            problem = without_lead(problem)
            best = solve(problem)
            noise = estimate_noise(problem, best)
        around = student_t(best.root * noise.sigma, dof=noise.dof, seed=seed, draws=draws)
        rows = best.theta + around @ problem.basis
    else:
        rows = _draw(problem, gates, best, noise, base, seed, draws)
        if late:
            best = solve(without_lead(problem))
    if late:
        notes = ("The best flying distance is 0 m: the clock did not start behind the athlete",)
    if failure is not None:
        if noise.sigma > MISSED * timing_sd:
            raise failure
        best, notes = _lean(problem, noise, rows, failure), (NOTE,)
    elif _is_vague(best, noise) or not _is_among(best, rows):
        best, notes = _lean(problem, noise, rows, too_vague(problem)), (NOTE,)
    squares = base + float(problem.weights @ best.residuals**2)
    evidence = -0.5 * noise.dof * float(np.log(max(squares, LEAST_POWER)))
    return Explored(best.theta, rows, best.residuals, noise, (*noise.notes, *notes), evidence)


def mix(one: Explored, other: Explored, *, seed: int) -> tuple[Explored, float]:
    """Mix the draws of two explanations of one run, each as often as it is likely; the better one gives the best curve.

    Returns
    -------
    Explored, float
        The mixture, and the probability of the first explanation.
    """
    first = 1.0 / (1.0 + float(np.exp(np.clip(other.evidence - one.evidence, -700.0, 700.0))))
    draws = len(one.rows)
    rng = np.random.default_rng(seed)
    from_one = np.arange(draws) < round(draws * first)
    rows = rng.permutation(np.where(from_one[:, np.newaxis], one.rows, other.rows))
    return replace(one if first >= 0.5 else other, rows=rows), first


def without_lead(problem: Problem) -> Problem:
    """Return the problem with the athlete at rest on the line when the clock starts."""
    keep = [place for place, parameter in enumerate(problem.free) if parameter != LEAD]
    return replace(problem, free=tuple(problem.free[place] for place in keep), basis=problem.basis[keep])


def too_vague(problem: Problem) -> FitError:
    """Return what is said of data that show no acceleration, or not enough of it for two corrections."""
    two = len(problem.corrections) > 1
    return FitError(
        "these data do not show an acceleration" if not two else "these data cannot carry two corrections",
        place=problem.place,
        why="The curve could rise in a moment or over the whole run and miss the times by as little",
        remedy="Estimate one correction, or add gates near the start"
        if two
        else "Add gates near the start, or check that the run begins from rest and does not slow down",
    )


def _base(problem: Problem, best: Optimum, noise: Noise) -> float:
    """Return what the stated error adds to the residual sum of squares: nothing where the residuals speak alone."""
    squares = float(problem.weights @ best.residuals**2)
    return 0.0 if problem.prior is None else max(noise.dof * noise.sigma**2 - squares, 0.0)


def _draw(problem: Problem, gates: Gates, best: Optimum, noise: Noise, base: float, seed: int, draws: int) -> Array:
    reach = float(np.linalg.norm(best.root[:2].sum(axis=0))) * noise.sigma
    centre = float(np.clip(best.theta[:2].sum(), *LENGTHS))
    seen = Seen(gates, base, noise.dof, centre, float(np.clip(reach, EXACT, WIDEST)))
    rows = draw_curves(seen, flying=Correction.FLYING in problem.corrections, seed=seed, draws=draws)
    rows[:, SHIFT] += 0.0 if gates.shifted else problem.held[SHIFT]
    rows[:, PLACE] += problem.held[PLACE]
    return rows


def _guess(problem: Problem, gates: Gates, failure: FitError) -> Optimum:
    """Return the sprint that comes closest where the best curve is none; its doubt is not known."""
    # Where a flying distance is free, a clock that started late looks much alike.
    gates = replace(gates, shifted=gates.shifted or Correction.FLYING in problem.corrections)
    place: Array = np.linspace(LENGTHS[0], LENGTHS[1], GUESSES)
    shapes = fit_shapes(gates, place)
    inside = is_inside(place, shapes)
    if not inside.any():
        raise failure
    which = int(np.argmin(np.where(inside, shapes.squares, np.inf)))
    tau = float(np.clip(shapes.tau[which], *TAU_RANGE))
    theta = problem.held.copy()
    theta[LN_MSS], theta[LN_TAU] = place[which] - np.log(tau), np.log(tau)
    if gates.shifted:
        theta[SHIFT] += float(gates.mean(gates.times)) - tau * shapes.mean[which]
    size = len(problem.free)
    return Optimum(theta, problem.y - problem.predict(theta)[0], WIDEST * np.eye(size))


def _is_vague(best: Optimum, noise: Noise) -> bool:
    return float(np.linalg.norm(best.root[1])) * noise.sigma > VAGUEST


def _is_among(best: Optimum, rows: Array) -> bool:
    """Say whether the best curve lies within what the draws allow for MSS, TAU and MAC."""
    if rows.shape[0] < ENOUGH_DRAWS:
        return True
    logs = np.column_stack([rows[:, :2], rows[:, LN_MSS] - rows[:, LN_TAU]])
    point = np.array([*best.theta[:2], best.theta[LN_MSS] - best.theta[LN_TAU]])
    low, high = np.quantile(logs, [TAIL, 1.0 - TAIL], axis=0)
    return bool(np.all((low <= point) & (point <= high)))


def _lean(problem: Problem, noise: Noise, rows: Array, failure: FitError) -> Optimum:
    """Let what is usual pick one of the curves the gates allow; refuse a run whose curves are all unusual."""
    usual = np.log(USUAL_TAU) + np.array([-1.0, 1.0]) * 1.645 * USUAL_SPREAD
    low, high = np.quantile(rows[:, LN_TAU], [TAIL, 1.0 - TAIL])
    if high < usual[0] or low > usual[1]:
        raise failure
    best = _solve_informed(problem, noise.sigma, failure)
    misses = float(np.sqrt(np.mean(best.residuals**2))) > MISSED * noise.sigma
    if misses or not USUAL_SHIFT[0] <= best.theta[SHIFT] <= USUAL_SHIFT[1]:
        raise failure
    return best


def _solve_informed(problem: Problem, sigma: float, failure: FitError) -> Optimum:
    """Solve with one more observation: ln TAU is usual, within its spread."""
    row = np.zeros((1, problem.held.size))
    row[0, LN_TAU] = sigma / USUAL_SPREAD

    def predict(theta: Array) -> tuple[Array, Array]:
        values, slopes = problem.predict(theta)
        return np.append(values, row @ theta), np.vstack([slopes, row])

    usual = sigma / USUAL_SPREAD * np.log(USUAL_TAU)
    told = replace(problem, y=np.append(problem.y, usual), predict=predict, weights=np.append(problem.weights, 1.0))
    try:
        best = solve(told)
        if Correction.FLYING in problem.corrections and best.theta[LEAD] < 0.0:
            best = solve(without_lead(told))
    except FitError:
        raise failure from None
    return replace(best, residuals=best.residuals[:-1])
