"""Fit the speed curve to gates or to a trace: one model, a set of free corrections, draws for every parameter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array, Draws
from evenstride.core.fit import Correction, Fit, Relation
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.noise import student_t
from evenstride.science.sprint_model import LEAD, LN_MSS, LN_TAU, PLACE, SHIFT
from evenstride.science.sprint_noise import Noise, estimate_noise, solve_robust
from evenstride.science.sprint_problem import Corrections, prepare_problem
from evenstride.science.sprint_solve import Optimum, Problem, solve

USUAL_SHIFT = (-0.8, 0.5)
"""Time corrections in s that still pass for a start from rest where TAU is not seen: −0.23 ± 0.11 s in the 52 athletes
of `vescovi` (own fits), widened by what an unseen TAU can hide (judgement)."""

VAGUEST = 1.0
"""Standard error of ln TAU beyond which a run says nothing of its acceleration (judgement): a factor of 2.7."""

USUAL_TAU = 1.05
USUAL_SPREAD = 0.25
"""What such a run is told instead: TAU in s and SD of its logarithm. TAU is about 1 s at nearly every level
(`clark_ryan2022`; 0.93 to 1.15 s in the groups of `haugen2019plos`); the spread is wider than that (judgement)."""

FARTHEST = 20.0
"""Draws of ln MSS and ln TAU are kept this close to the best value, far outside any interval, to stay finite."""

NEEDS = ("Splits", "SpeedTrace")
"""What a metric names in `needs` to be computed from a recording and its speed curve."""

FAMILY = "speed curve"
"""All metrics of one fitted curve are one measurement."""

METHOD = "least squares, Student t draws"

ROBUST_TAILS = 4.0
"""Degrees of freedom of Student t errors (judgement): one gate hit by an arm then hardly moves the curve."""

ROBUST_LEAST = 3
"""Residual degrees of freedom below which no gate can be told to be an outlier (judgement)."""

ALIKE = 0.98
"""Correlation of two corrections from which they explain the same thing (judgement)."""


class Errors(StrEnum):
    """How the errors of one run are distributed."""

    NORMAL = "normal"
    STUDENT = "student"
    """Student t with `ROBUST_TAILS` degrees of freedom: an outlier loses its pull."""


def fit_speed_curve(
    recording: Splits | SpeedTrace,
    *,
    correction: Corrections = None,
    fixed: Mapping[str, float] | None = None,
    relation: Relation | None = None,
    weights: Array | None = None,
    errors: Errors = Errors.NORMAL,
    seed: int = 0,
    draws: int = 4000,
) -> Fit:
    """Fit the exponential speed curve to one sprint: one model, a set of free parameters.

    Parameters
    ----------
    recording : Splits or SpeedTrace
        Gate times (s at m) or a trace (m/s at s, with m where a device wrote it).
    correction : Correction, several of them, or None
        The start corrections to estimate; None chooses and says why in the notes of the fit.
    fixed : mapping of str to float
        Parameters to hold: `mss` in m/s, `mac` in m/s², `time_correction` in s (observed = model + TC),
        `flying_distance` in m, `distance_correction` in m (observed = model + DC).
    relation : Relation or None
        What is fitted against what; None takes time at distance for splits and speed at time for traces.
    weights : ndarray, shape (n,), or None
        How many times more each sample counts (its relative precision).
    errors : Errors
        Normal errors, or Student t errors that an outlier cannot bend.
    seed, draws : int
        Seed and number of the draws.

    Raises
    ------
    FitError
        If there are too few gates for the corrections, or the data are no sprint from rest.
    InputError
        If a parameter is unknown, impossible, or both free and held.

    Notes
    -----
    Least squares in ln MSS, ln TAU, TC, lead time and DC, with exact derivatives; MSS and MAC are free unless held.
    Draws: Student t around the optimum with the residual degrees of freedom; logs keep MSS and TAU positive. Below
    five gates the device's stated SD is the prior of sigma; a trace counts only as many samples as are independent.
    Gates that hardly show the acceleration are told the usual TAU. Student errors: iterated weights.
    Assumes equal, independent errors (or those of `weights`) and no slowing down.
    Sources: `shorts`, science.md §1.1–1.2.

    Examples
    --------
    >>> splits = Splits("Kim", [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    >>> fit = fit_speed_curve(splits)
    >>> [round(fit.parameters[name].point, 3) for name in ("mss", "mac", "time_correction")]
    [8.975, 7.268, -0.235]
    >>> both = fit_speed_curve(splits, correction=[Correction.TIME, Correction.DISTANCE])
    >>> both.correction
    'time-correction+distance-correction'
    """
    problem = prepare_problem(recording, correction=correction, fixed=fixed or {}, relation=relation, weights=weights)
    best, noise = _solve_noisy(problem, errors)
    notes = (*problem.notes, *noise.notes, *_alike(problem, best))
    if _is_vague(problem, best, noise) and problem.corrections == (Correction.TIME,) and not problem.trace:
        best = _solve_informed(problem, noise.sigma)
        notes = (
            *notes,
            "These gates hardly show the acceleration: it rests on what is usual, and only top speed on them",
        )
    elif _is_vague(problem, best, noise):
        raise _too_vague(problem)
    spread = best.root * noise.sigma * np.sqrt(noise.repeats)
    around = student_t(spread, dof=noise.dof, seed=seed, draws=draws)
    lead = problem.place_of(LEAD)
    if lead is not None:
        around = keep_lead(around, best.root, float(best.theta[LEAD]), lead)
        if best.theta[LEAD] < 0.0:
            best = solve(_without_lead(problem, lead))
            notes = (*notes, "The best flying distance is 0 m: the clock did not start behind the athlete")
    return Fit(
        parameters=name_parameters(problem, best.theta, around @ problem.basis),
        corrections=problem.corrections,
        residuals=best.residuals,
        sigma=noise.sigma,
        degrees_of_freedom=noise.dof,
        fixed=dict(problem.fixed),
        notes=notes,
        seed=seed,
        relation=problem.relation,
    )


def _solve_noisy(problem: Problem, errors: Errors) -> tuple[Optimum, Noise]:
    best = solve(problem)
    if errors is Errors.NORMAL:
        return best, estimate_noise(problem, best)
    left = best.residuals.size - len(problem.free)
    if left < ROBUST_LEAST:
        raise FitError(
            "there are too few samples to tell an outlier",
            place=problem.place,
            why=f"Student t errors need {ROBUST_LEAST} more samples than free parameters; there are {left} more",
            remedy="Ask for fewer corrections, add gates, or use normal errors",
        )
    return solve_robust(problem, best, tails=ROBUST_TAILS)


def _alike(problem: Problem, best: Optimum) -> tuple[str, ...]:
    """Say where two corrections explain the same thing."""
    if len(problem.corrections) < 2:
        return ()
    scale = best.root[-2:] @ best.root[-2:].T
    if abs(scale[0, 1]) < ALIKE * float(np.sqrt(scale[0, 0] * scale[1, 1])):
        return ()
    one, other = (item.value.replace("-", " ") for item in problem.corrections)
    return (f"These data hardly tell {one} and {other} apart: neither is worth reading alone",)


def _without_lead(problem: Problem, lead: int) -> Problem:
    free = tuple(one for one in problem.free if one != LEAD)
    return replace(problem, free=free, basis=np.delete(problem.basis, lead, axis=0))


def _is_vague(problem: Problem, best: Optimum, noise: Noise) -> bool:
    tau = problem.place_of(LN_TAU)
    if tau is None:
        return False
    return float(np.linalg.norm(best.root[tau])) * noise.sigma * noise.repeats**0.5 > VAGUEST


def _solve_informed(problem: Problem, sigma: float) -> Optimum:
    """Solve with one more observation: ln TAU is usual, within its spread; refuse a run that it does not describe."""
    row = np.zeros((1, problem.held.size))
    row[0, LN_TAU] = sigma / USUAL_SPREAD

    def predict(theta: Array) -> tuple[Array, Array]:
        values, slopes = problem.predict(theta)
        return np.append(values, row @ theta), np.vstack([slopes, row])

    usual = sigma / USUAL_SPREAD * np.log(USUAL_TAU)
    best = solve(
        replace(problem, y=np.append(problem.y, usual), predict=predict, weights=np.append(problem.weights, 1.0))
    )
    best = replace(best, residuals=best.residuals[:-1])
    misses = float(np.sqrt(np.mean(best.residuals**2))) > 2.0 * sigma
    if misses or not USUAL_SHIFT[0] <= best.theta[SHIFT] <= USUAL_SHIFT[1]:
        raise _too_vague(problem)
    return best


def _too_vague(problem: Problem) -> FitError:
    two = len(problem.corrections) > 1
    return FitError(
        "these data do not show an acceleration" if not two else "these data cannot carry two corrections",
        place=problem.place,
        why="The curve could rise in a moment or over the whole run and miss the times by as little",
        remedy="Estimate one correction, or add gates near the start"
        if two
        else "Add gates near the start, or check that the run begins from rest and does not slow down",
    )


def keep_lead(around: Array, root: Array, lead: float, place: int) -> Array:
    """Move draws whose lead is below zero along their correlation to zero, as the constrained fit would."""
    scale = root @ root.T
    slope = scale[:, place] / scale[place, place]
    below = np.minimum(lead + around[:, place : place + 1], 0.0)
    return around - (below - min(lead, 0.0)) * slope


def name_parameters(problem: Problem, theta: Array, offsets: Array) -> dict[str, Draws]:
    """Return the parameters of a fit by name, from the optimum (5,) and the offsets of the draws from it (draws, 5)."""
    offsets[:, :2] = np.clip(offsets[:, :2], -FARTHEST, FARTHEST)
    rows = np.vstack([theta, theta + offsets])
    mss, tau = np.exp(rows[:, LN_MSS]), np.exp(rows[:, LN_TAU])
    lead = np.maximum(rows[:, LEAD], 0.0) / tau
    found = {"mss": (mss, "m/s"), "mac": (mss / tau, "m/s²"), "tau": (tau, "s")}
    corrected = {
        Correction.TIME: (rows[:, SHIFT], "s"),
        Correction.FLYING: (mss * tau * (lead + np.expm1(-lead)), "m"),
        Correction.DISTANCE: (rows[:, PLACE], "m"),
    }
    units = {one.parameter: unit for one, (_, unit) in corrected.items()} | {"mss": "m/s", "mac": "m/s²"}
    found |= {one.parameter: corrected[one] for one in problem.corrections}
    for name, value in problem.fixed.items():
        if name in found or value != 0.0:
            found[name] = (np.full(len(rows), value), units[name])
    return {name: Draws(values[0], values[1:], unit, METHOD) for name, (values, unit) in found.items()}
