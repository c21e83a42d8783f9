"""One day of field tests as planned: which tests, why, with what, and how each is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenstride.core.athlete import Athlete
from evenstride.core.chart import Figure
from evenstride.core.diagnosis import NextTest
from evenstride.core.protocol import FieldProtocol


@dataclass(frozen=True, slots=True)
class PlannedTest:
    """One test of the day.

    Attributes
    ----------
    kit : tuple of str
        The way of doing it with the kit owned; the usual kit where some of it lacks.
    why : str
        What it is for today, in a sentence.
    figure : Figure
        The protocol's drawing.
    worth : NextTest or None
        How far it is expected to cut doubt; None for a test that was asked for.
    done : int
        Days of it so far, in this version.
    """

    protocol: FieldProtocol
    kit: tuple[str, ...]
    why: str
    figure: Figure
    worth: NextTest | None = None
    done: int = 0


@dataclass(frozen=True, slots=True)
class FieldDay:
    """A test day on one page.

    Attributes
    ----------
    tests : tuple of PlannedTest
        In the order of stations; empty when nothing is worth measuring now, or nothing may be done.
    minutes : float
        Minutes there were; `needed` is what the tests take.
    answer : str
        The day in a sentence.
    before : tuple of str
        What to heed before the first test.
    notes : tuple of str
        What a person should know about the choice.
    """

    athlete: Athlete
    on: date
    minutes: float
    answer: str
    tests: tuple[PlannedTest, ...] = ()
    before: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def needed(self) -> float:
        """Minutes the tests take, warm-up not counted."""
        return sum(test.protocol.minutes for test in self.tests)
