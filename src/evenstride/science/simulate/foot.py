"""Points of one foot of a simulated walker or runner, with touchdown and toe_off known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicHermiteSpline

from evenstride.core.estimate import Array

FOOT_LENGTH = 0.17
"""m from heel to ball."""

PUSHED = 0.35
"""Share of contact during which the heel rises."""

RISE = 0.0285
"""m by which the ball has risen at toe_off: it leaves the ground after the rest of the forefoot has rolled off."""


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedFoot:
    """What cameras would see of a foot, and the truth.

    Attributes
    ----------
    heel, forefoot : ndarray, shape (n, 3)
        m, +x forward, +y left, +z up.
    touchdowns, toe_offs : ndarray, shape (m,)
        s from the first frame.
    """

    rate: float
    heel: Array
    forefoot: Array
    touchdowns: Array
    toe_offs: Array


def simulate_foot(
    *,
    speed: float,
    contact_time: float,
    stride_time: float,
    rate: float = 250.0,
    strides: int = 5,
    start: float = 0.15,
    across: float = 0.0,
    belt: float = 0.0,
    drop: float = 1.2,
    heel_first: float = 0.0,
    noise: float = 0.0,
    seed: int = 0,
) -> SimulatedFoot:
    """Simulate heel and ball of one foot over several strides.

    Parameters
    ----------
    speed : float
        m/s over the surface.
    contact_time, stride_time, start : float
        s; `start` is the first touchdown.
    rate : float
        Frames a second, Hz.
    strides : int
        How many whole contacts.
    across : float
        m to the left of the line of running.
    belt, drop : float
        m/s of a treadmill, 0 overground; and at which the foot comes down.
    heel_first : float
        s by which the heel lands before the ball; the foot is then not rigid.
    noise, seed : float, int
        m, standard deviation of each coordinate, and the seed of it.

    Notes
    -----
    Ball on the ground from touchdown, stopped from `drop` within 25 ms; it begins to rise at the last fifth of contact
    and is `RISE` higher at toe_off. Swing is a smooth curve that carries it one stride forward. A shape made for tests:
    it knows when the foot is down, not how a person runs.

    Examples
    --------
    >>> foot = simulate_foot(speed=5.0, contact_time=0.18, stride_time=0.68)
    >>> foot.heel.shape, foot.touchdowns.round(2).tolist()
    ((870, 3), [0.15, 0.83, 1.51, 2.19, 2.87])
    """
    down: Array = start + stride_time * np.arange(-1.0, strides + 1.0, dtype=np.float64)
    times = np.arange(round((down[-1] - 0.1 * stride_time) * rate)) / rate
    ball = _ball(times, down + heel_first, speed, contact_time - heel_first, stride_time, drop)
    if heel_first > 0.0:
        heel = _own_heel(times, down, speed, contact_time, stride_time, drop)
    else:
        heel = _rigid_heel(times, down, ball, contact_time, stride_time)
    rng = np.random.default_rng(seed)
    move = np.stack([-belt * times, np.full_like(times, across), np.zeros_like(times)], axis=1)
    heel, ball = (points + move + noise * rng.standard_normal(points.shape) for points in (heel, ball))
    kept = down[1:-1]
    return SimulatedFoot(rate, heel, ball, kept, kept + contact_time)


def _ball(times: Array, down: Array, speed: float, contact: float, stride: float, drop: float) -> Array:
    """Return the ball's positions: knots at touchdown, stopped, rising, toe_off and mid-swing of each stride."""
    swing = stride - contact
    stop, push = min(0.025, 0.2 * contact), 0.8 * contact
    depth = 0.5 * drop * stop
    knots: list[tuple[float, float, float, float, float]] = []
    for number, begin in enumerate(down):
        at = speed * stride * number
        knots += [
            (begin, at, 0.25 * speed, depth, -drop),
            (begin + stop, at + 0.04 * speed * stop, 0.0, 0.0, 0.0),
            (begin + push, at + 0.04 * speed * stop, 0.0, 0.0, 0.0),
            (begin + contact, at + 0.01 + 0.04 * speed * stop, 0.25 * speed, RISE, 0.25 * speed),
            (begin + contact + 0.5 * swing, at + 0.5 * speed * stride, 2.0 * speed, 0.10 + 0.03 * speed, 0.0),
        ]
    moment, along, forward, height, up = (np.array(column) for column in zip(*knots, strict=True))
    x = CubicHermiteSpline(moment, along, forward)(times)
    z = CubicHermiteSpline(moment, height, up)(times)
    return np.stack([x, np.zeros_like(x), z], axis=1)


def _heel_height(times: Array, down: Array, contact: float, stride: float, drop: float) -> Array:
    """Return the height of a heel that lands at touchdown and leaves at half of contact, m."""
    stop = min(0.025, 0.2 * contact)
    knots: list[tuple[float, float, float]] = []
    for begin in down:
        knots += [
            (begin, 0.5 * drop * stop, -drop),
            (begin + stop, 0.0, 0.0),
            (begin + 0.5 * contact, 0.0, 0.0),
            (begin + contact, 0.14, 2.0),
            (begin + contact + 0.3 * (stride - contact), 0.45, 0.0),
        ]
    moment, height, up = (np.array(column) for column in zip(*knots, strict=True))
    return np.asarray(CubicHermiteSpline(moment, height, up)(times))


def _pitch(times: Array, down: Array, contact: float, stride: float) -> Array:
    """Return by how much the heel is higher than the ball, rad: flat in early contact, 60° at toe_off."""
    knots: list[tuple[float, float]] = []
    for begin in down:
        knots += [
            (begin, 0.05),
            (begin + 0.02, 0.0),
            (begin + (1.0 - PUSHED) * contact, 0.0),
            (begin + contact, 1.0),
            (begin + contact + 0.3 * (stride - contact), 1.3),
            (begin + 0.85 * stride, 0.1),
        ]
    moment, angle = (np.array(column) for column in zip(*sorted(knots), strict=True))
    return np.asarray(CubicHermiteSpline(moment, angle, np.zeros_like(angle))(times))


def _own_heel(times: Array, down: Array, speed: float, contact_time: float, stride_time: float, drop: float) -> Array:
    """Return a heel that lands by itself, before the ball."""
    along = _ball(times, down, speed, 0.6 * contact_time, stride_time, drop)[:, 0] - FOOT_LENGTH
    height = _heel_height(times, down, contact_time, stride_time, drop)
    return np.stack([along, np.zeros_like(along), height], axis=1)


def _rigid_heel(times: Array, down: Array, ball: Array, contact_time: float, stride_time: float) -> Array:
    """Return the heel of a rigid foot that turns about the ball."""
    pitch = _pitch(times, down, contact_time, stride_time)
    return ball - FOOT_LENGTH * np.stack([np.cos(pitch), np.zeros_like(pitch), -np.sin(pitch)], axis=1)
