"""The coming months in weeks: what each is for, its theme and how much of a usual week it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from evenstride.core.athlete import Level
from evenstride.core.plan import Kind
from evenstride.core.training import Phase


@dataclass(frozen=True, slots=True)
class OutlineRequest:
    """What an outline depends on.

    Attributes
    ----------
    start : date
        First day of the first week.
    event : date or None
        The day that counts, with a taper before it; None without one.
    since_deload : int
        Weeks of training since the last light week.
    aggressive : tuple of int or None
        First and last aggressive week, counted from 0, where one was asked for; None without.
    away : tuple of date
        Days without training, such as holidays; a week with three or more of them is best a light one.
    """

    start: date
    weeks: int
    level: Level
    event: date | None = None
    since_deload: int = 0
    aggressive: tuple[int, int] | None = None
    away: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineWeek:
    """One week of an outline.

    Attributes
    ----------
    theme : Kind
        The speed stimulus that goes first in this week.
    load : float
        Fast metres aimed at, share of a usual week.
    intensity : float
        Fastest run aimed at, share of best speed.
    """

    start: date
    phase: Phase
    theme: Kind
    load: float
    intensity: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """Weeks in order. `gaps` holds for every level of the objective what is lost at most to the best; 0 is proven."""

    start: date
    weeks: tuple[OutlineWeek, ...]
    gaps: Mapping[str, float] = field(default_factory=dict[str, float])
    event: date | None = None
    id: str = ""

    @property
    def proven(self) -> bool:
        """Whether no better outline exists, level by level."""
        return all(gap == 0.0 for gap in self.gaps.values())

    def following(self, on: date, weeks: int) -> tuple[OutlineWeek | None, ...]:
        """Return for each week of a plan that begins on a day its week of the outline: the one that holds its middle.

        Examples
        --------
        >>> week = OutlineWeek(date(2026, 1, 5), Phase.BUILD, Kind.ACCELERATION, 1.0, 0.98)
        >>> [one is week for one in Outline(date(2026, 1, 5), (week,)).following(date(2026, 1, 4), 2)]
        [True, False]
        """
        middles = [on + timedelta(days=7 * number + 3) for number in range(weeks)]
        numbers = [(day - self.start).days // 7 for day in middles]
        return tuple(self.weeks[number] if 0 <= number < len(self.weeks) else None for number in numbers)
