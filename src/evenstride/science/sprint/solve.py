"""The least-squares search behind every fit of the speed curve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import least_squares

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction, Relation
from evenstride.science.sprint.model import LN_TAU

MSS_RANGE = (1.0, 15.0)
TAU_RANGE = (0.1, 5.0)
"""Outside of these the best curve is no sprint: slower than walking or beyond any human; TAU is near 1 s at nearly
every level (`clark_ryan2022`). Deliberately wide (judgement): they refuse nonsense and do not judge athletes."""

FIRST_TAU = (1.0, 0.5, 2.0)
"""Time constants in s from which the search starts, the next one only where the last led nowhere."""

SINGULAR = 1e10
"""Condition from which the free parameters cannot be told apart at double precision."""


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """One least-squares problem.

    Attributes
    ----------
    y : ndarray, shape (n,)
        Observed times in s, speeds in m/s or distances in m.
    predict : callable
        Parameters (shape (5,)) → predictions (n,) and derivatives (n, 5).
    first, held : ndarray, shape (5,)
        Parameters to start from, and what they are where they are not free.
    free : tuple of int
        Which parameters are searched for.
    basis : ndarray, shape (len(free), 5)
        What each free parameter moves: itself, and TAU with MSS where MAC is held.
    weights : ndarray, shape (n,)
        How many times more a residual counts than one of weight 1 (its precision).
    prior : (float, float) or None
        Error in s that one timed event is thought to have, and how many residuals that is worth; None where the
        residuals speak alone.
    distances : ndarray, shape (n,), or None
        Places of the gates in m where times at gates are fitted.
    nudges : tuple of (int, float)
        Parameters and steps by which the search starts anew beside where it arrived: the sum of squares of a trace
        bends wherever the start passes a sample, and a search may rest in such a fold.
    """

    place: str
    relation: Relation
    y: Array
    predict: Callable[[Array], tuple[Array, Array]]
    first: Array
    held: Array
    free: tuple[int, ...]
    basis: Array
    corrections: tuple[Correction, ...]
    fixed: Mapping[str, float]
    weights: Array
    prior: tuple[float, float] | None
    notes: tuple[str, ...]
    distances: Array | None = None
    nudges: tuple[tuple[int, float], ...] = ()

    @property
    def trace(self) -> bool:
        """Whether neighbouring residuals may repeat each other."""
        return self.relation is not Relation.TIME_AT_DISTANCE

    def place_of(self, parameter: int) -> int | None:
        """Return the position of a parameter among the free ones; None where it is not free."""
        return self.free.index(parameter) if parameter in self.free else None


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """Where the weighted residual sum of squares is least."""

    theta: Array
    residuals: Array
    root: Array
    """Square root of (JᵀWJ)⁻¹ over the free parameters."""


def solve(problem: Problem) -> Optimum:
    """Find the least-squares curve of one problem.

    Raises
    ------
    FitError
        If no curve from rest to top speed fits, or the free parameters cannot be told apart.
    """
    best = _search(problem)
    least = _squares(problem, best)
    for parameter, step in problem.nudges:
        if parameter not in problem.free:
            continue
        first = best.theta.copy()
        first[parameter] += step
        try:
            other = _search(replace(problem, first=first))
        except FitError:
            continue
        if (squares := _squares(problem, other)) < least:
            best, least = other, squares
    return best


def is_sprint(theta: Array) -> bool:
    """Say whether MSS and TAU are those of a person sprinting."""
    low, high = np.log([MSS_RANGE[0], TAU_RANGE[0]]), np.log([MSS_RANGE[1], TAU_RANGE[1]])
    return bool(np.all((theta[:2] > low) & (theta[:2] < high)))


def _squares(problem: Problem, best: Optimum) -> float:
    return float(problem.weights @ best.residuals**2)


def _search(problem: Problem) -> Optimum:
    free = list(problem.free)
    held = problem.held * ~np.isin(np.arange(problem.held.size), free)
    scale = np.sqrt(problem.weights)
    closest = ""
    for tau in FIRST_TAU:
        first = problem.first.copy()
        first[LN_TAU] = np.log(tau)
        found = least_squares(
            lambda x: (problem.predict(held + x @ problem.basis)[0] - problem.y) * scale,
            first[free],
            jac=lambda x: (problem.predict(held + x @ problem.basis)[1] @ problem.basis.T) * scale[:, np.newaxis],
            method="lm",
        )
        theta = held + found.x @ problem.basis
        predicted, slopes = problem.predict(theta)
        triangle = np.linalg.qr((slopes @ problem.basis.T) * scale[:, np.newaxis], mode="r")
        if found.success and is_sprint(theta) and np.linalg.cond(triangle) < SINGULAR:
            return Optimum(theta, problem.y - predicted, np.linalg.inv(triangle))
        mss, tau = np.exp(np.clip(theta[:2], -10.0, 10.0))
        closest = f"The closest one has a top speed of {mss:.3g} m/s and a time constant of {tau:.3g} s"
    raise FitError(
        "no speed curve from rest to top speed fits this run",
        place=problem.place,
        why=closest,
        remedy="Check distances, times and units, leave out the part where the athlete slows down, "
        "or add gates near the start and beyond 30 m",
    )
