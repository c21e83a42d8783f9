"""The database file underneath: opening it, bringing its schema up to date, and saying what went wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from evenstride.core.errors import StoreError

PAGE = 16 * 1024
"""Bytes of a page of a new database; one that is there keeps its own. Raw files of hundreds of kB are cut into pages,
and written twice, to the log and from there: with pages of 4 kB that costs 1.6 times the processor time."""

_REMEDIES = {
    sqlite3.SQLITE_BUSY: ("Another process is writing to it", "Wait for it to finish and try again"),
    sqlite3.SQLITE_READONLY: ("It may not be written to", "Change its permissions, or choose another (--db)"),
    sqlite3.SQLITE_CANTOPEN: ("It cannot be opened", "Check folder and permissions, or choose another (--db)"),
    sqlite3.SQLITE_FULL: ("The disk is full", "Free some space and try again; nothing was stored"),
    sqlite3.SQLITE_CORRUPT: ("The file is damaged", "Restore it from a backup"),
    sqlite3.SQLITE_NOTADB: ("It is not a database", "Choose another file (--db)"),
}


def open_engine(path: Path, *, wait: float) -> sa.Engine:
    """Open a database file and bring its schema up to date.

    Raises
    ------
    StoreError
        As `evenstride.store.open_store`.
    """
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path.absolute())), connect_args={"timeout": wait})
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begun)
    try:
        with told(path):
            path.absolute().parent.mkdir(parents=True, exist_ok=True)
            _prepare(engine, path)
    except BaseException:
        engine.dispose()
        raise
    return engine


def writing(engine: sa.Engine) -> sa.Engine:
    """Return the engine for transactions that write: they wait for their turn when they begin, not half-way."""
    return engine.execution_options(begin="BEGIN IMMEDIATE")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the database or the disk reports into a `StoreError`."""
    try:
        yield
    except DBAPIError as problem:
        why, remedy = _REMEDIES.get(_code(problem), (str(problem.orig), "Check the file and its disk"))
        raise StoreError("the database cannot be used", place=str(path), why=why, remedy=remedy) from problem
    except OSError as problem:
        why, remedy = _REMEDIES[sqlite3.SQLITE_CANTOPEN]
        raise StoreError(
            "the database cannot be used", place=str(path), why=f"{why} ({problem.strerror})", remedy=remedy
        ) from problem


def migrations() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return name and statements of every migration in order; the first has number 1."""
    folder = files("evenstride.store.migrations")
    found = sorted((item for item in folder.iterdir() if item.name.endswith(".sql")), key=lambda item: item.name)
    return tuple((item.name.removesuffix(".sql"), _statements(item.read_text("utf-8"))) for item in found)


def migrate(connection: sa.Connection, known: Sequence[tuple[str, tuple[str, ...]]], *, place: str = "") -> None:
    """Run the migrations a database has not seen, inside the transaction of the connection.

    Raises
    ------
    StoreError
        If the database belongs to another program or to a newer version.
    """
    at = schema_version(connection, place=place)
    if at > len(known):
        raise StoreError(
            "the database was written by a newer version of Evenstride",
            place=place,
            why=f"Its schema has number {at}, this version knows {len(known)}",
            remedy="Update Evenstride",
        )
    if at == 0:
        connection.exec_driver_sql("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    for number, (name, statements) in enumerate(known[at:], start=at + 1):
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.execute(
            sa.text("INSERT INTO schema_version (version, name) VALUES (:version, :name)"),
            {"version": number, "name": name},
        )


def schema_version(connection: sa.Connection, *, place: str = "") -> int:
    """Return the number of the last migration a database has seen, 0 for an empty one.

    Raises
    ------
    StoreError
        If the database belongs to another program.
    """
    tables = sa.inspect(connection).get_table_names()
    if not tables:
        return 0
    if "schema_version" not in tables:
        raise StoreError(
            "this is the database of another program",
            place=place,
            why=f"It has the table '{tables[0]}' and none of Evenstride's",
            remedy="Choose another file (--db); nothing in this one was changed",
        )
    return connection.execute(sa.text("SELECT max(version) FROM schema_version")).scalar() or 0


def _prepare(engine: sa.Engine, path: Path) -> None:
    known = migrations()
    with engine.begin() as connection:
        behind = schema_version(connection, place=str(path)) != len(known)
    if behind:
        with writing(engine).begin() as connection:
            # looked at again under the write lock: of two processes opening a new file one finds it done
            migrate(connection, known, place=str(path))
    _let_readers_in(engine)


def _let_readers_in(engine: sa.Engine) -> None:
    # write-ahead log: readers and one writer at a time do not wait for each other
    try:
        with engine.connect().execution_options(begin="") as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    except DBAPIError as problem:
        # busy: another process is opening the same new file, and sets this lasting mode for both
        if _code(problem) != sqlite3.SQLITE_BUSY:
            raise


def _code(problem: DBAPIError) -> int:
    return getattr(problem.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def _connected(connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.execute("PRAGMA foreign_keys = ON")
    # what is deleted or replaced is overwritten, not only let go of
    connection.execute("PRAGMA secure_delete = ON")


def _begun(connection: sa.Connection) -> None:
    # left alone, the driver would begin at the first change only: too late for what was looked at before it
    statement = connection.get_execution_options().get("begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)


def _statements(script: str) -> tuple[str, ...]:
    lines = [line for line in script.splitlines() if not line.lstrip().startswith("--")]
    return tuple(part.strip() for part in "\n".join(lines).split(";") if part.strip())
