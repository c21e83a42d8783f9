"""Least squares of many gate runs at once: where each search starts, what it leads to, and how certain that is.

Arrays are (gates, runs): every operation then runs over many runs in a row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array
from evenstride.science.batch.arrays import dot, fit_tau
from evenstride.science.batch.engine import Machine
from evenstride.science.batch.formulas import by_lead, by_length, look_up, make_table
from evenstride.science.sprint.explore import GUESSES, USUAL_TAU
from evenstride.science.sprint.gates import FIRST_LEAD
from evenstride.science.sprint.solve import FIRST_TAU, MSS_RANGE, TAU_RANGE

TABLE = make_table()

LOW, HIGH = float(np.log(MSS_RANGE[0] * TAU_RANGE[0])), float(np.log(MSS_RANGE[1] * TAU_RANGE[1]))
"""ln L between which the search stays, L in m."""

USUAL = float(np.log(USUAL_TAU))

PARALLEL = 1e-14
"""Determinant of the correlations between parameters below which they cannot be told apart in double precision."""


@dataclass(frozen=True, slots=True, eq=False)
class Gates:
    """Usable runs.

    Attributes
    ----------
    roots, times, present : ndarray, shape (gates, runs)
        √(2·distance) in √m, s, and 1 or 0; a gate that is not there has root 1 and time 0.
    count : ndarray, shape (runs,)
        Gates that are there.
    top : ndarray, shape (runs,)
        Fastest speed between two gates in m/s, from which the search starts.
    """

    roots: Array
    times: Array
    present: Array
    count: Array
    top: Array

    def take(self, runs: NDArray[np.intp]) -> Gates:
        """Return some of the runs."""
        return Gates(*(np.take(getattr(self, part.name), runs, axis=-1) for part in fields(self)))

    def centred(self) -> Array:
        """Return the times less their mean: what is left beside a free time correction."""
        return (self.times - dot(self.times, self.present) / self.count) * self.present


@dataclass(frozen=True, slots=True, eq=False)
class Optima:
    """Best curve of each run, all of shape (runs,), with the inverse of JᵀJ for (ln MSS, ln TAU, third)."""

    mss: Array
    tau: Array
    third: Array
    """TC in s, or the lead in s where a flying distance is free."""
    rss: Array
    inverse: Array
    """Shape (3, 3, runs)."""
    found: NDArray[np.bool_]
    """False where no sprint fits."""

    @property
    def flat(self) -> NDArray[np.bool_]:
        """Where TAU ran towards zero, until nothing depended on it any more."""
        return ~self.found & is_inside(self.mss, MSS_RANGE) & (self.tau < TAU_RANGE[1])

    def take(self, runs: NDArray[np.intp]) -> Optima:
        """Return some of the runs."""
        return Optima(*(np.take(getattr(self, part.name), runs, axis=-1) for part in fields(self)))

    def put(self, runs: NDArray[np.intp], other: Optima) -> None:
        """Replace some of the runs."""
        for part in fields(self):
            getattr(self, part.name)[..., runs] = getattr(other, part.name)


def solve_gates(machine: Machine, gates: Gates, *, shifted: bool, stiffness: Array | None = None) -> Optima:
    """Find the least-squares curve of every run, with a free time correction or none.

    Parameters
    ----------
    machine : Machine
        What searches; the answers are the same to rounding.
    gates : Gates
        Usable runs: increasing in distance and time, with a residual degree of freedom.
    shifted : bool
        Whether a time correction is free.
    stiffness : ndarray, shape (runs,), or None
        How strongly ln TAU is held at what is usual, s². The inverse of the optima does not know of it.

    Notes
    -----
    Only ln L is searched for. Sources: `shorts`, science.md §1.1.
    """

    def attempt(gates: Gates, stiffness: Array, tau: float) -> Optima:
        times = gates.centred() if shifted else gates.times
        first = np.log(1.05 * gates.top * tau)
        places = machine.search_lengths(
            TABLE, gates.roots, times, gates.present, shifted, stiffness, USUAL, first, LOW, HIGH
        )
        return _account(gates, places, stiffness, shifted=shifted)

    return _attempt_each(gates, stiffness, attempt)


def solve_flying(machine: Machine, gates: Gates, *, stiffness: Array | None = None) -> Optima:
    """Find the least-squares curve of every run with a free flying distance; `solve_gates` says the rest.

    Notes
    -----
    ln L and the lead are searched for. A negative lead is a late clock, that is a time correction above zero: the
    curve is then found as one with a free time correction, which also says on which side of zero the lead lies. So it
    is even where no TAU is too short for that clock, and the optimum is no sprint.
    """
    late = solve_gates(machine, gates, shifted=True, stiffness=stiffness)
    stays = (late.found | late.flat) & (late.third >= 0.0)
    optima = Optima(late.mss, late.tau, -late.third, late.rss, _turn_third(late.inverse), late.found | stays)
    early = np.flatnonzero(~stays)

    def attempt(gates: Gates, stiffness: Array, tau: float) -> Optima:
        first, other = np.clip(np.log(1.05 * gates.top * tau), LOW, HIGH), np.full_like(gates.top, FIRST_LEAD / tau)
        places, leads = machine.search_leads(
            TABLE, gates.roots, gates.times, gates.present, stiffness, USUAL, first, other, LOW, HIGH
        )
        found = _account_lead(gates, places, leads, stiffness)
        # A search that did not settle says nothing of its run.
        found.mss[places <= LOW] = np.nan
        return found

    some = None if stiffness is None else stiffness[early]
    optima.put(early, _attempt_each(gates.take(early), some, attempt))
    return optima


def come_closest(gates: Gates, *, shifted: bool) -> Array:
    """Return the residual sum of squares in s² of the sprint that comes closest to each run; inf where none does.

    For runs whose best curve is none. As `fit_speed_curve`, the places of ln L are `GUESSES`.
    """
    closest, none = np.full_like(gates.top, np.inf), np.zeros_like(gates.top)
    for place in np.linspace(LOW, HIGH, GUESSES):
        found = _account(gates, np.full_like(gates.top, place), none, shifted=shifted)
        inside = is_inside(found.mss, MSS_RANGE) & is_inside(found.tau, TAU_RANGE)
        closest = np.where(inside, np.minimum(closest, found.rss), closest)
    return closest


def is_inside(values: Array, limits: tuple[float, float]) -> NDArray[np.bool_]:
    """Return where values lie between two limits."""
    return (values > limits[0]) & (values < limits[1])


def _attempt_each(gates: Gates, stiffness: Array | None, attempt: Callable[[Gates, Array, float], Optima]) -> Optima:
    """Search from the next first TAU only where the last one led nowhere."""
    held = np.zeros_like(gates.top) if stiffness is None else stiffness
    optima = attempt(gates, held, FIRST_TAU[0])
    for tau in FIRST_TAU[1:]:
        lost = np.flatnonzero(~optima.found)
        if not lost.size:
            break
        again = attempt(gates.take(lost), held[lost], tau)
        better = np.flatnonzero(again.found)
        optima.put(lost[better], again.take(better))
    return optima


def _account(gates: Gates, places: Array, stiffness: Array, *, shifted: bool) -> Optima:
    """Return what follows from ln L."""
    root = gates.roots * np.exp(-0.5 * places)
    run, speed = look_up(TABLE, root)
    along, _ = by_length(0.5 * root * root, speed)
    run, along = run * gates.present, along * gates.present
    middle = dot(run, gates.present) / gates.count if shifted else np.zeros_like(places)
    free = (run - middle) * gates.present
    tau, _ = fit_tau(dot(free, free), dot(free, gates.times), stiffness, USUAL)
    shift = dot(gates.times, gates.present) / gates.count - tau * middle if shifted else middle
    residuals = gates.times - tau * run - shift * gates.present
    products = _multiply([tau * along, tau * run, gates.present if shifted else np.zeros_like(run)])
    inverse, apart = invert(products)
    return _name(places, tau, shift, residuals, _transform(inverse, 1.0, 0.0), apart)


def _account_lead(gates: Gates, places: Array, leads: Array, stiffness: Array) -> Optima:
    lead_speed = -np.expm1(-leads)
    root = gates.roots * np.exp(-0.5 * places)
    way = 0.5 * root * root
    run, speed = look_up(TABLE, np.sqrt(2.0 * (way + np.maximum(leads - lead_speed, 0.0))))
    along, _ = by_length(way, speed)
    across = by_lead(along, speed, lead_speed)[0]
    run, along, across = ((part * gates.present) for part in (run - leads, along, across))
    tau, _ = fit_tau(dot(run, run), dot(run, gates.times), stiffness, USUAL)
    inverse, apart = invert(_multiply([tau * along, tau * run, tau * across]))
    lead = leads * tau
    return _name(places, tau, lead, gates.times - tau * run, _transform(inverse, tau, lead), apart)


def _name(
    places: Array, tau: Array, third: Array, residuals: Array, inverse: Array, apart: NDArray[np.bool_]
) -> Optima:
    mss = np.exp(places) / tau
    found = apart & is_inside(mss, MSS_RANGE) & is_inside(tau, TAU_RANGE)
    return Optima(mss, tau, third, dot(residuals, residuals), inverse, found)


def _multiply(columns: list[Array]) -> Array:
    return np.array([[dot(one, other) for other in columns] for one in columns])


def invert(products: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Return the inverse of each symmetric 3 × 3 matrix, nan where it has none, and where it has one.

    Parameters
    ----------
    products : ndarray, shape (3, 3, n)
        Products of derivatives; zeros for a third parameter that is not free, which stay.

    Notes
    -----
    By cofactors of the correlations, which are near 1 whatever the units.
    """
    powers = products[range(3), range(3)]
    norms = np.where(powers > 0.0, 1.0 / np.sqrt(powers), 0.0)
    a, b, c = (products[row, column] * norms[row] * norms[column] for row, column in ((0, 1), (0, 2), (1, 2)))
    determinant = 1.0 + 2.0 * a * b * c - a * a - b * b - c * c
    apart = determinant > PARALLEL
    cofactors = np.array(
        [[1.0 - c * c, b * c - a, a * c - b], [b * c - a, 1.0 - b * b, a * b - c], [a * c - b, a * b - c, 1.0 - a * a]]
    )
    return cofactors * norms * norms[:, np.newaxis] / np.where(apart, determinant, np.nan), apart


def _transform(inverse: Array, scale: Array | float, share: Array | float) -> Array:
    """Return an inverse over ln MSS = ln L − ln TAU, ln TAU, and scale·third + share·ln TAU."""
    by_third = scale * inverse[2] + share * inverse[1]
    turned = np.empty_like(inverse)
    turned[0, 0] = inverse[0, 0] - 2.0 * inverse[0, 1] + inverse[1, 1]
    turned[0, 1] = turned[1, 0] = inverse[0, 1] - inverse[1, 1]
    turned[1, 1] = inverse[1, 1]
    turned[0, 2] = turned[2, 0] = by_third[0] - by_third[1]
    turned[1, 2] = turned[2, 1] = by_third[1]
    turned[2, 2] = scale * by_third[2] + share * by_third[1]
    return turned


def _turn_third(inverse: Array) -> Array:
    sign = np.array([1.0, 1.0, -1.0])
    return inverse * (sign[:, np.newaxis] * sign)[..., np.newaxis]
