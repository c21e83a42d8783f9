"""The body to tap on: its places, drawn once for one side and mirrored for the other."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.doors.pages.speech import say, word

SIDES = ("left", "right")
MIDDLE = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A place that can be tapped: a rounded box in the units of the map, drawn for the half with positive x.

    Attributes
    ----------
    place : str
        The word the planner understands.
    label : str
        What the athlete reads.
    side : str
        left or right; empty for the middle of the body.
    view : str
        front or back.
    """

    place: str
    label: str
    side: str
    view: str
    x: float
    y: float
    width: float
    height: float


_FRONT = (
    ("shoulder", "shoulder", 15, 42, 19, 20), ("arm", "upper arm", 25, 64, 12, 38), ("elbow", "elbow", 27, 103, 12, 12),
    ("hand", "forearm and hand", 28, 116, 12, 42), ("front of hip", "front of the hip", 13, 112, 11, 34),
    ("groin", "groin", 1, 122, 11, 24), ("front of thigh", "front of the thigh", 5, 148, 18, 34),
    ("knee", "knee", 9, 184, 16, 17), ("shin", "shin", 10, 203, 13, 42), ("ankle", "ankle", 10, 247, 13, 12),
    ("foot", "foot", 9, 261, 18, 14),
)  # fmt: skip
_BACK = (
    ("shoulder", "back of the shoulder", 15, 42, 19, 20), ("arm", "back of the arm", 25, 64, 12, 38),
    ("hip", "buttock", 1, 112, 22, 26), ("hamstring", "back of the thigh", 5, 140, 18, 40),
    ("knee", "back of the knee", 8, 182, 16, 14), ("calf", "calf", 8, 198, 16, 38),
    ("achilles", "Achilles tendon", 10, 238, 11, 20), ("heel", "heel and sole", 9, 260, 14, 14),
)  # fmt: skip
_MIDDLE = (
    ("rib", "ribs", "front", 42, 36),
    ("upper back", "upper back", "back", 42, 36),
    ("lower back", "lower back", "back", 82, 28),
)


def regions() -> tuple[Region, ...]:
    """Return every place of the map.

    Examples
    --------
    >>> sorted({one.view for one in regions()}), {one.side for one in regions()} == {"left", "right", ""}
    (['back', 'front'], True)
    """
    paired = [
        Region(place, _of_side(side, label), side, view, *box)
        for view, places in (("front", _FRONT), ("back", _BACK))
        for side in SIDES
        for place, label, *box in places
    ]
    middle = [
        Region(place, _begun(word(label)), MIDDLE, view, -13, y, 26, high) for place, label, view, y, high in _MIDDLE
    ]
    return (*paired, *middle)


def _of_side(side: str, label: str) -> str:
    name = word(label)
    return _begun(say("left {place}", place=name) if side == "left" else say("right {place}", place=name))


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def mirrored(region: Region) -> float:
    """Return where a region begins from the left: seen from the front, an athlete's right is on the left.

    Examples
    --------
    >>> knee = [one for one in regions() if one.place == "knee" and one.side == "left"]
    >>> [mirrored(one) for one in knee]
    [9, -24]
    """
    swapped = region.side == ("right" if region.view == "front" else "left")
    return -region.x - region.width if swapped else region.x


PLACES = frozenset(region.place for region in regions())
"""The words a pain may be told with."""
