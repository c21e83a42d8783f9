"""Activities among the recordings in their table, and several results written in one go."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, get_args

import sqlalchemy as sa

from evenstride.core.filed import FiledActivity, FiledDays
from evenstride.core.provenance import Provenance
from evenstride.core.recording import Recording
from evenstride.store import identity, rows
from evenstride.store.documents import result_row
from evenstride.store.dump import Row
from evenstride.store.nouns import Result, Stored
from evenstride.store.rows import RECORDINGS, RESULTS

RECORDED = tuple(noun.__name__ for noun in get_args(Recording))
ACTIVITIES = (FiledActivity.__name__,)
DAYS = (FiledDays.__name__,)


def of_kinds(connection: sa.Connection, id: str, kinds: Collection[str], wanted: str) -> Stored[Any]:
    """Return what is kept under an id.

    Raises
    ------
    NotFoundError
        If it is nothing, or of another kind.
    """
    found = rows.recording(rows.find(connection, RECORDINGS, id, wanted))
    if type(found.noun).__name__ not in kinds:
        raise identity.not_held(found.noun, id, wanted)
    return found


def filed(
    connection: sa.Connection, name: str, kinds: Collection[str], since: date | None, until: date | None
) -> tuple[Stored[Any], ...]:
    """Return what is filed of an athlete by day, then by when it began."""
    c = RECORDINGS.c
    query = sa.select(RECORDINGS).where(c.athlete == rows.key_of(connection, name), c.kind.in_(kinds))
    query = query.where(*rows.between(c.on_day, since, until))
    return identity.in_order(rows.recording(row) for row in connection.execute(query))


def refile(connection: sa.Connection, found: Iterable[Row]) -> None:
    """Put what is filed of a file now in the place of what was filed of it before."""
    c = RECORDINGS.c
    for row in found:
        changed = (c.id == row["id"]) & (c.document != row["document"])
        better = sa.update(RECORDINGS).where(changed).values(document=row["document"], on_day=row["on_day"])
        connection.execute(better)


def save_results(
    connection: sa.Connection, made: Sequence[tuple[Provenance, Result]], key: str, at: str
) -> tuple[str, ...]:
    """Write results that are new, and note of the others that they were made again; see `Store.save_results`."""
    named = {provenance.id: (provenance, noun) for provenance, noun in made}
    fresh = [named[id] for id in _not_made_before(connection, list(named), at)]
    _add_results(connection, [result_row(*one, key, at) for one in fresh])
    return tuple(provenance.id for provenance, _ in made)


def save_result_rows(connection: sa.Connection, made: Iterable[Row], at: str) -> None:
    """Write results that come as rows, in the same way."""
    named = {row["id"]: row for row in made}
    _add_results(connection, [{**named[id], "at": at} for id in _not_made_before(connection, list(named), at)])


def _not_made_before(connection: sa.Connection, ids: Sequence[str], at: str) -> list[str]:
    """Return the ids of results that are new; the others are noted as made again."""
    c = RESULTS.c
    known = {row.id: row.at for row in connection.execute(sa.select(c.id, c.at).where(c.id.in_(ids)))}
    for id, earlier in known.items():
        connection.execute(sa.update(RESULTS).where(c.id == id).values(at=max(earlier, at)))
    return [id for id in ids if id not in known]


def _add_results(connection: sa.Connection, fresh: Sequence[Row]) -> None:
    if fresh:
        parents = {parent for row in fresh for parent in json.loads(row["provenance"])["parents"]}
        rows.require(connection, parents - {row["id"] for row in fresh})
        connection.execute(sa.insert(RESULTS), [dict(row) for row in fresh])
