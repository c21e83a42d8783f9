"""A clip of keypoints laid out for a person to review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.clip_corrections import Correction, MovedKind
from evenstride.core.clip_view import ClipView, Doubt, ShownEvent, ShownPoint
from evenstride.core.estimate import Array
from evenstride.core.motion import first_frame
from evenstride.core.pose import Keypoints, whole
from evenstride.core.roles import Side
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.pose.both_down import find_both_down, is_walking
from evenstride.science.pose.clip import PosedClip
from evenstride.science.pose.contacts import ClipContacts
from evenstride.science.pose.people import middles_of
from evenstride.science.stretches import stretches

OF_SIDE = (
    ("shoulder", "hip"), ("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"),
    ("ankle", "heel"), ("heel", "ball"), ("ankle", "ball"), ("heel", "toe"), ("ankle", "toe"),
)  # fmt: skip
"""Parts of one side that are joined."""

LEG = ("hip", "knee", "ankle", "heel", "ball", "toe")

SHORTEST_DOUBT = 0.02
"""s of a leg hardly seen that is marked (judgement: what is shorter is filled, and the eye cannot find it)."""


BOTH = "both feet down, which running does not have"


def lay_out(
    keypoints: Keypoints,
    mapping: MarkerMapping,
    clip: PosedClip,
    found: ClipContacts | None,
    corrections: tuple[Correction, ...],
) -> ClipView:
    """Return a clip as it is reviewed, without points never seen; `found` is None where it shows no contact."""
    seen = np.asarray(whole(clip.pixels).any(axis=0))
    body = tuple(one for one in _points(keypoints, mapping) if seen[keypoints.names.index(one.name)])
    places = [keypoints.names.index(one.name) for one in body]
    first_of = {point: keypoints.names.index(names[0]) for point, names in mapping.points.items()}
    return ClipView(
        keypoints.facts.rate,
        keypoints.times,
        body,
        clip.pixels[:, places],
        _bones(first_of, places),
        middles_of(keypoints),
        () if found is None else _events(found, keypoints),
        tuple(sorted((*_doubts(keypoints, mapping, clip), *_both_down(found, keypoints)), key=lambda one: one.first)),
        corrections,
    )


def frames_document(view: ClipView) -> dict[str, Any]:
    """Return what a page draws: places to a tenth of a pixel, None where a point is not seen."""
    return {
        "rate": view.rate,
        "times": [round(float(time), 5) for time in view.times],
        "points": [{"name": one.name, "label": one.label, "side": one.side} for one in view.points],
        "bones": view.bones,
        "pairs": _pairs(view),
        "at": _rounded(view.pixels),
        "people": _rounded(view.people) if view.people.shape[1] > 1 else [],
        "events": [{"side": one.side, "kind": one.kind, "time": one.time, "frame": one.frame} for one in view.events],
        "doubts": [{"first": one.first, "last": one.last, "side": one.side} for one in view.doubts],
    }


def _pairs(view: ClipView) -> list[tuple[int, int]]:
    """Return the places of the same point of both legs."""
    legs = {one.label.split(" ", 1)[1].split(" (")[0] for one in view.points if one.side is not None} & set(LEG)
    of = {
        (one.side, part, sum(other.label.startswith(f"{one.side} {part}") for other in view.points[:at])): at
        for at, one in enumerate(view.points)
        for part in legs
        if one.side is not None and one.label.split(" (")[0] == f"{one.side} {part}"
    }
    return [(at, of[Side.RIGHT, part, count]) for (side, part, count), at in of.items()
            if side is Side.LEFT and (Side.RIGHT, part, count) in of]  # fmt: skip


def _rounded(places: Array) -> list[list[float | None]]:
    """Return places frame by frame, x and y of each in turn."""
    flat = np.round(places.reshape(len(places), -1), 1)
    return [[None if value != value else value for value in row] for row in flat.tolist()]


def _points(keypoints: Keypoints, mapping: MarkerMapping) -> tuple[ShownPoint, ...]:
    """Return the keypoints of the body, each once, in the order of the file."""
    of: dict[str, BodyPoint] = {}
    for point, names in mapping.points.items():
        for name in names:
            of.setdefault(name, point)
    several = [name for names in mapping.points.values() if len(names) > 1 for name in names]
    return tuple(
        ShownPoint(name, f"{of[name].value} ({name})" if name in several else of[name].value, of[name].side)
        for name in keypoints.names
        if name in of
    )


def _bones(first_of: Mapping[BodyPoint, int], places: list[int]) -> tuple[tuple[int, int], ...]:
    across = [tuple(body_point(side, part) for side in Side) for part in ("shoulder", "hip")]
    joined = [(body_point(side, one), body_point(side, other)) for side in Side for one, other in OF_SIDE]
    return tuple(
        (places.index(first_of[one]), places.index(first_of[other]))
        for one, other in (*across, *joined)
        if {first_of.get(one), first_of.get(other)} <= set(places)
    )


def _events(found: ClipContacts, keypoints: Keypoints) -> tuple[ShownEvent, ...]:
    bias, timed = keypoints.facts.contact_bias, found.events.untimed is None
    events: list[ShownEvent] = []
    for side, foot in found.feet.items():
        for one in foot.contacts:
            events.append(_event(side, MovedKind.TOUCHDOWN, one.touchdown, one.touchdown_error, keypoints.times))
            if timed:
                events.append(_event(side, MovedKind.TOE_OFF, one.toe_off - bias, one.toe_off_error, keypoints.times))
    return tuple(sorted(events, key=lambda one: one.time))


def _event(side: Side, kind: MovedKind, time: float, error: float, times: Array) -> ShownEvent:
    return ShownEvent(side, kind, time, error, first_frame(times, time))


def _both_down(found: ClipContacts | None, keypoints: Keypoints) -> list[Doubt]:
    """Mark where both feet are down in running; nowhere where toe_offs are too coarse to be shown."""
    if found is None or found.events.untimed is not None or is_walking(found, keypoints):
        return []
    times = keypoints.times
    return [
        Doubt(first_frame(times, one.begin), max(first_frame(times, one.begin), first_frame(times, one.end) - 1), BOTH)
        for one in find_both_down(found, keypoints)
    ]


def _doubts(keypoints: Keypoints, mapping: MarkerMapping, clip: PosedClip) -> list[Doubt]:
    doubts = [Doubt(begin, end - 1, "legs put right") for begin, end in stretches(clip.swapped)]
    for side in Side:
        names = {name for part in LEG for name in mapping.points.get(body_point(side, part), ())}
        places = [keypoints.names.index(name) for name in names]
        hidden = np.asarray(~whole(clip.pixels[:, places]).all(axis=1))
        doubts += [
            Doubt(begin, end - 1, "hardly seen", side)
            for begin, end in stretches(hidden)
            if (end - begin) / keypoints.facts.rate >= SHORTEST_DOUBT
        ]
    return doubts
