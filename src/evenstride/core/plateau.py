"""Why speed may stand still: the kinds of plateau, and what is known to tell them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evenstride.core.estimate import Draws


class PlateauType(StrEnum):
    """Kinds of plateau (diagnosis_logic.md §3)."""

    IMPROVING = "still improving"
    CONDITIONS = "conditions"
    GROWING = "growing"
    LIFE = "life"
    ON_PURPOSE = "loaded on purpose"
    TOO_MUCH = "too much"
    DETRAINED = "detrained"
    AGE = "holding against age"
    NOT_EXPOSED = "not exposed"
    NOT_TOGETHER = "not together"
    NOT_TRANSFERRING = "not transferring"
    NOT_ENOUGH = "not enough"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True, eq=False)
class PlateauSigns:
    """What is known; None is "not known", which is never the same as "no".

    Attributes
    ----------
    speed, push, swing, timing : Draws or None
        Changes over one period, natural log, better positive, equally many draws.
    weeks : float
        Length of the period.
    fast_days : int or None
        Days of the last four weeks with a run at 95 % of own best or more.
    load : float or None
        Natural log of the load of the last four weeks over that of the four before (minutes × effort).
    on_purpose : bool or None
        A planned heavy block.
    pain, unwell, low_readiness, growing : bool or None
        Told in the last two weeks; a leg that grew, or an age at which legs grow.
    conditions : tuple of str or None
        Circumstances of the timed runs that changed in the period: shoes, surface, start, wind, device.
    age : int or None
        In years.
    mass : float or None
        Change of body mass, natural log.
    """

    speed: Draws | None
    push: Draws | None = None
    swing: Draws | None = None
    timing: Draws | None = None
    weeks: float = 8.0
    fast_days: int | None = None
    load: float | None = None
    on_purpose: bool | None = None
    pain: bool | None = None
    unwell: bool | None = None
    low_readiness: bool | None = None
    growing: bool | None = None
    conditions: tuple[str, ...] | None = None
    age: int | None = None
    mass: float | None = None


@dataclass(frozen=True, slots=True)
class Plateau:
    """Chances of the kinds of plateau, summing to one.

    Attributes
    ----------
    chances : mapping of PlateauType to float
        In the order in which the kinds are checked; "cannot tell" is what no check claims.
    named : PlateauType
        The kind with more than half of the chances, else "cannot tell".
    unknown : tuple of str
        What was not known and would have been asked, in order.
    checks : tuple of str
        What to look at, in order, for the kind named.
    """

    chances: Mapping[PlateauType, float]
    named: PlateauType
    unknown: tuple[str, ...]
    checks: tuple[str, ...]
