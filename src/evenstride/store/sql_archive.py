"""Everything of one athlete out of the tables, into them, and away for good."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import CompileError, DBAPIError

from evenstride.core.athlete import Athlete
from evenstride.core.errors import StoreError
from evenstride.core.log import LogEntry
from evenstride.store import identity, rows
from evenstride.store.blobs import pack
from evenstride.store.codec import from_json, to_json
from evenstride.store.documents import Nouns, athlete_row, damaged, nouns_of
from evenstride.store.dump import Deleted, Dump, Kept, Loaded, Row
from evenstride.store.engine import migrate, migrations
from evenstride.store.merging import foreign_result, leaning, merged
from evenstride.store.rows import (
    ATHLETES,
    BLOBS,
    CLIP_CORRECTIONS,
    COLUMNS,
    FACTS,
    LOG,
    RECORDINGS,
    RESULTS,
    VIEWS,
)

Item = TypeVar("Item")
AT_ONCE = 500
"""Ids asked for in one statement; SQLite takes a bounded number."""

TABLES = {
    "facts": FACTS, "recordings": RECORDINGS, "results": RESULTS, "log": LOG, "columns": COLUMNS,
    "reviews": CLIP_CORRECTIONS,
}  # fmt: skip
"""Parts of a dump and their tables, each after those its rows point to."""


def dump_of(connection: sa.Connection, key: str) -> Dump:
    """Return all rows of an athlete; see `Store.dump`."""
    athlete = connection.execute(sa.select(ATHLETES).where(ATHLETES.c.key == key)).mappings().one()
    files = sa.select(BLOBS.c.id, BLOBS.c.at).where(BLOBS.c.id.in_(_files_of(key))).order_by(BLOBS.c.id)
    found = {name: _all(connection, sa.select(t).where(t.c.athlete == key)) for name, t in TABLES.items()}
    dump = Dump(dict(athlete), files=_all(connection, files), **found)
    if not dump.ids >= dump.parents:
        raise leaning("somebody else", athlete["name"])
    return dump


def kept_of(connection: sa.Connection, key: str) -> tuple[Kept, ...]:
    """Return what is kept of an athlete without reading any of it; see `Store.kept`."""
    c, r, d = RECORDINGS.c, RESULTS.c, LOG.c
    queries = {
        "recordings": sa.select(c.id, c.kind, c.on_day, c.at, c.content_id).where(c.athlete == key),
        "results": sa.select(r.id, r.kind, r.on_day, r.at, sa.literal("")).where(r.athlete == key),
        "log": sa.select(d.id, sa.literal(""), d.on_day, d.at, sa.literal("")).where(d.athlete == key),
    }
    found = [Kept.of(part, *row) for part, query in queries.items() for row in connection.execute(query)]
    return tuple(sorted(found, key=Kept.order))


def load_dump(connection: sa.Connection, dump: Dump, raw: Callable[[str], bytes]) -> Loaded:
    """Add the rows of one dump that are not there yet; see `Store.load`."""
    nouns = nouns_of(dump)
    key = nouns.athlete.key
    answers = sa.select(sa.func.max(FACTS.c.at)).where(FACTS.c.athlete == key, FACTS.c.kind == "intake")
    said = connection.execute(answers).scalar() or ""
    athlete, new = _person(connection, dump.athlete, nouns, said)
    _refuse_conflicts(connection, key, dump, nouns)
    fresh = {"files": _add_files(connection, dump.files, raw)}
    for name, table in TABLES.items():
        there = set(connection.execute(sa.select(table.c.id).where(table.c.athlete == key)).scalars())
        missing = [dict(row) for row in getattr(dump, name) if row["id"] not in there]
        for some in _some(missing):
            connection.execute(sa.insert(table), some)
        fresh[name] = len(missing)
    for row in dump.results:
        later = (RESULTS.c.id == row["id"]) & (RESULTS.c.at < row["at"])
        connection.execute(sa.update(RESULTS).where(later).values(at=row["at"]))
    held = {name: len(getattr(dump, name)) for name in fresh}
    return Loaded(athlete, {"athletes": int(new)} | fresh, {"athletes": 1} | held)


def require_parents(connection: sa.Connection, parents: Iterable[str]) -> None:
    """Make sure that what results were made from is there.

    Raises
    ------
    InputError
        If some of it is not: the archive is not whole.
    """
    try:
        for some in _some(parents):
            rows.require(connection, some)
    except StoreError as problem:
        raise damaged("results") from problem


def delete_athlete(connection: sa.Connection, key: str) -> Deleted:
    """Delete the rows of an athlete; see `Store.delete`."""
    document = connection.execute(sa.select(ATHLETES.c.document).where(ATHLETES.c.key == key)).scalar_one()
    athlete: Athlete = from_json(document, Athlete, place=f"athlete {key}")
    others = sa.select(RECORDINGS.c.content_id).where(RECORDINGS.c.athlete != key)
    shared = sa.select(RECORDINGS.c.document).where(RECORDINGS.c.athlete == key, RECORDINGS.c.content_id.in_(others))
    names = {json.loads(one)["origin"]["file_name"] for one in connection.execute(shared).scalars()}
    theirs = BLOBS.c.id.in_(_files_of(key)) & BLOBS.c.id.not_in(others)
    alone = list(connection.execute(sa.select(BLOBS.c.id).where(theirs)).scalars())
    _refuse_leaning(connection, athlete, alone)
    counts: dict[str, int] = {}
    for name, table in reversed({"pages": VIEWS, **TABLES}.items()):
        counts[name] = connection.execute(sa.delete(table).where(table.c.athlete == key)).rowcount
    for some in _some(alone):
        connection.execute(sa.delete(BLOBS).where(BLOBS.c.id.in_(some)))
    connection.execute(sa.delete(ATHLETES).where(ATHLETES.c.key == key))
    return Deleted(athlete, {**counts, "files": len(alone)}, tuple(sorted(names)))


def scrub(engine: sa.Engine) -> bool:
    """Rewrite the file without what was deleted, and empty the write-ahead log; see `Store.scrub`."""
    try:
        with engine.connect().execution_options(begin="") as connection:
            connection.exec_driver_sql("VACUUM")
            busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            return not busy
    except DBAPIError as problem:
        if getattr(problem.orig, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return False
        raise


def upgraded(dump: Dump, schema: int) -> Dump:
    """Return a dump as the present schema holds it: the rows go through the migrations in a database of their own.

    Parameters
    ----------
    dump : Dump
        Rows of an older schema.
    schema : int
        Its number.

    Raises
    ------
    InputError
        If the rows do not fit that schema.
    """
    known = migrations()
    if schema == len(known):
        return dump
    try:
        with sa.create_engine("sqlite://").begin() as connection:
            migrate(connection, known[:schema])
            _insert(connection, ATHLETES, [dump.athlete])
            _insert(connection, BLOBS, [{**row, "data": b""} for row in dump.files])
            for name, table in TABLES.items():
                _insert(connection, table, getattr(dump, name))
            migrate(connection, known)
            return dump_of(connection, connection.execute(sa.select(ATHLETES.c.key)).scalar_one())
    except (DBAPIError, CompileError) as problem:
        raise damaged(f"schema {schema}") from problem


def _some(items: Iterable[Item]) -> Iterator[list[Item]]:
    listed = list(items)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))


def _insert(connection: sa.Connection, table: sa.TableClause, found: Sequence[Row]) -> None:
    if found:
        connection.execute(sa.insert(table), [dict(row) for row in found])


def _all(connection: sa.Connection, query: Any) -> tuple[Row, ...]:
    return tuple(dict(row) for row in connection.execute(query.order_by("id")).mappings())


def _files_of(key: str) -> sa.Select[Any]:
    return sa.select(RECORDINGS.c.content_id).where(RECORDINGS.c.athlete == key)


def _person(connection: sa.Connection, row: Row, nouns: Nouns, said: str) -> tuple[Athlete, bool]:
    known = ATHLETES.c.key == nouns.athlete.key
    document = connection.execute(sa.select(ATHLETES.c.document).where(known)).scalar()
    if document is None:
        connection.execute(sa.insert(ATHLETES).values(dict(row)))
        return nouns.athlete, True
    here: Athlete = from_json(document, Athlete, place=f"athlete {nouns.athlete.key}")
    both = merged(here, nouns.athlete, answered_here=said, answered_there=nouns.answered)
    if both != here:
        connection.execute(sa.update(ATHLETES).where(known).values(athlete_row(both)))
    return both, False


def _refuse_conflicts(connection: sa.Connection, key: str, dump: Dump, nouns: Nouns) -> None:
    for some in _some(dump.results):
        ids = [row["id"] for row in some]
        query = sa.select(RESULTS.c.id, RESULTS.c.athlete).where(RESULTS.c.id.in_(ids), RESULTS.c.athlete != key)
        if found := connection.execute(query).first():
            raise foreign_result(found.id, found.athlete)
    query = sa.select(LOG.c.id, LOG.c.document).where(LOG.c.athlete == key)
    told = {row.id: row.document for row in connection.execute(query)}
    for entry in nouns.log:
        if entry.id in told and told[entry.id] != to_json(entry, LogEntry):
            identity.same_entry(from_json(told[entry.id], LogEntry, place=f"log entry {entry.id}"), entry)


def _add_files(connection: sa.Connection, files: Iterable[Row], raw: Callable[[str], bytes]) -> int:
    added = 0
    for row in files:
        if connection.execute(sa.select(BLOBS.c.id).where(BLOBS.c.id == row["id"])).first() is None:
            data = identity.same_bytes(row["id"], raw(row["id"]))
            connection.execute(sa.insert(BLOBS).values(id=row["id"], at=row["at"], data=pack(data)))
            added += 1
    return added


def _refuse_leaning(connection: sa.Connection, athlete: Athlete, files: Collection[str]) -> None:
    own = set(files) | {
        id
        for table in (RESULTS, RECORDINGS)
        for id in connection.execute(sa.select(table.c.id).where(table.c.athlete == athlete.key)).scalars()
    }
    query = sa.select(RESULTS.c.athlete, RESULTS.c.provenance).where(RESULTS.c.athlete != athlete.key)
    for row in connection.execute(query):
        if not own.isdisjoint(json.loads(row.provenance)["parents"]):
            raise leaning(athlete.name, row.athlete)
