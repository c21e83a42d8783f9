"""How the body moved: points in running axes, angles over time, and the strides between touchdowns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import ceil, floor, nan

import numpy as np

from evenstride.core.body_points import BodyPoint
from evenstride.core.estimate import Array, Missing
from evenstride.core.leg import LegLength
from evenstride.core.recording import Contact
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.sided import SidedValues

LONGEST_STEP = 1.6
"""Usual steps beyond which contacts are missing between two touchdowns (judgement; lopsided runners reach 1.4)."""


class SegmentTable(StrEnum):
    """Whose masses and centres of segments are used; `mean` where nobody said."""

    FEMALE = "female"
    MALE = "male"
    MEAN = "mean"


class Course(StrEnum):
    """What is followed over time; a value is SI, an angle in rad.

    Of one side: the angle of the thigh against the vertical (knee ahead positive), its rate and acceleration; flexion
    of the knee; how far ahead the knee is in the laboratory; speed of the foot over the ground, forward and up; how far
    the ball of the foot is ahead of the hip and of the centre of mass; angle of the upper arm (elbow ahead positive).
    Of the body: lean of the trunk (forward positive); turning of pelvis and shoulders about the vertical (the right
    side ahead positive); angular momentum about the centre of mass per kg of body: of the legs and of all else about
    the vertical, and of the whole body about the vertical, the lateral and the forward axis, m²/s.
    """

    THIGH = "thigh angle"
    THIGH_RATE = "thigh rate"
    THIGH_ACCELERATION = "thigh acceleration"
    KNEE = "knee flexion"
    KNEE_AHEAD = "knee position"
    FOOT_FORWARD = "foot speed forward"
    FOOT_UP = "foot speed up"
    AHEAD_OF_HIP = "foot ahead of the hip"
    AHEAD_OF_CENTRE = "foot ahead of the centre of mass"
    ARM = "arm angle"
    LEAN = "trunk lean"
    PELVIS = "pelvis turning"
    SHOULDERS = "shoulder turning"
    LEGS_ABOUT_VERTICAL = "angular momentum of the legs about the vertical"
    REST_ABOUT_VERTICAL = "angular momentum of arms, trunk and head about the vertical"
    ABOUT_VERTICAL = "angular momentum about the vertical"
    ABOUT_LATERAL = "angular momentum about the lateral axis"
    ABOUT_FORWARD = "angular momentum about the forward axis"


def first_frame(times: Array, time: float) -> int:
    """Return the number, from 0, of the first frame that shows what was at a time; the last where none does.

    Wherever frames are numbered for people, an instant stands at this one.

    Parameters
    ----------
    times : ndarray, shape (n,)
        s, of each frame, growing.
    time : float
        s on the same clock.

    Examples
    --------
    >>> [first_frame(np.array([0.0, 0.1, 0.2]), time) for time in (0.0, 0.01, 0.1, 9.0)]
    [0, 1, 1, 2]
    """
    # An instant at a frame may come out of arithmetic a rounding error later.
    return min(int(np.searchsorted(times, time - 1e-9)), len(times) - 1)


Courses = Mapping[tuple[Side | None, Course], Array | Missing]
"""Courses by side, None for those of the body; shape (n,) each."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """The movement of one trial, ready to be measured.

    Attributes
    ----------
    rate : float
        Frames a second, Hz.
    points : mapping of BodyPoint to ndarray, shape (n, 3)
        m: forward, to the left, up; low pass, nan where a point was not seen. A hip that had no marker is among them.
    feet : mapping of BodyPoint to ndarray, shape (n, 3)
        Points of the feet with the higher cut-off that their speed before touchdown needs, m.
    courses : mapping
        Every `Course`, or why it is missing.
    contacts : tuple of Contact
        In time order, s from the first frame, however they were found.
    event_error : float
        s, standard deviation of one touchdown or toe_off.
    placing_error : float
        m, standard deviation of where a point sits on the body, along each axis.
    ground : float
        m/s, speed of what the foot stands on; negative on a belt, 0 where the athlete travels.
    centre : ndarray of shape (n, 3) or Missing
        Centre of mass of the whole body, m.
    leg : LegLength or None
        As told, else from its points; None where it is not known.
    untimed : Missing or None
        Why touchdowns are known to a frame only and toe_offs not at all; None where contacts were timed.
    planar : bool
        Whether one camera saw it from the side: what lies across the run is not known.
    """

    athlete: str
    rate: float
    points: Mapping[BodyPoint, Array]
    feet: Mapping[BodyPoint, Array]
    courses: Courses
    contacts: tuple[Contact, ...]
    event_error: float
    placing_error: float
    ground: float
    centre: Array | Missing
    speed: float | None = None
    mass: float | None = None
    table: SegmentTable = SegmentTable.MEAN
    on: date | None = None
    leg: LegLength | None = None
    planar: bool = False
    flags: tuple[Flag, ...] = ()
    notes: tuple[str, ...] = ()
    untimed: Missing | None = None

    @property
    def times(self) -> Array:
        """Time of each frame in s, from 0."""
        count = len(next(iter(self.points.values()), np.empty(0)))
        return np.arange(count, dtype=np.float64) / self.rate

    def strides(self) -> tuple[StrideMotion, ...]:
        """Return the strides: touchdown to the next touchdown of the same foot, one contact of the other in between.

        Over contacts that were missed no stride is made.
        """
        found: list[StrideMotion] = []
        steps = self._steps()
        for index, (first, middle, last) in enumerate(
            zip(self.contacts, self.contacts[1:], self.contacts[2:], strict=False)
        ):
            if steps[index] and steps[index + 1]:
                found.append(
                    StrideMotion(
                        self,
                        first.side,
                        first.touchdown,
                        _known(first.toe_off),
                        last.touchdown,
                        middle.touchdown,
                        _known(middle.toe_off),
                    )
                )
        return tuple(found)

    def broken(self) -> int:
        """Return how many times two contacts in a row make no step: contacts between them were missed."""
        return sum(not step for step in self._steps())

    def _steps(self) -> list[bool]:
        """Return of every two contacts in a row whether they make a step: two feet, and no contact between missed."""
        pairs = list(pairwise(self.contacts))
        times = [other.touchdown - one.touchdown for one, other in pairs]
        # The usual step is one of the shorter ones: of three contacts one interval may hold the missed ones.
        longest = LONGEST_STEP * float(np.quantile(times, 0.25)) if times else 0.0
        return [one.side is not other.side and time <= longest for (one, other), time in zip(pairs, times, strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class StrideMotion:
    """One stride of one side within a motion.

    Attributes
    ----------
    touchdown, toe_off, next_touchdown : float
        s, of this side's foot.
    other_touchdown, other_toe_off : float
        s, of the other foot's contact inside the stride.

    A toe_off that is not known is nan.
    """

    motion: Motion
    side: Side
    touchdown: float
    toe_off: float
    next_touchdown: float
    other_touchdown: float
    other_toe_off: float

    @property
    def stride_time(self) -> float:
        """Touchdown to next touchdown, s."""
        return self.next_touchdown - self.touchdown

    @property
    def step_time(self) -> float:
        """Touchdown to that of the other foot, s."""
        return self.other_touchdown - self.touchdown

    def own(self, course: Course) -> Array | Missing:
        """Return a course of this side over the whole trial."""
        return self.motion.courses[self.side, course]

    def other(self, course: Course) -> Array | Missing:
        """Return a course of the other side over the whole trial."""
        return self.motion.courses[self.side.other, course]

    def whole(self, course: Course) -> Array | Missing:
        """Return a course of the body over the whole trial."""
        return self.motion.courses[None, course]

    def at(self, values: Array, time: float) -> float:
        """Return a course at one time, read between frames; nan where it was not seen."""
        place = time * self.motion.rate
        if not 0.0 <= place <= len(values) - 1:
            return float("nan")
        first = min(int(place), len(values) - 2)
        share = place - first
        # A neighbour that does not count must not make what was seen nan.
        if share == 0.0:
            return float(values[first])
        return float((1.0 - share) * values[first] + share * values[first + 1])

    def between(self, values: Array, first: float, last: float) -> tuple[Array, Array]:
        """Return times and values from one time to another, both ends read between frames."""
        rate = self.motion.rate
        begin, end = max(0, floor(first * rate) + 1), min(len(values), ceil(last * rate))
        frames = np.arange(begin, max(begin, end), dtype=np.float64) / rate
        return (
            np.concatenate([[first], frames, [last]]),
            np.concatenate([[self.at(values, first)], values[begin : max(begin, end)], [self.at(values, last)]]),
        )


def _known(time: float | None) -> float:
    return nan if time is None else time


class MotionSummary(SidedValues[Motion]):
    """How the strides of one trial were run."""

    __slots__ = ()

    FAMILY = "motion capture"

    @property
    def motion(self) -> Motion:
        """The movement whose strides these are."""
        return self.of
