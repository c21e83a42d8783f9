"""One recording taken out: what was computed from it goes, what was decided on it stays, and where its chain ends."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from evenstride.core.block import BlockAnswer
from evenstride.core.check import Check
from evenstride.core.contact_table import ContactTable
from evenstride.core.deleted_run import DeletedRun
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.metric import Analysis
from evenstride.core.outing_values import OutingSummary
from evenstride.core.provenance import Provenance
from evenstride.store.documents import result_row
from evenstride.store.dump import DELETED, Dump, Row, gone_of

COMPUTED = frozenset(noun.__name__ for noun in (Analysis, ContactTable, Diagnosis, Check, BlockAnswer, OutingSummary))
"""Nouns that are made again when they are asked for. All others were decided or registered, and are history."""


def computed_from(results: Iterable[Row], ids: Collection[str]) -> frozenset[str]:
    """Return the ids of all computed results that lead back to one of some ids through computed results alone."""
    waiting = [(row["id"], _parents(row)) for row in results if json.loads(row["document"])["noun"] in COMPUTED]
    stale = set[str]()
    while found := {id for id, parents in waiting if id not in stale and not parents.isdisjoint(stale | set(ids))}:
        stale |= found
    return frozenset(stale)


def resting_on(results: Iterable[Row], stale: Collection[str], ids: Collection[str]) -> tuple[Row, ...]:
    """Return the results that stay although they were made from what goes."""
    going = {*stale, *ids}
    return tuple(row for row in results if row["id"] not in stale and not _parents(row).isdisjoint(going))


def deleted_row(recording: Row, results: Sequence[Row], stale: Collection[str], at: str) -> dict[str, Any]:
    """Return the row that says a recording was deleted, with every id that something kept was made from."""
    kept = resting_on(results, stale, [recording["id"]])
    needed = frozenset(id for row in kept for id in _parents(row)) & frozenset(stale)
    origin = json.loads(recording["document"])["origin"]
    return _deleted(recording, origin["file_name"], (recording["id"], *sorted(needed)), at)


def without_deleted(dump: Dump, deleted: Collection[str], known: Collection[str]) -> Dump:
    """Return a dump without the recordings that were deleted here, and without what was computed from them.

    Parameters
    ----------
    dump : Dump
        As an archive holds it.
    deleted : collection of str
        Ids of recordings that were deleted here and have not come in again.
    known : collection of str
        Every id of which it is kept here that nothing stands under it any more.
    """
    skipped = [row for row in dump.recordings if row["id"] in deleted]
    if not skipped:
        return dump
    stale = computed_from(dump.results, [row["id"] for row in skipped])
    results = [row for row in dump.results if row["id"] not in stale]
    told = [deleted_row(row, dump.results, computed_from(dump.results, [row["id"]]), row["at"]) for row in skipped]
    results += [row for row in told if not gone_of([row]) <= gone_of(results) | frozenset(known)]
    recordings = tuple(row for row in dump.recordings if row["id"] not in deleted)
    used = {row["content_id"] for row in recordings} | {id for row in results for id in _parents(row)}
    files = tuple(row for row in dump.files if row["id"] in used)
    reviews = tuple(row for row in dump.reviews if row["recording"] not in deleted)
    return replace(dump, recordings=recordings, results=tuple(results), files=files, reviews=reviews)


def _deleted(recording: Row, file_name: str, gone: tuple[str, ...], at: str) -> dict[str, Any]:
    on = None if recording["on_day"] is None else date.fromisoformat(recording["on_day"])
    noun = DeletedRun(recording["id"], recording["kind"], on, file_name, gone)
    made = Provenance(DELETED, "deleted", (), {"recording": recording["id"], "gone": list(gone), "at": at})
    return result_row(made, noun, recording["athlete"], at)


def _parents(row: Row) -> frozenset[str]:
    return frozenset(json.loads(row["provenance"])["parents"])
