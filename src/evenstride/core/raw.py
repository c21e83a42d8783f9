"""Raw input of field tests from a phone: how a thigh turned, and frames of a clip coded by hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evenstride.core.estimate import Array
from evenstride.core.frozen import freeze
from evenstride.core.roles import Side


class RawKind(StrEnum):
    """What raw input a field test can be made from: a gyroscope on a thigh, or frames of a clip coded by hand."""

    GYRO = "gyro"
    HOPS = "hops"
    POLES = "poles"
    MEET = "meet"


@dataclass(frozen=True, slots=True, eq=False)
class GyroTrace:
    """Rates of turn of a phone strapped to one thigh.

    Attributes
    ----------
    times : ndarray, shape (n,)
        Time in s as the phone wrote it, from 0; not always increasing or even.
    rates : ndarray, shape (n, 3)
        Rates about the three axes of the phone in rad/s; an axis that was not written is all zero.
    """

    times: Array
    rates: Array

    def __post_init__(self) -> None:
        freeze(self, "times", "rates")


@dataclass(frozen=True, slots=True)
class FrameRate:
    """How a clip counts time. Asked for, never assumed: a slow-motion file hides it.

    Attributes
    ----------
    capture : float
        Frames a second that the camera took, Hz.
    clip : float
        Frames a second at which the clip plays, Hz.
    slowed : float
        How many times slower than life the clip plays; 1 at natural speed.

    Examples
    --------
    >>> round(1000 * FrameRate(capture=240.0, clip=30.0, slowed=8.0).frame, 3)
    4.167
    >>> round(1000 * FrameRate(capture=240.0, clip=30.0, slowed=1.0).frame, 1)
    33.3
    """

    capture: float
    clip: float
    slowed: float = 1.0

    @property
    def frame(self) -> float:
        """Seconds of life from one frame of the clip to the next."""
        return 1.0 / (self.clip * self.slowed)


@dataclass(frozen=True, slots=True)
class CodedContact:
    """One contact by the numbers of its frames; None where that was not coded.

    Attributes
    ----------
    touchdown, toe_off : float
        First frame with the foot on the ground, and first frame with it off again.
    side : Side or None
        The foot; None where both land together.
    thighs_cross : float or None
        Frame at which the swinging thigh passes the other one.
    knee_separation, leg_length : float or None
        In pixels at touchdown; the separation is positive while the swinging knee is behind the other one.
    """

    touchdown: float
    toe_off: float | None = None
    side: Side | None = None
    thighs_cross: float | None = None
    knee_separation: float | None = None
    leg_length: float | None = None


@dataclass(frozen=True, slots=True)
class FrameCodes:
    """What one person, or two, coded in one clip.

    Attributes
    ----------
    contacts : tuple of CodedContact
        In time order.
    poles : (float, float) or None
        Frames at which the runner passed the first and the last pole.
    course : float or None
        Distance between the poles in m.
    second, second_poles
        The same contacts and poles coded by a second person, or again by the same one; empty and None where there is
        one coding, and then the error of the rater is unknown.
    """

    rate: FrameRate
    contacts: tuple[CodedContact, ...] = ()
    poles: tuple[float, float] | None = None
    course: float | None = None
    second: tuple[CodedContact, ...] = ()
    second_poles: tuple[float, float] | None = None
