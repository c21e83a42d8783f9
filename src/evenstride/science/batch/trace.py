"""Fit the speed curve to many speed traces at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction, Fit
from evenstride.core.recording import SpeedTrace
from evenstride.science.batch.engine import Engine, Machine, Progress, load, run_blocks
from evenstride.science.batch.kernel import Optima, invert, is_inside
from evenstride.science.batch.result import BatchFit, Status, empty
from evenstride.science.batch.trace_doubt import find_doubts
from evenstride.science.sprint.explore import VAGUEST
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.problem import name_correction
from evenstride.science.sprint.solve import FIRST_TAU, MSS_RANGE, TAU_RANGE
from evenstride.science.sprint.trace import LONGEST, RUN_OUT, SEEN, TRACE_MINIMUM

Samples = ArrayLike | Sequence[ArrayLike]
"""Samples of all runs behind each other, or one array for each run."""

BLOCK = 64
"""Traces worked on together: some milliseconds each."""

WORTH = 100_000
"""Samples from which numba is loaded where it is installed."""

STANDING = 0.5
"""Share of top speed: the start lies before the last sample slower than this (judgement)."""


def fit_traces(
    times: Samples,
    speeds: Samples,
    offsets: ArrayLike | None = None,
    *,
    correction: Correction = Correction.TIME,
    engine: Engine | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> BatchFit:
    """Fit the exponential speed curve to many speed traces.

    Parameters
    ----------
    times, speeds : array_like of shape (n_samples,), or sequences of n_runs of them
        s and m/s, all runs behind each other with `offsets`, or one array for each run. Samples without a number are
        left out.
    offsets : array_like of int, shape (n_runs + 1,)
        Where each run begins among the samples, and the end of the last.
    correction : Correction
        `TIME` or `NONE`, the same for all runs.
    engine, workers, progress
        As in `fit_sprints`.

    Returns
    -------
    BatchFit
        A run that cannot be fitted is nan, with the reason in `status`.

    Raises
    ------
    InputError
        If times, speeds and offsets do not belong together, the correction is none that speed over time can show, or
        numba is asked for and missing.

    Notes
    -----
    The least squares, intervals and draws of `fit_speed_curve`, run by run: the run-out is left out, and a trace counts
    only as many samples as are independent. Sources: `shorts`, science.md §1.1–1.2.

    Examples
    --------
    >>> from evenstride.science.sprint.model import predict_speed
    >>> clock = np.arange(0.0, 5.0, 0.02)
    >>> noise = np.random.default_rng(1).normal(0.0, 0.05, (2, clock.size))
    >>> both = [predict_speed(clock, mss, 1.2, time_correction=0.5) for mss in (8.0, 9.0)] + noise
    >>> fit = fit_traces([clock, clock], both)
    >>> fit.mss.round(1).tolist(), fit.time_correction.round(1).tolist()
    ([8.0, 9.0], [0.5, 0.5])
    """
    correction = _correction_of_speed(correction)
    clock, speed, begins = _flatten(times, speeds, offsets)
    machine = load(engine, worth=clock.size >= WORTH)
    fit = empty(begins.size - 1, correction, partial(_fit_one, clock, speed, begins, correction))
    task = _Task(clock, speed, begins, correction is Correction.TIME, machine, fit)
    most = workers or machine.threads
    run_blocks(partial(_fit_block, task), begins.size - 1, BLOCK, workers=most, progress=progress)
    return fit


def _correction_of_speed(correction: Correction) -> Correction:
    """Return a correction that speed over time can show; others are refused."""
    correction = name_correction(correction)
    if correction not in (Correction.TIME, Correction.NONE):
        raise InputError(
            f"speed over time has no {correction.value.replace('-', ' ')}", remedy="Use a time correction, or none"
        )
    return correction


def _fit_one(
    clock: Array, speed: Array, begins: NDArray[np.intp], correction: Correction, run: int, seed: int, draws: int
) -> Fit:
    own = slice(begins[run], begins[run + 1])
    trace = SpeedTrace("", clock[own], speed[own], label=f"run {run}")
    return fit_speed_curve(trace, correction=correction, seed=seed, draws=draws)


def _listed(many: Samples) -> list[Array]:
    return [np.asarray(one, dtype=np.float64) for one in cast(Iterable[ArrayLike], many)]


@dataclass(frozen=True, slots=True)
class _Task:
    times: Array
    speeds: Array
    offsets: NDArray[np.intp]
    shifted: bool
    machine: Machine
    fit: BatchFit

    @property
    def free(self) -> int:
        return 3 if self.shifted else 2


@dataclass(frozen=True, slots=True)
class _Traces:
    """Usable traces behind each other, up to top speed, and the last sample of each that may lie before the start."""

    times: Array
    speeds: Array
    offsets: NDArray[np.intp]
    lasts: NDArray[np.intp]

    @property
    def sizes(self) -> NDArray[np.intp]:
        return np.diff(self.offsets)

    def sum(self, values: Array) -> Array:
        """Return the sum over each trace."""
        return np.add.reduceat(values, self.offsets[:-1]) if self.lasts.size else np.empty(0)


def _flatten(times: Samples, speeds: Samples, offsets: ArrayLike | None) -> tuple[Array, Array, NDArray[np.intp]]:
    if offsets is None:
        clocks, curves = (_listed(many) for many in (times, speeds))
        if [one.shape for one in clocks] != [one.shape for one in curves] or any(one.ndim != 1 for one in clocks):
            raise InputError(
                "times and speeds do not belong together",
                remedy="Give as many arrays of speeds as of times, each pair equally long, or flat arrays with offsets",
            )
        ends = np.cumsum([0, *(one.size for one in clocks)], dtype=np.intp)
        return np.concatenate([np.empty(0), *clocks]), np.concatenate([np.empty(0), *curves]), ends
    clock, speed = np.asarray(times, dtype=np.float64), np.asarray(speeds, dtype=np.float64)
    begins = np.asarray(offsets)
    if clock.ndim != 1 or clock.shape != speed.shape:
        raise InputError(
            f"times of shape {clock.shape} and speeds of shape {speed.shape} do not belong together",
            remedy="Give one flat array of each, equally long",
        )
    whole = begins.ndim == 1 and begins.size > 0 and np.issubdtype(begins.dtype, np.integer)
    if not whole or begins[0] != 0 or begins[-1] != clock.size or np.any(np.diff(begins) < 0):
        raise InputError(
            "the offsets do not divide the samples into runs",
            remedy="Give whole numbers from 0 up to the number of samples, one more than there are runs",
        )
    return clock, speed, begins.astype(np.intp)


def _fit_block(task: _Task, start: int) -> None:
    offsets = task.offsets[start : start + BLOCK + 1]
    samples, rows = slice(offsets[0], offsets[-1]), slice(start, start + offsets.size - 1)
    # Numbers that are no sprint may overflow or divide by zero; they fail every comparison, and the run is not found.
    with np.errstate(all="ignore"):
        traces, status = _pose(task.times[samples], task.speeds[samples], offsets - offsets[0], task.free)
        usable = np.flatnonzero(status == Status.FITTED)
        first = np.full(usable.size, np.log(FIRST_TAU[0]))
        log_taus, shifts = task.machine.search_starts(
            traces.times, traces.speeds, traces.offsets, traces.lasts, task.shifted, first
        )
        optima, residuals = _account(traces, np.exp(log_taus), shifts, shifted=task.shifted)
        variance, repeats, dof = _thin(task, traces, optima, residuals)
        optima.inverse[...] *= repeats
        vague = optima.inverse[1, 1] * variance > VAGUEST**2
        doubtful = find_doubts(traces.times, traces.speeds, residuals, traces.offsets, shifts, optima.mss)
        ends = [Status.NO_SPRINT, Status.VAGUE, Status.DOUBTFUL]
        ended = np.select([~optima.found, vague, doubtful], ends, Status.FITTED).astype(np.int8)
        status[usable] = ended
        task.fit.status[rows] = status
        task.fit.put(start + usable, optima, ended, variance, dof)


def _pose(times: Array, speeds: Array, offsets: NDArray[np.intp], free: int) -> tuple[_Traces, NDArray[np.int8]]:
    """Leave out what the model cannot hold; return the traces that are left, and the status of each so far."""
    finite = np.isfinite(times) & np.isfinite(speeds)
    status = np.zeros(offsets.size - 1, np.int8)
    kept: list[tuple[Array, Array]] = []
    lasts: list[int] = []
    for run, (begin, end) in enumerate(pairwise(offsets)):
        used = finite[begin:end]
        clock, speed = times[begin:end][used], speeds[begin:end][used]
        if speed.size < TRACE_MINIMUM:
            status[run] = Status.TOO_FEW
            continue
        if np.any(np.diff(clock) < 0.0):
            status[run] = Status.NOT_INCREASING
            continue
        if clock[-1] - clock[0] > LONGEST:
            status[run] = Status.SESSION
            continue
        top = float(np.quantile(speed, 0.99))
        if top <= 0.0 or float(speed.min()) > SEEN * top:
            status[run] = Status.NO_ACCELERATION
            continue
        stop = int(np.flatnonzero(speed >= RUN_OUT * top)[-1]) + 1
        if stop <= free:
            status[run] = Status.TOO_FEW
            continue
        slow = np.flatnonzero(speed[:stop] < STANDING * top)
        # The curve after the start needs as many samples as it has parameters.
        lasts.append(min(int(slow[-1]) + 1 if slow.size else 0, stop - free))
        kept.append((clock[:stop], speed[:stop]))
    ends = np.cumsum([0, *(clock.size for clock, _ in kept)], dtype=np.intp)
    clocks, curves = (np.concatenate([np.empty(0), *(pair[column] for pair in kept)]) for column in (0, 1))
    return _Traces(clocks, curves, ends, np.array(lasts, np.intp)), status


def _account(traces: _Traces, tau: Array, shift: Array, *, shifted: bool) -> tuple[Optima, Array]:
    """Return what follows from TAU and TC, and the residuals."""
    each_tau = np.repeat(tau, traces.sizes)
    run = np.maximum(traces.times - np.repeat(shift, traces.sizes), 0.0) / each_tau
    moving = run > 0.0
    rest = np.exp(-run) * moving
    share = moving - rest
    mss = traces.sum(share * traces.speeds) / traces.sum(share * share)
    residuals = traces.speeds - np.repeat(mss, traces.sizes) * share
    columns = [share, -run * rest, -rest / each_tau if shifted else np.zeros_like(rest)]
    products = np.array([[traces.sum(one * other) for other in columns] for one in columns])
    inverse, apart = invert(products * mss * mss)
    found = apart & is_inside(mss, MSS_RANGE) & is_inside(tau, TAU_RANGE)
    return Optima(mss, tau, shift, traces.sum(residuals * residuals), inverse, found), residuals


def _thin(task: _Task, traces: _Traces, optima: Optima, residuals: Array) -> tuple[Array, Array, Array]:
    """Return variance of a speed, how often it is repeated, and freedom: only independent samples count."""
    samples = traces.sizes.astype(np.float64)
    independent = samples / task.machine.correlation_times(residuals, traces.offsets)
    # The free parameters eat some of the independent samples, from the scale and from the correlation alike.
    left = np.maximum(independent - task.free, 1.0)
    return optima.rss / samples * independent / left, samples / left, left
