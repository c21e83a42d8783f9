"""How much a small mass at a known place adds to the inertia of a leg or an arm.

A load on the thigh changes the swing by its moment about the hip, mass × distance²: the same mass costs three times
as much at 35 cm from the hip as at 20 cm. That is why the place is data and not a remark.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, log1p, radians

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Draws
from evenstride.core.experiment import Loads
from evenstride.core.roles import Role

KNEE_BENT = 115.0
"""Knee flexion in degrees of the folded leg; a leg in swing passes from straight to about here (judgement)."""

ELBOW_BENT = (60.0, 120.0)
"""Elbow flexion in degrees between which a running arm moves (judgement)."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Mass as a share of the body, length as a share of height, centre of mass and gyration as shares of length."""

    mass: float
    length: float
    centre: float
    gyration: float


@dataclass(frozen=True, slots=True)
class Limb:
    """Two hinged segments and what hangs at the end: a point mass beyond the second by a share of height."""

    upper: Segment
    lower: Segment
    end_mass: float = 0.0
    end_beyond: float = 0.0


LEGS = (
    # masses, centres and sagittal radii of gyration: de Leva 1996, men; lengths 422 and 434 mm of 1741 mm
    Limb(Segment(0.1416, 0.2425, 0.4095, 0.329), Segment(0.0433, 0.2493, 0.4395, 0.251), 0.0137, 0.0195),
    # Dempster by way of Winter 2009; lengths of Drillis and Contini 1966
    Limb(Segment(0.1000, 0.2450, 0.4330, 0.323), Segment(0.0465, 0.2460, 0.4330, 0.302), 0.0145, 0.0195),
)
"""Two published leg models; what they disagree on belongs to the doubt. The foot is a point half its height below
the ankle."""

ARMS = (Limb(Segment(0.028, 0.186, 0.436, 0.322), Segment(0.022, 0.146, 0.682, 0.468)),)
"""Upper arm, and forearm with hand: Dempster by way of Winter 2009; lengths of Drillis and Contini 1966."""


def limb_inertia(limb: Limb, *, bend_deg: float, height: float) -> float:
    """Return the moment of inertia of a limb about hip or shoulder, in m² for each kg of body mass.

    Notes
    -----
    Rigid segments and a hinge: I = Σ m·(d² + (k·l)²), d being the distance of each centre of mass from the upper
    joint at `bend_deg` degrees of flexion.

    Examples
    --------
    >>> round(limb_inertia(LEGS[0], bend_deg=0.0, height=1.75), 3)
    0.035
    """
    upper, lower = limb.upper.length * height, limb.lower.length * height
    bend = cos(radians(bend_deg))

    def squared(beyond: float) -> float:
        return upper**2 + beyond**2 + 2.0 * upper * beyond * bend

    own = limb.upper.mass * upper**2 * (limb.upper.centre**2 + limb.upper.gyration**2)
    hinged = limb.lower.mass * (squared(limb.lower.centre * lower) + (limb.lower.gyration * lower) ** 2)
    return own + hinged + limb.end_mass * squared(lower + limb.end_beyond * height)


def leg_rise(*, share: float, from_hip: float, height: float) -> tuple[float, float]:
    """Return by how much a thigh load raises the inertia of one leg: least (straight) and most (folded), as shares.

    Parameters
    ----------
    share : float
        Mass on one thigh as a share of body mass.
    from_hip, height : float
        Hip joint to the middle of the load, and body height, m.

    Examples
    --------
    >>> low, high = leg_rise(share=0.01, from_hip=0.35, height=1.75)
    >>> round(100 * low, 1), round(100 * high, 1)
    (3.5, 7.4)
    """
    added = share * from_hip**2
    rises = [added / limb_inertia(leg, bend_deg=bend, height=height) for leg in LEGS for bend in (0.0, KNEE_BENT)]
    return min(rises), max(rises)


def arm_rise(*, share: float, from_elbow: float, height: float) -> tuple[float, float]:
    """Return by how much a forearm load raises the inertia of one arm about the shoulder: least and most.

    Examples
    --------
    >>> low, high = arm_rise(share=0.01, from_elbow=0.13, height=1.75)
    >>> 0.2 < low < high < 0.5
    True
    """
    rises: list[float] = []
    for arm in ARMS:
        for bend in ELBOW_BENT:
            upper = arm.upper.length * height
            squared = upper**2 + from_elbow**2 + 2.0 * upper * from_elbow * cos(radians(bend))
            rises.append(share * squared / limb_inertia(arm, bend_deg=bend, height=height))
    return min(rises), max(rises)


def measure_doses(loads: Loads, *, seed: int = 0, draws: int = 4000) -> dict[Role, Draws]:
    """Return how much of each role's capacity its load takes away, in natural log.

    Raises
    ------
    InputError
        If a mass or a length is not above zero, or a place is not on its segment.

    Notes
    -----
    Push: force for each kg of body falls by ln(1 + load/body). Swing and support: torque for each unit of inertia
    falls by ln(1 + rise), the rise being anywhere between the least and the most the posture of the limb allows
    (uniform in its logarithm), so that not knowing the effective posture widens the interval.

    Examples
    --------
    >>> doses = measure_doses(Loads(75.0, 1.75, 1.5, 0.35, 0.13))
    >>> round(doses[Role.PUSH].point, 4), round(doses[Role.SWING].point, 3)
    (0.0198, 0.049)
    """
    _check(loads)
    rng = np.random.default_rng([seed, 7])
    each = loads.mass / loads.body_mass / 2.0
    leg = leg_rise(share=each, from_hip=loads.from_hip, height=loads.height)
    arm = arm_rise(share=each, from_elbow=loads.from_elbow, height=loads.height)
    push = log1p(loads.mass / loads.body_mass)
    return {
        Role.PUSH: Draws(push, np.full(draws, push), "1", "mass against force"),
        Role.SWING: _between(leg, rng, draws, "leg inertia about the hip, straight to folded"),
        Role.SUPPORT: _between(arm, rng, draws, "arm inertia about the shoulder"),
    }


def _between(rise: tuple[float, float], rng: np.random.Generator, draws: int, method: str) -> Draws:
    low, high = np.log(rise)
    samples: Array = np.log1p(np.exp(rng.uniform(low, high, draws)))
    return Draws(float(np.log1p(np.exp((low + high) / 2.0))), samples, "1", method)


def thigh_length(height: float) -> float:
    """Return the usual length of a thigh in m for a body height."""
    return LEGS[0].upper.length * height


def forearm_length(height: float) -> float:
    """Return the usual length of a forearm in m for a body height."""
    return ARMS[0].lower.length * height


def _check(loads: Loads) -> None:
    for name in ("body_mass", "height", "mass", "from_hip", "from_elbow"):
        if not getattr(loads, name) > 0.0:
            raise InputError(f"{name.replace('_', ' ')} is {getattr(loads, name):g}", remedy="Give a number above zero")
    for place, length, what in (
        (loads.from_hip, thigh_length(loads.height), "thigh"),
        (loads.from_elbow, forearm_length(loads.height), "forearm"),
    ):
        if place > 1.15 * length:
            raise InputError(
                f"the load would sit {100 * place:.0f} cm along a {what} of about {100 * length:.0f} cm",
                why=f"It has to stay on the {what}",
                remedy="Measure from the joint to the middle of the load, in cm",
            )
