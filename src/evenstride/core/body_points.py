"""The points of the body that motion capture is asked about, by one name whatever the marker set calls them."""

from __future__ import annotations

from enum import StrEnum

from evenstride.core.roles import Side


class BodyPoint(StrEnum):
    """A point of the body; `toe` is the foremost marker of the foot, `ball` lies over the heads of the metatarsals.

    `ankle`, `knee`, `elbow` and `wrist` are the joint, or the marker on its outer side where a set has no other;
    `hip` is the centre of the joint only, never a marker on the pelvis or the trochanter.

    Examples
    --------
    >>> BodyPoint("left heel").side, BodyPoint("left heel").other, BodyPoint.SACRUM.side
    (<Side.LEFT: 'left'>, <BodyPoint.RIGHT_HEEL: 'right heel'>, None)
    """

    LEFT_TOE = "left toe"
    RIGHT_TOE = "right toe"
    LEFT_BALL = "left ball"
    RIGHT_BALL = "right ball"
    LEFT_HEEL = "left heel"
    RIGHT_HEEL = "right heel"
    LEFT_ANKLE = "left ankle"
    RIGHT_ANKLE = "right ankle"
    LEFT_KNEE = "left knee"
    RIGHT_KNEE = "right knee"
    LEFT_HIP = "left hip"
    RIGHT_HIP = "right hip"
    LEFT_ASIS = "left asis"
    RIGHT_ASIS = "right asis"
    SACRUM = "sacrum"
    C7 = "c7"
    STERNUM = "sternum"
    LEFT_SHOULDER = "left shoulder"
    RIGHT_SHOULDER = "right shoulder"
    LEFT_ELBOW = "left elbow"
    RIGHT_ELBOW = "right elbow"
    LEFT_WRIST = "left wrist"
    RIGHT_WRIST = "right wrist"
    HEAD = "head"

    @property
    def side(self) -> Side | None:
        """Return which side it lies on; None in the middle."""
        word = self.value.split(" ")[0]
        return Side(word) if word in (Side.LEFT, Side.RIGHT) else None

    @property
    def other(self) -> BodyPoint:
        """Return the same point of the other side; itself in the middle."""
        return self if self.side is None else body_point("left" if self.side is Side.RIGHT else "right", self.part)

    @property
    def part(self) -> str:
        """Return its name without the side, for example `heel`."""
        return self.value if self.side is None else self.value.split(" ", 1)[1]


def body_point(side: Side | str, part: str) -> BodyPoint:
    """Return the point of one side, for example of `left` and `heel`."""
    return BodyPoint(f"{side} {part}")
