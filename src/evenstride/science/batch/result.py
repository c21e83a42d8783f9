"""What a batch of sprints gives: a value, a reason and an interval for each run, draws only when asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import HOUSE_LEVEL, Array, Draws
from evenstride.core.fit import Correction
from evenstride.science.batch.kernel import Optima
from evenstride.science.noise import student_t
from evenstride.science.sprint import FARTHEST, METHOD, keep_lead


class Status(IntEnum):
    """How the fit of one run ended."""

    FITTED = 0
    TOO_FEW = 1
    NOT_INCREASING = 2
    NO_SPRINT = 3
    VAGUE = 4
    USUAL = 5
    NO_ACCELERATION = 6


REASONS = {
    Status.FITTED: "fitted",
    Status.TOO_FEW: "too few gates or samples for the speed curve",
    Status.NOT_INCREASING: "distances and times do not both increase from the start line",
    Status.NO_SPRINT: "no speed curve from rest to top speed fits this run",
    Status.VAGUE: "these data do not show an acceleration: the curve could rise in a moment or over the whole run",
    Status.USUAL: "fitted, but the gates hardly show the acceleration: it rests on what is usual, and only top speed on "
    "them",
    Status.NO_ACCELERATION: "the trace does not show an acceleration",
}
"""Each status in words."""

_DIRECTIONS = {"mss": (1.0, 0.0), "mac": (1.0, -1.0), "tau": (0.0, 1.0)}
"""Logarithms of the positive parameters in terms of ln MSS and ln TAU."""

_UNITS = {"mss": "m/s", "mac": "m/s²", "tau": "s", "time_correction": "s", "flying_distance": "m"}


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
        Degrees of freedom of the Student t that the intervals and draws come from.
    status : ndarray of int, shape (n_runs,)
        A `Status` each: `FITTED`, `USUAL` (fitted, resting on the usual TAU), or why there is nothing.
    correction : Correction
        The correction that was free.
    lead : ndarray, shape (n_runs,)
        Where a flying distance is free, the time in s already run when the clock starts; below 0 the clock started
        late and the flying distance is held at 0.
    scale : ndarray, shape (3, 3, n_runs)
        Scale matrix of (ln MSS, ln TAU, TC or lead).
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

    @property
    def fitted(self) -> NDArray[np.bool_]:
        """Which runs have values, shape (n_runs,)."""
        return (self.status == Status.FITTED) | (self.status == Status.USUAL)

    def reason(self, run: int) -> str:
        """Return the status of one run in words."""
        return REASONS[Status(int(self.status[run]))]

    def put(
        self, rows: slice | NDArray[np.intp], optima: Optima, ended: NDArray[np.int8], variance: Array, dof: Array
    ) -> None:
        """Fill in some of the runs; those that ended without a curve stay nan."""
        keep = np.where((ended == Status.FITTED) | (ended == Status.USUAL), 1.0, np.nan)
        self.mss[rows], self.tau[rows], self.mac[rows] = optima.mss * keep, optima.tau * keep, optima.mss / optima.tau * keep
        self.rss[rows], self.sigma[rows], self.dof[rows] = optima.rss * keep, np.sqrt(variance) * keep, dof * keep
        self.scale[..., rows] = optima.inverse * (variance * keep)
        flying = self.correction is Correction.FLYING
        self.time_correction[rows], self.lead[rows] = (0.0 * keep, optima.third * keep) if flying else (
            optima.third * keep,
            0.0 * keep,
        )
        self.flying_distance[rows] = 0.0 * keep
        if flying:
            share = np.maximum(optima.third, 0.0) / optima.tau
            self.flying_distance[rows] = optima.mss * optima.tau * (share + np.expm1(-share)) * keep

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
        Quantiles of the Student t that the draws come from, on the log scale for all but TC and FD: what a single fit
        estimates from 4000 draws, without the draws. A lead cannot be below zero: what each parameter owes to the lead
        reaches only as far as that, and is joined in squares with what it does not owe to it (Zou and Donner 2008).
        The square root of FD is taken as linear in the parameters.

        Examples
        --------
        >>> from evenstride.science.batch.fit import fit_sprints
        >>> fit = fit_sprints([5, 10, 15, 20, 30, 40], [[1.158, 1.893, 2.541, 3.149, 4.313, 5.444]])
        >>> [round(end.item(), 2) for end in fit.interval("mss")]
        [8.95, 9.0]
        """
        self._check(name)
        degrees, which = np.unique(self.dof, return_inverse=True)
        reach = stdtrit(degrees, 0.5 + level / 2.0)[which]
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
        slope = (mss * scale[0, 2] + tau * scale[1, 2]) / scale[2, 2]
        own = reach * reach * np.maximum(variance - slope * slope * scale[2, 2], 0.0)
        base, around = np.maximum(self.lead, 0.0), reach * np.sqrt(scale[2, 2])
        owed = np.stack([np.maximum(self.lead + side * around, 0.0) - base for side in (-1.0, 1.0)]) * slope
        return -np.sqrt(own + owed.min(axis=0) ** 2), np.sqrt(own + owed.max(axis=0) ** 2)

    def _flying_interval(self, reach: Array) -> tuple[Array, Array]:
        share = np.maximum(self.lead, 0.0) / self.tau
        root = np.sqrt(self.flying_distance)
        length = np.sqrt(self.mss * self.tau)
        # d√FD/d lead, whose limit at the start line is √(MAC/2).
        own = np.sqrt(self.mac / 2.0)
        np.divide(-np.expm1(-share) * length * length, 2.0 * root * self.tau, out=own, where=share > 1e-6)
        slopes = (0.5 * root, 0.5 * root - own * share * self.tau, own)
        variance = sum(
            one * other * self.scale[row, column]
            for row, one in enumerate(slopes)
            for column, other in enumerate(slopes)
        )
        centre, around = root + own * np.minimum(self.lead, 0.0), reach * np.sqrt(variance)
        low, high = np.maximum(centre - around, 0.0), np.maximum(centre + around, 0.0)
        return low * low, high * high

    def draws(self, run: int, *, seed: int = 0, draws: int = 4000) -> dict[str, Draws]:
        """Return the draws of one run, made now: name → `Draws`, all on one index.

        Parameters
        ----------
        run : int
            Which run.
        seed, draws : int
            Seed of the batch and number of draws; every run has its own stream.

        Raises
        ------
        FitError
            If this run was not fitted.

        Examples
        --------
        >>> from evenstride.science.batch.fit import fit_sprints
        >>> fit = fit_sprints([5, 10, 15, 20, 30, 40], [[1.158, 1.893, 2.541, 3.149, 4.313, 5.444]])
        >>> sorted(fit.draws(0, seed=1))
        ['mac', 'mss', 'tau', 'time_correction']
        """
        if not self.fitted[run]:
            raise FitError(f"run {run} has no draws", why=self.reason(run), remedy="Look at status before drawing")
        values, axes = np.linalg.eigh(self.scale[..., run])
        root = axes * np.sqrt(np.maximum(values, 0.0))
        own = int(np.random.SeedSequence((seed, run)).generate_state(1)[0])
        around = student_t(root, dof=float(self.dof[run]), seed=own, draws=draws)
        lead = float(self.lead[run])
        if self.correction is Correction.FLYING:
            around = keep_lead(around, root, lead, 2)
        logs = np.clip(around[:, :2], -FARTHEST, FARTHEST)
        samples: dict[str, Array] = {
            name: float(getattr(self, name)[run]) * np.exp(mss * logs[:, 0] + tau * logs[:, 1])
            for name, (mss, tau) in _DIRECTIONS.items()
        }
        if self.correction is Correction.TIME:
            samples["time_correction"] = float(self.time_correction[run]) + around[:, 2]
        if self.correction is Correction.FLYING:
            share = np.maximum(max(lead, 0.0) + around[:, 2], 0.0) / samples["tau"]
            samples["flying_distance"] = samples["mss"] * samples["tau"] * (share + np.expm1(-share))
        return {
            name: Draws(float(getattr(self, name)[run]), values, _UNITS[name], METHOD)
            for name, values in samples.items()
        }

    def _check(self, name: str) -> None:
        free = () if self.correction is Correction.NONE else (self.correction.parameter,)
        known = [*_DIRECTIONS, *free]
        if name not in known:
            raise InputError(f"there is no interval of '{name}'", remedy=f"Ask for one of {', '.join(known)}")


def empty(runs: int, correction: Correction) -> BatchFit:
    """Return the fit of runs of which nothing is known yet."""
    columns = (np.full(runs, np.nan) for _ in range(9))
    mss, mac, tau, shift, flying, rss, sigma, dof, lead = columns
    status, scale = np.zeros(runs, np.int8), np.full((3, 3, runs), np.nan)
    return BatchFit(mss, mac, tau, shift, flying, rss, sigma, dof, status, correction, lead, scale)
