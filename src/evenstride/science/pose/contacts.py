"""Contacts of a clip: keypoints of both feet become step events, or steps alone where frames are too few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.errors import FitError
from evenstride.core.estimate import Array, Missing
from evenstride.core.pose import KEYPOINTS, CameraMotion
from evenstride.core.recording import Contact, Device, StepEvents
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.motion.build import face_markers
from evenstride.science.motion.foot_contacts import Forefoot
from evenstride.science.motion.foot_motion import untimed_at
from evenstride.science.motion.kinematic_events import TESTED_SPEEDS
from evenstride.science.motion.marker_jumps import without_jumps
from evenstride.science.pose.clip import PosedClip
from evenstride.science.pose.events import (
    CONSTANTS,
    DOWN,
    OFF,
    PoseConstants,
    PoseContacts,
    cut_off_of,
    find_pose_contacts,
)
from evenstride.science.pose.foot_flags import tell_feet
from evenstride.science.pose.review import move_events, narrow_errors
from evenstride.science.steps.walking import find_walking

GUESS_ERROR = 0.1
"""Standard deviation, as a share, of a scale that is guessed from a leg of usual length (judgement: grown runners of
1.6 to 1.95 m, and where keypoints of hips sit)."""

PASSES = 1.1
"""m/s at which the forefoot passes the levels of touchdown and toe_off: 1.0 to 1.3 in the reference sets. A sprinter's
is faster, and a wrong scale then counts for less."""

STILL_BELT = 0.5
"""m/s that the feet's ground moves over the picture, from which a static camera stands beside a belt."""


@dataclass(frozen=True, slots=True, eq=False)
class ClipContacts:
    """What a clip shows of its contacts.

    Attributes
    ----------
    events : StepEvents
        Without toe_off, and with the reason, where frames are too few for contact times.
    feet : mapping of Side to PoseContacts
        Of each foot, with the error of every event, and toe_off however many frames there are.
    """

    events: StepEvents
    feet: Mapping[Side, PoseContacts]
    flags: tuple[Flag, ...]
    notes: tuple[str, ...]


def find_clip_contacts(
    clip: PosedClip,
    mapping: MarkerMapping,
    *,
    constants: PoseConstants = CONSTANTS,
    before: ClipContacts | None = None,
) -> ClipContacts:
    """Find the contacts of both feet of a clip.

    Parameters
    ----------
    clip : PosedClip
        From `prepare_clip`.
    mapping : MarkerMapping
        Which keypoints are heel and forefoot of each foot.
    constants : PoseConstants
        Lags of the events and their errors.
    before : ClipContacts or None
        Of the same runner without what a person corrected: no error is stated larger than there.

    Raises
    ------
    InputError
        If a person moved an event that is not there, or to where it cannot be.
    FitError
        If heel and forefoot of both feet are not among the points, or no whole contact is seen.

    Notes
    -----
    Below 120 frames a second contacts have no toe_off: one frame is then a tenth of a contact and more (science.md
    §9.2). Hand-coded video reads contact 5 to 10 ms longer than a force plate at 20 N (`trackstat`, a vendor); here the
    levels were set against plates, so that none is taken off but what the facts of the clip tell, at toe_off.
    """
    found, part, said = _followed(clip, mapping, constants, before)
    keypoints, untimed = clip.signal.keypoints, untimed_at(clip.rate)
    bias = 0.0 if keypoints is None else keypoints.facts.contact_bias
    faced_by, jumps = said
    feet = list(found.values())
    speed, unknown = _speed(clip, feet)
    own = _own_error(feet) if before is None else min(_own_error(feet), _own_error(list(before.feet.values())))
    contacts = _in_order(found, speed, bias, timed=untimed is None)
    device = Device(
        KEYPOINTS, "", own, "jitter of the keypoints, and two runners with force plates",
        _shared_error(clip, constants),
        clip.scale.error if speed is not None else None,
    )  # fmt: skip
    events = StepEvents(clip.signal.athlete, contacts, clip.signal.on, device=device, untimed=untimed)
    told = dict.fromkeys(
        (
            *_walked(feet, untimed),
            *_untested(speed),
            *jumps,
            *tell_feet({side: foot.flags for side, foot in found.items()}),
        )
    )
    faced = (faced_by,) if clip.scale.known else ()
    notes = (*faced, *_how(clip, feet, part, bias, own), *unknown)
    return ClipContacts(events, found, tuple(told), notes)


def _followed(
    clip: PosedClip, mapping: MarkerMapping, constants: PoseConstants, before: ClipContacts | None
) -> tuple[Mapping[Side, PoseContacts], Forefoot, tuple[str, Sequence[Flag]]]:
    """Return the contacts of each foot, corrected, by which part of it they are found, and what is told of the way."""
    markers, faced_by = face_markers(clip.signal, mapping)
    points, jumps = without_jumps(mapping.of(markers), markers.rate, noise=clip.noise)
    part = _forefoot(points)
    found: Mapping[Side, PoseContacts] = {
        side: find_pose_contacts(
            points[body_point(side, "heel")],
            points[body_point(side, part.value)],
            markers.rate,
            noise=clip.noise,
            constants=constants,
            seed=number,
        )
        for number, side in enumerate(Side)
    }
    found = found if before is None else narrow_errors(found, before.feet)
    keypoints = clip.signal.keypoints
    if keypoints is not None:
        timed = untimed_at(clip.rate) is None
        found = move_events(found, keypoints, clip.corrections, bias=keypoints.facts.contact_bias, timed=timed)
    return found, part, (faced_by, jumps)


def _forefoot(points: Mapping[BodyPoint, Array]) -> Forefoot:
    for point in (Forefoot.BALL, Forefoot.TOE):
        if all(body_point(side, part) in points for side in Side for part in ("heel", point.value)):
            return point
    raise FitError(
        "heel and toes of both feet are not among the keypoints",
        why="Contacts are found from them",
        remedy="Use a model with feet, such as BODY_25 or HALPE_26",
    )


def _in_order(
    found: Mapping[Side, PoseContacts], speed: float | None, bias: float, *, timed: bool
) -> tuple[Contact, ...]:
    contacts = [
        Contact(side, one.touchdown, one.toe_off - bias if timed else None, speed)
        for side, foot in found.items()
        for one in foot.contacts
    ]
    return tuple(sorted(contacts, key=lambda contact: contact.touchdown))


def _own_error(feet: Sequence[PoseContacts]) -> float:
    """Return the standard deviation of one event, s."""
    errors = [error for foot in feet for one in foot.contacts for error in (one.touchdown_error, one.toe_off_error)]
    return float(np.sqrt(np.mean(np.square(errors))))


def _shared_error(clip: PosedClip, used: PoseConstants) -> tuple[float, float]:
    """Return what all touchdowns, and all toe_offs, of a foot are wrong by together, s.

    Where the scale is wrong the levels are, and a foot passes them at about `PASSES`.
    """
    share = clip.scale.error if clip.scale.known else GUESS_ERROR
    return (
        float(np.hypot(used.shared_touchdown, share * DOWN / PASSES)),
        float(np.hypot(used.shared_toe_off, share * OFF / PASSES)),
    )


def _speed(clip: PosedClip, feet: Sequence[PoseContacts]) -> tuple[float | None, list[str]]:
    """Return the runner's speed in m/s, or None and why."""
    keypoints = clip.signal.keypoints
    camera = keypoints.facts.camera if keypoints is not None else None
    if not clip.scale.known:
        return None, []
    if keypoints is not None and camera is CameraMotion.PANNING and keypoints.ground is None:
        return None, ["The camera pans: speed shows against the background or cones alone, and is not shown."]
    ground = float(np.mean([foot.ground for foot in feet]))
    moving = abs(ground) > STILL_BELT
    if moving and camera is CameraMotion.STATIC:
        return None, [
            f"The ground moves {abs(ground):.1f} m/s over the picture, and the camera is said to stand beside a track: "
            "a camera that pans, or a treadmill? Speed is not shown until it is told, with --camera."
        ]
    return float(np.mean([foot.speed for foot in feet])), []


def _walked(feet: Sequence[PoseContacts], untimed: Missing | None) -> list[Flag]:
    """Return that this is walking, where frames are too few for the contact times that else tell it."""
    spans = sorted((one.touchdown, one.toe_off) for foot in feet for one in foot.contacts)
    walking = None if untimed is None else find_walking(spans)
    return [] if walking is None else [walking.flag()]


def _untested(speed: float | None) -> list[Flag]:
    if speed is None or TESTED_SPEEDS[0] <= speed <= TESTED_SPEEDS[1]:
        return []
    low, high = TESTED_SPEEDS
    return [Flag("untested_speed", "feet", f"{speed:.1f} m/s; contacts were measured at {low} to {high} m/s only")]


def _how(clip: PosedClip, feet: Sequence[PoseContacts], part: Forefoot, bias: float, own: float) -> list[str]:
    both = _shared_error(clip, feet[0].constants)
    timed = untimed_at(clip.rate) is None
    shared, what = (float(np.hypot(*both)), "contact times") if timed else (both[0], "touchdowns")
    notes = [
        f"Contacts are found from the heights of heel and {part.value}, low pass {cut_off_of(clip.rate):g} Hz; one "
        f"event is {1000.0 * own:.0f} ms off by itself, and all {what} of a foot may be wrong together by "
        f"{1000.0 * shared:.0f} ms (one standard deviation)."
    ]
    if bias != 0.0 and timed:
        notes.append(f"Contacts are taken as read {1000.0 * bias:+.0f} ms long by this camera, as told.")
    return notes
