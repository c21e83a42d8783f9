"""Files into their tables, many in one go: what is there is asked once, what is new is written once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from evenstride.core.athlete import Athlete, athlete_key
from evenstride.core.filed import FiledFile, Held
from evenstride.core.recording import Reading
from evenstride.store import identity, sql_filed
from evenstride.store.blobs import pack
from evenstride.store.documents import athlete_row, recording_row
from evenstride.store.dump import Row
from evenstride.store.nouns import ImportResult
from evenstride.store.ready import ReadyFile
from evenstride.store.rows import ATHLETES, BLOBS, RECORDINGS

AT_ONCE = 500
Item = TypeVar("Item")


def save_imports(
    connection: sa.Connection, files: Sequence[tuple[Reading | FiledFile, bytes]], at: str
) -> tuple[ImportResult, ...]:
    """Write what is new of files: their bytes, their athletes, their recordings; see `Store.save_imports`."""
    contents = list(dict.fromkeys(reading.content_id for reading, _ in files))
    earlier = _imported(connection, contents)
    kept = _known(connection, BLOBS.c.id, contents)
    blobs, rows, people, results = list[Row](), list[Row](), dict[str, str](), list[ImportResult]()
    for reading, data in files:
        found = identity.identified(reading, data)
        known = earlier.setdefault(reading.content_id, {})
        if known and isinstance(reading, FiledFile):
            sql_filed.refile(connection, [recording_row(id, one, 0, at) for id, one in found])
        added = tuple(id for id, _ in found if id not in known)
        since = at if added else min(known[id] for id, _ in found)
        if added and reading.content_id not in kept:
            kept.add(reading.content_id)
            blobs.append({"id": reading.content_id, "at": at, "data": pack(data)})
        rows += [recording_row(id, one, place, at) for place, (id, one) in enumerate(found) if id in added]
        people |= _people(one for id, one in found if id in added)
        known |= dict.fromkeys(added, at)
        ids = tuple(id for id, _ in found)
        results.append(ImportResult(reading.content_id, ids, added, datetime.fromisoformat(since)))
    _write(connection, blobs, people, rows)
    return tuple(results)


def save_ready(connection: sa.Connection, files: Sequence[tuple[ReadyFile, bytes]], at: str) -> None:
    """Write files that come as rows, and their results; see `Store.save_ready`."""
    contents = list(dict.fromkeys(file.content_id for file, _ in files))
    known = {id for of_file in _imported(connection, contents).values() for id in of_file}
    kept = _known(connection, BLOBS.c.id, contents)
    blobs, rows, people = list[Row](), list[Row](), dict[str, str]()
    for file, data in files:
        if file.content_id not in kept:
            kept.add(file.content_id)
            blobs.append({"id": file.content_id, "at": at, "data": pack(data)})
        sql_filed.refile(connection, [row for row in file.recordings if row["id"] in known])
        fresh = [{**row, "at": at} for row in file.recordings if row["id"] not in known]
        known |= {row["id"] for row in fresh}
        people |= {row["athlete"]: file.athlete for row in fresh}
        rows += fresh
    _write(connection, blobs, people, rows)
    sql_filed.save_result_rows(connection, [row for file, _ in files for row in file.results], at)


def _write(connection: sa.Connection, blobs: Collection[Row], people: Mapping[str, str], rows: Collection[Row]) -> None:
    _insert(connection, BLOBS, blobs)
    strangers = set(people) - _known(connection, ATHLETES.c.key, list(people))
    _insert(connection, ATHLETES, [athlete_row(Athlete(people[key])) for key in sorted(strangers)])
    _insert(connection, RECORDINGS, rows)


def _people(found: Iterable[Held]) -> dict[str, str]:
    return {athlete_key(one.athlete): one.athlete for one in found}


def _imported(connection: sa.Connection, contents: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the recordings of raw files that are stored, by file, with the time they came in."""
    c = RECORDINGS.c
    found: dict[str, dict[str, str]] = {}
    for some in _some(contents):
        for row in connection.execute(sa.select(c.content_id, c.id, c.at).where(c.content_id.in_(some))):
            found.setdefault(row.content_id, {})[row.id] = row.at
    return found


def _known(connection: sa.Connection, column: sa.ColumnClause[Any], wanted: Sequence[str]) -> set[str]:
    return {
        id for some in _some(wanted) for id in connection.execute(sa.select(column).where(column.in_(some))).scalars()
    }


def _some(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def _insert(connection: sa.Connection, table: sa.TableClause, rows: Collection[Row]) -> None:
    if rows:
        connection.execute(sa.insert(table), [dict(row) for row in rows])
