"""Acceleration at the sacrum of a simulated runner, with every contact known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.units import GRAVITY


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedSacrum:
    """What a sensor would write, and the truth.

    Attributes
    ----------
    acceleration : ndarray, shape (n, 3)
        m/s², gravity included, along the sensor's tilted axes.
    touchdowns, toe_offs : ndarray, shape (steps,)
        s from the first sample.
    """

    rate: float
    acceleration: Array
    touchdowns: Array
    toe_offs: Array


def simulate_sacrum(
    *,
    contact_times: tuple[float, float],
    flight_times: tuple[float, float],
    steps: int = 16,
    rate: float = 500.0,
    impact: float = 0.0,
    tilt: float = 0.0,
    noise: float = 0.0,
    seed: int = 0,
) -> SimulatedSacrum:
    """Simulate the acceleration of a runner whose two feet may differ.

    Parameters
    ----------
    contact_times, flight_times : tuple of two float
        s, of the first and the second foot, and of the flight after each.
    steps : int
        How many.
    rate : float
        Samples a second, Hz.
    impact : float
        g, height of a ringing at touchdown: 20 Hz, gone after about 50 ms.
    tilt : float
        rad by which the sensor leans forward.
    noise : float
        m/s², standard deviation of each sample and axis.
    seed : int
        Of the noise.

    Notes
    -----
    A half sine of force in each contact, as high as brings the body from its fall into its next flight:
    ∫(a − g) dt = g·(half of the flight before + half of the flight after); nothing in flight.

    Examples
    --------
    >>> run = simulate_sacrum(contact_times=(0.2, 0.22), flight_times=(0.1, 0.12), steps=4)
    >>> (run.toe_offs - run.touchdowns).round(2).tolist()
    [0.2, 0.22, 0.2, 0.22]
    """
    down, off = _contacts(contact_times, flight_times, steps)
    end = off[-1] + flight_times[(steps - 1) % 2] - 0.5 * flight_times[(steps - 1) % 2]
    times = np.arange(round(end * rate)) / rate
    up = np.zeros_like(times)
    for number, (begin, finish) in enumerate(zip(down, off, strict=True)):
        contact, after, before = finish - begin, flight_times[number % 2], flight_times[(number - 1) % 2]
        inside = (times >= begin) & (times < finish)
        since = times[inside] - begin
        top = 0.5 * np.pi * (contact + 0.5 * (before + after)) / contact
        up[inside] += top * np.sin(np.pi * since / contact)
        up[inside] += impact * np.sin(2.0 * np.pi * 20.0 * since) * np.exp(-since / 0.02)
    rng = np.random.default_rng(seed)
    axes = np.stack([-np.sin(tilt) * up, np.zeros_like(up), np.cos(tilt) * up], axis=1) * GRAVITY
    axes = axes + noise * rng.standard_normal(axes.shape)
    return SimulatedSacrum(rate, axes, down, off)


def _contacts(contact_times: tuple[float, float], flight_times: tuple[float, float], steps: int) -> tuple[Array, Array]:
    """Return touchdowns and toe_offs of the two feet in turn, s."""
    moment = 0.5 * flight_times[1]
    down: list[float] = []
    off: list[float] = []
    for number in range(steps):
        down.append(moment)
        off.append(moment + contact_times[number % 2])
        moment = off[-1] + flight_times[number % 2]
    return np.array(down), np.array(off)
