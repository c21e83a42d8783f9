"""A small drawing as data: jointed people posed by angles, and a few things around them.

A drawing travels with what it explains (a field protocol is one file, its picture included) and is drawn by the
chart room. Coordinates are drawing units, x to the right and y downwards; angles are degrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import Any

from evenstride.core.errors import PluginError
from evenstride.core.toml_table import TomlTable

Point = tuple[float, float]

THINGS: Mapping[str, tuple[int, int]] = {
    "ground": (2, 2), "wall": (2, 2), "post": (2, 2), "strap": (2, 2), "band": (2, 2), "rope": (2, 2), "tape": (2, 2),
    "phone": (1, 3), "scale": (1, 1), "head": (1, 1), "bar": (2, 9), "arrow": (2, 9), "path": (2, 9),
    "measure": (2, 4), "label": (1, 2), "box": (2, 2), "ball": (1, 1), "weight": (1, 1),
}  # fmt: skip
"""Kinds of things (surfaces, kit, and what is written beside them) with the fewest and most points of each."""

LOOKS = ("push", "swing", "support", "timing", "ink", "ink2")
"""What a limb may be drawn as: a role where it does the work, ink elsewhere."""

LIMBS = ("right_leg", "left_leg", "right_arm", "left_arm", "trunk")

# Lengths as shares of body height, rounded: a figure to recognise a pose by, not anthropometry (judgement).
_TRUNK, _HEAD, _THIGH, _SHANK, _FOOT, _UPPER_ARM, _FOREARM = 0.29, 0.10, 0.245, 0.245, 0.12, 0.165, 0.16


@dataclass(frozen=True, slots=True)
class Person:
    """One person seen from the side.

    Attributes
    ----------
    hip : (float, float)
        Where the hip is.
    trunk : float
        Lean of the trunk from upright, forward positive: −90 lies on the back.
    right_leg, left_leg : (float, float, float)
        Direction of thigh, shank and foot from straight down, forward positive. The right leg is the near one.
    right_arm, left_arm : (float, float)
        Direction of upper arm and forearm, likewise.
    faces : str
        `right` or `left`: which way is forward.
    looks : mapping of str to str
        Limb → one of `LOOKS`; the others are ink.
    """

    hip: Point
    trunk: float = 0.0
    right_leg: tuple[float, float, float] = (0.0, 0.0, 90.0)
    left_leg: tuple[float, float, float] = (0.0, 0.0, 90.0)
    right_arm: tuple[float, float] = (0.0, 0.0)
    left_arm: tuple[float, float] = (0.0, 0.0)
    height: float = 140.0
    faces: str = "right"
    looks: Mapping[str, str] = field(default_factory=dict[str, str])

    def joints(self) -> Mapping[str, Point]:
        """Return every joint by name: `hip`, `shoulder`, `head`, and `knee_right` to `hand_left`.

        Examples
        --------
        >>> tuple(round(value) for value in Person((0.0, 0.0), height=100.0).joints()["knee_right"])
        (0, 24)
        """
        shoulder = self._along(self.hip, 180.0 - self.trunk, _TRUNK)
        found = {"hip": self.hip, "shoulder": shoulder, "head": self._along(shoulder, 180.0 - self.trunk, _HEAD)}
        for side, leg, arm in (
            ("right", self.right_leg, self.right_arm),
            ("left", self.left_leg, self.left_arm),
        ):
            knee = self._along(self.hip, leg[0], _THIGH)
            ankle = self._along(knee, leg[1], _SHANK)
            elbow = self._along(shoulder, arm[0], _UPPER_ARM)
            found |= {
                f"knee_{side}": knee,
                f"ankle_{side}": ankle,
                f"toe_{side}": self._along(ankle, leg[2], _FOOT),
                f"elbow_{side}": elbow,
                f"hand_{side}": self._along(elbow, arm[1], _FOREARM),
            }
        return found

    def _along(self, start: Point, angle_deg: float, share: float) -> Point:
        """Return the point a share of the height away, in a direction counted from straight down."""
        forward = 1.0 if self.faces == "right" else -1.0
        length = share * self.height
        return start[0] + forward * length * sin(radians(angle_deg)), start[1] + length * cos(radians(angle_deg))


@dataclass(frozen=True, slots=True)
class Thing:
    """Something beside a person: its kind of `THINGS`, its points, a text, and what it is drawn as."""

    kind: str
    points: tuple[Point, ...]
    text: str = ""
    look: str = "ink"


@dataclass(frozen=True, slots=True)
class Drawing:
    """People and things on a sheet; `alt` says the picture in a full sentence."""

    alt: str
    people: tuple[Person, ...]
    things: tuple[Thing, ...] = ()
    width: float = 360.0
    height: float = 190.0


def parse_drawing(table: TomlTable) -> Drawing:
    """Read a drawing from its table in a protocol file.

    Points are `[x, y]`, the joint of a person such as `"a.knee_right"` (the first person is a, the second b), or
    a joint with an offset, `["a.hip", 6, -4]`.

    Raises
    ------
    PluginError
        If something lacks, is unknown, or points to a joint that nobody has.
    """
    people = tuple(_person(item) for item in table.tables("people", ()))
    joints = {
        f"{'abcdefgh'[number]}.{name}": point
        for number, person in enumerate(people)
        for name, point in person.joints().items()
    }
    drawing = Drawing(
        alt=table.text("alt"),
        people=people,
        things=tuple(_thing(item, joints) for item in table.tables("things", ())),
        width=table.number("width", 360.0),
        height=table.number("height", 190.0),
    )
    table.finish()
    return drawing


def _person(table: TomlTable) -> Person:
    usual = Person((0.0, 0.0))
    person = Person(
        hip=_two(table.numbers("hip", 2)),
        trunk=table.number("trunk", 0.0),
        right_leg=_three(table.numbers("right_leg", 3, usual.right_leg)),
        left_leg=_three(table.numbers("left_leg", 3, usual.left_leg)),
        right_arm=_two(table.numbers("right_arm", 2, usual.right_arm)),
        left_arm=_two(table.numbers("left_arm", 2, usual.left_arm)),
        height=table.number("height", usual.height),
        faces=table.choice("faces", ("right", "left"), "right"),
        looks=table.mapping("looks", LIMBS, LOOKS),
    )
    table.finish()
    return person


def _thing(table: TomlTable, joints: Mapping[str, Point]) -> Thing:
    kind = table.choice("kind", tuple(THINGS))
    points = tuple(_point(table, item, joints) for item in table.items("points"))
    fewest, most = THINGS[kind]
    if not fewest <= len(points) <= most or len(set(points)) != len(points):
        raise table.fault(
            f"a {kind} has {len(points)} points", f"Give {fewest} to {most}, all of them different from each other"
        )
    text = table.text("text") if kind == "label" else table.text("text", "")
    thing = Thing(kind, points, text, table.choice("look", LOOKS, "ink"))
    table.finish()
    return thing


def _point(table: TomlTable, said: Any, joints: Mapping[str, Point]) -> Point:
    match said:
        case str() if said in joints:
            return joints[said]
        case [str() as name, int() | float() as right, int() | float() as down] if name in joints:
            return joints[name][0] + right, joints[name][1] + down
        case [int() | float() as x, int() | float() as y]:
            return float(x), float(y)
        case _:
            raise PluginError(
                f"the point {said!r} is neither [x, y] nor a joint",
                place=table.place,
                remedy=f"Joints are {', '.join(sorted(joints)) or 'those of people, and there are none'}",
            )


def _two(numbers: tuple[float, ...]) -> tuple[float, float]:
    first, second = numbers
    return first, second


def _three(numbers: tuple[float, ...]) -> tuple[float, float, float]:
    first, second, third = numbers
    return first, second, third
