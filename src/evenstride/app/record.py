"""Use cases: the first start, and the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from evenstride.app.observe import Series, measure_stored
from evenstride.app.people import choose_athlete
from evenstride.app.sealed import find_seal
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete, Intake, Level
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.log import LogEntry
from evenstride.core.plan import Session
from evenstride.store import Store
from evenstride.words import day, quantity, say_log


def start_athlete(
    store: Store,
    name: str,
    intake: Intake,
    *,
    at: datetime,
    level: str | None = None,
    birth_year: int | None = None,
) -> Athlete:
    """Keep the answers of the first start; an athlete who is there already keeps everything else."""
    if not name.strip():
        raise InputError("the name is empty", remedy="Give a name")
    if birth_year is not None and birth_year > local_day(at).year:
        raise InputError(f"{birth_year} is still to come", place="--birth-year", remedy="Give the year of birth")
    try:
        known = store.athlete(name)
    except NotFoundError:
        known = Athlete(" ".join(name.split()))
    answered = replace(
        known,
        intake=intake,
        level=known.level if level is None else _level(level),
        birth_year=known.birth_year if birth_year is None else birth_year,
    )
    store.save_athlete(answered, saved_at=at)
    return answered


def log_session(store: Store, name: str | None, entry: LogEntry, *, at: datetime) -> tuple[LogEntry, tuple[str, ...]]:
    """Add a session to the log; returns it with what to say, the day's times only after how it felt is written.

    Raises
    ------
    NotFoundError, InputError
        If the session it answers is not there, or is no planned session.
    """
    athlete = choose_athlete(store, name)
    answers = _session_of(store, entry.session) if entry.session else ""
    saved = store.save_log(athlete.name, replace(entry, logged_at=entry.logged_at or at, session=answers))
    lines = list(say_log(saved))
    if saved.feel is not None:
        lines += _times_of(store, athlete, saved, local_day(at))
    return saved, tuple(lines)


def _session_of(store: Store, text: str) -> str:
    """Return the whole id of the planned session that an id, or its beginning, means."""
    found = store.chain(text)[0]
    if not isinstance(found.told, Session):
        raise InputError(
            f"'{text}' is a {found.kind}, no planned session",
            place="--session",
            remedy="Take an id from evenstride plan --json",
        )
    return found.id


def _times_of(store: Store, athlete: Athlete, entry: LogEntry, today: date) -> list[str]:
    that_day = [item for item in store.recordings(athlete.name) if item.noun.on == entry.on]
    seal = find_seal(store, athlete, today)
    if seal is not None and any(seal.hides(item) for item in that_day):
        return [f"That day's times are kept and sealed until {day(seal.until, today=today)}."]
    measured = measure_stored(that_day, until=entry.on)
    return [line for series in measured.series if series.swc is not None for line in _speed_lines(series)]


def _speed_lines(series: Series) -> list[str]:
    return [f"That day: {series.name} {quantity(one.value.estimate())}." for one in series.values]


def _level(text: str) -> Level:
    try:
        return Level(text.strip().lower())
    except ValueError:
        raise InputError(f"'{text}' is no level", place="--level", remedy=f"Use one of: {', '.join(Level)}") from None
