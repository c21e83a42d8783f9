"""Own best power of a sprint on the bike, session by session: a series held against its own scatter, never a norm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenstride.core.estimate import Estimate, Missing


@dataclass(frozen=True, slots=True)
class PowerDay:
    """The best of a day in W, and the bike or meter it was read from; empty where nobody said."""

    on: date
    power: float
    meter: str = ""


@dataclass(frozen=True, slots=True)
class BikePower:
    """What a series of own bests shows, all of one bike or meter.

    Attributes
    ----------
    days : tuple of PowerDay
        Oldest first, one a day.
    best : Estimate or Missing
        The highest of them, W.
    change : Estimate or Missing
        The newest day against the mean of those before, W.
    scatter : float or None
        Day-to-day standard deviation of the days before the newest, W; None before three days.
    other : int
        Days of other bikes or meters, left out.
    """

    days: tuple[PowerDay, ...]
    best: Estimate | Missing
    change: Estimate | Missing
    scatter: float | None = None
    other: int = 0
