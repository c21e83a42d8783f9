"""The coming months in weeks: what each is for, its theme and how much of a usual week it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from evenstride.core.athlete import Level
from evenstride.core.plan import Kind
from evenstride.core.training import Phase, Stage

AFTER_EVENT = "An easy week after what counted."
"""The reason of a week after an event or a run of matches."""
FULL_INTENSITY = 0.98
"""Share of best speed from which a week's fastest run is not bounded: speed work is run at 90 to 100 % (haugen2019)."""


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
    weekdays : tuple of int
        Days of the week with minutes, Monday 0; a week whose every such day is away holds no training.
    kinds : tuple of tuple of Kind
        Kinds of session each week may hold; weeks beyond the last hold those of the last. Empty: all of them.
    matches : tuple of date
        Matches and races, past ones of the week before included; the week after a run of them is a light one.
    stage : Stage or None
        The step of the way back whose work is open; None without an injury to come back from.
    most : tuple of float or None
        Most of a usual week that each week may hold while it builds up after a way back; None where it is built up.
    """

    start: date
    weeks: int
    level: Level
    event: date | None = None
    since_deload: int = 0
    aggressive: tuple[int, int] | None = None
    away: tuple[date, ...] = ()
    weekdays: tuple[int, ...] = tuple(range(7))
    kinds: tuple[tuple[Kind, ...], ...] = ()
    matches: tuple[date, ...] = ()
    stage: Stage | None = None
    most: tuple[float | None, ...] = ()

    def most_in(self, week: int) -> float | None:
        """Return the most of a usual week that a week, counted from 0, may hold; None where nothing bounds it."""
        return self.most[week] if week < len(self.most) else None

    def kinds_in(self, week: int) -> tuple[Kind, ...]:
        """Return the kinds of session a week, counted from 0, may hold.

        Examples
        --------
        >>> asks = OutlineRequest(date(2026, 1, 5), 12, Level.TRAINED, kinds=((Kind.PLAY,), (Kind.PLAY, Kind.EASY)))
        >>> asks.kinds_in(5)
        (<Kind.PLAY: 'play'>, <Kind.EASY: 'easy'>)
        """
        return self.kinds[min(week, len(self.kinds) - 1)] if self.kinds else tuple(Kind)

    def is_away(self, week: int) -> bool:
        """Whether a week, counted from 0, has no day left to train on."""
        days = (self.start + timedelta(days=7 * week + number) for number in range(7))
        return all(day in self.away for day in days if day.weekday() in self.weekdays)


@dataclass(frozen=True, slots=True)
class OutlineWeek:
    """One week of an outline.

    Attributes
    ----------
    theme : Kind or None
        The speed stimulus that goes first in this week; None where no speed session is open.
    load : float or None
        Work aimed at, share of a usual week; None on the way back from an injury, where the step decides.
    intensity : float or None
        Fastest run aimed at, share of best speed; None where nothing is run fast.
    kinds : tuple of Kind
        Kinds of session this week may hold; empty in outlines made before they were kept.
    """

    start: date
    phase: Phase
    theme: Kind | None
    load: float | None
    intensity: float | None
    reason: str = ""
    kinds: tuple[Kind, ...] = ()

    @property
    def share(self) -> float | None:
        """Most fast metres, share of a usual week, where it asks for less than one; else None."""
        less = self.load is not None and self.theme is not None and self.load < 1.0
        return self.load if less else None

    @property
    def top(self) -> float | None:
        """Fastest run where it stays below full speed; else None."""
        slow = self.intensity is not None and self.theme is not None and self.intensity < FULL_INTENSITY
        return self.intensity if slow else None


@dataclass(frozen=True, slots=True)
class Outline:
    """Weeks in order. `gaps` holds for every level of the objective what is lost at most to the best; 0 is proven.

    `stage` is the step of the way back it was made for, and `away` the days without training.
    """

    start: date
    weeks: tuple[OutlineWeek, ...]
    gaps: Mapping[str, float] = field(default_factory=dict[str, float])
    event: date | None = None
    id: str = ""
    stage: Stage | None = None
    away: tuple[date, ...] = ()

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
