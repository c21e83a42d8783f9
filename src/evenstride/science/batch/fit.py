"""Fit the speed curve to many gate runs at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction, Fit
from evenstride.core.recording import Device, Splits
from evenstride.science.batch.engine import Engine, Machine, Progress, load, run_blocks
from evenstride.science.batch.kernel import Gates, Optima, come_closest, solve_flying, solve_gates
from evenstride.science.batch.result import BatchFit, Status, empty
from evenstride.science.noise import BORROWED_WEIGHT, CONFLICT, STATED_WEIGHT
from evenstride.science.sprint.explore import MISSED, USUAL_SHIFT, USUAL_SPREAD, VAGUEST
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.gates import ENOUGH_GATES, TIMING_SD
from evenstride.science.sprint.problem import name_correction

BLOCK = 2048
"""Runs worked on together: fewer cost a fifth more processor time, more hardly less (measured)."""

WORTH = 5_000
"""Runs from which numba is loaded where it is installed: below, arrays are done before it is there (measured)."""


def fit_sprints(
    distances: ArrayLike,
    times: ArrayLike,
    *,
    correction: Correction = Correction.TIME,
    timing_sd: float | None = None,
    engine: Engine | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> BatchFit:
    """Fit the exponential speed curve to many sprints over gates.

    Parameters
    ----------
    distances : array_like, shape (n_gates,) or (n_runs, n_gates)
        Gates in m, increasing along each run.
    times : array_like, shape (n_runs, n_gates)
        Gate times in s; nan where a gate is missing.
    correction : Correction
        `TIME`, `FLYING` or `NONE`, the same for all runs.
    timing_sd : float or None
        Standard deviation in s that the device states; below five gates it is the prior of sigma.
    engine : Engine or None
        What does the work; None takes numba where it is installed and the batch is large.
    workers : int or None
        Threads that share the runs; None takes every core for numba and one for NumPy.
    progress : callable or None
        Called with the runs done so far and all runs.

    Returns
    -------
    BatchFit
        A run that cannot be fitted is nan, with the reason in `status`. The answers depend neither on the engine, but
        for rounding, nor on the workers.

    Raises
    ------
    InputError
        If the shapes do not fit each other, the correction is none that a batch can free, or numba is asked for and
        missing.

    Notes
    -----
    The least squares of `fit_speed_curve`, run by run, with Student t intervals and draws around the best curve, where
    a single fit draws every curve the gates allow. Runs that hardly show the acceleration are told the usual TAU where
    a time correction is free (`Status.USUAL`), and `VAGUE` otherwise. A batch does not choose the correction.
    Sources: `shorts`, science.md §1.1–1.2.

    Examples
    --------
    >>> kim, other = [1.158, 1.893, 2.541, 3.149, 4.313, 5.444], [1.20, 1.95, float("nan"), 3.25, 4.48, 5.68]
    >>> fit = fit_sprints([5, 10, 15, 20, 30, 40], [kim, other])
    >>> fit.mss.round(3).tolist(), fit.time_correction.round(3).tolist()
    ([8.975, 8.378], [-0.235, -0.181])
    >>> fit_sprints([5, 10, 15, 20, 30, 40], [kim], correction=Correction.FLYING).flying_distance.round(3).tolist()
    [0.302]
    """
    clock = np.asarray(times, dtype=np.float64)
    if clock.ndim != 2:
        raise InputError(f"times have {clock.ndim} dimensions", remedy="Give one row per run and one column per gate")
    gates = np.asarray(distances, dtype=np.float64)
    if gates.shape not in (clock.shape, clock.shape[1:]):
        raise InputError(
            f"distances of shape {gates.shape} do not belong to times of shape {clock.shape}",
            remedy="Give one distance per gate, or one per gate and run",
        )
    correction = name_correction(correction)
    if correction not in (Correction.TIME, Correction.FLYING, Correction.NONE):
        raise InputError(
            f"a batch of gate runs cannot free the {correction.value}",
            remedy="Use fit_speed_curve for these runs, one by one",
        )
    if timing_sd is not None and not timing_sd > 0.0:
        raise InputError(f"a device's error cannot be {timing_sd} s", remedy="State it above zero, or leave it out")
    machine = load(engine, worth=len(clock) >= WORTH)
    places = np.broadcast_to(gates, clock.shape)
    fit = empty(len(clock), correction, partial(_fit_one, places, clock, correction, timing_sd))
    task = _Task(places, clock, correction, timing_sd, machine, fit)
    run_blocks(partial(_fit_block, task), len(clock), BLOCK, workers=workers or machine.threads, progress=progress)
    return fit


def _fit_one(
    places: Array, clock: Array, correction: Correction, timing_sd: float | None, run: int, seed: int, draws: int
) -> Fit:
    seen = ~np.isnan(clock[run])
    device = Device("gates", timing_sd=timing_sd)
    splits = Splits("", places[run][seen], clock[run][seen], label=f"run {run}", device=device)
    return fit_speed_curve(splits, correction=correction, seed=seed, draws=draws)


@dataclass(frozen=True, slots=True)
class _Task:
    distances: Array
    times: Array
    correction: Correction
    timing_sd: float | None
    machine: Machine
    fit: BatchFit

    @property
    def free(self) -> int:
        return 2 if self.correction is Correction.NONE else 3


def _fit_block(task: _Task, start: int) -> None:
    # Numbers that are no sprint may overflow or divide by zero; they fail every comparison, and the run is not found.
    with np.errstate(all="ignore"):
        block = slice(start, start + BLOCK)
        gates, status = _pose(task.distances[block].T, task.times[block].T, task.free)
        usable = np.flatnonzero(status == Status.FITTED)
        if usable.size < status.size:
            gates = gates.take(usable)
        optima, ended, variance, dof = _solve(task, gates)
        status[usable] = ended
        task.fit.status[block] = status
        # A slice where it can be: quicker than scattered writes.
        task.fit.put(block if usable.size == status.size else start + usable, optima, ended, variance, dof)


def _solve(task: _Task, gates: Gates) -> tuple[Optima, NDArray[np.int8], Array, Array]:
    """Return the best curve of each run, how its search ended, the variance of a gate time and its freedom."""
    optima = _search(task, gates)
    variance, dof = _noise(task, optima.rss, gates.count)
    doubt = optima.inverse[1, 1].copy()
    ended = np.where(optima.found, Status.FITTED, Status.NO_SPRINT).astype(np.int8)
    if task.correction is Correction.FLYING:
        _hold_lead(task, gates, optima, ended, variance, doubt)
    flat = optima.flat
    lost = np.flatnonzero(~optima.found & ~flat)
    if lost.size:
        closest = come_closest(gates.take(lost), shifted=task.correction is not Correction.NONE)
        variance[lost], dof[lost] = _noise(task, closest, gates.count[lost])
    vague = flat | ((ended == Status.FITTED) & (doubt * variance > VAGUEST**2))
    ended[vague] = Status.VAGUE
    guessed = ~optima.found & ~flat & (variance <= (MISSED * (task.timing_sd or TIMING_SD)) ** 2)
    _inform(task, gates, optima, ended, variance, np.flatnonzero(vague | guessed))
    return optima, ended, variance, dof


def _search(task: _Task, gates: Gates, stiffness: Array | None = None) -> Optima:
    if task.correction is Correction.FLYING:
        return solve_flying(task.machine, gates, stiffness=stiffness)
    return solve_gates(task.machine, gates, shifted=task.correction is Correction.TIME, stiffness=stiffness)


def _hold_lead(
    task: _Task, gates: Gates, optima: Optima, ended: NDArray[np.int8], variance: Array, doubt: Array
) -> None:
    """Let the curve start at the line where the best flying distance would be below zero; its scale stays."""
    late = np.flatnonzero(optima.found & (optima.third < 0.0))
    if late.size:
        held = solve_gates(task.machine, gates.take(late), shifted=False)
        optima.mss[late], optima.tau[late], optima.rss[late] = held.mss, held.tau, held.rss
        doubt[late] = held.inverse[1, 1]
        ended[late[~held.found]] = Status.NO_SPRINT
        # Beside a late clock some gates show no acceleration; then the doubt is that of the curve from the line.
        unseen = ~(optima.inverse[1, 1, late] * variance[late] <= VAGUEST**2)
        optima.inverse[..., late[unseen]] = held.inverse[..., unseen]


def _inform(
    task: _Task, gates: Gates, optima: Optima, ended: NDArray[np.int8], variance: Array, runs: NDArray[np.intp]
) -> None:
    """Tell some runs the usual TAU, as `fit_speed_curve` does; keep those that it describes."""
    if not runs.size:
        return
    some, noise = gates.take(runs), variance[runs]
    told = _search(task, some, noise / USUAL_SPREAD**2)
    if task.correction is Correction.FLYING:
        late = np.flatnonzero(told.found & (told.third < 0.0))
        stiffness = noise[late] / USUAL_SPREAD**2
        held = solve_gates(task.machine, some.take(late), shifted=False, stiffness=stiffness)
        told.mss[late], told.tau[late], told.rss[late], told.found[late] = held.mss, held.tau, held.rss, held.found
    fits = told.rss <= MISSED**2 * noise * some.count
    if task.correction is Correction.TIME:
        fits &= (told.third >= USUAL_SHIFT[0]) & (told.third <= USUAL_SHIFT[1])
    good = np.flatnonzero(told.found & fits)
    optima.put(runs[good], told.take(good))
    ended[runs[good]] = Status.USUAL


def _pose(distances: Array, times: Array, free: int) -> tuple[Gates, NDArray[np.int8]]:
    """Return gates (gates, runs) and the status of each run so far."""
    seen = (distances > 0.0) & ~np.isnan(times)
    distances, times = np.where(seen, distances, 0.5), np.where(seen, times, 0.0)
    place, clock = np.zeros((2, seen.shape[1]))
    ordered, top = np.ones(seen.shape[1], bool), np.zeros(seen.shape[1])
    for here, now, there in zip(distances, times, seen, strict=True):
        way, pace = here - place, now - clock
        forward = (way > 0.0) & (pace > 0.0) & np.isfinite(way + pace)
        ordered &= forward | ~there
        # The first interval holds the start and says little of top speed.
        inner = forward & there & (place > 0.0)
        np.maximum(top, np.divide(way, pace, out=np.zeros_like(way), where=inner), out=top)
        place, clock = np.where(there, here, place), np.where(there, now, clock)
    count = seen.sum(axis=0, dtype=np.float64)
    few = count < max(free + 1, 3)
    status = np.where(few, Status.TOO_FEW, np.where(ordered, Status.FITTED, Status.NOT_INCREASING))
    gates = Gates(np.sqrt(2.0 * distances), times, seen.astype(np.float64), count, top)
    return gates, status.astype(np.int8)


def _noise(task: _Task, rss: Array, count: Array) -> tuple[Array, Array]:
    """Return variance of one gate time and degrees of freedom, as `pooled_variance` says for one run."""
    left = count - task.free
    own = rss / left
    prior_sd, weight = (TIMING_SD, BORROWED_WEIGHT) if task.timing_sd is None else (task.timing_sd, STATED_WEIGHT)
    usual = 2.0 * gammaincinv(np.arange(1, ENOUGH_GATES) / 2.0, CONFLICT) * prior_sd**2
    few = count < ENOUGH_GATES
    believed = few & (rss <= usual[np.where(few, left, 1.0).astype(np.intp) - 1])
    pooled = (weight * prior_sd**2 + rss) / (weight + left)
    return np.where(believed, pooled, own), np.where(few, weight + left, left)
