"""How much of the planned work of a block was done."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_DONE = 0.5
"""Share of the planned sessions of its role that must be done before a hypothesis was tested (judgement: a forecast of
eight weeks' work says nothing of less than half of it)."""


NOT_TESTED = "less than half of the planned work was done, so the hypothesis was not tested"
"""Reason of an answer that would have been "not working"."""


@dataclass(frozen=True, slots=True)
class Adherence:
    """How many of the planned sessions of a block's role work were done, as far as the log tells.

    `excused` are those that gave way to rest, pain, a stop sign or "not today"; they are owed to nobody.
    """

    planned: int
    done: int
    excused: int = 0

    @property
    def share(self) -> float | None:
        """Part of what was not excused that was done, 0 to 1; None where everything was excused.

        Examples
        --------
        >>> Adherence(planned=10, done=6, excused=2).share
        0.75
        """
        asked = self.planned - self.excused
        return self.done / asked if asked > 0 else None

    @property
    def tested(self) -> bool:
        """Whether enough was done to say that the hypothesis was tested: at least `LEAST_DONE` of all that was planned.

        What was excused is no fault, and all the same it was not done.
        """
        return self.planned > 0 and self.done >= LEAST_DONE * self.planned
