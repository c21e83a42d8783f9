"""Fit the speed curve to many gate runs at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

from evenstride.core.errors import InputError
from evenstride.core.fit import Correction
from evenstride.science.batch.kernel import Array, Gates, is_inside, solve_gates
from evenstride.science.batch.result import BatchFit, Status
from evenstride.science.noise import BORROWED_WEIGHT, CONFLICT, STATED_WEIGHT
from evenstride.science.sprint_explore import VAGUEST
from evenstride.science.sprint_gates import ENOUGH_GATES, TIMING_SD
from evenstride.science.sprint_solve import MSS_RANGE, TAU_RANGE

BLOCK = 2048
"""Runs worked on together: 1024 cost a fifth more processor time, 4096 hardly less (measured)."""


def fit_sprints(
    distances: ArrayLike,
    times: ArrayLike,
    *,
    correction: Correction = Correction.TIME,
    timing_sd: float | None = None,
    workers: int = 1,
) -> BatchFit:
    """Fit the exponential speed curve to many sprints over gates.

    Parameters
    ----------
    distances : array_like, shape (n_gates,) or (n_runs, n_gates)
        Gates in m, increasing along each run.
    times : array_like, shape (n_runs, n_gates)
        Gate times in s; nan where a gate is missing.
    correction : Correction
        `TIME` or `NONE`, the same for all runs.
    timing_sd : float or None
        Standard deviation in s that the device states; below five gates it is the prior of sigma.
    workers : int
        Threads that share the blocks of runs; the answers do not depend on it.

    Returns
    -------
    BatchFit
        A run that cannot be fitted is nan, with the reason in `status`.

    Raises
    ------
    InputError
        If the shapes do not fit each other, or the correction is none that a batch can free.

    Notes
    -----
    The least squares, intervals and draws of `fit_speed_curve`, run by run. What a batch does not do: choose the
    correction, free a flying distance, or fall back on the usual TAU; runs that would need it are `VAGUE`.
    Sources: `shorts`, science.md §1.1–1.2.

    Examples
    --------
    >>> kim, other = [1.158, 1.893, 2.541, 3.149, 4.313, 5.444], [1.20, 1.95, float("nan"), 3.25, 4.48, 5.68]
    >>> fit = fit_sprints([5, 10, 15, 20, 30, 40], [kim, other])
    >>> fit.mss.round(3).tolist(), fit.time_correction.round(3).tolist()
    ([8.975, 8.378], [-0.235, -0.181])
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
    if correction not in (Correction.TIME, Correction.NONE):
        raise InputError(
            f"a batch cannot free the {correction.value}", remedy="Use fit_speed_curve for these runs, one by one"
        )
    if timing_sd is not None and not timing_sd > 0.0:
        raise InputError(f"a device's error cannot be {timing_sd} s", remedy="State it above zero, or leave it out")
    fit = _empty(len(clock), correction)
    work = partial(_fit_quietly, fit, np.broadcast_to(gates, clock.shape), clock, timing_sd)
    starts = range(0, len(clock), BLOCK)
    if workers > 1:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(work, starts))
    else:
        list(map(work, starts))
    return fit


def _empty(runs: int, correction: Correction) -> BatchFit:
    mss, mac, tau, shift, rss, sigma, dof = (np.full(runs, np.nan) for _ in range(7))
    status, scale = np.zeros(runs, np.int8), np.full((3, 3, runs), np.nan)
    return BatchFit(mss, mac, tau, shift, rss, sigma, dof, status, correction, scale)


def _fit_quietly(fit: BatchFit, distances: Array, times: Array, timing_sd: float | None, start: int) -> None:
    # Numbers that are no sprint may overflow or divide by zero; they fail every comparison, and the run is not found.
    with np.errstate(all="ignore"):
        _fit_block(fit, distances, times, timing_sd, start)


def _fit_block(fit: BatchFit, distances: Array, times: Array, timing_sd: float | None, start: int) -> None:
    block = slice(start, start + BLOCK)
    gates, status, top = _pose(distances[block].T, times[block].T, fit.correction)
    usable = np.flatnonzero(status == Status.FITTED)
    if usable.size < status.size:
        gates, top = gates.take(usable), top[usable]
    optima = solve_gates(gates, top)
    variance, dof = _noise(optima.rss, gates.count, fit.correction, timing_sd)
    vague = optima.inverse[1, 1] * variance > VAGUEST**2
    # No optimum, yet a possible top speed: TAU ran towards zero, where nothing depends on it.
    flat = ~optima.found & is_inside(optima.mss, MSS_RANGE) & (optima.tau < TAU_RANGE[1])
    bad = [~optima.found & ~flat, flat | vague]
    ended = np.select(bad, [Status.NO_SPRINT, Status.VAGUE], Status.FITTED)
    status[usable] = ended
    fit.status[block] = status
    # A slice where it can be: quicker than scattered writes.
    rows = block if usable.size == status.size else start + usable
    keep = np.where(ended == Status.FITTED, 1.0, np.nan)
    fit.mss[rows], fit.tau[rows], fit.mac[rows] = optima.mss * keep, optima.tau * keep, optima.mss / optima.tau * keep
    fit.time_correction[rows], fit.rss[rows] = optima.shift * keep, optima.rss * keep
    fit.sigma[rows], fit.dof[rows] = np.sqrt(variance) * keep, dof * keep
    fit.scale[..., rows] = optima.inverse * (variance * keep)


def _pose(distances: Array, times: Array, correction: Correction) -> tuple[Gates, NDArray[np.int8], Array]:
    """Return gates (gates, runs), the status of each run so far, and its fastest speed between two gates."""
    seen = (distances > 0.0) & ~np.isnan(times)
    distances, times = np.where(seen, distances, 1.0), np.where(seen, times, 0.0)
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
    few = count < max(_free(correction) + 1, 3)
    status = np.where(few, Status.TOO_FEW_GATES, np.where(ordered, Status.FITTED, Status.NOT_INCREASING))
    gates = Gates(distances, times, seen.astype(np.float64), count, correction is Correction.TIME)
    return gates, status.astype(np.int8), top


def _free(correction: Correction) -> int:
    return 3 if correction is Correction.TIME else 2


def _noise(rss: Array, count: Array, correction: Correction, timing_sd: float | None) -> tuple[Array, Array]:
    """Return variance of one gate time and degrees of freedom, as `pooled_variance` says for one run."""
    left = count - _free(correction)
    own = rss / left
    prior_sd, weight = (TIMING_SD, BORROWED_WEIGHT) if timing_sd is None else (timing_sd, STATED_WEIGHT)
    usual = 2.0 * gammaincinv(np.arange(1, ENOUGH_GATES) / 2.0, CONFLICT) * prior_sd**2
    few = count < ENOUGH_GATES
    believed = few & (rss <= usual[np.where(few, left, 1.0).astype(np.intp) - 1])
    pooled = (weight * prior_sd**2 + rss) / (weight + left)
    return np.where(believed, pooled, own), np.where(few, weight + left, left)
