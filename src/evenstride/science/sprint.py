"""Fit the speed curve to gates or to a trace: one model, a set of free corrections, draws for every parameter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import least_squares

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array, Draws
from evenstride.core.fit import Correction, Fit
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.noise import correlation_time, pooled_variance, student_t
from evenstride.science.sprint_model import LEAD, LN_MSS, LN_TAU, SHIFT
from evenstride.science.sprint_problem import Problem, prepare_problem

MSS_RANGE = (1.0, 15.0)
TAU_RANGE = (0.1, 5.0)
"""Outside of these the best curve is no sprint: slower than walking or beyond any human; TAU is near 1 s at nearly
every level (`clark_ryan2022`). Deliberately wide (judgement): they refuse nonsense and do not judge athletes."""

FIRST_TAU = (1.0, 0.5, 2.0)
"""Time constants in s from which the search starts, the next one only where the last led nowhere."""

USUAL_SHIFT = (-0.8, 0.5)
"""Time corrections in s that still pass for a start from rest where TAU is not seen: −0.23 ± 0.11 s in the 52 athletes
of `vescovi` (own fits), widened by what an unseen TAU can hide (judgement)."""

VAGUEST = 1.0
"""Standard error of ln TAU beyond which a run says nothing of its acceleration (judgement): a factor of 2.7."""

USUAL_TAU = 1.05
USUAL_SPREAD = 0.25
"""What such a run is told instead: TAU in s and SD of its logarithm. TAU is about 1 s at nearly every level
(`clark_ryan2022`; 0.93 to 1.15 s in the groups of `haugen2019plos`); the spread is wider than that (judgement)."""

SINGULAR = 1e10
"""Condition from which the free parameters cannot be told apart at double precision."""

FARTHEST = 20.0
"""Draws of ln MSS and ln TAU are kept this close to the best value, far outside any interval, to stay finite."""

NEEDS = ("Splits", "SpeedTrace")
"""What a metric names in `needs` to be computed from a recording and its speed curve."""

FAMILY = "speed curve"
"""All metrics of one fitted curve are one measurement."""

METHOD = "least squares, Student t draws"

_FREE = {
    Correction.NONE: (LN_MSS, LN_TAU),
    Correction.TIME: (LN_MSS, LN_TAU, SHIFT),
    Correction.FLYING: (LN_MSS, LN_TAU, LEAD),
}


@dataclass(frozen=True, slots=True)
class _Optimum:
    theta: Array
    residuals: Array
    root: Array
    """Square root of (JᵀJ)⁻¹ over the free parameters."""


@dataclass(frozen=True, slots=True)
class _Noise:
    sigma: float
    repeats: float
    """How many neighbouring residuals say the same thing."""
    dof: float
    notes: tuple[str, ...] = ()


def fit_speed_curve(
    recording: Splits | SpeedTrace,
    *,
    correction: Correction | None = None,
    fixed: Mapping[str, float] | None = None,
    seed: int = 0,
    draws: int = 4000,
) -> Fit:
    """Fit the exponential speed curve to one sprint.

    Parameters
    ----------
    recording : Splits or SpeedTrace
        Gate times (s at m) or a speed trace (m/s at s).
    correction : Correction or None
        The start correction to estimate; None chooses and says why in the notes of the fit.
    fixed : mapping of str to float
        Corrections to hold: `time_correction` in s (observed = model + TC) or `flying_distance` in m.
    seed, draws : int
        Seed and number of the draws.

    Raises
    ------
    FitError
        If there are too few gates for the corrections, or the times are no sprint from rest.
    InputError
        If a correction is unknown, impossible, or both free and held.

    Notes
    -----
    Least squares of time on distance for gates and of speed on time for traces, in ln MSS, ln TAU, TC and lead
    time, with exact derivatives. Draws: Student t around the optimum with the residual degrees of freedom; logs
    keep MSS and TAU positive. Below five gates the device's stated SD is the prior of sigma; a trace counts only
    as many samples as are independent. Gates that hardly show the acceleration are told the usual TAU.
    Assumes equal, independent errors of time and no slowing down.
    Sources: `shorts`, science.md §1.1–1.2.

    Examples
    --------
    >>> splits = Splits("Kim", [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    >>> fit = fit_speed_curve(splits)
    >>> [round(fit.parameters[name].point, 3) for name in ("mss", "mac", "time_correction")]
    [8.975, 7.268, -0.235]
    """
    problem = prepare_problem(recording, correction=correction, fixed=fixed or {})
    best = _solve(problem)
    noise = _estimate_noise(problem, best)
    notes = (*problem.notes, *noise.notes)
    if _is_vague(best, noise) and problem.correction is Correction.TIME and not problem.trace:
        best = _solve_informed(problem, noise.sigma)
        notes = (
            *notes,
            "These gates hardly show the acceleration: it rests on what is usual, and only top speed on them",
        )
    elif _is_vague(best, noise):
        raise _too_vague(problem)
    spread = best.root * noise.sigma * np.sqrt(noise.repeats)
    around = student_t(spread, dof=noise.dof, seed=seed, draws=draws)
    if problem.correction is Correction.FLYING:
        around = _keep_lead(around, best.root, float(best.theta[LEAD]))
        if best.theta[LEAD] < 0.0:
            best = _solve(replace(problem, correction=Correction.NONE))
            notes = (*notes, "The best flying distance is 0 m: the clock did not start behind the athlete")
    return Fit(
        parameters=_name_parameters(problem, best.theta, around),
        correction=problem.correction,
        residuals=best.residuals,
        sigma=noise.sigma,
        degrees_of_freedom=noise.dof,
        fixed=dict(problem.fixed),
        notes=notes,
        seed=seed,
    )


def _solve(problem: Problem) -> _Optimum:
    free = list(_FREE[problem.correction])
    select = np.eye(4)[free]
    held = problem.held * ~np.isin(np.arange(4), free)
    closest = ""
    for tau in FIRST_TAU:
        first = problem.first[free].copy()
        first[LN_TAU] = np.log(tau)
        found = least_squares(
            lambda x: problem.predict(held + x @ select)[0] - problem.y,
            first,
            jac=lambda x: problem.predict(held + x @ select)[1][:, free],
            method="lm",
        )
        theta = held + found.x @ select
        predicted, slopes = problem.predict(theta)
        triangle = np.linalg.qr(slopes[:, free], mode="r")
        if found.success and _is_sprint(theta) and np.linalg.cond(triangle) < SINGULAR:
            return _Optimum(theta, problem.y - predicted, np.linalg.inv(triangle))
        mss, tau = np.exp(np.clip(theta[:2], -10.0, 10.0))
        closest = f"The closest one has a top speed of {mss:.3g} m/s and a time constant of {tau:.3g} s"
    raise FitError(
        "no speed curve from rest to top speed fits this run",
        place=problem.place,
        why=closest,
        remedy="Check distances, times and units, leave out the part where the athlete slows down, "
        "or add gates near the start and beyond 30 m",
    )


def _is_vague(best: _Optimum, noise: _Noise) -> bool:
    return float(np.linalg.norm(best.root[LN_TAU])) * noise.sigma * noise.repeats**0.5 > VAGUEST


def _solve_informed(problem: Problem, sigma: float) -> _Optimum:
    """Solve with one more observation: ln TAU is usual, within its spread; refuse a run that it does not describe."""
    row = np.zeros((1, 4))
    row[0, LN_TAU] = sigma / USUAL_SPREAD

    def predict(theta: Array) -> tuple[Array, Array]:
        values, slopes = problem.predict(theta)
        return np.append(values, row @ theta), np.vstack([slopes, row])

    usual = sigma / USUAL_SPREAD * np.log(USUAL_TAU)
    best = _solve(replace(problem, y=np.append(problem.y, usual), predict=predict))
    best = replace(best, residuals=best.residuals[:-1])
    misses = float(np.sqrt(np.mean(best.residuals**2))) > 2.0 * sigma
    if misses or not USUAL_SHIFT[0] <= best.theta[SHIFT] <= USUAL_SHIFT[1]:
        raise _too_vague(problem)
    return best


def _too_vague(problem: Problem) -> FitError:
    return FitError(
        "these data do not show an acceleration",
        place=problem.place,
        why="The curve could rise in a moment or over the whole run and miss the times by as little",
        remedy="Add gates near the start, or check that the run begins from rest and does not slow down",
    )


def _is_sprint(theta: Array) -> bool:
    low, high = np.log([MSS_RANGE[0], TAU_RANGE[0]]), np.log([MSS_RANGE[1], TAU_RANGE[1]])
    return bool(np.all((theta[:2] > low) & (theta[:2] < high)))


def _estimate_noise(problem: Problem, best: _Optimum) -> _Noise:
    squares = float(best.residuals @ best.residuals)
    samples, free = best.residuals.size, len(best.root)
    if problem.trace:
        # The free parameters eat some of the independent samples, from the scale and from the correlation alike.
        independent = samples / correlation_time(best.residuals)
        left = max(independent - free, 1.0)
        text = f"Neighbouring samples repeat each other: {samples} count as {independent:.0f}"
        return _Noise(float(np.sqrt(squares / samples * independent / left)), samples / left, left, (text,))
    dof = samples - free
    if problem.prior is None:
        return _Noise(float(np.sqrt(squares / dof)), 1.0, dof)
    prior_sd, weight = problem.prior
    variance, pooled = pooled_variance(squares, dof, prior_sd=prior_sd, weight=weight)
    text = "The curve misses the gates by more than that error allows; the size of the miss is used instead"
    return _Noise(float(np.sqrt(variance)), 1.0, pooled, (text,) if variance == squares / dof else ())


def _keep_lead(around: Array, root: Array, lead: float) -> Array:
    """Move draws whose lead is below zero along their correlation to zero, as the constrained fit would."""
    scale = root @ root.T
    slope = scale[:, -1] / scale[-1, -1]
    below = np.minimum(lead + around[:, -1:], 0.0)
    return around - (below - min(lead, 0.0)) * slope


def _name_parameters(problem: Problem, theta: Array, around: Array) -> dict[str, Draws]:
    free = list(_FREE[problem.correction])
    offsets = np.zeros((around.shape[0], 4))
    offsets[:, free] = around
    offsets[:, :2] = np.clip(offsets[:, :2], -FARTHEST, FARTHEST)
    rows = np.vstack([theta, theta + offsets])
    mss, tau = np.exp(rows[:, LN_MSS]), np.exp(rows[:, LN_TAU])
    lead = np.maximum(rows[:, LEAD], 0.0) / tau
    found = {"mss": (mss, "m/s"), "mac": (mss / tau, "m/s²"), "tau": (tau, "s")}
    if problem.correction is Correction.TIME:
        found["time_correction"] = (rows[:, SHIFT], "s")
    if problem.correction is Correction.FLYING:
        found["flying_distance"] = (mss * tau * (lead + np.expm1(-lead)), "m")
    for name, unit in (("time_correction", "s"), ("flying_distance", "m")):
        if problem.fixed.get(name, 0.0) != 0.0:
            found[name] = (np.full(len(rows), problem.fixed[name]), unit)
    return {name: Draws(values[0], values[1:], unit, METHOD) for name, (values, unit) in found.items()}
