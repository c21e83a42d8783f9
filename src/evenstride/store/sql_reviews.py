"""Reviews of clips in their table, and runs as the latest review of each says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from evenstride.core.clip_review import ClipReview
from evenstride.store import documents, rows
from evenstride.store.codec import from_json
from evenstride.store.nouns import Stored
from evenstride.store.rows import CLIP_CORRECTIONS, RECORDINGS


def save_review(connection: sa.Connection, review: ClipReview, at: datetime) -> None:
    """Add a review of a run that is stored; see `Store.save_review`."""
    key = rows.find(connection, RECORDINGS, review.recording, "recording").athlete
    row = documents.review_row(key, review, documents.time(at))
    known = connection.execute(sa.select(CLIP_CORRECTIONS.c.id).where(CLIP_CORRECTIONS.c.id == row["id"])).first()
    if known is None:
        connection.execute(sa.insert(CLIP_CORRECTIONS).values(row))


def reviews_of(connection: sa.Connection, recording: str) -> tuple[Stored[ClipReview], ...]:
    """Return all reviews of a run, the latest last; see `Store.reviews`."""
    c = CLIP_CORRECTIONS.c
    found = sa.select(CLIP_CORRECTIONS).where(c.recording == recording).order_by(c.at, c.id)
    return tuple(_review(row) for row in connection.execute(found))


def reviewed(connection: sa.Connection, found: Iterable[Stored[Any]]) -> tuple[Stored[Any], ...]:
    """Return recordings as their latest reviews say; one that nobody reviewed as it is."""
    listed = tuple(found)
    c = CLIP_CORRECTIONS.c
    query = sa.select(CLIP_CORRECTIONS).order_by(c.at, c.id)
    athletes = {one.athlete for one in listed}
    if len(athletes) == 1:
        query = query.where(c.athlete == listed[0].athlete)
    if len(listed) == 1:
        query = query.where(c.recording == listed[0].id)
    latest = {row.recording: row for row in connection.execute(query)} if listed else {}
    return tuple(
        documents.as_reviewed(one, _review(latest[one.id]).noun) if one.id in latest else one for one in listed
    )


def _review(row: sa.Row[Any]) -> Stored[ClipReview]:
    noun = from_json(row.document, ClipReview, place=f"review {row.id}")
    return Stored(row.id, row.athlete, datetime.fromisoformat(row.at), noun)
