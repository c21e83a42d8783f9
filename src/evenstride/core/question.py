"""Something entered that is asked about before it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Settled(StrEnum):
    """What settles a question."""

    CONFIRMING = "confirming"
    """Somebody looks again and says that it is right as it stands."""
    CORRECTING = "correcting"
    """Only another entry: as it stands it cannot be used."""
    REPEATING = "repeating"
    """One more trial, or the word that there was none."""


@dataclass(frozen=True, slots=True)
class Question:
    """One doubt about an entry.

    Attributes
    ----------
    code : str
        What kind of doubt, for machines.
    place : str
        Whose test and side.
    what, why, remedy : str
        Sentences without a full stop: what was seen, why it is asked about, what to do.
    settled : Settled
        What settles it.
    """

    code: str
    place: str
    what: str
    why: str
    remedy: str
    settled: Settled = Settled.CONFIRMING

    def __str__(self) -> str:
        """Place, what, why and remedy as plain sentences."""
        return f"{self.place}: {'. '.join(part for part in (self.what, self.why, self.remedy) if part)}."
