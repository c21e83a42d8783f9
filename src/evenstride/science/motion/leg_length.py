"""How long a leg is: as told, else from its points and the floor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Missing
from evenstride.core.leg import LegLength
from evenstride.core.roles import Side
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.motion.hip_joint import estimate_hips

TOLD_ERROR = 0.015
"""m, standard deviation of a leg measured with a tape (judgement: which point of the hip, shoes or none)."""

POINTS_ERROR = 0.02
"""m, of one from points (judgement: hip joint and ankle 1 cm each way, the sole of the shoe)."""

UNDER_FOOT = 0.03
"""m that the lowest point of a foot lies over the floor where no plate says where that is (judgement: a marker on a
shoe lies 2 to 6 cm over it)."""

UNDER_ERROR = 0.02
"""m, standard deviation of that (judgement)."""

LEGS = (0.3, 1.5)
"""m between which a leg is a person's (judgement)."""

NO_LEG = Missing(
    "the length of the leg is not known", "Tell it (hip joint to floor, standing), or mark hip, knee, ankle and foot"
)


def told_leg(length: float) -> LegLength:
    """Return a leg as somebody measured it.

    Raises
    ------
    InputError
        If it is not a person's, as one in centimetres is not.

    Examples
    --------
    >>> told_leg(0.92).error
    0.015
    """
    low, high = LEGS
    if not low <= length <= high:
        raise InputError(
            f"{length:g} m is not a person's", place="leg length", remedy=f"Give a value from {low:g} to {high:g} m"
        )
    return LegLength(length, TOLD_ERROR, "as told")


def find_leg(signal: Signal, mapping: MarkerMapping) -> LegLength | None:
    """Return the length of the legs from points; None where hip, knee, ankle or foot of both sides are not seen.

    Parameters
    ----------
    signal : Signal
        In the laboratory's axes, running or standing.
    mapping : MarkerMapping
        Which markers are which points.

    Notes
    -----
    Thigh and shank, each the median distance of its ends, and the height of the ankle over the floor where it is
    lowest; the mean of both legs. The floor is the surface of the plates, else 3 cm under the lowest point of the feet.
    """
    if signal.markers is None or not mapping.points:
        return None
    points = mapping.of(signal.markers)
    turned = {point: _upright(places, signal.up) for point, places in points.items()}
    hips = estimate_hips(turned)
    turned = hips | turned
    level = _floor(signal, turned)
    if level is None:
        return None
    floor, unsure, how = level
    found = [_leg(turned, side, floor) for side in Side]
    known = [one for one in found if one is not None]
    if len(known) < len(Side) or not LEGS[0] <= float(np.mean(known)) <= LEGS[1]:
        return None
    return LegLength(float(np.mean(known)), float(np.hypot(POINTS_ERROR, unsure)), f"from hip, knee and ankle, {how}")


def say_leg(leg: LegLength) -> str:
    """Say how long the leg is and how that is known.

    Examples
    --------
    >>> say_leg(told_leg(0.92))
    'The leg is 0.92 ± 0.015 m long, as told.'
    """
    return f"The leg is {leg.length:.2f} ± {leg.error:.2g} m long, {leg.how}."


def _upright(places: Array, up: int) -> Array:
    """Turn the laboratory so that its last axis points up."""
    return np.roll(places, 2 - up, axis=1)


def _floor(signal: Signal, points: Mapping[BodyPoint, Array]) -> tuple[float, float, str] | None:
    """Return the height of the floor in m, its standard deviation, and how it is known."""
    surfaces = [float(plate.corners[:, signal.up].mean()) for plate in signal.plates if plate.corners is not None]
    if surfaces:
        return float(np.median(surfaces)), 0.0, "over the plates"
    feet = [points[point] for point in points if point.part in ("heel", "ball", "toe")]
    seen = [float(np.nanquantile(places[:, 2], 0.01)) for places in feet if np.isfinite(places[:, 2]).any()]
    return (min(seen) - UNDER_FOOT, UNDER_ERROR, "over the lowest point of the feet") if seen else None


def _leg(points: Mapping[BodyPoint, Array], side: Side, floor: float) -> float | None:
    wanted = [body_point(side, part) for part in ("hip", "knee", "ankle")]
    if any(point not in points for point in wanted):
        return None
    hip, knee, ankle = (points[point] for point in wanted)
    low = ankle[np.isfinite(ankle[:, 2]), 2]
    thigh, shank = _long(hip - knee), _long(knee - ankle)
    if thigh is None or shank is None or not low.size:
        return None
    return thigh + shank + float(np.quantile(low, 0.05)) - floor


def _long(vector: Array) -> float | None:
    length = np.linalg.norm(vector, axis=1)
    seen = length[np.isfinite(length)]
    return float(np.median(seen)) if seen.size else None
