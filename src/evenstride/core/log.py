"""What was done and felt. Entries are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from evenstride.core.work import Work


class Feel(StrEnum):
    """Felt signs of a run, asked before the time is shown."""

    GEAR_SHIFT = "gear shift"
    LIGHT = "light"
    SMOOTH = "smooth"
    HEAVY = "heavy"
    STUCK = "stuck"


PAIN_SWAP = 2
PAIN_STOP = 4
"""The pain ladder of care.md (coaching practice): from 2 heavy load is swapped, from 4 that load stops."""


@dataclass(frozen=True, slots=True)
class Pain:
    """Where it hurts and how much, 0 to 10. `side` is None where sides mean nothing."""

    place: str
    level: int
    side: str | None = None
    sharp: bool = False
    """Sudden, sharp, limping, at night or at rest: a red flag of care.md."""
    worse_next_morning: bool = False


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One session as the athlete tells it.

    Attributes
    ----------
    on : date
        Day of the session.
    logged_at : datetime or None
        When it was written down, UTC; the door that receives the entry fills it in.
    kind : str
        A session kind of the planner, or the athlete's own word.
    minutes, rpe, joy : number or None
        Duration, session effort 0–10 and joy 0–10. 0 is a value; None means not told.
    session : str
        Id of the planned session it answers, empty when none.
    work : tuple of Work
        What was done, exercise by exercise; empty when not told.
    stopped_early : bool
        Ended by the stop rule, while it was still crisp or where it no longer was: such a session is done well.
    """

    on: date
    kind: str
    minutes: float | None = None
    rpe: float | None = None
    joy: float | None = None
    feel: Feel | None = None
    pains: tuple[Pain, ...] = ()
    red_flags: tuple[str, ...] = ()
    note: str = ""
    session: str = ""
    logged_at: datetime | None = None
    id: str = ""
    work: tuple[Work, ...] = ()
    stopped_early: bool = False

    @property
    def all_red_flags(self) -> tuple[str, ...]:
        """What asks for a professional's look first: flags told, and every sharp pain."""
        return self.red_flags + tuple(f"sudden or sharp {pain.place} pain" for pain in self.pains if pain.sharp)
