"""Proposing which markers are which point of the body, from the names of the sets that are common."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from evenstride.core.body_points import BodyPoint
from evenstride.core.roles import Side
from evenstride.core.signal import Markers
from evenstride.core.signal_mapping import MarkerMapping

FEWEST = 3
"""Points a set must have in a file before it is proposed (judgement)."""

NEEDED_FOR: Mapping[str, str] = {
    "toe": "toe-off without a force plate, and how far the foot lands ahead",
    "heel": "touchdown without a force plate, and the speed of the foot before it",
    "ankle": "the angle of the knee in swing",
    "knee": "the angle of the thigh, and how far the knees are apart at touchdown",
    "hip": "the angle of the thigh; both ASIS and the sacrum stand in for it",
    "asis": "the turning of the pelvis, and the hip joint where it is not marked",
    "sacrum": "running speed, the turning of the pelvis, and the hip joint where it is not marked",
    "c7": "the lean of the trunk; both shoulders stand in for it",
    "shoulder": "the turning of the shoulders, and the swing of the arms",
    "elbow": "the swing of the arms",
    "wrist": "angular momentum of the arms",
    "head": "angular momentum of the whole body",
}
"""What a point is asked for; a point that is not among them only makes others better."""


@dataclass(frozen=True, slots=True)
class MarkerSet:
    """A set of markers: for each point the lists of names that stand for it, the best first."""

    name: str
    points: Mapping[BodyPoint, tuple[tuple[str, ...], ...]]


@cache
def marker_sets() -> tuple[MarkerSet, ...]:
    """Return the sets that are shipped."""
    text = resources.files("evenstride.readers").joinpath("marker_sets.toml").read_text(encoding="utf-8")
    return tuple(
        MarkerSet(
            one["name"],
            {
                point: tuple(tuple(_sided(name, one, point) for name in names) for names in one["points"][point.part])
                for point in BodyPoint
                if point.part in one["points"]
            },
        )
        for one in tomllib.loads(text)["set"]
    )


def propose_mapping(markers: Markers) -> tuple[MarkerMapping, tuple[tuple[BodyPoint, str], ...]]:
    """Return which markers are probably which point, and the points that lack, as `propose_points` of their names."""
    return propose_points(markers.names)


def propose_points(markers: Sequence[str]) -> tuple[MarkerMapping, tuple[tuple[BodyPoint, str], ...]]:
    """Return which names are probably which point, and the points that lack, each with what it is needed for.

    The set with most points in the file counts; points it lacks are looked for under the names of the others. Names
    count without regard to case and to what a program puts before a colon.

    Examples
    --------
    >>> mapping, lacking = propose_points(("Noa:LHEE", "Noa:LTOE", "Noa:RHEE", "Noa:RTOE", "stick"))
    >>> mapping.name, mapping.points[BodyPoint.LEFT_HEEL]
    ('Plug-in Gait', ('Noa:LHEE',))
    >>> dict(lacking)[BodyPoint.LEFT_ELBOW]
    'the swing of the arms'
    """
    names = {_key(name): name for name in reversed(markers)}
    found = sorted(((_found(one, names), one.name) for one in marker_sets()), key=lambda pair: -len(pair[0]))
    best, name = found[0]
    if len(best) < FEWEST:
        return MarkerMapping({}), lacking_points(MarkerMapping({}))
    points = dict(best)
    for others, _ in found[1:]:
        used = {marker for mine in points.values() for marker in mine}
        points |= {point: said for point, said in others.items() if point not in points and not used & set(said)}
    mapping = MarkerMapping({point: points[point] for point in BodyPoint if point in points}, name)
    return mapping, lacking_points(mapping)


def lacking_points(mapping: MarkerMapping) -> tuple[tuple[BodyPoint, str], ...]:
    """Return the points that lack, each with what it is needed for; one that others stand in for does not."""
    there = set(mapping.points)
    if {BodyPoint.LEFT_ASIS, BodyPoint.RIGHT_ASIS, BodyPoint.SACRUM} <= there:
        there |= {BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP}
    if {BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP} <= there:
        there |= {BodyPoint.LEFT_ASIS, BodyPoint.RIGHT_ASIS, BodyPoint.SACRUM}
    if {BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER} <= there:
        there |= {BodyPoint.C7}
    return tuple(
        (point, NEEDED_FOR[point.part]) for point in BodyPoint if point not in there and point.part in NEEDED_FOR
    )


def _sided(name: str, one: Mapping[str, str], point: BodyPoint) -> str:
    return name if point.side is None else name.replace("{S}", one["left" if point.side is Side.LEFT else "right"])


def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.rsplit(":", 1)[-1].strip()).casefold()


def _found(one: MarkerSet, names: Mapping[str, str]) -> dict[BodyPoint, tuple[str, ...]]:
    whole = {
        point: [index for index, said in enumerate(lists) if all(_key(name) in names for name in said)]
        for point, lists in one.points.items()
    }
    found: dict[BodyPoint, tuple[str, ...]] = {}
    for point, lists in whole.items():
        # Both sides take what both have: a joint by two markers on one side and by one on the other would look uneven.
        shared = [index for index in lists if index in whole[point.other]] or lists
        if shared:
            found[point] = tuple(names[_key(name)] for name in one.points[point][shared[0]])
    return found
