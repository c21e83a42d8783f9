"""The tests themselves, seen over a squad: how repeatable each is, and whether its change goes with that of speed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenstride.core.chart import Figure
from evenstride.core.estimate import Draws, Missing

SQUAD_SIZE = 20
"""Consenting athletes from which a squad page speaks about a test (pocket laboratory, common rules)."""


class Bearing(StrEnum):
    """What a test's change says about the change of speed, in this squad."""

    WITH = "goes with speed"
    AGAINST = "goes against speed"
    NOTHING = "tells nothing about speed here"
    CANNOT_TELL = "cannot tell yet"


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well a test repeats itself in people who know it.

    Attributes
    ----------
    athletes, sessions : int
        Athletes counted, and sessions of each.
    typical_error : Draws
        SD of one session around the athlete's own level, as a share of the value (a coefficient of variation).
    consistency, agreement : Draws
        ICC(3,1) and ICC(2,1): the share of the spread between sessions that is between athletes; a shift shared by all
        sessions of one order counts as error in the second only.
    shift : Draws
        Mean change from one session to the next, log units, better being positive: learning that goes on, or training.
    """

    athletes: int
    sessions: int
    typical_error: Draws
    consistency: Draws
    agreement: Draws
    shift: Draws


@dataclass(frozen=True, slots=True)
class Relation:
    """How the change of a test goes with the change of flying speed, from athlete to athlete.

    Attributes
    ----------
    athletes : int
        Athletes with both changes.
    correlation : Draws
        Of the true changes, the errors of both taken off; better with better is positive.
    slope : Draws
        Change of speed for a change of the test, both relative: 0.3 is 0.3 % for 1 %.
    bearing : Bearing
        What that amounts to.
    """

    athletes: int
    correlation: Draws
    slope: Draws
    bearing: Bearing


@dataclass(frozen=True, slots=True)
class SquadTest:
    """One test over the squad; Missing says what is lacking."""

    test: str
    title: str
    unit: str
    athletes: int
    reliability: Reliability | Missing
    relation: Relation | Missing


@dataclass(frozen=True, slots=True)
class SquadPage:
    """The squad page in words and pictures; no name of an athlete is in it.

    Attributes
    ----------
    head : tuple of str
        Who is counted, and how to read the page.
    tests : tuple of Said
        One entry a test.
    figure : Figure or None
        All tests drawn; None while none can be spoken about.
    """

    on: date
    head: tuple[str, ...]
    tests: tuple[Said, ...]
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about one test."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SquadTests:
    """Every test somebody in the squad did.

    Attributes
    ----------
    athletes, simulated : int
        Athletes with any field test, and those of them who are simulated.
    left_out : int
        Athletes who asked not to be counted.
    """

    on: date
    athletes: int
    simulated: int
    left_out: int
    tests: tuple[SquadTest, ...]

    @property
    def lacking(self) -> int:
        """Athletes still missing before any test can be spoken about."""
        return max(0, SQUAD_SIZE - self.athletes)
