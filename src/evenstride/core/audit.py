"""What the last weeks of the log say of rest, quality, variety, play, joy and balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Topic(StrEnum):
    """What is looked at, in the order in which it is spoken of."""

    REST = "rest"
    QUALITY = "quality"
    RESTS = "rest between runs"
    JOY = "joy"
    PLAY = "play"
    VARIETY = "variety"
    BALANCE = "balance"


class Stands(StrEnum):
    """How a topic stands; what nobody told is a third answer."""

    FINE = "fine"
    SHORT = "falls short"
    NOT_TOLD = "not told"


@dataclass(frozen=True, slots=True)
class Audit:
    """The log of some weeks, topic by topic.

    Attributes
    ----------
    since, until : date
        First and last day that count.
    sessions : int
        Training sessions told.
    stands : mapping of Topic to Stands
        Every topic.
    facts : mapping of str to float
        Counts and means behind it; a name that is absent was not told.
    """

    since: date
    until: date
    sessions: int
    stands: Mapping[Topic, Stands] = field(default_factory=lambda: dict.fromkeys(Topic, Stands.NOT_TOLD))
    facts: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def first_short(self) -> Topic | None:
        """The topic to speak of first, None where none falls short."""
        return next((topic for topic in Topic if self.stands[topic] is Stands.SHORT), None)
