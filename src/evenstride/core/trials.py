"""What raw input of a field test gave: trials for the day, the quantities behind them, and what to know about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenstride.core.estimate import Draws, Missing
from evenstride.core.recording import FieldTest
from evenstride.core.roles import Side
from evenstride.core.run import Flag


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of one trial.

    Attributes
    ----------
    name : str
        For example `switch_time`, `peak_rate`, `range`, `contact_time`.
    value : Draws or Missing
        In SI; the draws hold the error of frames, samples and noise alone, not that of the test from day to day.
    trial : int
        Number of the trial in its recording, from 1.
    side : Side or None
        The leg; None for both.
    """

    name: str
    value: Draws | Missing
    trial: int = 1
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class RawTrials:
    """Everything one raw recording gave.

    Attributes
    ----------
    tests : tuple of FieldTest
        One for each side that could be measured; ready for the value of the day.
    quantities : tuple of Quantity
        What is behind them, and what else was seen.
    flags : tuple of Flag
        What a person should know; nothing is repaired silently.
    """

    tests: tuple[FieldTest, ...]
    quantities: tuple[Quantity, ...]
    flags: tuple[Flag, ...] = ()

    def of(self, name: str, side: Side | None = None) -> Sequence[Draws]:
        """Return the values of one quantity, by trial; trials without one are left out."""
        return tuple(
            one.value
            for one in self.quantities
            if one.name == name and one.side is side and isinstance(one.value, Draws)
        )
