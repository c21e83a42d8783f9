"""Activities among the recordings in their table, and several results written in one go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, get_args

import sqlalchemy as sa

from evenstride.core.filed import FiledActivity, FiledDays, Held
from evenstride.core.provenance import Provenance
from evenstride.core.recording import Recording
from evenstride.store import identity, rows
from evenstride.store.codec import to_json
from evenstride.store.documents import day, result_row
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


def refile(connection: sa.Connection, found: Iterable[tuple[str, Held]]) -> None:
    """Put what is filed of a file now in the place of what was filed of it before."""
    c = RECORDINGS.c
    for id, noun in found:
        document = to_json(noun, Held)
        changed = (c.id == id) & (c.document != document)
        connection.execute(sa.update(RECORDINGS).where(changed).values(document=document, on_day=day(noun.on)))


def save_results(
    connection: sa.Connection, made: Sequence[tuple[Provenance, Result]], key: str, at: str
) -> tuple[str, ...]:
    """Write results that are new, and note of the others that they were made again; see `Store.save_results`."""
    c = RESULTS.c
    ids = [provenance.id for provenance, _ in made]
    known = {row.id: row.at for row in connection.execute(sa.select(c.id, c.at).where(c.id.in_(ids)))}
    for id, earlier in known.items():
        connection.execute(sa.update(RESULTS).where(c.id == id).values(at=max(earlier, at)))
    fresh = {provenance.id: (provenance, noun) for provenance, noun in made if provenance.id not in known}
    parents = {parent for provenance, _ in fresh.values() for parent in provenance.parents}
    rows.require(connection, parents - set(fresh))
    if fresh:
        connection.execute(sa.insert(RESULTS), [result_row(*one, key, at) for one in fresh.values()])
    return tuple(ids)
