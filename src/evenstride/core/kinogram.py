"""A kinogram: one stride of each leg as a row of pictures, each at an instant that is defined once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenstride.core.body_points import BodyPoint
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.roles import Side

Place = tuple[float, float]
"""m to the right of the middle of the hips, as drawn, and up from the ground."""

Body = Mapping[BodyPoint, Place]
"""The points of a body that were seen."""


class Instant(StrEnum):
    """An instant in the stride of one leg, from its touchdown to its next; in this order where somebody sprints.

    `touchdown`, `toe-off`: of this foot, as its contacts were found. `mid-stance`: between them, when the hip of this
    leg passes over the ball of its foot. `thighs pass`: after it, when this thigh swings forward past the other one.
    `maximal swing`: when this thigh is foremost before its next touchdown.
    """

    TOUCHDOWN = "touchdown"
    MID_STANCE = "mid-stance"
    TOE_OFF = "toe-off"
    THIGHS_PASS = "thighs pass"
    MAXIMAL_SWING = "maximal swing"


class Angle(StrEnum):
    """What is written beside a picture, rad: of this leg, of the other one, of the body.

    A thigh against the vertical, knee ahead positive; flexion of the knee; lean of the trunk, forward positive.
    """

    THIGH = "thigh"
    OTHER_THIGH = "other thigh"
    KNEE = "knee"
    TRUNK = "trunk"


@dataclass(frozen=True, slots=True)
class StrideInstants:
    """When the instants of one stride are.

    Attributes
    ----------
    touchdown, until : float
        s from the first frame: of this foot, and its next one or the end of what was seen.
    times : mapping of Instant to float or Missing
        s from the first frame.
    whole : bool
        Whether it ends with the next touchdown of this foot.
    """

    side: Side
    touchdown: float
    until: float
    times: Mapping[Instant, float | Missing]
    whole: bool

    @property
    def known(self) -> tuple[Instant, ...]:
        """The instants that were seen."""
        return tuple(one for one, time in self.times.items() if isinstance(time, float))


@dataclass(frozen=True, slots=True)
class FilmCrop:
    """A piece of one frame of the film.

    Attributes
    ----------
    jpeg : bytes
        The picture.
    low, high : Place
        Where its lower left and its upper right corner are.
    """

    jpeg: bytes
    low: Place
    high: Place


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of a kinogram.

    Attributes
    ----------
    time : float
        s from the first frame.
    frame : int
        The first that shows it, from 0.
    since : Estimate
        s after the touchdown of the row.
    body : mapping of BodyPoint to Place
        The points that were seen.
    angles : mapping of Angle to Estimate or Missing
        rad.
    film : FilmCrop or None
        The film behind it; None where there is no film.
    """

    time: float
    frame: int
    since: Estimate
    body: Body
    angles: Mapping[Angle, Estimate | Missing]
    film: FilmCrop | None = None


@dataclass(frozen=True, slots=True)
class KinogramRow:
    """One stride of one leg; a picture that cannot be shown says why."""

    side: Side
    shots: Mapping[Instant, Shot | Missing]

    @property
    def seen(self) -> tuple[Shot, ...]:
        """The pictures that can be shown."""
        return tuple(shot for shot in self.shots.values() if isinstance(shot, Shot))


@dataclass(frozen=True, slots=True)
class Kinogram:
    """One stride of each leg in pictures.

    Attributes
    ----------
    rows : tuple of KinogramRow
        The left leg, then the right.
    near : Side
        The side towards the camera.
    faces : str
        `right` or `left`: which way is forward as drawn.
    scaled : bool
        Whether a length is known; else the body is drawn with a leg of usual length.
    """

    athlete: str
    on: date | None
    rows: tuple[KinogramRow, ...]
    near: Side = Side.RIGHT
    faces: str = "right"
    scaled: bool = True

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies of all pictures that can be shown."""
        return tuple(shot.body for row in self.rows for shot in row.seen)
