"""Activities among the recordings in memory."""

# ruff: noqa: D102 - what the methods promise is written once, in base.Store

from __future__ import annotations

from datetime import date, datetime
from typing import Any, get_args

from evenstride.core.clip_review import ClipReview
from evenstride.core.filed import FiledActivity, FiledDays, Held, SourceOrder
from evenstride.core.recording import Recording
from evenstride.store import documents, identity, memory_rows
from evenstride.store.memory_tables import MemoryTables
from evenstride.store.nouns import Stored


class MemoryFiled(MemoryTables):
    """The part of a store that keeps what is filed of activity files beside the recordings."""

    def recording(self, id: str) -> Stored[Recording]:
        return self._of_kind(id, get_args(Recording), "recording")

    def held(self, id: str) -> Stored[Held]:
        return self._reviewed(self._recordings[identity.resolve(id, self._recordings, what="recording or activity")][1])

    def save_review(self, review: ClipReview, *, saved_at: datetime) -> None:
        found = self._recordings[identity.resolve(review.recording, self._recordings, what="recording")][1]
        at = identity.in_utc(saved_at)
        row = documents.review_row(found.athlete, review, documents.time(at))
        self._reviews.setdefault(row["id"], Stored(row["id"], found.athlete, at, review))

    def reviews(self, id: str) -> tuple[Stored[ClipReview], ...]:
        return tuple(self._reviews_of(identity.resolve(id, self._recordings, what="recording")))

    def activity(self, id: str) -> Stored[FiledActivity]:
        return self._of_kind(id, (FiledActivity,), "activity")

    def activities(
        self, name: str, *, since: date | None = None, until: date | None = None
    ) -> tuple[Stored[FiledActivity], ...]:
        return self._filed(name, FiledActivity, since, until)

    def life_days(self, name: str) -> tuple[Stored[FiledDays], ...]:
        return self._filed(name, FiledDays, None, None)

    def save_source_order(self, name: str, order: SourceOrder, *, saved_at: datetime) -> None:
        self._add_fact(self._key(name), order, identity.in_utc(saved_at))

    def source_order(self, name: str) -> SourceOrder:
        return next(reversed(self._said(name, SourceOrder)), SourceOrder())

    def _of_kind(self, id: str, kinds: tuple[type, ...], wanted: str) -> Stored[Any]:
        found = self._recordings[identity.resolve(id, self._recordings, what=wanted)][1]
        if not isinstance(found.noun, kinds):
            raise identity.not_held(found.noun, id, wanted)
        return self._reviewed(found)

    def _filed(self, name: str, kind: type, since: date | None, until: date | None) -> tuple[Stored[Any], ...]:
        key = self._key(name)
        found = [
            one
            for _, one in self._recordings.values()
            if one.athlete == key and isinstance(one.noun, kind) and memory_rows.between(one.noun.on, since, until)
        ]
        return identity.in_order(found)
