"""The forces of a simulated runner on one long plate: of known halves and impulses, carrying the body over a stride.

Like the drawing that moves (`simulate_motion`) it is put in and asked for again; nothing ties it to the movement but
touchdowns, the step time and gravity.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.roles import Side
from evenstride.core.signal import Plate, Signal
from evenstride.core.units import GRAVITY
from evenstride.science.simulate.motion import SimulatedRunner


@dataclass(frozen=True, slots=True)
class Push:
    """How a simulated runner pushes.

    Attributes
    ----------
    contact : float
        Share of a stride on the ground; with the step time it sets the mean force: a weaker push stays longer.
    early : float
        From −1 to 1: how much of the vertical force comes in the first half; the halves are as 2 + early to 2 − early.
    braking, driving : float
        m/s a step that the first half takes and the second gives.
    sideways : float
        N away from the foot, at most.
    """

    contact: float = 0.24
    early: float = 0.5
    braking: float = 0.20
    driving: float = 0.22
    sideways: float = 60.0


def simulate_plate(
    runner: SimulatedRunner,
    push: Push | None = None,
    *,
    mass: float = 70.0,
    rate: float = 1000.0,
    noise: float = 2.0,
    variation: float = 0.02,
    seed: int = 0,
) -> Signal:
    """Put a simulated runner on a plate.

    Parameters
    ----------
    runner : SimulatedRunner
        Whose touchdowns and step times are taken.
    push : Push, optional
        How they push.
    mass : float
        kg.
    rate : float
        Samples a second, Hz.
    noise : float
        N, of each sample, independent.
    variation : float
        Share by which the forces of a contact vary from one to the next.
    seed : int
        Of noise and variation.

    Notes
    -----
    With p from 0 to 1 over a contact the vertical force is sin(πp)·(1 + early·cos(πp)), its mean over a contact body
    weight × step time / contact time; braking and driving are half waves of sin(2πp).

    Examples
    --------
    >>> from evenstride.science.simulate.motion import simulate_runner
    >>> signal = simulate_plate(simulate_runner(strides=3), noise=0.0, variation=0.0)
    >>> force = signal.plates[0].force
    >>> round(float(force[:, 2].max() / (70.0 * GRAVITY)), 1)
    3.6
    """
    push = Push() if push is None else push
    rng = np.random.default_rng([seed, 31])
    markers = runner.signal.markers
    assert markers is not None, "a simulated runner has markers"
    stride = 1.0 / runner.gait.stride_frequency
    times = np.arange(round(len(markers.positions) / markers.rate * rate)) / rate
    force = rng.normal(0.0, noise, (len(times), 3))
    for contact in runner.contacts:
        one = _contact((times - contact.touchdown) / (push.contact * stride), push, mass, stride)
        one[:, 1] *= -1.0 if contact.side is Side.LEFT else 1.0
        force += one * (1.0 + rng.normal(0.0, variation, 3))
    return replace(runner.signal, plates=(Plate("plate 1", rate, force),))


def _contact(phase: Array, push: Push, mass: float, stride: float) -> Array:
    """Return the force of one contact over the trial, N, shape (n, 3); sideways to the left."""
    down = (phase > 0.0) & (phase < 1.0)
    p = np.where(down, phase, 0.0)
    up = np.sin(np.pi * p)
    weight = mass * GRAVITY * 0.5 / push.contact * 0.5 * np.pi
    size = np.pi * mass / (push.contact * stride)
    along = np.sin(2.0 * np.pi * p) * np.where(p < 0.5, push.braking, push.driving)
    return np.stack([-size * along, push.sideways * up, weight * up * (1.0 + push.early * np.cos(np.pi * p))], axis=1)
