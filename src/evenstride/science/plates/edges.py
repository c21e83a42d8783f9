"""Steps that may have missed a part of their plate: where the force acts, against the edges of the surface."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.run import Flag
from evenstride.core.signal import Plate
from evenstride.science.plates.events import PlateContact

NEAR_EDGE = 0.04
"""m from the edge within which a part of the foot may be beside the plate: half of a shoe's width (judgement)."""


def edge_flags(plates: Sequence[Plate], contacts: Sequence[PlateContact]) -> tuple[Flag, ...]:
    """Tell of every contact on one plate whose force acts near or beyond the edge of its surface.

    Parameters
    ----------
    plates : sequence of Plate
        In running axes, +z up; those without corners or moments are passed over.
    contacts : sequence of PlateContact
        A contact across two plates is seen whole and is passed over too.

    Notes
    -----
    The force acts at (−M_y/F_z, M_x/F_z) from the middle of the surface; the median over the middle third of the
    contact counts. Part of the foot beside the plate makes the force too small, and nothing in the force shows it.

    Examples
    --------
    >>> corners = np.array([[0.3, 0.45, 0.0], [-0.3, 0.45, 0.0], [-0.3, -0.45, 0.0], [0.3, -0.45, 0.0]])
    >>> force, moment = np.tile([0.0, 0.0, 1000.0], (300, 1)), np.tile([0.0, -280.0, 0.0], (300, 1))
    >>> edge_flags([Plate("plate 1", 1000.0, force, moment, corners)], [PlateContact(0.05, 0.25, (0,), 0.001)])[0].code
    'edge'
    """
    flags: list[Flag] = []
    for contact in contacts:
        plate = plates[contact.plates[0]]
        if len(contact.plates) > 1 or plate.corners is None or plate.moment is None:
            continue
        inside = _inside(plate.corners, _acts_at(plate, contact))
        if inside < NEAR_EDGE:
            where = f"{100.0 * inside:.0f} cm from" if inside >= 0.0 else "beyond"
            text = f"the step at {contact.touchdown:.2f} s acts {where} the edge: a part of the foot may be beside it"
            flags.append(Flag("edge", plate.name, text, contact.touchdown))
    return tuple(flags)


def _acts_at(plate: Plate, contact: PlateContact) -> Array:
    """Return where the force acts in the middle third of a contact, m, shape (2,)."""
    assert plate.moment is not None, "looked at before"
    assert plate.corners is not None, "looked at before"
    third = contact.contact_time / 3.0
    begin, end = (round(time * plate.rate) for time in (contact.touchdown + third, contact.toe_off - third))
    force, moment = plate.force[begin : end + 1], plate.moment[begin : end + 1]
    away = np.median(np.stack([-moment[:, 1], moment[:, 0]], axis=1) / force[:, [2]], axis=0)
    return np.asarray(plate.corners[:, :2].mean(axis=0) + away, dtype=np.float64)


def _inside(corners: Array, point: Array) -> float:
    """Return how far a point is inside the nearest edge of a convex surface, m; negative outside."""
    middle = corners[:, :2].mean(axis=0)
    distances: list[float] = []
    for first, last in pairwise([*corners[:, :2], corners[0, :2]]):
        along = last - first
        across = np.array([-along[1], along[0]]) / float(np.hypot(*along))
        inward = across if float((middle - first) @ across) > 0.0 else -across
        distances.append(float((point - first) @ inward))
    return min(distances)
