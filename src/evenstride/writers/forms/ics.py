"""A calendar (iCalendar, RFC 5545): one event a session, in the user's own time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from evenstride.core.outgoing import OutFile, Outgoing, Slot, Written, slots
from evenstride.core.plan import Kind, Session

if TYPE_CHECKING:
    from icalendar import Calendar, Event

NAME = "ics"
SUFFIX = ".ics"
MANY = False
ABOUT = "A calendar file for any calendar; import it again after planning anew and the same events change."

PRODUCT = "-//Evenstride//Plan//EN"

COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
"""The sequence number of an event counts the seconds from here to the moment its session came to be."""


def write(outgoing: Outgoing) -> Written:
    """Return one calendar with an event for every session, and a cancelled one for every slot that fell empty.

    Notes
    -----
    An event keeps its UID for its day and turn. Its SEQUENCE and DTSTAMP come from the moment its session became what
    it is: they grow when that day is planned differently and stay when it is not. The length is written as DURATION,
    which RFC 5545 counts in elapsed time, so a night with a clock change does not stretch it.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", f"Training of {outgoing.athlete}")
    calendar.add("x-wr-calname", f"Training of {outgoing.athlete}")
    begins: dict[date, datetime] = {}
    for slot, session in slots(outgoing.plan):
        if session.kind is Kind.REST and not outgoing.rest_days:
            continue
        if session.minutes <= 0.0:
            # Rest and sport of one's own: nothing here says how long.
            calendar.add_component(_event(outgoing, slot, session, None))
            continue
        start = begins.get(session.on, _first(outgoing, session.on))
        calendar.add_component(_event(outgoing, slot, session, start))
        if start is not None:
            begins[session.on] = _later(start, session.minutes)
    for slot in sorted(outgoing.gone):
        calendar.add_component(_cancelled(outgoing, slot))
    _tell_zone(calendar, outgoing)
    return Written((OutFile(f"plan-{outgoing.plan.start}{SUFFIX}", calendar.to_ical()),))


def local_start(on: date, at: time, zone: tzinfo) -> datetime:
    """Return the moment a session begins; a time that the clocks jump over is moved on by the jump.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> local_start(date(2026, 3, 29), time(2, 30), ZoneInfo("Europe/Zurich")).isoformat()
    '2026-03-29T03:30:00+02:00'
    """
    return datetime.combine(on, at, tzinfo=zone).astimezone(UTC).astimezone(zone)


def _first(outgoing: Outgoing, on: date) -> datetime | None:
    return None if outgoing.starts is None else local_start(on, outgoing.starts, outgoing.zone)


def _later(start: datetime, minutes: float) -> datetime:
    """Return the moment some minutes later in elapsed time; wall time would lose or gain an hour at a change."""
    return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)


def _event(outgoing: Outgoing, slot: Slot, session: Session, start: datetime | None) -> Event:
    event = _stamped(outgoing, slot, outgoing.since.get(slot, outgoing.made_at))
    event.add("summary", session.title)
    event.add("description", describe(session, outgoing.care))
    event.add("categories", [session.kind.value])
    event.add("status", "CONFIRMED")
    if start is None:
        event.add("dtstart", session.on)
        event.add("dtend", session.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", start)
        event.add("duration", timedelta(minutes=session.minutes))
        event.add("transp", "OPAQUE")
    return event


def describe(session: Session, care: tuple[str, ...] = ()) -> str:
    """Return a session as lines: each dose, the goal, what it serves, why today, and the sentences of care."""
    doses = [f"{item.exercise.name}: {item.dose.text}" for item in session.prescriptions]
    told = (("Goal", session.goal), ("For", session.serves), ("Why today", session.reason))
    length = [f"{session.minutes:.0f} min"] if session.minutes > 0.0 else []
    lines = [*length, *doses, *(f"{label}: {text}" for label, text in told if text)]
    return "\n".join(lines if session.kind is Kind.REST else [*lines, *care])


def _stamped(outgoing: Outgoing, slot: Slot, since: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", outgoing.uid(slot))
    event.add("dtstamp", since.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", since.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", max(0, int((since - COUNTED_FROM).total_seconds())))
    return event


def _cancelled(outgoing: Outgoing, slot: Slot) -> Event:
    event = _stamped(outgoing, slot, outgoing.gone[slot])
    event.add("summary", "No longer planned")
    event.add("status", "CANCELLED")
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", slot[0])
    event.add("dtend", slot[0] + timedelta(days=1))
    return event


def _tell_zone(calendar: Calendar, outgoing: Outgoing) -> None:
    """Add the rules of the zone for the years the plan touches, so that no program has to know it by name."""
    days = [session.on for session in outgoing.plan.sessions]
    if outgoing.starts is not None and days:
        calendar.add_missing_timezones(date(min(days).year - 1, 1, 1), date(max(days).year + 2, 1, 1))
