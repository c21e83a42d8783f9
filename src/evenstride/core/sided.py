"""What is known of both sides of one trial together, of each, and of left less right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from evenstride.core.estimate import Draws, Missing
from evenstride.core.roles import Side
from evenstride.core.run import Flag

Of = TypeVar("Of")


@dataclass(frozen=True, slots=True)
class SidedValues(Generic[Of]):
    """Metrics of one trial by name.

    Attributes
    ----------
    of : object
        What was measured.
    both, sides : mapping of str to Draws or Missing
        The mean of the sides, and each side.
    differences : mapping of str to Draws
        Left less right, in the metric's unit, with every doubt of both.
    spread : mapping of str to float
        Standard deviation from one contact or stride to the next of its side, in the metric's unit; nan with one a
        side.
    paired : mapping of str to Draws
        Left less right step by step: the mean over every two steps in a row, so that what both share cancels.
    questions : tuple of Flag
        Values that are hardly possible, and what to check.
    """

    of: Of
    both: Mapping[str, Draws | Missing]
    sides: Mapping[Side, Mapping[str, Draws | Missing]] = field(
        default_factory=dict[Side, Mapping[str, Draws | Missing]]
    )
    differences: Mapping[str, Draws] = field(default_factory=dict[str, Draws])
    spread: Mapping[str, float] = field(default_factory=dict[str, float])
    paired: Mapping[str, Draws] = field(default_factory=dict[str, Draws])
    questions: tuple[Flag, ...] = ()

    def beyond_error(self, name: str) -> bool | None:
        """Return whether left and right differ beyond error in this trial; None where that cannot be told.

        One trial is no habit: a pair differs only if it does so in at least three sessions (science.md §5).
        """
        if name not in self.differences:
            return None
        one = self.differences[name].estimate()
        return one.low > 0.0 or one.high < 0.0
