"""Where a sensor is worn: the part of the body, and the side where there are two of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evenstride.core.errors import InputError
from evenstride.core.roles import Side


class Segment(StrEnum):
    """A part of the body from which steps can be read."""

    SACRUM = "sacrum"
    THIGH = "thigh"
    SHANK = "shank"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Worn:
    """A place of a sensor.

    Attributes
    ----------
    side : Side or None
        None for the sacrum, and where nobody told which leg.
    """

    segment: Segment
    side: Side | None = None

    def __str__(self) -> str:
        return f"{self.side} {self.segment}" if self.side is not None else str(self.segment)


_SEGMENTS: Mapping[Segment, tuple[str, ...]] = {
    Segment.SACRUM: ("sacrum", "sacral", "pelvis", "lumbar", "lower back", "low back", "waist", "hip", "belt",
                     "s1", "l5", "kreuzbein", "becken", "hüfte", "bassin", "hanche"),
    Segment.THIGH: ("thigh", "upper leg", "femur", "oberschenkel", "cuisse"),
    Segment.SHANK: ("shank", "tibia", "shin", "lower leg", "ankle", "calf", "unterschenkel", "schienbein", "knöchel",
                    "jambe", "cheville"),
    Segment.FOOT: ("foot", "shoe", "instep", "lace", "laces", "heel", "forefoot", "fuß", "fuss", "schuh", "pied"),
}  # fmt: skip
_SIDES: Mapping[Side, tuple[str, ...]] = {
    Side.LEFT: ("left", "l", "links", "linker", "linkes", "linke", "gauche"),
    Side.RIGHT: ("right", "r", "rechts", "rechter", "rechtes", "rechte", "droit", "droite"),
}
PLACES = "sacrum, left-foot, right-foot, left-shank, right-shank, left-thigh or right-thigh"
"""What can be said of a place, for messages."""

NO_PLACE = "it is not said where the sensor was worn"
"""What is said of a sensor nobody named the place of."""


def worn_at(text: str) -> Worn | None:
    """Return the place that a name in a file speaks of, None where it speaks of none, or of two.

    Examples
    --------
    >>> str(worn_at("L_Shank")), str(worn_at("rightFoot")), str(worn_at("Lower back")), worn_at("IMU 7")
    ('left shank', 'right foot', 'sacrum', None)
    >>> str(worn_at("l tibia")), str(worn_at("ankle"))
    ('left shank', 'shank')
    """
    apart = re.sub(r"(?<=[a-zß-ÿ])(?=[A-Z])", " ", text.strip())
    words = f" {re.sub(r'[^a-zà-ÿ0-9]+', ' ', apart.casefold().replace('ß', 'ss'))} "
    segments = {segment for segment, names in _SEGMENTS.items() for name in names if f" {name} " in words}
    sides = {side for side, names in _SIDES.items() for name in names if f" {name} " in words}
    if len(segments) != 1 or len(sides) > 1:
        return None
    (segment,) = segments
    return Worn(segment, next(iter(sides), None) if segment is not Segment.SACRUM else None)


def parse_worn(text: str, *, option: str = "--worn") -> Worn:
    """Return the place somebody named; a leg needs its side.

    Raises
    ------
    InputError
        If it is no place, or a leg without its side.

    Examples
    --------
    >>> parse_worn("left-shank")
    Worn(segment=<Segment.SHANK: 'shank'>, side=<Side.LEFT: 'left'>)
    """
    found = worn_at(text)
    if found is None:
        raise InputError(f"'{text}' is no place of a sensor", place=option, remedy=f"Use {PLACES}")
    if found.side is None and found.segment is not Segment.SACRUM:
        raise InputError(
            f"'{text}' does not say which leg",
            place=option,
            remedy=f"Use left-{found.segment} or right-{found.segment}",
        )
    return found
