"""How far the body sinks in a contact, from the force twice integrated."""

from __future__ import annotations

import numpy as np
from scipy.integrate import cumulative_trapezoid

from evenstride.core.estimate import Array, Missing
from evenstride.core.stance import Stance
from evenstride.core.units import GRAVITY
from evenstride.science.steps.walking import NO_FLIGHT

LEAST = 0.005
"""m; less is no landing."""


def peak_and_sinking(stance: Stance) -> tuple[float, float] | Missing:
    """Return the peak vertical force in N and the fall of the centre of mass in m.

    Notes
    -----
    The body leaves the ground as fast as it landed: the speed at touchdown is half of what the impulse beyond body
    weight changes.
    """
    if stance.walking:
        return NO_FLIGHT
    times, force = stance.between(stance.touchdown, stance.toe_off)
    rise = force[:, 2] / stance.mass - GRAVITY
    speed: Array = np.asarray(cumulative_trapezoid(rise, times, initial=0), dtype=np.float64)
    place: Array = np.asarray(cumulative_trapezoid(speed - 0.5 * float(speed[-1]), times, initial=0), dtype=np.float64)
    sunk = -float(place.min())
    if sunk < LEAST:
        return Missing("the body sinks by less than 5 mm", "Check the mass and the zero of the plate")
    return float(force[:, 2].max()), sunk
