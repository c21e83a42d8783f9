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
from evenstride.science.motion.build import face_markers
from evenstride.science.motion.foot_contacts import Forefoot, KinematicContacts
from evenstride.science.motion.foot_motion import untimed_at
from evenstride.science.motion.kinematic_events import find_both_feet
from evenstride.science.motion.marker_jumps import without_jumps

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
    that of the feet over the ground. Below 120 frames a second contacts have no toe_off, and touchdowns are known to a
    frame: the same peak is read, and down-sampling a jog to 60, 50 and 30 a second moved it by 3, 5 and 17 ms, up to
    half a frame for all together (validation/instruments_low_rate.py).
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
    untimed = untimed_at(markers.rate)
    contacts = sorted(
        (
            Contact(side, one.touchdown, None if untimed is not None else one.toe_off, speed)
            for side, foot in zip((Side.LEFT, Side.RIGHT), both, strict=True)
            for one in foot.contacts
        ),
        key=lambda contact: contact.touchdown,
    )
    flags = tuple(dict.fromkeys((*jumps, *both[0].flags, *both[1].flags)))
    device = _device(both[0]) if untimed is None else _slow_device(both[0])
    how = _how(both[0], forefoot) if untimed is None else _how_untimed(both[0], forefoot)
    events = StepEvents(signal.athlete, tuple(contacts), signal.on, device=device, untimed=untimed)
    return events, flags, (faced_by, how)


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


def _slow_device(foot: KinematicContacts) -> Device:
    """Return the error of touchdowns at a low rate: half a frame for all together, a frame's rounding for each."""
    usual, frame = _device(foot), 1.0 / foot.rate
    shared = float(np.hypot(foot.constants.shared_touchdown, 0.5 * frame))
    source = f"measured between {SOURCE}, and half a frame"
    return Device(usual.kind, "", usual.timing_sd, source, (shared, shared))


def _how_untimed(foot: KinematicContacts, forefoot: Forefoot) -> str:
    return (
        f"Touchdowns are found from heel and {forefoot.value}; at {foot.rate:.3g} frames a second they are known to "
        f"± {1000.0 / foot.rate:.0f} ms: good for steps and strides, not for contact times and what is made of them."
    )


def _how(foot: KinematicContacts, forefoot: Forefoot) -> str:
    used = foot.constants
    shared = 1000.0 * float(np.hypot(used.shared_touchdown, used.shared_toe_off))
    return (
        f"Contacts are found from heel and {forefoot.value}, low pass {foot.cut_off:g} Hz; all contact times of a foot "
        f"may be wrong together by {shared:.0f} ms (one standard deviation, measured between {SOURCE})."
    )
