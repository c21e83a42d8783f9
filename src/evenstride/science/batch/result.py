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
from evenstride.science.noise import student_t
from evenstride.science.sprint import FARTHEST, METHOD


class Status(IntEnum):
    """How the fit of one run ended."""

    FITTED = 0
    TOO_FEW_GATES = 1
    NOT_INCREASING = 2
    NO_SPRINT = 3
    VAGUE = 4


REASONS = {
    Status.FITTED: "fitted",
    Status.TOO_FEW_GATES: "too few gates for the speed curve",
    Status.NOT_INCREASING: "distances and times do not both increase from the start line",
    Status.NO_SPRINT: "no speed curve from rest to top speed fits this run",
    Status.VAGUE: "the gates hardly show the acceleration; fitted alone, such a run may rest on what is usual",
}
"""Each status in words."""

_DIRECTIONS = {"mss": (1.0, 0.0), "mac": (1.0, -1.0), "tau": (0.0, 1.0)}
"""Logarithms of the positive parameters in terms of ln MSS and ln TAU."""

_UNITS = {"mss": "m/s", "mac": "m/s²", "tau": "s", "time_correction": "s"}


@dataclass(frozen=True, slots=True, eq=False)
class BatchFit:
    """Speed curves of many runs; a run that cannot be fitted is nan everywhere and `status` says why.

    Attributes
    ----------
    mss, mac, tau, time_correction : ndarray, shape (n_runs,)
        Best values in m/s, m/s², s and s (observed time = model + TC; 0 where it is not free).
    rss : ndarray, shape (n_runs,)
        Residual sum of squares in s².
    sigma : ndarray, shape (n_runs,)
        Standard error of one gate time in s; below five gates it includes the device's.
    dof : ndarray, shape (n_runs,)
        Degrees of freedom of the Student t that the intervals and draws come from.
    status : ndarray of int, shape (n_runs,)
        A `Status` each; 0 is a fitted run.
    correction : Correction
        The correction that was free.
    scale : ndarray, shape (3, 3, n_runs)
        Scale matrix of (ln MSS, ln TAU, TC).
    """

    mss: Array
    mac: Array
    tau: Array
    time_correction: Array
    rss: Array
    sigma: Array
    dof: Array
    status: NDArray[np.int8]
    correction: Correction
    scale: Array = field(repr=False)

    def reason(self, run: int) -> str:
        """Return the status of one run in words."""
        return REASONS[Status(int(self.status[run]))]

    def interval(self, name: str, *, level: float = HOUSE_LEVEL) -> tuple[Array, Array]:
        """Return both ends of the interval of one parameter for every run, each of shape (n_runs,).

        Parameters
        ----------
        name : str
            `mss`, `mac`, `tau` or, where it was free, `time_correction`.
        level : float
            Probability that the interval holds the true value.

        Raises
        ------
        InputError
            If the parameter is unknown or was not free.

        Notes
        -----
        Quantiles of the Student t that the draws come from, on the log scale for all but TC. A single fit draws every
        curve the gates allow; the ends differ little where the acceleration is well seen.

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
        mss, tau = _DIRECTIONS[name]
        scale = self.scale
        variance = mss * mss * scale[0, 0] + 2.0 * mss * tau * scale[0, 1] + tau * tau * scale[1, 1]
        grow = np.exp(np.minimum(reach * np.sqrt(variance), FARTHEST))
        best: Array = getattr(self, name)
        return best / grow, best * grow

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
        if self.status[run] != Status.FITTED:
            raise FitError(f"run {run} has no draws", why=self.reason(run), remedy="Look at status before drawing")
        values, axes = np.linalg.eigh(self.scale[..., run])
        root = axes * np.sqrt(np.maximum(values, 0.0))
        own = int(np.random.SeedSequence((seed, run)).generate_state(1)[0])
        around = student_t(root, dof=float(self.dof[run]), seed=own, draws=draws)
        logs = np.clip(around[:, :2], -FARTHEST, FARTHEST)
        found: dict[str, Draws] = {}
        for name, (mss, tau) in _DIRECTIONS.items():
            best = float(getattr(self, name)[run])
            found[name] = Draws(best, best * np.exp(mss * logs[:, 0] + tau * logs[:, 1]), _UNITS[name], METHOD)
        if self.correction is Correction.TIME:
            best = float(self.time_correction[run])
            found["time_correction"] = Draws(best, best + around[:, 2], _UNITS["time_correction"], METHOD)
        return found

    def _check(self, name: str) -> None:
        known = [*_DIRECTIONS, *(("time_correction",) if self.correction is Correction.TIME else ())]
        if name not in known:
            raise InputError(f"there is no interval of '{name}'", remedy=f"Ask for one of {', '.join(known)}")
