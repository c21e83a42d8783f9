"""Several trials of one athlete as one fit: MSS and MAC are shared, each trial keeps its own start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import fdtrc

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction, Fit, JointFit, Relation
from evenstride.core.recording import SpeedTrace, Splits, Start
from evenstride.core.show import MINUS
from evenstride.science.noise import correlation_time, pooled_variance, student_t
from evenstride.science.sprint.fit import keep_lead, name_parameters
from evenstride.science.sprint.model import LEAD, LN_TAU, SHIFT
from evenstride.science.sprint.problem import pose_problem
from evenstride.science.sprint.solve import Optimum, Problem, solve

USUAL_START = (-0.23, 0.3)
"""What is told of the time correction of gates where an athlete starts from rest, s: mean and SD. The 52 athletes of
`vescovi` have −0.23 ± 0.11 (own fits); the SD is nearly tripled, as other halls start otherwise (judgement)."""

OWN = 3
"""Parameters each trial has of its own: time correction, lead, distance correction."""

ROUNDS = 20
SETTLED = 1e-4
"""Most rounds in which the errors of each kind of device settle, and the relative change at which they have."""

LEAST_SD = 1e-9
"""Error below which data are exact at double precision; weights stay finite there."""

DIFFER = 0.05
"""Chance of a disagreement as large as seen from noise alone, below which it is believed (judgement)."""

Recordings = Sequence[Splits | SpeedTrace]


@dataclass(frozen=True, slots=True)
class _Errors:
    """What is known of the errors: variance by relation, repeats by trial, degrees of freedom of all."""

    variance: Mapping[Relation, float]
    repeats: tuple[float, ...]
    dof: float

    def near(self, other: _Errors) -> bool:
        """Say whether another round changed next to nothing."""
        return all(abs(other.variance[kind] / own - 1.0) < SETTLED for kind, own in self.variance.items())

    def weights(self, problems: Sequence[Problem]) -> list[Array]:
        """Return the precision of each sample, trial by trial."""
        pairs = zip(problems, self.repeats, strict=True)
        return [one.weights / (self.variance[one.relation] * repeats) for one, repeats in pairs]


def fit_together(
    recordings: Recordings,
    *,
    fixed: Mapping[str, float] | None = None,
    start: tuple[float, float] = USUAL_START,
    seed: int = 0,
    draws: int = 4000,
) -> JointFit:
    """Fit one speed curve to several trials of one athlete on one day.

    Parameters
    ----------
    recordings : sequence of Splits or SpeedTrace
        Two trials or more; gates and traces may be mixed.
    fixed : mapping of str to float
        `mss` (m/s) or `mac` (m/s²) to hold.
    start : (float, float)
        Mean and SD in s of what is told of the time correction of gates with a start from rest.
    seed, draws : int
        Seed and number of the draws.

    Raises
    ------
    InputError
        If there are fewer than two trials, or of several athletes.
    FitError
        If no common curve fits.

    Notes
    -----
    Weighted least squares over all trials: MSS and MAC shared; each trial has its own time correction (from a flying
    start its own flying distance), weakly informed by `start` for gates, so that three gates are enough for a trial.
    Errors of gates and traces are estimated apart; samples of a trace count as many times as they are independent.
    Where the trials, fitted alone, differ by more than noise (F test), intervals are widened by the root of that
    ratio. Degrees of freedom: those of the device kind that has the fewest.

    Examples
    --------
    >>> from evenstride.science.simulate.sprint import simulate_splits
    >>> trials = [simulate_splits([10, 20, 30], 9.0, 1.2, time_correction=tc) for tc in (-0.3, -0.1)]
    >>> fit = fit_together(trials)
    >>> [round(fit.parameters[name].point, 2) for name in ("mss", "mac")]
    [9.0, 7.5]
    """
    problems = _pose(recordings, fixed or {})
    errors = _Errors({one.relation: 1.0 for one in problems}, (1.0,) * len(problems), 1.0)
    best = solve(_stack(problems, errors, start))
    for _ in range(ROUNDS):
        before, errors = errors, _estimate_errors(problems, best, errors, start)
        best = solve(_stack(problems, errors, start))
        if errors.near(before):
            break
    stacked = _stack(problems, errors, start)
    factor, said = _agreement(problems, errors, best)
    around = _with_leads(stacked, best, student_t(best.root * factor, dof=errors.dof, seed=seed, draws=draws))
    trials = tuple(_trial(problems, index, stacked, best, around, errors, seed) for index in range(len(problems)))
    shared = {name: trials[0].parameters[name] for name in ("mss", "mac", "tau")}
    return JointFit(shared, trials, (*_start_note(problems, start), *said))


def _with_leads(stacked: Problem, best: Optimum, around: Array) -> Array:
    """Return draws in which the lead of every flying start stays above zero."""
    for place, parameter in enumerate(stacked.free):
        if parameter >= 2 and (parameter - 2) % OWN == LEAD - 2:
            around = keep_lead(around, best.root, float(best.theta[parameter]), place)
    return around


def _pose(recordings: Recordings, fixed: Mapping[str, float]) -> list[Problem]:
    if len(recordings) < 2:
        raise InputError("a joint fit needs two trials or more", remedy="Fit a single trial alone")
    names = sorted({one.athlete for one in recordings})
    if len(names) > 1:
        raise InputError(f"these are trials of {' and '.join(names)}", remedy="Fit the trials of one athlete together")
    wrong = sorted(set(fixed) - {"mss", "mac"})
    if wrong:
        raise InputError(
            f"{wrong[0]} cannot be held for all trials", why="Each trial has its own start", remedy="Hold mss or mac"
        )
    return [pose_problem(one, correction=_own_correction(one), fixed=fixed) for one in recordings]


def _own_correction(recording: Splits | SpeedTrace) -> Correction:
    flying = isinstance(recording, Splits) and recording.conditions.start is Start.FLYING
    return Correction.FLYING if flying else Correction.TIME


def _stack(problems: Sequence[Problem], errors: _Errors, start: tuple[float, float]) -> Problem:
    """Return one problem over all trials: ln MSS, ln TAU, then the own parameters of each trial."""
    size = 2 + OWN * len(problems)
    columns = [[0, 1, *range(2 + OWN * index, 2 + OWN * (index + 1))] for index in range(len(problems))]
    informed = [columns[index][SHIFT] for index, one in enumerate(problems) if _is_informed(one)]
    rows = np.eye(size)[informed]
    first = np.concatenate([np.mean([one.first[:2] for one in problems], axis=0), *(one.first[2:] for one in problems)])

    def predict(theta: Array) -> tuple[Array, Array]:
        values: list[Array] = []
        slopes: list[Array] = []
        for one, own in zip(problems, columns, strict=True):
            value, slope = one.predict(theta[own])
            wide = np.zeros((value.size, size))
            wide[:, own] = slope
            values.append(value)
            slopes.append(wide)
        return np.concatenate([*values, rows @ theta]), np.concatenate([*slopes, rows])

    shared = [place for place in problems[0].free if place < 2]
    own = [columns[index][place] for index, one in enumerate(problems) for place in one.free if place >= 2]
    basis = np.eye(size)[[*shared, *own]]
    basis[: len(shared), :2] = problems[0].basis[: len(shared), :2]
    held = np.concatenate([problems[0].held[:2], *(one.held[2:] for one in problems)])
    told = np.full(len(informed), start[0])
    weights = [*errors.weights(problems), np.full(len(informed), start[1] ** -2.0)]
    return replace(
        problems[0],
        y=np.concatenate([*(one.y for one in problems), told]),
        predict=predict,
        first=first,
        held=held,
        free=(*shared, *own),
        basis=basis,
        weights=np.concatenate(weights),
    )


def _is_informed(problem: Problem) -> bool:
    """Say whether the usual start is told to a trial: a trace's clock may have started at any time."""
    return problem.relation is Relation.TIME_AT_DISTANCE and problem.corrections == (Correction.TIME,)


def _cut(problems: Sequence[Problem], residuals: Array) -> list[Array]:
    """Return the residuals of each trial; what follows the last belongs to what was told."""
    ends = np.cumsum([one.y.size for one in problems])
    return np.split(residuals[: ends[-1]], ends[:-1])


def _estimate_errors(
    problems: Sequence[Problem], best: Optimum, before: _Errors, start: tuple[float, float]
) -> _Errors:
    stacked = _stack(problems, before, start)
    _, slopes = stacked.predict(best.theta)
    weighed = (slopes @ stacked.basis.T) * np.sqrt(stacked.weights)[:, np.newaxis]
    leverage = _cut(problems, np.sum((weighed @ best.root) ** 2, axis=1))
    residuals = [r * np.sqrt(one.weights) for r, one in zip(_cut(problems, best.residuals), problems, strict=True)]
    repeats = tuple(correlation_time(r) if one.trace else 1.0 for r, one in zip(residuals, problems, strict=True))
    variance: dict[Relation, float] = {}
    freedom: list[float] = []
    for relation in {one.relation for one in problems}:
        which = [index for index, one in enumerate(problems) if one.relation is relation]
        # Repeated samples carry their square sum, but less independent information, as in a fit of one trace.
        left = max(sum(problems[i].y.size / repeats[i] - float(leverage[i].sum()) for i in which), 1.0)
        squares = sum(float(residuals[i] @ residuals[i]) / repeats[i] for i in which)
        priors = [prior for i in which if (prior := problems[i].prior) is not None]
        if priors:
            variance[relation], left = pooled_variance(squares, left, prior_sd=priors[0][0], weight=priors[0][1])
        else:
            variance[relation] = squares / left
        variance[relation] = max(variance[relation], LEAST_SD**2)
        freedom.append(left)
    return _Errors(variance, repeats, min(freedom))


def _agreement(problems: Sequence[Problem], errors: _Errors, best: Optimum) -> tuple[float, tuple[str, ...]]:
    """Return by what the draws are widened because the trials disagree, and the sentence for it."""
    together = apart = freedom = 0.0
    alone: list[Optimum] = []
    weights = errors.weights(problems)
    parts = zip(problems, weights, _cut(problems, best.residuals), errors.repeats, strict=True)
    for one, weight, residuals, repeats in parts:
        independent = one.y.size / repeats
        if independent <= len(one.free):
            continue
        try:
            found = solve(replace(one, weights=weight))
        except FitError:
            continue
        alone.append(found)
        together += float(weight @ residuals**2)
        apart += float(weight @ found.residuals**2)
        freedom += independent - len(one.free)
    extra = (len(alone) - 1) * sum(place < 2 for place in problems[0].free)
    if extra <= 0 or apart <= 0.0 or freedom <= 0.0:
        return 1.0, ()
    ratio = max(together - apart, 0.0) / extra / (apart / freedom)
    if float(fdtrc(extra, freedom, ratio)) >= DIFFER:
        return 1.0, (f"The {len(alone)} trials that can be fitted alone agree within their noise",)
    tops = np.exp([one.theta[0] for one in alone])
    text = f"The trials differ by more than their noise (MSS from {tops.min():.2f} to {tops.max():.2f} m/s)"
    # The scale of the joint fit holds a part of the disagreement already; only what it lacks is added.
    held = together / apart * freedom / (freedom + extra)
    return float(np.sqrt(max(ratio / held, 1.0))), (f"{text}: the intervals are widened accordingly",)


def _trial(
    problems: Sequence[Problem],
    index: int,
    stacked: Problem,
    best: Optimum,
    around: Array,
    errors: _Errors,
    seed: int,
) -> Fit:
    problem = problems[index]
    own = [0, LN_TAU, *range(2 + OWN * index, 2 + OWN * (index + 1))]
    offsets = (around @ stacked.basis)[:, own]
    theta = best.theta[own]
    return Fit(
        parameters=name_parameters(problem, theta, offsets),
        corrections=problem.corrections,
        residuals=_cut(problems, best.residuals)[index],
        sigma=float(np.sqrt(errors.variance[problem.relation])),
        degrees_of_freedom=errors.dof,
        fixed=dict(problem.fixed),
        notes=problem.notes,
        seed=seed,
        relation=problem.relation,
    )


def _start_note(problems: Sequence[Problem], start: tuple[float, float]) -> tuple[str, ...]:
    if not any(_is_informed(one) for one in problems):
        return ()
    mean, spread = start
    near = f"{mean:g}".replace("-", MINUS)
    return (f"The start of each trial leans a little towards the usual time correction, {near} ± {spread:g} s",)
