"""Use cases: the first start, and the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from evenstride.app.blocks.sealed import find_seal
from evenstride.app.care.stop import planned_days
from evenstride.app.observe import Series, measure_stored
from evenstride.app.people import choose_athlete
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete, Intake, Level
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.log import LogEntry
from evenstride.core.plan import Kind, Session
from evenstride.core.work import Work
from evenstride.plan.find import find_exercise, work_of
from evenstride.plan.history import kind_of
from evenstride.store import Store, in_one_turn, open_store
from evenstride.words import day, quantity, say_log

NOT_TODAY = "not today"
NEAR = timedelta(days=14)
"""How far from a day without a session its nearest planned days are looked for (judgement)."""


@in_one_turn
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
        level=known.level if level is None else read_level(level),
        birth_year=known.birth_year if birth_year is None else birth_year,
    )
    store.save_athlete(answered, saved_at=at)
    return answered


def log_session(
    store: Store, name: str | None, entry: LogEntry, *, at: datetime, as_planned: bool = False
) -> tuple[LogEntry, tuple[str, ...]]:
    """Add a session to the log; returns it with what to say, the day's times only after how it felt is written.

    With `as_planned`, kind, minutes and work not told are those of the planned session it answers, or of the one
    planned for that day; what was told of an exercise stands in place of what was planned of it.

    Raises
    ------
    NotFoundError, InputError
        If the session it answers is not there, is no planned session, or cannot be known; if neither a kind nor
        "as planned" was told; if it was both done as planned and stopped early.
    """
    athlete = choose_athlete(store, name)
    if as_planned:
        entry = _done_as_planned(store, athlete, entry)
    elif not entry.kind.strip():
        raise InputError(
            "what you did is missing", remedy="Say it, e.g. evenstride log strength, or evenstride log --as-planned"
        )
    answers = _session_of(store, entry.session) if entry.session else ""
    told = replace(entry, work=tuple(map(_known_exercise, entry.work)), session=answers)
    saved = store.save_log(athlete.name, replace(told, logged_at=entry.logged_at or at))
    lines = list(say_log(saved))
    if saved.feel is not None:
        lines += _times_of(store, athlete, saved, local_day(at))
    return saved, tuple(lines)


def log_planned(
    path: Path, key: str, session: str, *, rpe: float | None = None, joy: float | None = None, at: datetime
) -> LogEntry:
    """Open a database and log one planned session as done, on its day; asked twice, it is logged once.

    Raises
    ------
    NotFoundError, InputError
        If nobody of that name or no such session is there, or its day is still to come.
    """
    with open_store(path) as store, store.turn():
        athlete, planned = store.athlete(key), _planned(store, session)
        if planned.on > local_day(at):
            raise InputError(f"{planned.on} is still to come", remedy="Log the session when it is done")
        known = [one for one in store.log(athlete.name) if one.session == planned.id]
        if known:
            return known[-1]
        told = LogEntry(planned.on, planned.kind.value, rpe=rpe, joy=joy, session=planned.id)
        return log_session(store, athlete.name, told, at=at, as_planned=True)[0]


def log_not_today(path: Path, key: str, session: str, *, at: datetime) -> LogEntry:
    """Open a database and log that a planned session is left out: excused, owed to nobody, made up for never.

    Raises
    ------
    NotFoundError, InputError
        If nobody of that name or no such session is there, or it was logged already.
    """
    with open_store(path) as store:
        athlete, planned = store.athlete(key), _planned(store, session)
        known = [one for one in store.log(athlete.name) if one.session == planned.id]
        if known and known[-1].kind != NOT_TODAY:
            raise InputError("that session is in the log already", remedy="Nothing needs to be done")
        if known:
            return known[-1]
        told = LogEntry(planned.on, NOT_TODAY, session=planned.id)
        return log_session(store, athlete.name, told, at=at)[0]


def _done_as_planned(store: Store, athlete: Athlete, entry: LogEntry) -> LogEntry:
    """Fill in what was planned and not told otherwise."""
    if entry.stopped_early:
        raise InputError(
            "a session is done as planned or stopped early",
            place="--as-planned",
            why="Ending early is done well, and then less was done than planned",
            remedy='Leave out --as-planned and tell what was done: --did "fly run 3x20m"',
        )
    session = _planned(store, entry.session) if entry.session else _planned_on(store, athlete, entry)
    told = {_known_exercise(one).exercise for one in entry.work}
    as_planned = tuple(one for one in work_of(session) if one.exercise not in told)
    return replace(
        entry,
        kind=entry.kind.strip() or session.kind.value,
        minutes=session.minutes if entry.minutes is None else entry.minutes,
        work=as_planned + entry.work,
        session=session.id,
    )


def _planned_on(store: Store, athlete: Athlete, entry: LogEntry) -> Session:
    """Return the one session planned for that day, of the kind told where one was told."""
    planned = planned_days(store, athlete, since=entry.on, until=entry.on).get(entry.on, ())
    that_day = [one for one in planned if one.kind is not Kind.REST]
    if not that_day:
        raise _not_planned(store, athlete, entry.on)
    kind = kind_of(entry)
    alike = [one for one in that_day if kind is None or one.kind is kind]
    if len(alike) == 1:
        return alike[0]
    named = ", ".join(f"{one.kind.value} ({one.id[:8]})" for one in that_day)
    raise InputError(
        f"the plan has {'several sessions' if alike else 'no such session'} for {entry.on}",
        place="--as-planned",
        why=f"Planned that day: {named}",
        remedy="Name the session with --session and its id, from evenstride plan --json",
    )


def _not_planned(store: Store, athlete: Athlete, on: date) -> InputError:
    """Say which days near this one have a session: a day off by one is the usual slip."""
    planned = planned_days(store, athlete, since=on - NEAR, until=on + NEAR)
    days = {day: [one for one in those if one.kind is not Kind.REST] for day, those in planned.items()}
    before = max((day for day, those in days.items() if those and day < on), default=None)
    after = min((day for day, those in days.items() if those and day > on), default=None)
    near = [f"{day} ({', '.join(one.kind.value for one in days[day])})" for day in (before, after) if day is not None]
    return InputError(
        f"the plan has no such session for {on}",
        place="--as-planned",
        why=f"Nothing is planned that day. Nearest: {', '.join(near)}"
        if near
        else f"Nothing is planned that day. No plan holds a session within {NEAR.days} days of it",
        remedy="Give the day that was meant with --date, or say what was done, e.g. evenstride log strength",
    )


def _known_exercise(work: Work) -> Work:
    """Call an exercise of the catalogue by its code; an own word stays as it was told."""
    found = find_exercise(work.exercise)
    return work if found is None else replace(work, exercise=found.code)


def _session_of(store: Store, text: str) -> str:
    """Return the whole id of the planned session that an id, or its beginning, means."""
    return _planned(store, text).id


def _planned(store: Store, text: str) -> Session:
    found = store.chain(text)[0]
    if not isinstance(found.told, Session):
        raise InputError(
            f"'{text}' is a {found.kind}, no planned session",
            place="--session",
            remedy="Take an id from evenstride plan --json",
        )
    return found.told


def _times_of(store: Store, athlete: Athlete, entry: LogEntry, today: date) -> list[str]:
    that_day = [item for item in store.recordings(athlete.name) if item.noun.on == entry.on]
    seal = find_seal(store, athlete, today)
    if seal is not None and any(seal.hides(item) for item in that_day):
        return [f"That day's times are kept and sealed until {day(seal.until, today=today)}."]
    measured = measure_stored(that_day, until=entry.on)
    return [line for series in measured.series if series.swc is not None for line in _speed_lines(series)]


def _speed_lines(series: Series) -> list[str]:
    return [f"That day: {series.name} {quantity(one.value.estimate())}." for one in series.values]


def read_level(text: str) -> Level:
    """Return the level that a word names.

    Raises
    ------
    InputError
        If it names none.

    Examples
    --------
    >>> read_level(" Trained ")
    <Level.TRAINED: 'trained'>
    """
    try:
        return Level(text.strip().lower())
    except ValueError:
        raise InputError(f"'{text}' is no level", place="--level", remedy=f"Use one of: {', '.join(Level)}") from None
