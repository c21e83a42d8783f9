"""One recording out of the tables, and kept out of what an archive brings."""

from __future__ import annotations

import json
from collections.abc import Collection

import sqlalchemy as sa

from evenstride.core.athlete import Athlete
from evenstride.store import deletion, rows
from evenstride.store.codec import from_json
from evenstride.store.dump import DELETED, DeletedRecording, Dump, Row
from evenstride.store.merging import leaning
from evenstride.store.rows import ATHLETES, BLOBS, CLIP_CORRECTIONS, RECORDINGS, RESULTS, VIEWS


def delete_recording(connection: sa.Connection, id: str, at: str) -> DeletedRecording:
    """Delete the row of a recording and those of what was computed from it; see `Store.delete_recording`."""
    row = dict(rows.find(connection, RECORDINGS, id, "recording")._mapping)
    key, content = row["athlete"], row["content_id"]
    results = _results_of(connection, key)
    stale = deletion.computed_from(results, [row["id"]])
    _refuse_leaning(connection, key, [row["id"], *stale])
    # First what is added: rows are numbered as they come, and `rows.changed` finds who has new ones by their number.
    connection.execute(sa.insert(RESULTS).values(deletion.deleted_row(row, results, stale, at)))
    for one in stale:
        connection.execute(sa.delete(RESULTS).where(RESULTS.c.id == one))
    connection.execute(sa.delete(CLIP_CORRECTIONS).where(CLIP_CORRECTIONS.c.recording == row["id"]))
    connection.execute(sa.delete(RECORDINGS).where(RECORDINGS.c.id == row["id"]))
    connection.execute(sa.delete(VIEWS).where(VIEWS.c.athlete == key))
    resting = deletion.resting_on(results, stale, [row["id"]])
    alone = not _is_needed(connection, content)
    if alone:
        connection.execute(sa.delete(BLOBS).where(BLOBS.c.id == content))
    name = json.loads(row["document"])["origin"]["file_name"]
    return DeletedRecording(name, len(stale), tuple(sorted(one["kind"] for one in resting)), alone)


def without_deleted(connection: sa.Connection, dump: Dump) -> tuple[Dump, frozenset[str]]:
    """Return a dump without what was deleted here and has not come in again, and all ids that ended here."""
    c = RESULTS.c
    query = sa.select(c.document).where(c.athlete == dump.athlete.get("key"), c.kind == DELETED)
    told = [json.loads(one) for one in connection.execute(query).scalars()]
    deleted = {one["recording"] for one in told}
    here = sa.select(RECORDINGS.c.id).where(RECORDINGS.c.id.in_(deleted))
    deleted -= set(connection.execute(here).scalars())
    gone = frozenset(id for one in told for id in one["gone"])
    return deletion.without_deleted(dump, deleted, gone), gone


def _results_of(connection: sa.Connection, key: str) -> list[Row]:
    found = connection.execute(sa.select(RESULTS).where(RESULTS.c.athlete == key))
    return [dict(row) for row in found.mappings()]


def _made_from(id: str) -> sa.ColumnElement[bool]:
    # Ids are hexadecimal, and parents are the only ids in a provenance that stand in quotes alone.
    return RESULTS.c.provenance.like(f'%"{id}"%')


def _refuse_leaning(connection: sa.Connection, key: str, ids: Collection[str]) -> None:
    for id in ids:
        query = sa.select(RESULTS.c.athlete, RESULTS.c.provenance).where(RESULTS.c.athlete != key, _made_from(id))
        for row in connection.execute(query):
            if id in json.loads(row.provenance)["parents"]:
                document = connection.execute(sa.select(ATHLETES.c.document).where(ATHLETES.c.key == key)).scalar_one()
                athlete: Athlete = from_json(document, Athlete, place=f"athlete {key}")
                raise leaning(athlete.name, row.athlete)


def _is_needed(connection: sa.Connection, content: str) -> bool:
    if connection.execute(sa.select(RECORDINGS.c.id).where(RECORDINGS.c.content_id == content)).first() is not None:
        return True
    made = connection.execute(sa.select(RESULTS.c.provenance).where(_made_from(content))).scalars()
    return any(content in json.loads(one)["parents"] for one in made)
