"""Is it working: a change between dates, held against error and against what would be worth having."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenstride.core.estimate import Estimate

BLOCK_WEEKS = 8
"""Weeks of a block: over them a role can make its reachable gain, after them it is judged (diagnosis_logic.md §2)."""


class Verdict(StrEnum):
    """The four answers to "is it working?"."""

    WORKING = "working"
    NOT_YET = "not yet"
    NOT_WORKING = "not working"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class SoFar:
    """A quantity that cannot be compared yet: its days, and how many more it takes.

    Attributes
    ----------
    learning, counted : int
        Days spent on learning a test, which do not count, and days that do.
    lacking : int
        Days that are still to come before there are two that count.
    """

    name: str
    learning: int
    counted: int
    lacking: int


@dataclass(frozen=True, slots=True)
class Check:
    """One metric compared between two dates.

    Attributes
    ----------
    change : Estimate
        Relative change, better being positive; unit `1` (0.01 is one per cent).
    days : int
        Different days the change rests on; with more than two it is the trend through all of them.
    mdc : float
        Minimal detectable change at the house level, same unit.
    swc : float or None
        Smallest worthwhile change; None for metrics without a verified one, which are shown as change only.
    chance_to_notice : float or None
        Probability that this comparison would show a true worthwhile change beyond its error.
    set_up : str
        What all its days were measured with, in words; all ways, joined by semicolons, where they differ.
    assumed : str
        The sentence on what was assumed to compare days of different set-ups; empty within one set-up.
    left_out : str
        The sentence on days of other set-ups that were not compared; empty when there are none.
    comparable : bool
        False where the days were measured differently and no published figure says how far apart that puts them: then
        the change is shown and no verdict follows.
    age_trend : float or None
        Change that age alone takes over the period, for a masters athlete who holds against it (`hold_against_age`);
        then that is what is said. None for everybody else.
    """

    metric: str
    since: date
    until: date
    before: Estimate
    after: Estimate
    change: Estimate
    mdc: float
    verdict: Verdict
    reason: str
    swc: float | None = None
    swc_source: str = ""
    chance_to_notice: float | None = None
    days: int = 2
    set_up: str = ""
    assumed: str = ""
    left_out: str = ""
    comparable: bool = True
    age_trend: float | None = None

    @property
    def age_adjusted(self) -> Estimate | None:
        """The change with what age takes in that time given back; None where nothing is held against age."""
        if self.age_trend is None:
            return None
        change = self.change
        value, low, high = (one - self.age_trend for one in (change.value, change.low, change.high))
        return Estimate(value, low, high, change.unit, change.level, "age trend taken off")
