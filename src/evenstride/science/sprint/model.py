"""The speed curve of a sprint from rest: speed, distance and time of one exponential approach to top speed.

One model for every device: v(t) = MSS·(1 − e^(−t/TAU)). What differs between devices is only which correction is
free, so each function below returns the derivative by all parameters and the fit picks the columns it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, SupportsFloat

import numpy as np
from scipy.special import lambertw

from evenstride.core.estimate import Array

Values = Array | Sequence[float] | SupportsFloat
"""Numbers; arrays broadcast, so draws may come first."""

LN_MSS, LN_TAU, SHIFT, LEAD, PLACE = range(5)
"""Order of parameters inside the fit: ln MSS, ln TAU, time correction (s), lead: the time (s) already run when the
clock starts, and distance correction (m). The lead stands for the flying distance because the curve is smooth in it
down to zero."""

LEAST_WAY = 1e-9
"""Way in lengths MSS·TAU that stands for none at all: a trial step of the search may place a gate behind the start."""


def predict_time(
    distances: Values,
    mss: Values,
    tau: Values,
    *,
    time_correction: Values = 0.0,
    flying_distance: Values = 0.0,
) -> Array:
    """Return the clock time at which the athlete passes each distance.

    Parameters
    ----------
    distances : array_like
        Distance from the start line in m, ≥ 0.
    mss, tau : array_like
        Maximal sprinting speed in m/s and time constant in s; all arguments broadcast.
    time_correction : array_like
        s, added to the model: observed time = model + TC.
    flying_distance : array_like
        Distance in m already run when the clock starts, ≥ 0.

    Notes
    -----
    t(d) = TAU·W0(−e^(−d/(MSS·TAU) − 1)) + d/MSS + TAU, W0 the principal Lambert W; with corrections
    t(d + FD) − t(FD) + TC. Source: `shorts`; science.md §1.1. Assumes a start from rest and no slowing down.

    Examples
    --------
    >>> predict_time([10, 40], 9.0, 1.25).round(3).tolist()
    [2.134, 5.681]
    """
    mss, tau, flying = _array(mss), _array(tau), _array(flying_distance)
    length = mss * tau
    start = _elapsed(flying / length)
    return tau * (_elapsed((_array(distances) + flying) / length) - start) + _array(time_correction)


def predict_distance(
    times: Values, mss: Values, tau: Values, *, time_correction: Values = 0.0, flying_distance: Values = 0.0
) -> Array:
    """Return the distance from the start line at each clock time; the inverse of `predict_time`.

    Notes
    -----
    d(t) = MSS·(t + TAU·e^(−t/TAU)) − MSS·TAU, zero before the athlete moves. Source: `shorts`; science.md §1.1.

    Examples
    --------
    >>> predict_distance(2.134, 9.0, 1.25).round(2).item()
    10.0
    """
    mss, tau, flying = _array(mss), _array(tau), _array(flying_distance)
    run = _run_time(times, mss, tau, time_correction, flying) / tau
    return mss * tau * (run + np.expm1(-run)) - flying


def predict_speed(
    times: Values, mss: Values, tau: Values, *, time_correction: Values = 0.0, flying_distance: Values = 0.0
) -> Array:
    """Return the speed in m/s at each clock time.

    Notes
    -----
    v(t) = MSS·(1 − e^(−t/TAU)), zero before the athlete moves. Source: `shorts`; science.md §1.1.

    Examples
    --------
    >>> predict_speed([0.0, 1.25], 9.0, 1.25).round(3).tolist()
    [0.0, 5.689]
    """
    mss, tau = _array(mss), _array(tau)
    return -mss * np.expm1(-_run_time(times, mss, tau, time_correction, _array(flying_distance)) / tau)


def gate_times(theta: Array, distances: Array, *, flying_distance: float = 0.0) -> tuple[Array, Array]:
    """Return gate times and their derivatives by the five parameters (`LN_MSS` … `PLACE`).

    Parameters
    ----------
    theta : ndarray, shape (5,)
        Parameters; a negative lead is a late clock, which keeps the curve smooth at zero.
    distances : ndarray, shape (n,)
        Gate positions in m, > 0.
    flying_distance : float
        Held in m; above zero it replaces the lead.

    Returns
    -------
    times : ndarray, shape (n,)
    derivatives : ndarray, shape (n, 5)
    """
    mss, tau = _scales(theta)
    lead, behind, lead_speed = _behind(theta, mss, tau, flying_distance)
    way = np.maximum((distances - theta[PLACE] + behind) / (mss * tau), LEAST_WAY)
    times = tau * _elapsed(way)
    speeds = -mss * np.expm1(-times / tau)
    run_up = max(lead, 0.0)
    slopes = np.stack(
        [
            -(distances - theta[PLACE]) / speeds,
            times - (distances - theta[PLACE] + run_up * lead_speed) / speeds,
            np.ones_like(times),
            lead_speed / speeds - 1.0,
            -1.0 / speeds,
        ],
        axis=1,
    )
    if flying_distance > 0.0:  # the lead then follows from MSS and TAU
        slopes[:, LN_MSS] -= slopes[:, LEAD] * flying_distance / lead_speed
        slopes[:, LN_TAU] += slopes[:, LEAD] * (lead - flying_distance / lead_speed)
    return times - lead + theta[SHIFT], slopes


def trace_speeds(theta: Array, times: Array) -> tuple[Array, Array]:
    """Return speeds and their derivatives by the five parameters; speed over time knows no distance: zero columns.

    Parameters
    ----------
    theta : ndarray, shape (5,)
        Parameters.
    times : ndarray, shape (n,)
        Device clock in s.
    """
    mss, tau = _scales(theta)
    run = np.maximum(times - theta[SHIFT], 0.0) / tau
    rest = np.where(run > 0.0, np.exp(-run), 0.0)
    speeds = -mss * np.expm1(-run)
    none = np.zeros_like(run)
    return speeds, np.stack([speeds, -mss * run * rest, -mss / tau * rest, none, none], axis=1)


def course_speeds(theta: Array, distances: Array) -> tuple[Array, Array]:
    """Return speeds over distance and their derivatives; no clock is involved, so only `PLACE` can correct.

    Parameters
    ----------
    theta : ndarray, shape (5,)
        Parameters.
    distances : ndarray, shape (n,)
        Device distance in m.

    Notes
    -----
    v = MSS·(1 − e^(−u)) with u + e^(−u) − 1 = (d − DC)/(MSS·TAU); zero before the start.
    """
    mss, tau = _scales(theta)
    way = (distances - theta[PLACE]) / (mss * tau)
    moving = way > 0.0
    way = np.where(moving, np.maximum(way, LEAST_WAY), 1.0)
    run = _elapsed(way)
    share = -np.expm1(-run)
    speeds = np.where(moving, mss * share, 0.0)
    # Along the curve dv/dd = a/v.
    along = np.where(moving, mss * (1.0 - share) * way / share, 0.0)
    slope = np.where(moving, -(1.0 - share) / share / tau, 0.0)
    none = np.zeros_like(run)
    return speeds, np.stack([speeds - along, -along, none, none, slope], axis=1)


def clock_distances(theta: Array, times: Array, *, flying_distance: float = 0.0) -> tuple[Array, Array]:
    """Return distances over time and their derivatives by the five parameters.

    Parameters
    ----------
    theta : ndarray, shape (5,)
        Parameters.
    times : ndarray, shape (n,)
        Device clock in s.
    flying_distance : float
        Held in m; above zero it replaces the lead.

    Notes
    -----
    d = MSS·TAU·(u + e^(−u) − 1) − FD + DC with u = (t − TC + lead)/TAU; it stands still before the start.
    """
    mss, tau = _scales(theta)
    lead, behind, lead_speed = _behind(theta, mss, tau, flying_distance)
    run = np.maximum(times - theta[SHIFT] + lead, 0.0) / tau
    way = mss * tau * (run + np.expm1(-run))
    speeds = -mss * np.expm1(-run)
    slopes = np.stack(
        [
            way - behind,
            way - speeds * run * tau - behind + max(lead, 0.0) * lead_speed,
            -speeds,
            speeds - lead_speed,
            np.ones_like(run),
        ],
        axis=1,
    )
    if flying_distance > 0.0:
        slopes[:, LN_MSS] -= slopes[:, LEAD] * flying_distance / lead_speed
        slopes[:, LN_TAU] += slopes[:, LEAD] * (lead - flying_distance / lead_speed)
    return way - behind + theta[PLACE], slopes


def _behind(theta: Array, mss: float, tau: float, flying_distance: float) -> tuple[float, float, float]:
    """Return lead (s), the way (m) run in it, and the speed (m/s) at its end."""
    held = flying_distance > 0.0
    lead = tau * _elapsed(_array(flying_distance / (mss * tau))).item() if held else float(theta[LEAD])
    run_up = max(lead, 0.0) / tau
    return lead, mss * tau * (run_up + float(np.expm1(-run_up))), -mss * float(np.expm1(-run_up))


def _scales(theta: Array) -> tuple[float, float]:
    # A trial step of the optimiser may leave every sensible range; the clip keeps numbers finite there.
    mss, tau = np.exp(np.clip(theta[:2], -10.0, 10.0))
    return float(mss), float(tau)


def _run_time(times: Values, mss: Array, tau: Array, time_correction: Values, flying: Array) -> Array:
    lead = tau * _elapsed(flying / (mss * tau))
    return np.maximum(_array(times) - _array(time_correction) + lead, 0.0)


def _elapsed(way: Array) -> Array:
    """Solve u + e^(−u) − 1 = way for u ≥ 0: time in units of TAU for distance in units of MSS·TAU."""
    # At the branch point the library's W is nan; the series u = √(2·way) + way/3 + … takes over below it.
    near = way < 1e-8
    argument: Any = -np.exp(-np.where(near, 1.0, way) - 1.0)
    root: Any = lambertw(argument)
    return np.where(near, np.sqrt(2.0 * way) + way / 3.0, root.real + way + 1.0)


def _array(value: Values) -> Array:
    return np.asarray(value, dtype=np.float64)
