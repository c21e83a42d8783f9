"""What a batch of sprints gives: a value, a reason and an interval for each run, draws only when asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import HOUSE_LEVEL, Array, Draws, tails
from evenstride.core.fit import Correction, Fit
from evenstride.science.batch.kernel import Optima
from evenstride.science.sprint.explore import NOTE
from evenstride.science.sprint.fit import FARTHEST
from evenstride.science.sprint.model import predict_distance


class Status(IntEnum):
    """How the fit of one run ended."""

    FITTED = 0
    TOO_FEW = 1
    NOT_INCREASING = 2
    NO_SPRINT = 3
    VAGUE = 4
    USUAL = 5
    NO_ACCELERATION = 6
    SESSION = 7
    DOUBTFUL = 8


REASONS = {
    Status.FITTED: "fitted",
    Status.TOO_FEW: "too few gates or samples for the speed curve",
    Status.NOT_INCREASING: "distances or times do not increase along the run",
    Status.NO_SPRINT: "no speed curve from rest to top speed fits this run",
    Status.VAGUE: "these data do not show an acceleration: the curve could rise in a moment or over the whole run",
    Status.USUAL: f"fitted. {NOTE}",
    Status.NO_ACCELERATION: "the trace does not show an acceleration",
    Status.SESSION: "the trace is a whole session, not one sprint",
    Status.DOUBTFUL: "fitted, but the trace does not begin from rest or is no single start to top speed: acceleration "
    "and time constant are not to be believed",
}
"""Each status in words."""

CARRIED = (Status.FITTED, Status.USUAL, Status.DOUBTFUL)
"""With these a run has values."""

_DIRECTIONS = {"mss": (1.0, 0.0), "mac": (1.0, -1.0), "tau": (0.0, 1.0)}
"""Logarithms of the positive parameters in terms of ln MSS and ln TAU."""


Single = Callable[[int, int, int], Fit]


@dataclass(frozen=True, slots=True, eq=False)
class BatchFit:
    """Speed curves of many runs; a run that cannot be fitted is nan everywhere and `status` says why.

    Attributes
    ----------
    mss, mac, tau : ndarray, shape (n_runs,)
        Best values in m/s, m/s² and s.
    time_correction, flying_distance : ndarray, shape (n_runs,)
        s (observed time = model + TC) and m; 0 where it is not free.
    rss : ndarray, shape (n_runs,)
        Residual sum of squares in s² for gates, (m/s)² for traces.
    sigma : ndarray, shape (n_runs,)
        Standard error of one gate time in s (below five gates it includes the device's) or of one speed in m/s.
    dof : ndarray, shape (n_runs,)
        Degrees of freedom of the Student t that the intervals come from.
    status : ndarray of int, shape (n_runs,)
        A `Status` each: `FITTED`, `USUAL` (the usual TAU picked the values), `DOUBTFUL` (the trace is not what the
        curve takes it for), or why there is nothing.
    correction : Correction
        The correction that was free.
    lead : ndarray, shape (n_runs,)
        Where a flying distance is free, the time in s already run when the clock starts; below 0 the clock started
        late and the flying distance is held at 0.
    scale : ndarray, shape (3, 3, n_runs)
        Scale matrix of (ln MSS, ln TAU, TC or lead).
    single : callable
        The single fit of one run, given its number, a seed and how many draws.
    """

    mss: Array
    mac: Array
    tau: Array
    time_correction: Array
    flying_distance: Array
    rss: Array
    sigma: Array
    dof: Array
    status: NDArray[np.int8]
    correction: Correction
    lead: Array = field(repr=False)
    scale: Array = field(repr=False)
    single: Single = field(repr=False)

    @property
    def fitted(self) -> NDArray[np.bool_]:
        """Which runs have values, shape (n_runs,)."""
        return np.isin(self.status, CARRIED)

    def reason(self, run: int) -> str:
        """Return the status of one run in words."""
        return REASONS[Status(int(self.status[run]))]

    def put(
        self, rows: slice | NDArray[np.intp], optima: Optima, ended: NDArray[np.int8], variance: Array, dof: Array
    ) -> None:
        """Fill in some of the runs; those that ended without a curve stay nan."""
        keep = np.where(np.isin(ended, CARRIED), 1.0, np.nan)
        mss, tau, third = optima.mss * keep, optima.tau * keep, optima.third * keep
        self.mss[rows], self.tau[rows], self.mac[rows] = mss, tau, mss / tau
        self.rss[rows], self.sigma[rows], self.dof[rows] = optima.rss * keep, np.sqrt(variance) * keep, dof * keep
        self.scale[..., rows] = optima.inverse * (variance * keep)
        none = 0.0 * keep
        if self.correction is Correction.FLYING:
            self.lead[rows], self.time_correction[rows] = third, none
            self.flying_distance[rows] = predict_distance(np.maximum(third, 0.0), mss, tau)
        else:
            self.lead[rows], self.flying_distance[rows], self.time_correction[rows] = none, none, third

    def interval(self, name: str, *, level: float = HOUSE_LEVEL) -> tuple[Array, Array]:
        """Return both ends of the interval of one parameter for every run, each of shape (n_runs,).

        Parameters
        ----------
        name : str
            `mss`, `mac`, `tau` or, where it was free, `time_correction` or `flying_distance`.
        level : float
            Probability that the interval holds the true value.

        Raises
        ------
        InputError
            If the parameter is unknown or was not free.

        Notes
        -----
        Quantiles of a Student t around the best curve, on the log scale for all but TC and FD. Gates that start late or
        are few allow a bent ridge of curves, which no such interval follows; the draws of the single fit do. A lead
        cannot be below zero: what each parameter owes to the lead reaches only as far as that, and is joined in squares
        with what it does not owe to it (Zou and Donner 2008). Where what is usual picked the value (`Status.USUAL`)
        the interval still rests on the gates alone.

        Examples
        --------
        >>> from evenstride.science.batch.fit import fit_sprints
        >>> fit = fit_sprints([5, 10, 15, 20, 30, 40], [[1.158, 1.893, 2.541, 3.149, 4.313, 5.444]])
        >>> [round(end.item(), 2) for end in fit.interval("mss")]
        [8.95, 9.0]
        """
        self._check(name)
        degrees, which = np.unique(self.dof, return_inverse=True)
        reach = np.asarray(stdtrit(degrees, tails(level)[1]), dtype=np.float64)[which]
        if name == "time_correction":
            reach = reach * np.sqrt(self.scale[2, 2])
            return self.time_correction - reach, self.time_correction + reach
        if name == "flying_distance":
            return self._flying_interval(reach)
        down, up = self._log_reach(_DIRECTIONS[name], reach)
        best: Array = getattr(self, name)
        return best * np.exp(np.maximum(down, -FARTHEST)), best * np.exp(np.minimum(up, FARTHEST))

    def _log_reach(self, direction: tuple[float, float], reach: Array) -> tuple[Array, Array]:
        mss, tau = direction
        scale = self.scale
        variance = mss * mss * scale[0, 0] + 2.0 * mss * tau * scale[0, 1] + tau * tau * scale[1, 1]
        if self.correction is not Correction.FLYING:
            reach = reach * np.sqrt(variance)
            return -reach, reach
        # Nothing is owed to a lead that is held at zero.
        slope = (mss * scale[0, 2] + tau * scale[1, 2]) / np.where(scale[2, 2] > 0.0, scale[2, 2], 1.0)
        own = reach * reach * np.maximum(variance - slope * slope * scale[2, 2], 0.0)
        base, around = np.maximum(self.lead, 0.0), reach * np.sqrt(scale[2, 2])
        owed = np.stack([np.maximum(self.lead + side * around, 0.0) - base for side in (-1.0, 1.0)]) * slope
        return -np.sqrt(own + owed.min(axis=0) ** 2), np.sqrt(own + owed.max(axis=0) ** 2)

    def _flying_interval(self, reach: Array) -> tuple[Array, Array]:
        base, best = np.maximum(self.lead, 0.0), self.flying_distance
        around = reach * np.sqrt(self.scale[2, 2])
        slopes = self.scale[:2, 2] / np.where(self.scale[2, 2] > 0.0, self.scale[2, 2], 1.0)
        ends: list[Array] = []
        for side in (-1.0, 1.0):
            run_up = np.maximum(self.lead + side * around, 0.0)
            mss, tau = (np.exp(slope * (run_up - base)) for slope in slopes)
            ends.append(predict_distance(run_up, self.mss * mss, self.tau * tau))
        # What FD does not owe to the lead: the doubt of MAC beside it.
        steep = slopes[0] - slopes[1]
        mac = self.scale[0, 0] - 2.0 * self.scale[0, 1] + self.scale[1, 1] - steep * steep * self.scale[2, 2]
        own = (best * reach) ** 2 * np.maximum(mac, 0.0)
        low, high = (np.sqrt(own + (end - best) ** 2) for end in ends)
        return np.maximum(best - low, 0.0), best + high

    def draws(self, run: int, *, seed: int = 0, draws: int = 4000) -> dict[str, Draws]:
        """Return the draws of one run, made now by the single fit: name → `Draws`, all on one index.

        Parameters
        ----------
        run : int
            Which run.
        seed, draws : int
            Seed of the batch and number of draws; every run has its own stream.

        Raises
        ------
        FitError
            If this run was not fitted, or the single fit refuses it.

        Examples
        --------
        >>> from evenstride.science.batch.fit import fit_sprints
        >>> fit = fit_sprints([5, 10, 15, 20, 30, 40], [[1.158, 1.893, 2.541, 3.149, 4.313, 5.444]])
        >>> sorted(fit.draws(0, seed=1))
        ['mac', 'mss', 'tau', 'time_correction']
        """
        if not self.fitted[run]:
            raise FitError(f"run {run} has no draws", why=self.reason(run), remedy="Look at status before drawing")
        own = int(np.random.SeedSequence((seed, run)).generate_state(1)[0])
        return dict(self.single(run, own, draws).parameters)

    def _check(self, name: str) -> None:
        free = () if self.correction is Correction.NONE else (self.correction.parameter,)
        known = [*_DIRECTIONS, *free]
        if name not in known:
            raise InputError(f"there is no interval of '{name}'", remedy=f"Ask for one of {', '.join(known)}")


def empty(runs: int, correction: Correction, single: Single) -> BatchFit:
    """Return the fit of runs of which nothing is known yet."""
    columns = (np.full(runs, np.nan) for _ in range(9))
    mss, mac, tau, shift, flying, rss, sigma, dof, lead = columns
    status, scale = np.zeros(runs, np.int8), np.full((3, 3, runs), np.nan)
    return BatchFit(mss, mac, tau, shift, flying, rss, sigma, dof, status, correction, lead, scale, single)
