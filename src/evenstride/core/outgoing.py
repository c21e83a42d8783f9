"""A plan on its way out: whose it is, what the person chose about it, and the files it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo

from evenstride.core.athlete import athlete_key
from evenstride.core.plan import Plan, Session
from evenstride.core.provenance import content_id

Slot = tuple[date, int]
"""A day and the turn of a session on it: 0 for the first, 1 for the second."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A plan that may leave, with everything a file format asks about it.

    Attributes
    ----------
    plan : Plan
        Without its notes unless they were asked for: notes speak of health.
    athlete : str
        The name that is shown.
    made_at : datetime
        When the plan was made, UTC; the only time that gets into a file.
    since : mapping of Slot to datetime
        When the session of a slot came to be what it is, where that is not `made_at`.
    gone : mapping of Slot to datetime
        Slots that an earlier plan filled and this one leaves empty, and since when.
    zone : tzinfo
        The user's time zone.
    starts : time or None
        When the day's first session begins in that zone; None makes sessions of whole days.
    rest_days : bool
        Whether rest days are told too.
    lap_button : bool
        Whether runs end by a press on the watch and not by its own measure of distance.
    care : tuple of str
        Sentences that stand beside every plan.
    """

    plan: Plan
    athlete: str
    made_at: datetime
    since: Mapping[Slot, datetime] = field(default_factory=dict[Slot, datetime])
    gone: Mapping[Slot, datetime] = field(default_factory=dict[Slot, datetime])
    zone: tzinfo = UTC
    starts: time | None = None
    rest_days: bool = True
    lap_button: bool = False
    care: tuple[str, ...] = ()

    def uid(self, slot: Slot) -> str:
        """Return the name under which calendars and watches know a slot, the same however often it is planned anew.

        Examples
        --------
        >>> from datetime import UTC
        >>> made = datetime(2026, 3, 1, tzinfo=UTC)
        >>> Outgoing(Plan(date(2026, 3, 2), 1, ()), "Noa", made).uid((date(2026, 3, 2), 0))
        '20260302-0-7467b914d771@evenstride'
        """
        on, turn = slot
        return f"{on:%Y%m%d}-{turn}-{content_id(athlete_key(self.athlete).encode())[:12]}@evenstride"


@dataclass(frozen=True, slots=True)
class OutFile:
    """One file: its name and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """What a format made of a plan, and what of the plan it has no place for, in sentences."""

    files: tuple[OutFile, ...]
    notes: tuple[str, ...] = ()


def slots(plan: Plan) -> Iterator[tuple[Slot, Session]]:
    """Yield the sessions of a plan in their order, each with its slot.

    Examples
    --------
    >>> from evenstride.core.plan import Kind
    >>> day = date(2026, 3, 2)
    >>> both = (Session(day, Kind.ACCELERATION, "Starts", 40.0), Session(day, Kind.STRENGTH, "Lifts", 30.0))
    >>> [slot[1] for slot, _ in slots(Plan(day, 1, both))]
    [0, 1]
    """
    turns: dict[date, int] = {}
    for session in plan.sessions:
        turn = turns[session.on] = turns.get(session.on, -1) + 1
        yield (session.on, turn), session
