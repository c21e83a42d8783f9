"""Nouns to rows and back, and the questions several operations ask of the tables."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from evenstride.core.athlete import Athlete, athlete_key, name_order
from evenstride.core.deleted_run import DeletedRun
from evenstride.core.filed import Held
from evenstride.core.log import LogEntry
from evenstride.core.plan import Plan
from evenstride.core.provenance import Provenance
from evenstride.store import identity
from evenstride.store.codec import from_json
from evenstride.store.documents import day, fact_row, time
from evenstride.store.dump import DELETED
from evenstride.store.nouns import Link, Result, Stored


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))


ATHLETES = _table("athletes", "key", "name", "document")
FACTS = _table("facts", "id", "athlete", "kind", "on_day", "at", "document")
BLOBS = _table("blobs", "id", "at", "data")
RECORDINGS = _table("recordings", "id", "athlete", "kind", "on_day", "content_id", "position", "at", "document")
RESULTS = _table("results", "id", "athlete", "kind", "on_day", "at", "provenance", "document")
LOG = _table("log", "athlete", "id", "on_day", "at", "document")
COLUMNS = _table("columns", "athlete", "id", "at", "document")
SETTINGS = _table("settings", "name", "at", "value")
CLIP_CORRECTIONS = _table("clip_corrections", "id", "athlete", "recording", "at", "document")
VIEWS = _table("views", "athlete", "id", "document")


def between(column: sa.ColumnClause[Any], since: date | None, until: date | None) -> list[sa.ColumnElement[bool]]:
    """Return the conditions for days from `since` up to but without `until`."""
    conditions = [column >= day(since)] if since is not None else []
    return conditions + ([column < day(until)] if until is not None else [])


def athletes(connection: sa.Connection) -> tuple[Athlete, ...]:
    """Return all athletes by name."""
    found = [
        from_json(row.document, Athlete, place=f"athlete {row.key}") for row in connection.execute(sa.select(ATHLETES))
    ]
    return tuple(sorted(found, key=lambda one: name_order(one.name)))


def key_of(connection: sa.Connection, name: str) -> str:
    """Return the key of a stored athlete, or say who is meant."""
    key = athlete_key(name)
    if connection.execute(sa.select(ATHLETES.c.key).where(ATHLETES.c.key == key)).first() is None:
        raise identity.unknown_athlete(name, athletes(connection))
    return key


def add_fact(connection: sa.Connection, key: str, kind: str, on: date | None, document: str, at: datetime) -> None:
    """Add a dated statement unless the last one for that day says the same."""
    c = FACTS.c
    that_day = c.on_day.is_not_distinct_from(day(on))
    query = sa.select(c.document).where(c.athlete == key, c.kind == kind, that_day)
    if connection.execute(query.order_by(c.at.desc(), c.id.desc())).scalars().first() == document:
        return
    connection.execute(sa.insert(FACTS).values(fact_row(key, kind, on, time(at), document)))


def recording(row: sa.Row[Any]) -> Stored[Any]:
    """Return the recording a row holds, or what is filed of an activity file."""
    noun = from_json(row.document, Held, place=f"recording {row.id}")
    return Stored(row.id, row.athlete, datetime.fromisoformat(row.at), noun)


def result(row: sa.Row[Any]) -> Stored[Result]:
    """Return the result a row holds."""
    noun = from_json(row.document, Result, place=f"{row.kind} {row.id}")
    return Stored(row.id, row.athlete, datetime.fromisoformat(row.at), noun)


@lru_cache(maxsize=20_000)
def log_entry(id: str, document: str) -> LogEntry:
    """Return the log entry a row holds. It never changes, and a page asks for the same years of log many times."""
    return from_json(document, LogEntry, place=f"log entry {id}")


def state(connection: sa.Connection, key: str) -> str:
    """Return an id of all that was told and measured of an athlete."""
    said = connection.execute(sa.select(ATHLETES.c.document).where(ATHLETES.c.key == key)).scalar_one()
    ids = [
        list(connection.execute(sa.select(table.c.id).where(table.c.athlete == key).order_by(table.c.id)).scalars())
        for table in (FACTS, RECORDINGS, LOG, CLIP_CORRECTIONS)
    ]
    plans = sa.select(sa.func.max(RESULTS.c.at)).where(RESULTS.c.athlete == key, RESULTS.c.kind == "plan")
    deleted = sa.select(RESULTS.c.id).where(RESULTS.c.athlete == key, RESULTS.c.kind == DELETED).order_by(RESULTS.c.id)
    gone = list(connection.execute(deleted).scalars())
    return identity.hash_id(said, *ids, connection.execute(plans).scalar(), gone)


MADE_AGAIN = ("plan", "diagnosis")
"""Kinds of result that count as new when they are made again, as the newest of their kind."""


def changed(connection: sa.Connection, since: str) -> tuple[str, frozenset[str]]:
    """Return a mark of all tables, and who has rows beyond an earlier one.

    Rows are numbered as they come, so those beyond a number are found without reading the others.
    """
    told = connection.execute(sa.select(ATHLETES.c.key, ATHLETES.c.document, *map(_newest, MADE_AGAIN)))
    people = {row.key: identity.hash_id(*row[1:]) for row in told}
    ends = {table.name: _end(connection, table) for table in (FACTS, RECORDINGS, RESULTS, LOG, CLIP_CORRECTIONS)}
    known = json.loads(since) if since else {"people": {}, "ends": {}}
    found = {key for key, mark in people.items() if known["people"].get(key) != mark}
    for name, end in ends.items():
        before, id = known["ends"].get(name, [0, ""])
        if before and _id_at(connection, name, before) != id:  # rows were taken away, and their numbers given again
            found |= set(people)
        elif end[0] > before:
            found |= _beyond(connection, name, before)
    return json.dumps({"people": people, "ends": ends}), frozenset(found & set(people))


def _newest(kind: str) -> sa.ScalarSelect[Any]:
    made = sa.select(sa.func.max(RESULTS.c.at)).where(RESULTS.c.athlete == ATHLETES.c.key, RESULTS.c.kind == kind)
    return made.correlate(ATHLETES).scalar_subquery()


def _end(connection: sa.Connection, table: sa.TableClause) -> list[Any]:
    """Return number and id of the last row of a table."""
    number = connection.execute(sa.select(sa.func.max(sa.literal_column("rowid"))).select_from(table)).scalar() or 0
    return [number, _id_at(connection, table.name, number)]


def _id_at(connection: sa.Connection, table: str, number: int) -> str:
    asked = sa.text(f"SELECT id FROM {table} WHERE rowid = :number")  # names of ours only
    return connection.execute(asked, {"number": number}).scalar() or ""


def _beyond(connection: sa.Connection, table: str, number: int) -> set[str]:
    # Left to itself the database reads an index from end to end, which holds the athlete but not in this order.
    asked = sa.text(f"SELECT DISTINCT athlete FROM {table} NOT INDEXED WHERE rowid > :number")  # names of ours only
    return set(connection.execute(asked, {"number": number}).scalars())


def matching(connection: sa.Connection, table: sa.TableClause, prefix: str) -> list[str]:
    """Return the ids of a table that begin with a prefix."""
    begin = prefix.strip().lower()
    # ids are hexadecimal: "g" comes after every one that begins like this, and an index can be used
    query = sa.select(table.c.id).where(table.c.id >= begin, table.c.id < begin + "g")
    return list(connection.execute(query).scalars())


def named(connection: sa.Connection, prefix: str) -> list[str]:
    """Return the ids of everything a chain may begin with, where they begin with a prefix or are it."""
    told = connection.execute(sa.select(LOG.c.id).where(LOG.c.id == prefix.strip())).scalars()
    stored = [id for table in (RESULTS, RECORDINGS, BLOBS, LOG) for id in matching(connection, table, prefix)]
    begin = prefix.strip().lower()
    planned = [one.id for kept in _plans_with(connection, begin, whole=False) for one in kept.noun.sessions]
    return [*told, *stored, *(id for id in planned if id.startswith(begin))]


def find(connection: sa.Connection, table: sa.TableClause, id: str, what: str) -> sa.Row[Any]:
    """Return the one row that a shortened id means."""
    full = identity.resolve(id, matching(connection, table, id), what=what)
    return connection.execute(sa.select(table).where(table.c.id == full)).one()


def link(connection: sa.Connection, id: str) -> Link:
    """Return the link of a chain with a full id.

    Raises
    ------
    StoreError
        If no result, recording or raw file has this id.
    """
    if row := _get(connection, RESULTS, id):
        provenance: Provenance = from_json(row.provenance, Provenance, place=f"{row.kind} {row.id}")
        on = None if row.on_day is None else date.fromisoformat(row.on_day)
        at = datetime.fromisoformat(row.at)
        return Link(id, row.kind, at, provenance.parents, row.athlete, on, provenance)
    if row := _get(connection, RECORDINGS, id):
        return identity.recording_link(recording(row))
    if row := _get(connection, BLOBS, id):
        return Link(id, "file", datetime.fromisoformat(row.at))
    if plans := _plans_with(connection, id):
        return identity.session_link(id, plans)
    if entries := _entries(connection, id):
        return identity.log_link(entries, answers=bool(_plans_with(connection, entries[0][1].session)))
    if deleted := _deleted(connection, id):
        return identity.deleted_link(id, deleted)
    raise identity.unknown_parent(id)


def require(connection: sa.Connection, ids: Collection[str]) -> None:
    """Check that every full id is that of a stored result, recording or raw file.

    Raises
    ------
    StoreError
        Naming the first that is not there.
    """
    missing = set(ids)
    for table in (RESULTS, RECORDINGS, BLOBS):
        if missing:
            missing -= set(connection.execute(sa.select(table.c.id).where(table.c.id.in_(missing))).scalars())
    if missing:
        raise identity.unknown_parent(min(missing))


def _plans_with(connection: sa.Connection, session: str, *, whole: bool = True) -> list[Stored[Plan]]:
    """Return the plans that hold a session, oldest first; `whole` says whether its id is complete."""
    if not session.isalnum():
        return []
    c = RESULTS.c
    pattern = f'%"id":"{session}' + ('"%' if whole else "%")
    query = sa.select(RESULTS).where(c.kind == "plan", c.document.like(pattern)).order_by(c.at, c.id)
    found = [(row, from_json(row.document, Result, place=f"plan {row.id}")) for row in connection.execute(query)]
    return [
        Stored(row.id, row.athlete, datetime.fromisoformat(row.at), plan)
        for row, plan in found
        if any(one.id == session or (not whole and one.id.startswith(session)) for one in plan.sessions)
    ]


def _deleted(connection: sa.Connection, id: str) -> Stored[DeletedRun] | None:
    c = RESULTS.c
    query = sa.select(RESULTS).where(c.kind == DELETED, c.document.like(f'%"{id}"%') if id.isalnum() else sa.false())
    for row in connection.execute(query.order_by(c.at.desc())):
        found = result(row)
        if isinstance(found.noun, DeletedRun) and id in found.noun.gone:
            return Stored(found.id, found.athlete, found.at, found.noun)
    return None


def _entries(connection: sa.Connection, id: str) -> list[tuple[str, LogEntry]]:
    rows = connection.execute(sa.select(LOG).where(LOG.c.id == id).order_by(LOG.c.athlete))
    return [(row.athlete, from_json(row.document, LogEntry, place=f"log entry {row.id}")) for row in rows]


def _get(connection: sa.Connection, table: sa.TableClause, id: str) -> sa.Row[Any] | None:
    return connection.execute(sa.select(table).where(table.c.id == id)).first()
