"""Where training stands: what is practised, what a week is for, days of sport, and the way back from an injury."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Practice(StrEnum):
    """What an athlete practises; it decides which sessions are theirs."""

    SPRINT = "sprint"
    ENDURANCE = "endurance"
    TEAM = "team sport"
    CYCLING = "cycling"


class Phase(StrEnum):
    """What a week is for."""

    BUILD = "build"
    DELOAD = "deload"
    AGGRESSIVE = "aggressive"
    TAPER = "taper"
    AWAY = "away"


class SportLoad(StrEnum):
    """How hard a day of one's own sport is; a match is fast running too."""

    EASY = "easy"
    HARD = "hard"
    MATCH = "match"


@dataclass(frozen=True, slots=True)
class SportDay:
    """Sport of one's own on a day: a match, team practice, a race, a long run. The plan stands around it."""

    name: str
    load: SportLoad = SportLoad.EASY


class Stage(StrEnum):
    """Steps of the way back from an injury (care.md), in their order."""

    RELEARN = "relearn"
    LOAD = "load"
    SPRING = "spring"
    RUN = "run"
    SPRINT = "sprint"
    PERFORM = "perform"

    @property
    def number(self) -> int:
        """The step, 1 to 6.

        Examples
        --------
        >>> Stage.RUN.number
        4
        """
        return list(Stage).index(self) + 1

    @property
    def all_steps(self) -> tuple[Stage, ...]:
        """Every step in order."""
        return tuple(Stage)

    @property
    def following(self) -> Stage | None:
        """The next step, None after the last."""
        return next((one for one in Stage if one.number == self.number + 1), None)

    @property
    def before(self) -> Stage | None:
        """The step before, None before the first."""
        return next((one for one in Stage if one.number == self.number - 1), None)

    @property
    def needs_tick(self) -> bool:
        """Whether a clinician has to agree before this step; software never does."""
        return self in (Stage.SPRINT, Stage.PERFORM)


@dataclass(frozen=True, slots=True)
class PhysioLimits:
    """What a physio has set; no rule, wish or emphasis overrides it.

    Attributes
    ----------
    speed_share : float or None
        Fastest run allowed, share of best speed.
    metres : float or None
        Most metres of running in one session, run-in included.
    banned : tuple of str
        Movements not allowed: codes, names, groups or patterns of exercises, or tissues they load.
    until : date or None
        Last day it holds; None until it is lifted.
    """

    speed_share: float | None = None
    metres: float | None = None
    banned: tuple[str, ...] = ()
    until: date | None = None

    def holds_on(self, on: date) -> bool:
        """Whether it still holds on a day."""
        return self.until is None or on <= self.until


@dataclass(frozen=True, slots=True)
class ComeBack:
    """Where an athlete stands on the way back: tracked, never cleared, by software.

    Attributes
    ----------
    place : str
        Where it hurt, in words; the tissues it means decide what counts as pain there.
    stage : Stage
        The step the athlete or a clinician has moved to.
    since : date
        The day of that move.
    ticked : date or None
        The day a clinician agreed to the stage; None without.
    limits : tuple of PhysioLimits
        What is set; of several the strictest holds.
    agreed : tuple of Stage
        Further stages a clinician has agreed to.
    """

    place: str
    stage: Stage
    since: date
    ticked: date | None = None
    limits: tuple[PhysioLimits, ...] = ()
    agreed: tuple[Stage, ...] = ()

    @property
    def open_stage(self) -> Stage:
        """The step whose work is open: a step that needs a tick and has none leaves the work of the step before.

        Examples
        --------
        >>> ComeBack("calf", Stage.PERFORM, date(2026, 3, 2), agreed=(Stage.SPRINT,)).open_stage
        <Stage.SPRINT: 'sprint'>
        """
        if self.ticked is not None:
            return self.stage
        open_ones = (one for one in Stage if one.number <= self.stage.number)
        return max((one for one in open_ones if not one.needs_tick or one in self.agreed), key=lambda one: one.number)


@dataclass(frozen=True, slots=True)
class WayEnded:
    """A way back that is no longer tracked.

    Attributes
    ----------
    place : str
        Where it hurt, in words.
    began, on : date
        Its first day, and the day it ended.
    stage : Stage
        The step whose work was open at the end.
    since : date
        The first day of that step.
    """

    place: str
    began: date
    on: date
    stage: Stage
    since: date

    @property
    def small_since(self) -> date:
        """The day from which speed sessions count as the small first ones: those of the last step do."""
        return self.since if self.stage is Stage.PERFORM else self.on


@dataclass(frozen=True, slots=True)
class WeekDone:
    """What a past week held, from the log; None where it was not told.

    `intensity` is the fastest run as a share of best speed, `contacts` the landings of jumps, `hard_sets` sets near
    the end of what could be lifted.
    """

    start: date
    fast_metres: float | None = None
    intensity: float | None = None
    contacts: float | None = None
    hard_sets: float | None = None


@dataclass(frozen=True, slots=True)
class WeeklySport:
    """Sport of one's own that comes back every week; Monday is 0."""

    weekday: int
    sport: SportDay


@dataclass(frozen=True, slots=True)
class Match:
    """Sport of one's own on one day: a match, a race, a tournament."""

    on: date
    sport: SportDay


@dataclass(frozen=True, slots=True)
class Training:
    """How an athlete trains, as told on a day; the newest holds, earlier ones stay.

    Attributes
    ----------
    racing : bool
        Preparing a race now.
    long_races : bool
        Races 200 or 400 m.
    years : float or None
        Years of regular training, None when not told.
    injured : date or None
        Last day with an injury, None when not told.
    """

    on: date
    practice: Practice = Practice.SPRINT
    racing: bool = False
    long_races: bool = False
    years: float | None = None
    injured: date | None = None
    weekly: tuple[WeeklySport, ...] = ()
    matches: tuple[Match, ...] = ()

    def sport_on(self, day: date) -> SportDay | None:
        """Return the sport of a day: a match goes before what comes back every week.

        Examples
        --------
        >>> weekly = (WeeklySport(1, SportDay("football practice", SportLoad.HARD)),)
        >>> Training(date(2026, 1, 1), weekly=weekly).sport_on(date(2026, 1, 6)).name
        'football practice'
        """
        match = next((one.sport for one in self.matches if one.on == day), None)
        return match or next((one.sport for one in self.weekly if one.weekday == day.weekday()), None)


LOW_READINESS = 3.0
LOW_SLEEP = 5.0
"""Readiness (0 to 10) and hours of sleep from which down a day counts as low (coaching practice)."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """How an athlete woke up: readiness 0–10 and hours of sleep, None when not told."""

    on: date
    readiness: float | None = None
    sleep: float | None = None

    @property
    def is_low(self) -> bool:
        """Whether recovery is low.

        Examples
        --------
        >>> CheckIn(date(2026, 1, 5), readiness=0.0).is_low, CheckIn(date(2026, 1, 5), sleep=8.0).is_low
        (True, False)
        """
        tired = self.readiness is not None and self.readiness <= LOW_READINESS
        return tired or (self.sleep is not None and self.sleep < LOW_SLEEP)
