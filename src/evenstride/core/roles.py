"""The four roles of a stride, left and right, and what speaks for a role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenstride.core.estimate import Draws


class Side(StrEnum):
    """Left or right; nothing else is a side."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Role(StrEnum):
    """A role inside the system of one stride."""

    PUSH = "push"
    SWING = "swing"
    SUPPORT = "support"
    TIMING = "timing"


RIVAL: Mapping[Role, Role] = {Role.PUSH: Role.SWING, Role.SWING: Role.PUSH}
"""The two roles that act in turns in every stride: the one against which each is compared."""


class Weight(StrEnum):
    """How much is known of a role: two independent families make evidence, one is a hint."""

    NONE = "not looked at yet"
    HINT = "hint"
    EVIDENCE = "evidence"


BEGUN = "first days only"
"""What stands where a role was looked at, and no change can follow from its days yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The change of one capacity test since the athlete's own baseline.

    Attributes
    ----------
    role : Role
        The role the test speaks for.
    family : str
        Metrics that share a measurement share a family and count once.
    test : str
        Id of the field protocol.
    change : Draws
        Natural log of (now / baseline), better being positive; unit `1`.
    typical_error : float
        Standard error of one session's value in log units, as used for `change`.
    since, until : date
        First and last session used; familiarisation sessions are not.
    sessions, familiarisation : int
        Sessions used and sessions kept apart.
    """

    role: Role
    family: str
    test: str
    change: Draws
    typical_error: float
    since: date
    until: date
    sessions: int
    familiarisation: int


def asymmetry(left: float, right: float) -> float:
    """Return the signed difference between sides as a share of their mean; left larger is positive.

    Examples
    --------
    >>> asymmetry(1.25, 0.75)
    0.5
    """
    return 2.0 * (left - right) / (left + right)
