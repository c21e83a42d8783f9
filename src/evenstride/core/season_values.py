"""How steps go with speed over months of outings, and what shifted between two spans of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from evenstride.core.estimate import Array, Estimate, Missing
from evenstride.core.outing_values import BIN_WIDTH, DeviceNote

SEASON_VALUES = ("force", "swing_time", "contact_time", "contact_length", "step_length", "step_frequency")
"""What is told against speed, in this order; unit in `SEASON_UNITS`."""

SEASON_UNITS: Mapping[str, str] = {
    "force": "BW",
    "swing_time": "s",
    "contact_time": "s",
    "contact_length": "m",
    "step_length": "m",
    "step_frequency": "Hz",
}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `first` to `last`, both in it."""

    first: date
    last: date

    def __contains__(self, on: object) -> bool:
        return isinstance(on, date) and self.first <= on <= self.last


@dataclass(frozen=True, slots=True, eq=False)
class SpeedCurve:
    """One value against speed in one span.

    Attributes
    ----------
    speeds : ndarray, shape (n,)
        m/s, increasing; only speeds the span holds.
    value, low, high : ndarray, shape (n,)
        Best value and 90 % interval, comparable between spans of one instrument: the error that all of them share is
        not in it.
    wide_low, wide_high : ndarray, shape (n,)
        The same with the error that the instrument may have in all spans alike; equal to low and high where the
        value does not need contact time.
    unit : str
        Of the value.
    """

    speeds: Array = field(repr=False)
    value: Array = field(repr=False)
    low: Array = field(repr=False)
    high: Array = field(repr=False)
    wide_low: Array = field(repr=False)
    wide_high: Array = field(repr=False)
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class SpanCurves:
    """All values against speed in one span.

    Attributes
    ----------
    outings : int
        That it rests on.
    curves : mapping of str to (SpeedCurve or Missing)
        By the names of `SEASON_VALUES`.
    """

    span: Span
    outings: int
    curves: Mapping[str, SpeedCurve | Missing]


def at_speed(curves: SpanCurves, name: str, speed: float) -> Estimate | Missing:
    """Return a value of a span at one speed: at the nearest speed it holds, no further than a bin away."""
    curve = curves.curves.get(name, Missing("nothing is told of it"))
    if isinstance(curve, Missing):
        return curve
    away = [abs(one - speed) for one in curve.speeds.tolist()]
    at = min(range(len(away)), key=away.__getitem__, default=None)
    if at is None or away[at] > BIN_WIDTH:
        return Missing("the span does not hold this speed", "Choose another speed")
    return Estimate(float(curve.value[at]), float(curve.low[at]), float(curve.high[at]), curve.unit)


@dataclass(frozen=True, slots=True, eq=False)
class SeasonCurves:
    """Steps against speed, span by span.

    Attributes
    ----------
    spans : tuple of SpanCurves
        Oldest first; spans that hold too little are left out.
    frequency_source, contact_source : str
        The one instrument each rests on.
    left_out : int
        Outings of other instruments, or with another way to tell speed, such as those on a treadmill.
    adjusted : tuple of str
        What the curves are adjusted for: of `grade` and `half of the outing`.
    not_adjusted : tuple of str
        Sentences on what they could not be adjusted for, and why.
    notes : tuple of DeviceNote
        What is known against the instruments.
    """

    spans: tuple[SpanCurves, ...]
    frequency_source: str
    contact_source: str
    left_out: int
    adjusted: tuple[str, ...]
    not_adjusted: tuple[str, ...]
    notes: tuple[DeviceNote, ...] = ()


class Shifted(StrEnum):
    """What shifted at equal speed. At one speed F and swing time are free; contact length follows from them."""

    PUSH = "push"
    SWING = "swing"
    BOTH = "both"
    NEITHER = "neither beyond error"


@dataclass(frozen=True, slots=True, eq=False)
class SeasonShift:
    """What changed between two spans at the speeds both hold.

    Attributes
    ----------
    before, now : Span
        What is compared.
    outings : (int, int)
        Of each span.
    slowest, fastest : float
        Speeds both hold, m/s.
    changes : mapping of str to Estimate
        ln(now/before) of each of `SEASON_VALUES`, mean over those speeds; intervals of 95 %, because two of them are
        judged together.
    shifted : Shifted
        Push where the interval of F leaves zero out, swing where that of swing time does.
    source : str
        The instrument.
    """

    before: Span
    now: Span
    outings: tuple[int, int]
    slowest: float
    fastest: float
    changes: Mapping[str, Estimate]
    shifted: Shifted
    source: str


@dataclass(frozen=True, slots=True)
class BalanceTrend:
    """The left foot's share of contact time over the outings of one instrument.

    Attributes
    ----------
    first, last : date
        Of the outings.
    outings : int
        That it rests on.
    share : Estimate
        Mean share as the instrument says it; whether it reads half for a symmetric runner is not known.
    change : Estimate
        From the first day to the last, share points, along a straight line.
    beyond_error : bool
        Whether the interval of the change leaves zero out.
    source : str
        The instrument.
    """

    first: date
    last: date
    outings: int
    share: Estimate
    change: Estimate
    beyond_error: bool
    source: str
