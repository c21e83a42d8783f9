"""The store as plain dictionaries: the fake of the tests, held to the same promise as the database."""

# ruff: noqa: D102 - what the methods promise is written once, in base.Store

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast, get_args

from evenstride.core.athlete import Anthropometrics, Athlete, Intake, athlete_key, name_order
from evenstride.core.column_mapping import ColumnMapping
from evenstride.core.filed import FiledFile, Held
from evenstride.core.log import LogEntry
from evenstride.core.overview import Overview
from evenstride.core.provenance import Provenance
from evenstride.core.recording import Reading, Recording
from evenstride.store import identity, memory_rows
from evenstride.store.base import Store
from evenstride.store.memory_archive import MemoryArchive
from evenstride.store.memory_filed import MemoryFiled
from evenstride.store.nouns import NAMED, ImportResult, Link, Result, Stored


class MemoryStore(MemoryArchive, MemoryFiled, Store):
    """A `Store` that forgets when the program ends; for one thread.

    Examples
    --------
    >>> from datetime import UTC
    >>> store = MemoryStore()
    >>> store.save_athlete(Athlete("Noa Keller"), saved_at=datetime(2026, 5, 1, tzinfo=UTC))
    >>> store.athlete("noa  keller").name
    'Noa Keller'
    """

    def close(self) -> None:
        """Nothing to let go of."""

    def save_athlete(self, athlete: Athlete, *, saved_at: datetime) -> None:
        at = identity.in_utc(saved_at)
        self._athletes[athlete.key] = athlete
        if athlete.intake:
            self._add_fact(athlete.key, athlete.intake, at)

    def athlete(self, name: str) -> Athlete:
        return self._athletes[self._key(name)]

    def athletes(self) -> tuple[Athlete, ...]:
        return tuple(sorted(self._athletes.values(), key=lambda one: name_order(one.name)))

    def intakes(self, name: str) -> tuple[Intake, ...]:
        return self._said(name, Intake)

    def save_body(self, name: str, body: Anthropometrics, *, saved_at: datetime) -> None:
        self._add_fact(self._key(name), body, identity.in_utc(saved_at))

    def bodies(self, name: str) -> tuple[Anthropometrics, ...]:
        return self._said(name, Anthropometrics)

    def save_import(self, reading: Reading | FiledFile, data: bytes, *, imported_at: datetime) -> ImportResult:
        found = identity.identified(reading, data)
        at = identity.in_utc(imported_at)
        added = tuple(id for id, _ in found if id not in self._recordings)
        if added:
            self._files.setdefault(reading.content_id, (at, data))
        for position, (id, recording) in enumerate(found):
            key = athlete_key(recording.athlete)
            self._athletes.setdefault(key, Athlete(recording.athlete))
            earlier = self._recordings.get(id)
            if earlier is None or isinstance(reading, FiledFile):
                first = at if earlier is None else earlier[1].at
                self._recordings[id] = position, Stored(id, key, first, recording)
        since = at if added else min(self._recordings[id][1].at for id, _ in found)
        return ImportResult(reading.content_id, tuple(id for id, _ in found), added, since)

    def save_imports(
        self, files: Sequence[tuple[Reading | FiledFile, bytes]], *, imported_at: datetime
    ) -> tuple[ImportResult, ...]:
        return tuple(self.save_import(reading, data, imported_at=imported_at) for reading, data in files)

    def save_columns(self, id: str, columns: ColumnMapping, *, athletes: Collection[str], saved_at: datetime) -> None:
        said = identity.in_utc(saved_at), columns
        keys = {self._key(name) for name in athletes} | {key for key, known in self._columns if known == id}
        self._columns |= {(key, id): said for key in keys}

    def columns(self) -> Mapping[str, ColumnMapping]:
        found = sorted((at, key, id) for (key, id), (at, _) in self._columns.items())
        return {id: self._columns[key, id][1] for _, key, id in found}

    def forget_columns(self, id: str) -> None:
        left = {known: said for known, said in self._columns.items() if known[1] != id}
        if len(left) == len(self._columns):
            raise identity.unknown_columns(id)
        self._columns = left

    def save_zone(self, name: str, *, saved_at: datetime) -> None:
        identity.in_utc(saved_at)
        self._zone = name

    def zone(self) -> str:
        return self._zone

    def recordings(
        self,
        name: str | None = None,
        *,
        kind: type[Recording] | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> tuple[Stored[Recording], ...]:
        key = None if name is None else self._key(name)
        kinds = get_args(Recording) if kind is None else (kind,)
        found = [
            (memory_rows.first(one.noun.on), one.noun.origin.content_id, position, one)
            for position, one in self._recordings.values()
            if key in (None, one.athlete)
            and isinstance(one.noun, kinds)
            and memory_rows.between(one.noun.on, since, until)
        ]
        ordered = sorted(found, key=lambda one: (*one[:3], one[3].id))
        told = (self._reviewed(one) for *_, one in ordered)
        return tuple(Stored(one.id, one.athlete, one.at, cast(Recording, one.noun)) for one in told)

    def recordings_of(self, content_id: str) -> tuple[Stored[Held], ...]:
        found = [one for one in self._recordings.values() if one[1].noun.origin.content_id == content_id]
        return tuple(self._reviewed(one) for _, one in sorted(found, key=lambda one: (one[0], one[1].id)))

    def newest(
        self, name: str, *, kinds: Collection[type[Recording]] = (), skip: int = 0, most: int = 50
    ) -> tuple[Stored[Recording], ...]:
        found = [one for one in self.recordings(name) if not kinds or isinstance(one.noun, tuple(kinds))]
        undated = date.min
        by_day = sorted(found, key=lambda one: one.noun.on or undated, reverse=True)
        return tuple(by_day[skip : skip + most])

    def raw(self, content_id: str) -> bytes:
        return self._files[identity.resolve(content_id, self._files, what="raw file")][1]

    def save_result(self, provenance: Provenance, document: Result, *, athlete: str, saved_at: datetime) -> str:
        made = Stored(provenance.id, self._key(athlete), identity.in_utc(saved_at), document)
        if made.id in self._results:
            first, earlier = self._results[made.id]
            self._results[made.id] = first, replace(earlier, at=max(earlier.at, made.at))
        else:
            for parent in provenance.parents:
                self._link(parent)
            self._results[made.id] = provenance, made
        return made.id

    def save_results(
        self, made: Sequence[tuple[Provenance, Result]], *, athlete: str, saved_at: datetime
    ) -> tuple[str, ...]:
        with self.turn():
            return tuple(self.save_result(how, what, athlete=athlete, saved_at=saved_at) for how, what in made)

    def result(self, id: str) -> Stored[Result]:
        return self._results[identity.resolve(id, self._results, what="result")][1]

    def known_results(self, ids: Collection[str]) -> Mapping[str, Stored[Result]]:
        return {id: self._results[id][1] for id in ids if id in self._results}

    def results(self, kind: str, *, athlete: str) -> tuple[Stored[Result], ...]:
        key = self._key(athlete)
        found = [one for made, one in self._results.values() if one.athlete == key and made.kind == kind]
        return tuple(sorted(found, key=lambda one: (one.at, memory_rows.first(memory_rows.day(one.noun)), one.id)))

    def latest(self, kind: str, *, athlete: str) -> Stored[Result] | None:
        return next(reversed(self.results(kind, athlete=athlete)), None)

    def chain(self, id: str) -> tuple[Link, ...]:
        told = [entry.id for entry in self._log.values()]
        planned = [session.id for kept in self._plans() for session in kept.noun.sessions]
        known = [*self._results, *self._recordings, *self._files, *told, *planned]
        return identity.trace(identity.resolve(id, known, what=NAMED), self._link)

    def save_log(self, name: str, entry: LogEntry) -> LogEntry:
        key = self._key(name)
        entry = identity.with_id(entry, key)
        return identity.same_entry(self._log.setdefault((key, entry.id), entry), entry)

    def log(self, name: str, *, since: date | None = None, until: date | None = None) -> tuple[LogEntry, ...]:
        key = self._key(name)
        found = [one for (who, _), one in self._log.items() if who == key and memory_rows.between(one.on, since, until)]
        return tuple(sorted(found, key=lambda one: (one.on, memory_rows.first(one.logged_at), one.id)))

    def state(self, name: str) -> str:
        key = self._key(name)
        facts = sorted(repr((at, fact)) for who, at, fact in self._facts if who == key)
        recordings = sorted(one.id for _, one in self._recordings.values() if one.athlete == key)
        entries = sorted(id for who, id in self._log if who == key)
        plans = [one.at.isoformat() for one in self._plans() if one.athlete == key]
        gone = sorted(one.id for one in memory_rows.deleted_of(self._results.values()) if one.athlete == key)
        reviews = sorted(id for id, one in self._reviews.items() if one.athlete == key)
        return identity.hash_id(repr(self._athletes[key]), facts, recordings, entries, plans[-1:], gone, reviews)

    def changed(self, since: str = "") -> tuple[str, frozenset[str]]:
        made = [(one.athlete, id, one.at.isoformat()) for id, (_, one) in self._results.items()]
        marks = {
            key: identity.hash_id(self.state(key), *sorted(f"{id} {at}" for who, id, at in made if who == key))
            for key in self._athletes
        }
        known = json.loads(since) if since else {}
        return json.dumps(marks), frozenset(key for key, mark in marks.items() if known.get(key) != mark)

    def view(self, name: str, id: str) -> Overview | None:
        known, page = self._views.get(self._key(name), ("", None))
        return page if known == id else None

    def save_view(self, name: str, id: str, page: Overview) -> None:
        self._views[self._key(name)] = id, page

    def scrub(self) -> bool:
        return True
