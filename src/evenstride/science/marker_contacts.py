"""Contacts of a trial of motion capture without plates: markers named as points of the body become step events."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.recording import Contact, Device, StepEvents
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.foot_contacts import Forefoot, KinematicContacts
from evenstride.science.kinematic_events import find_both_feet
from evenstride.science.marker_jumps import without_jumps
from evenstride.science.motion import face_markers

SOURCE = "two runners with force plates"


def marker_contacts(signal: Signal, mapping: MarkerMapping) -> tuple[StepEvents, tuple[Flag, ...], tuple[str, ...]]:
    """Find the contacts of both feet from markers; returns them with flags and with how they were found.

    Parameters
    ----------
    signal : Signal
        In the laboratory's axes, overground or on a belt.
    mapping : MarkerMapping
        Which markers are heel and forefoot of each foot.

    Raises
    ------
    InputError
        If the points cannot be right: sides exchanged, too few frames a second, wrong units.
    FitError
        If there are no markers of the feet, or no whole contact.

    Notes
    -----
    Speed is that of the body between the first and the last touchdown: the mean of all markers seen throughout, else
    that of the feet over the ground.
    """
    if signal.markers is None:
        raise FitError("there are no markers and no force plate in this trial", remedy="Export markers of the feet")
    markers, faced_by = face_markers(signal, mapping)
    points, jumps = without_jumps(mapping.of(markers), markers.rate)
    forefoot = _forefoot(points)
    left, right = (
        (points[body_point(side, "heel")], points[body_point(side, forefoot.value)]) for side in (Side.LEFT, Side.RIGHT)
    )
    both = find_both_feet(left, right, markers.rate, point=forefoot)
    speed = float(np.mean([foot.speed for foot in both]))
    contacts = sorted(
        (
            Contact(side, one.touchdown, one.toe_off, speed)
            for side, foot in zip((Side.LEFT, Side.RIGHT), both, strict=True)
            for one in foot.contacts
        ),
        key=lambda contact: contact.touchdown,
    )
    flags = tuple(dict.fromkeys((*jumps, *both[0].flags, *both[1].flags)))
    events = StepEvents(signal.athlete, tuple(contacts), signal.on, device=_device(both[0]))
    return events, flags, (faced_by, _how(both[0], forefoot))


def _forefoot(points: Mapping[BodyPoint, Array]) -> Forefoot:
    for point in (Forefoot.BALL, Forefoot.TOE):
        if all(body_point(side, part) in points for side in Side for part in ("heel", point.value)):
            return point
    raise FitError(
        "heel and forefoot of both feet are not named",
        why="Contacts without a plate are found from them",
        remedy="Name them in a mapping: evenstride read FILE --write-mapping MAPPING",
    )


def _device(foot: KinematicContacts) -> Device:
    used = foot.constants
    own = float(np.sqrt(np.mean([used.own_touchdown**2, used.own_toe_off**2]) + 1.0 / (12.0 * foot.rate**2)))
    shared = (used.shared_touchdown, used.shared_toe_off)
    return Device("motion capture", "", own, f"measured between {SOURCE}", shared)


def _how(foot: KinematicContacts, forefoot: Forefoot) -> str:
    used = foot.constants
    shared = 1000.0 * float(np.hypot(used.shared_touchdown, used.shared_toe_off))
    return (
        f"Contacts are found from heel and {forefoot.value}, low pass {foot.cut_off:g} Hz; all contact times of a foot "
        f"may be wrong together by {shared:.0f} ms (one standard deviation, measured between {SOURCE})."
    )
