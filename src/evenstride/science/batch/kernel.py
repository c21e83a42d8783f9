"""Least squares of many gate runs at once, each by a safeguarded Newton search over one number.

Gate times are t = TAU·u(d/L) + TC with the length L = MSS·TAU and u + e^(−u) − 1 = d/L. Given L they are a straight
line in u, so TAU and TC follow from sums and only ln L is searched for. Arrays are (gates, runs): every operation
then runs over many runs in a row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evenstride.science.sprint_solve import FIRST_TAU, MSS_RANGE, TAU_RANGE

Array = NDArray[np.floating]
"""Double precision, and single in the search for a starting place."""

LENGTHS = (MSS_RANGE[0] * TAU_RANGE[0], MSS_RANGE[1] * TAU_RANGE[1])
"""Lengths L in m between which the search stays."""

CLOSE = 1e-5
"""A Newton step of ln L this small leaves an error near its square: nothing at the sixth digit."""

ROUGH = 1e-3
"""The same for the search in single precision that finds the starting place: a pass costs a quarter."""

MOST_STEPS = 60
"""Steps after which halving the range alone would have found the place to `CLOSE`, twice over."""

CROWD = 0.6
"""Finished runs are set aside once fewer than this share still move: doing so costs about one operation."""

PARALLEL = 1e-13
"""Squared sine between the directions of L and TAU below which they cannot be told apart in double precision."""


@dataclass(frozen=True, slots=True, eq=False)
class Gates:
    """Usable runs.

    Attributes
    ----------
    distances, times, present : ndarray, shape (gates, runs)
        m, s, and 1 or 0; a gate that is not there has distance 1 and time 0.
    count : ndarray, shape (runs,)
        Gates that are there.
    shifted : bool
        Whether a time correction is free.
    """

    distances: Array
    times: Array
    present: Array
    count: Array
    shifted: bool

    def take(self, runs: np.ndarray) -> Gates:
        """Return some of the runs."""
        parts = (self.distances[:, runs], self.times[:, runs], self.present[:, runs], self.count[runs])
        return Gates(*parts, self.shifted)

    def rounded(self) -> Gates:
        """Return the same in single precision."""
        distances, times, present = (part.astype(np.float32) for part in (self.distances, self.times, self.present))
        return Gates(distances, times, present, self.count.astype(np.float32), self.shifted)

    def mean(self, values: Array) -> Array:
        """Return what a free time correction absorbs of each column, shape (runs,)."""
        return _dot(values, self.present) / self.count

    def centre(self, values: Array) -> Array:
        """Return what is left of each column beside a free time correction."""
        if self.shifted:
            values = values - self.mean(values)
        return values * self.present


@dataclass(frozen=True, slots=True, eq=False)
class Optima:
    """Best curve of each run, all of shape (runs,), with the inverse of JᵀJ for (ln MSS, ln TAU, TC)."""

    mss: Array
    tau: Array
    shift: Array
    rss: Array
    inverse: Array
    """Shape (3, 3, runs)."""
    found: np.ndarray
    """False where no sprint fits."""


def solve_gates(gates: Gates, top: Array) -> Optima:
    """Find the least-squares curve of every run.

    Parameters
    ----------
    gates : Gates
        Usable runs: increasing in distance and time, with a residual degree of freedom.
    top : ndarray, shape (runs,)
        Fastest speed between two gates in m/s, from which the search starts.

    Notes
    -----
    Newton on the derivative of the residual sum of squares by ln L, with exact second derivative; a step that would
    leave the bracket of its sign change is replaced by halving. Sources: `shorts`, science.md §1.1.
    """
    centred = replace(gates, times=gates.centre(gates.times))
    optima = _account(gates, _search(centred, 1.05 * top * FIRST_TAU[0]))
    for tau in FIRST_TAU[1:]:
        lost = np.flatnonzero(~optima.found)
        if not lost.size:
            break
        again = _account(gates.take(lost), _search(centred.take(lost), 1.05 * top[lost] * tau))
        # The first failure stays where none succeeds: it says best what the run lacks.
        for name in Optima.__slots__:
            getattr(optima, name)[..., lost[again.found]] = getattr(again, name)[..., again.found]
    return optima


def is_inside(values: Array, limits: tuple[float, float]) -> np.ndarray:
    """Return where values lie between two limits."""
    return (values > limits[0]) & (values < limits[1])


def _search(gates: Gates, length: Array) -> Array:
    """Return ln L of the least squares; a place at the end of `LENGTHS` where there is none between."""
    rough = _descend(gates.rounded(), np.log(length).astype(np.float32), ROUGH)
    return _descend(gates, rough.astype(np.float64), CLOSE)


def _descend(gates: Gates, first: Array, close: float) -> Array:
    low, high = (np.full_like(first, np.log(length)) for length in LENGTHS)
    place = np.clip(first, low, high)
    answer = place.copy()
    runs = np.arange(first.size)
    for _ in range(MOST_STEPS):
        slope, bend = _derivatives(gates, place)
        rising = slope > 0.0
        high = np.where(rising, place, high)
        low = np.where(rising, low, place)
        target = place - slope / bend
        # Where the bend is not positive the step leads out of the bracket as well: its near end is the place itself.
        target = np.where((target >= low) & (target <= high), target, 0.5 * (low + high))
        moving = np.abs(target - place) > close
        place = target
        still = np.count_nonzero(moving)
        if still < CROWD * moving.size:
            answer[runs] = place
            if not still:
                return answer
            gates, runs = gates.take(np.flatnonzero(moving)), runs[moving]
            place, low, high = place[moving], low[moving], high[moving]
    answer[runs] = place
    return answer


def _derivatives(gates: Gates, place: Array) -> tuple[Array, Array]:
    """Return the first two derivatives of half the residual sum of squares by ln L."""
    run, rest, along = _times(gates.distances, place)
    run, change = gates.centre(run), gates.centre(along)
    power = _dot(run, run)
    tau = _dot(run, gates.times) / power
    residuals = gates.times - tau * run
    miss = _dot(residuals, change)
    bend = miss + _dot(residuals, along * along * (rest / (1.0 - rest)))
    mixed = tau * _dot(run, change) - miss
    return -tau * miss, tau * (tau * _dot(change, change) + bend) - mixed * mixed / power


def _account(gates: Gates, place: Array) -> Optima:
    centred = gates.centre(gates.times)
    run, _, along = _times(gates.distances, place)
    free, change = gates.centre(run), gates.centre(along)
    power, spread, mixed = _dot(free, free), _dot(change, change), _dot(free, change)
    tau = _dot(free, centred) / power
    mss = np.exp(place) / tau
    residuals = centred - tau * free
    determinant = power * spread - mixed * mixed
    found = (determinant > PARALLEL * power * spread) & is_inside(mss, MSS_RANGE) & is_inside(tau, TAU_RANGE)
    # Over (ln L, ln TAU) first; ln MSS is their difference, TC what the mean leaves.
    scale = np.where(found, determinant, np.nan) * tau * tau
    length, both, own = power / scale, -mixed / scale, spread / scale
    inverse = np.zeros((3, 3, tau.size))
    inverse[0, 0] = length - 2.0 * both + own
    inverse[0, 1] = inverse[1, 0] = both - own
    inverse[1, 1] = own
    shift = np.zeros_like(tau)
    if gates.shifted:
        by_length, by_tau = tau * gates.mean(along), tau * gates.mean(run)
        shift = gates.mean(gates.times) - by_tau
        with_length, with_tau = by_length * length + by_tau * both, by_length * both + by_tau * own
        inverse[0, 2] = inverse[2, 0] = with_tau - with_length
        inverse[1, 2] = inverse[2, 1] = -with_tau
        inverse[2, 2] = 1.0 / gates.count + by_length * with_length + by_tau * with_tau
    return Optima(mss, tau, shift, _dot(residuals, residuals), inverse, found)


def _times(distances: Array, place: Array) -> tuple[Array, Array, Array]:
    """Return u, e^(−u) and du/d ln L at each gate."""
    way = distances * np.exp(-place)
    near = np.sqrt(2.0 * way)
    # The series for short ways, put once into u = way + 1 − e^(−u), misses by 0.01 at most; Halley's steps cube that.
    run = way + 1.0 - np.exp(-near * (1.0 + near * (1.0 / 6.0 + near / 72.0)))
    run -= _halley(run, np.exp(-run), way)
    rest = np.exp(-run)
    step = _halley(run, rest, way)
    rest *= 1.0 + step
    return run - step, rest, -way / (1.0 - rest)


def _halley(run: Array, rest: Array, way: Array) -> Array:
    pace = 1.0 - rest
    miss = run - pace - way
    return miss / (pace - 0.5 * miss * rest / pace)


def _dot(one: Array, other: Array) -> Array:
    return np.einsum("ij,ij->j", one, other)
