"""Curve shapes over gates: with length L = MSS·TAU and lead given, gate times are linear in TAU and time correction.

t_i = TAU·(u(d_i/L + w) − s) + TC with u + e^(−u) − 1 = way, s the lead in units of TAU and w = s + e^(−s) − 1 the way
run in it. What is linear is solved at once, so only the shape has to be searched over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.core.estimate import Array

LEAST_POWER = 1e-300
"""Keeps logarithms of vanishing determinants finite."""


@dataclass(frozen=True, slots=True, eq=False)
class Gates:
    """Gates of one run.

    Attributes
    ----------
    distances, times, weights : ndarray, shape (n,)
        m, s with held corrections taken off, and precision relative to a gate of weight 1.
    shifted : bool
        Whether a time correction is free.
    behind : float
        Held flying distance in m.
    """

    distances: Array
    times: Array
    weights: Array
    shifted: bool
    behind: float = 0.0

    def mean(self, values: Array) -> Array:
        """Return weighted means over the gates."""
        return values @ self.weights / self.weights.sum()

    def centre(self, values: Array) -> Array:
        """Return what a free time correction leaves of each row."""
        return values - self.mean(values)[..., np.newaxis] if self.shifted else values


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Best linear fit of many shapes, each of shape (k,) or as the lengths given.

    Attributes
    ----------
    tau : ndarray
        Best TAU in s.
    squares : ndarray
        Weighted residual sum of squares in s².
    power : ndarray
        Weighted sum of squares of the column that TAU multiplies.
    mean : ndarray
        Weighted mean of that column before a time correction was taken off.
    spread : ndarray
        √|JᵀWJ| of (ln L, TAU, lead where free, TC where free) at TAU = 1 s: how far a step moves the gate times.
    turn, bend : ndarray
        Gauss–Newton step towards the best lead (units of TAU), and the curvature it was divided by; 0 without one.
    """

    tau: Array
    squares: Array
    power: Array
    mean: Array
    spread: Array
    turn: Array
    bend: Array


def elapsed(way: Array) -> Array:
    """Solve u + e^(−u) − 1 = way for way > 0: two Halley steps from a series, exact to rounding.

    Examples
    --------
    >>> u = elapsed(np.array([1e-4, 0.5, 400.0]))
    >>> bool(np.allclose(u + np.exp(-u) - 1.0, [1e-4, 0.5, 400.0], rtol=1e-9))
    True
    """
    near = np.sqrt(2.0 * way)
    # The series for short ways, put once into u = way + 1 − e^(−u), misses by 0.01 at most; Halley's steps cube that.
    run = way + 1.0 - np.exp(-near * (1.0 + near * (1.0 / 6.0 + near / 72.0)))
    for _ in range(2):
        pace = 1.0 - np.exp(-run)
        miss = run - pace - way
        run -= miss / (pace - 0.5 * miss * (1.0 - pace) / pace)
    return run


def fit_shapes(gates: Gates, ln_length: Array, lead: Array | None = None) -> Shapes:
    """Fit TAU, and TC where it is free, to shapes.

    Parameters
    ----------
    gates : Gates
        One run.
    ln_length : ndarray
        ln L, L in m.
    lead : ndarray of the same shape, or None
        Time run before the clock starts in units of TAU where it is free, ≥ 0.
    """
    length = np.exp(ln_length)[..., np.newaxis]
    head, along = _start(gates, length) if lead is None else (lead[..., np.newaxis], 0.0)
    run = elapsed(gates.distances / length + head + np.expm1(-head))
    pace = 1.0 - np.exp(-run)
    raw = run - head
    column = gates.centre(raw)
    by_length = gates.centre(along - (gates.distances + gates.behind) / length / pace)
    times = gates.centre(gates.times)
    power = _dot(gates, column, column)
    tau = _dot(gates, column, times) / power
    residuals = times - tau[..., np.newaxis] * column
    twist = by_length - column * (_dot(gates, column, by_length) / power)[..., np.newaxis]
    area = power * _dot(gates, twist, twist)
    turn = bend = np.zeros_like(tau)
    if lead is not None:
        by_lead = gates.centre(-np.expm1(-head) / pace - 1.0)
        own = by_lead - column * (_dot(gates, column, by_lead) / power)[..., np.newaxis]
        bend = tau * tau * _dot(gates, own, own)
        turn = tau * _dot(gates, own, residuals) / np.maximum(bend, LEAST_POWER)
        both = _dot(gates, own, twist)
        area = power * np.maximum(_dot(gates, own, own) * _dot(gates, twist, twist) - both * both, 0.0)
    if gates.shifted:
        area = area * gates.weights.sum()
    return Shapes(tau, _dot(gates, residuals, residuals), power, gates.mean(raw), np.sqrt(area), turn, bend)


def _start(gates: Gates, length: Array) -> tuple[Array, Array]:
    """Return the lead of a held flying distance in units of TAU, and its derivative by ln L; zeros without one."""
    if gates.behind == 0.0:
        return np.zeros_like(length), np.zeros_like(length)
    way = gates.behind / length
    head = elapsed(way)
    return head, way / -np.expm1(-head)


def _dot(gates: Gates, one: Array, other: Array) -> Array:
    return (one * other) @ gates.weights
