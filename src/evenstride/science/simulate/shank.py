"""Rate of turn of the shank of a simulated runner, with every contact known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator

from evenstride.core.estimate import Array

STANCE = ((0.0, -5.5), (0.11, -9.5), (0.22, -6.5), (0.45, -3.6), (0.7, -2.0), (0.92, -0.6), (1.0, -1.5))
"""(share of contact, rad/s, ankle forward positive), drawn after the two runners seen by cameras (judgement)."""

FLIGHT = ((0.06, -4.5), (0.2, -8.0), (0.3, -7.5), (0.43, 0.0), (0.6, 8.0), (0.75, 11.0), (0.85, 9.5), (0.93, 0.0))
"""(share of the time from toe_off to touchdown, rad/s), the same."""


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedShank:
    """What a gyroscope on the shank would write, and the truth.

    Attributes
    ----------
    turning : ndarray, shape (n, 3)
        rad/s about the axes of the sensor.
    touchdowns, toe_offs : ndarray, shape (strides,)
        s from the first sample.
    """

    rate: float
    turning: Array
    touchdowns: Array
    toe_offs: Array


def simulate_shank(
    *,
    contact_time: float,
    stride_time: float,
    strides: int = 10,
    rate: float = 200.0,
    axis: tuple[float, float, float] = (0.0, 1.0, 0.0),
    start: float = 0.3,
    noise: float = 0.0,
    seed: int = 0,
) -> SimulatedShank:
    """Simulate the shank of one leg.

    Parameters
    ----------
    contact_time, stride_time : float
        s.
    strides : int
        How many.
    rate : float
        Samples a second, Hz.
    axis : tuple of three float
        Of the turn, in the sensor's axes; its sign is that of the sensor.
    start : float
        s of the first touchdown.
    noise : float
        rad/s, standard deviation of each sample and axis.
    seed : int
        Of the noise.

    Examples
    --------
    >>> leg = simulate_shank(contact_time=0.2, stride_time=0.7, strides=3)
    >>> (leg.toe_offs - leg.touchdowns).round(2).tolist(), leg.turning.shape[1]
    ([0.2, 0.2, 0.2], 3)
    """
    swing = stride_time - contact_time
    knots = [(share * contact_time, value) for share, value in STANCE]
    knots += [(contact_time + share * swing, value) for share, value in FLIGHT]
    knots.append((stride_time, STANCE[0][1]))
    times, values = np.array(knots).T
    course = PchipInterpolator(times, values)
    clock = np.arange(round((start + strides * stride_time + 0.1) * rate)) / rate
    rates = course(np.mod(clock - start, stride_time))
    rng = np.random.default_rng(seed)
    turning = rates[:, None] * np.asarray(axis) / np.linalg.norm(axis)
    turning = turning + noise * rng.standard_normal(turning.shape)
    downs = np.asarray(start + stride_time * np.arange(strides), dtype=np.float64)
    return SimulatedShank(rate, turning, downs, np.asarray(downs + contact_time, dtype=np.float64))
