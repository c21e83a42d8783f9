"""Do both sides of the stride grow together, apart, or can it not be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenstride.core.capacity_trend import HeldChange
from evenstride.core.roles import Role


class Pattern(StrEnum):
    """How two roles moved against each other (diagnosis_logic.md §3)."""

    TOGETHER = "together"
    APART = "apart"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Together:
    """The changes of push and swing over one common period, and what they are to each other.

    Attributes
    ----------
    push, swing, difference : HeldChange
        Natural log units; the difference is push − swing, with the draws of both.
    speed : HeldChange or None
        Over the same period; None where speed was not measured in it.
    not_together : bool
        Apart, and speed level: the pattern coaching warns of. Apart with rising speed is not that.
    lead : Role or None
        The role that has grown more, where they came apart.
    chance_together, chance_apart, chance_neither : float
        Shares of the draws: both up and closer than the smallest worthwhile change; further apart than that; the rest.
    families : (int, int)
        Families behind push and swing; below two each nothing is more than a hint.
    """

    since: date
    until: date
    push: HeldChange
    swing: HeldChange
    difference: HeldChange
    speed: HeldChange | None
    pattern: Pattern
    not_together: bool
    lead: Role | None
    chance_together: float
    chance_apart: float
    chance_neither: float
    families: tuple[int, int]
