"""Fit the speed curve to gates or to a trace: one model, a set of free corrections, draws for every parameter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import partial

import numpy as np

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array, Draws
from evenstride.core.fit import Correction, Fit, Relation
from evenstride.core.recording import Device, SpeedTrace, Splits, Start
from evenstride.science.noise import student_t
from evenstride.science.sprint.doubt import find_doubt
from evenstride.science.sprint.explore import VAGUEST, Explored, explore, mix, too_vague, without_lead
from evenstride.science.sprint.gates import timing_error
from evenstride.science.sprint.model import LEAD, LN_MSS, LN_TAU, PLACE, SHIFT
from evenstride.science.sprint.noise import Noise, estimate_noise, solve_robust
from evenstride.science.sprint.posterior import see_gates
from evenstride.science.sprint.problem import Corrections, prepare_problem
from evenstride.science.sprint.solve import Optimum, Problem, solve

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


def name_errors(name: str) -> Errors:
    """Return the errors of that name; refuse another word.

    Examples
    --------
    >>> name_errors("student").name
    'STUDENT'
    """
    if name not in set(Errors):
        raise InputError(f"errors cannot be '{name}'", remedy=f"Choose one of {', '.join(Errors)}")
    return Errors(name)


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
    Gates with one correction at most: draws of every curve the gates allow, prior √|JᵀWJ| (decision 0010); below five
    gates the device's stated SD is the prior of sigma; a start that is unknown gets the draws of a late clock and of a
    flying start. Others: Student t around the optimum with the residual degrees of freedom; a trace counts only as many
    samples as are independent, and is checked for being a run from rest at all. Student errors: iterated weights.
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
    pose = partial(prepare_problem, recording, fixed=fixed or {}, relation=relation, weights=weights)
    explore_one = partial(_explore, device=recording.device, errors=name_errors(errors), seed=seed, draws=draws)
    problem = pose(correction=correction)
    if correction is None and problem.corrections == (Correction.TIME,) and _is_open(recording):
        return _fit_either(problem, pose(correction=Correction.FLYING), explore_one, seed)
    fit = _as_fit(problem, explore_one(problem), problem.corrections, seed)
    doubt = find_doubt(recording, fit) if isinstance(recording, SpeedTrace) else ""
    return replace(fit, doubt=doubt, notes=(*fit.notes, doubt)) if doubt else fit


def _explore(problem: Problem, *, device: Device, errors: Errors, seed: int, draws: int) -> Explored:
    gates = see_gates(problem) if errors is Errors.NORMAL else None
    if gates is None:
        return _explore_near(problem, errors, seed=seed, draws=draws)
    timing_sd, *_ = timing_error(device)
    return explore(problem, gates, timing_sd=timing_sd, seed=seed, draws=draws)


def _as_fit(problem: Problem, found: Explored, named: tuple[Correction, ...], seed: int) -> Fit:
    return Fit(
        parameters=name_parameters(
            replace(problem, corrections=named), found.theta, found.rows - found.theta, method=found.method
        ),
        corrections=problem.corrections,
        residuals=found.residuals,
        sigma=found.noise.sigma,
        degrees_of_freedom=found.noise.dof,
        fixed=dict(problem.fixed),
        notes=(*problem.notes, *found.notes),
        seed=seed,
        relation=problem.relation,
    )


def _is_open(recording: Splits | SpeedTrace) -> bool:
    return isinstance(recording, Splits) and recording.conditions.start is Start.UNKNOWN


def _fit_either(late: Problem, flying: Problem, explore_one: Callable[[Problem], Explored], seed: int) -> Fit:
    """Fit both explanations of a start that is not stated; the draws hold each as often as it is likely."""
    found: list[tuple[Problem, Explored]] = []
    failure: FitError | None = None
    for problem in (late, flying):
        try:
            found.append((problem, explore_one(problem)))
        except FitError as error:
            failure = failure or error
    if len(found) < 2:
        if not found and failure is not None:
            raise failure
        (problem, one), *_ = found
        return _as_fit(problem, one, problem.corrections, seed)
    mixed, share = mix(found[0][1], found[1][1], seed=seed)
    problem, _ = found[0] if share >= 0.5 else found[1]
    note = (
        "How the run began is not stated: a clock that started late and one that started behind the athlete are both "
        f"allowed for ({share:.0%} and {1.0 - share:.0%} likely); state the start for narrower intervals"
    )
    return _as_fit(
        replace(problem, notes=(*problem.notes[1:], note)), mixed, (Correction.TIME, Correction.FLYING), seed
    )


def _explore_near(problem: Problem, errors: Errors, *, seed: int, draws: int) -> Explored:
    """Draw curves around the best one: enough for traces, and what there is for two corrections."""
    best, noise = _solve_noisy(problem, errors)
    notes = (*noise.notes, *_alike(problem, best))
    if _is_vague(problem, best, noise):
        raise too_vague(problem)
    spread = best.root * noise.sigma * np.sqrt(noise.repeats)
    around = student_t(spread, dof=noise.dof, seed=seed, draws=draws)
    lead = problem.place_of(LEAD)
    if lead is not None:
        around = keep_lead(around, best.root, float(best.theta[LEAD]), lead)
        if best.theta[LEAD] < 0.0:
            best = solve(without_lead(problem))
            notes = (*notes, "The best flying distance is 0 m: the clock did not start behind the athlete")
    rows = best.theta + around @ problem.basis
    return Explored(best.theta, rows, best.residuals, noise, notes, method=METHOD)


def _solve_noisy(problem: Problem, errors: Errors) -> tuple[Optimum, Noise]:
    best = solve(problem)
    if errors is Errors.NORMAL:
        return best, estimate_noise(problem, best)
    left = best.residuals.size - len(problem.free)
    if left < ROBUST_LEAST:
        raise FitError(
            "there are too few samples to tell an outlier",
            place=problem.place,
            why=f"Student t errors need {ROBUST_LEAST} more samples than free parameters; here it is {left} more",
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


def _is_vague(problem: Problem, best: Optimum, noise: Noise) -> bool:
    tau = problem.place_of(LN_TAU)
    if tau is None:
        return False
    return float(np.linalg.norm(best.root[tau])) * noise.sigma * noise.repeats**0.5 > VAGUEST


def keep_lead(around: Array, root: Array, lead: float, place: int) -> Array:
    """Move draws whose lead is below zero along their correlation to zero, as the constrained fit would."""
    scale = root @ root.T
    slope = scale[:, place] / scale[place, place]
    below = np.minimum(lead + around[:, place : place + 1], 0.0)
    return around - (below - min(lead, 0.0)) * slope


def name_parameters(problem: Problem, theta: Array, offsets: Array, *, method: str = METHOD) -> dict[str, Draws]:
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
    return {name: Draws(values[0], values[1:], unit, method) for name, (values, unit) in found.items()}
