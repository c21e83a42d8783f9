"""The dictionaries of the store in memory, and how one thing in them is found."""

# ruff: noqa: D102 - what the methods promise is written once, in base.Store

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import datetime
from threading import RLock
from typing import Any

from evenstride.core.athlete import Athlete, athlete_key
from evenstride.core.clip_review import ClipReview
from evenstride.core.column_mapping import ColumnMapping
from evenstride.core.filed import Held
from evenstride.core.log import LogEntry
from evenstride.core.overview import Overview
from evenstride.core.plan import Plan
from evenstride.core.provenance import Provenance
from evenstride.store import documents, identity, memory_rows
from evenstride.store.documents import Fact
from evenstride.store.nouns import Link, Result, Stored


class MemoryTables:
    """What is kept, by kind; a turn on it is all or nothing."""

    def __init__(self) -> None:
        self._athletes: dict[str, Athlete] = {}
        self._facts: list[tuple[str, datetime, Fact]] = []
        self._files: dict[str, tuple[datetime, bytes]] = {}
        self._recordings: dict[str, tuple[int, Stored[Held]]] = {}
        self._results: dict[str, tuple[Provenance, Stored[Result]]] = {}
        self._log: dict[tuple[str, str], LogEntry] = {}
        self._columns: dict[tuple[str, str], tuple[datetime, ColumnMapping]] = {}
        self._reviews: dict[str, Stored[ClipReview]] = {}
        self._zone = ""
        self._views: dict[str, tuple[str, Overview]] = {}
        self._lock = RLock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._lock:
            before = {name: copy(kept) for name, kept in vars(self).items() if name != "_lock"}
            try:
                yield
            except BaseException:
                vars(self).update(before)
                raise

    def _key(self, name: str) -> str:
        key = athlete_key(name)
        if key not in self._athletes:
            raise identity.unknown_athlete(name, self._athletes.values())
        return key

    def _add_fact(self, key: str, fact: Fact, at: datetime) -> None:
        that_day = [one for one in self._said(key, type(fact)) if one.on == fact.on]
        if that_day[-1:] != [fact]:
            self._facts.append((key, at, fact))

    def _said(self, name: str, noun: type) -> tuple[Any, ...]:
        key = self._key(name)
        found = [(at, fact) for who, at, fact in self._facts if who == key and isinstance(fact, noun)]
        return tuple(fact for at, fact in sorted(found, key=lambda one: (memory_rows.first(one[1].on), one[0])))

    def _reviewed(self, found: Stored[Any]) -> Stored[Any]:
        told = self._reviews_of(found.id)
        return documents.as_reviewed(found, told[-1].noun) if told else found

    def _reviews_of(self, recording: str) -> list[Stored[ClipReview]]:
        mine = [one for one in self._reviews.values() if one.noun.recording == recording]
        return sorted(mine, key=lambda one: (one.at, one.id))

    def _link(self, id: str) -> Link:
        if id in self._results:
            made, one = self._results[id]
            return Link(id, made.kind, one.at, made.parents, one.athlete, memory_rows.day(one.noun), made)
        if id in self._recordings:
            return identity.recording_link(self._recordings[id][1])
        if id in self._files:
            return Link(id, "file", self._files[id][0])
        if plans := self._plans(id):
            return identity.session_link(id, plans)
        if entries := [(who, entry) for (who, own), entry in sorted(self._log.items()) if own == id]:
            return identity.log_link(entries, answers=bool(self._plans(entries[0][1].session)))
        if deleted := [one for one in memory_rows.deleted_of(self._results.values()) if id in one.noun.gone]:
            return identity.deleted_link(id, deleted[-1])
        raise identity.unknown_parent(id)

    def _plans(self, session: str | None = None) -> list[Stored[Plan]]:
        """All plans, or those that hold a session, oldest first."""
        found = [
            Stored(one.id, one.athlete, one.at, one.noun)
            for made, one in self._results.values()
            if made.kind == "plan" and isinstance(one.noun, Plan)
        ]
        held = [one for one in found if session is None or any(own.id == session for own in one.noun.sessions)]
        return sorted(held, key=lambda one: (one.at, one.id))
