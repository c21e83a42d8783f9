"""The store as plain dictionaries: the fake of the tests, held to the same promise as the database."""

# ruff: noqa: D102 - what the methods promise is written once, in base.Store

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from threading import RLock
from typing import Any

from evenstride.core.athlete import Anthropometrics, Athlete, Intake, athlete_key, name_order
from evenstride.core.column_mapping import ColumnMapping
from evenstride.core.log import LogEntry
from evenstride.core.overview import Overview
from evenstride.core.plan import Plan
from evenstride.core.provenance import Provenance
from evenstride.core.recording import Reading, Recording
from evenstride.store import deletion, documents, identity, memory_rows
from evenstride.store.base import NAMED, ImportResult, Link, Result, Store, Stored
from evenstride.store.dump import Deleted, DeletedRecording, Dump, Kept, Loaded
from evenstride.store.merging import foreign_result, leaning, merged


class MemoryStore(Store):
    """A `Store` that forgets when the program ends; for one thread.

    Examples
    --------
    >>> from datetime import UTC
    >>> store = MemoryStore()
    >>> store.save_athlete(Athlete("Noa Keller"), saved_at=datetime(2026, 5, 1, tzinfo=UTC))
    >>> store.athlete("noa  keller").name
    'Noa Keller'
    """

    def __init__(self) -> None:
        self._athletes: dict[str, Athlete] = {}
        self._facts: list[tuple[str, datetime, Intake | Anthropometrics]] = []
        self._files: dict[str, tuple[datetime, bytes]] = {}
        self._recordings: dict[str, tuple[int, Stored[Recording]]] = {}
        self._results: dict[str, tuple[Provenance, Stored[Result]]] = {}
        self._log: dict[tuple[str, str], LogEntry] = {}
        self._columns: dict[tuple[str, str], tuple[datetime, ColumnMapping]] = {}
        self._zone = ""
        self._views: dict[str, tuple[str, Overview]] = {}
        self._lock = RLock()

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

    def save_import(self, reading: Reading, data: bytes, *, imported_at: datetime) -> ImportResult:
        found = identity.identified(reading, data)
        at = identity.in_utc(imported_at)
        added = tuple(id for id, _ in found if id not in self._recordings)
        if added:
            self._files.setdefault(reading.content_id, (at, data))
        for position, (id, recording) in enumerate(found):
            key = athlete_key(recording.athlete)
            self._athletes.setdefault(key, Athlete(recording.athlete))
            self._recordings.setdefault(id, (position, Stored(id, key, at, recording)))
        since = at if added else min(self._recordings[id][1].at for id, _ in found)
        return ImportResult(reading.content_id, tuple(id for id, _ in found), added, since)

    def save_imports(
        self, files: Sequence[tuple[Reading, bytes]], *, imported_at: datetime
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

    def recording(self, id: str) -> Stored[Recording]:
        return self._recordings[identity.resolve(id, self._recordings, what="recording")][1]

    def recordings(
        self,
        name: str | None = None,
        *,
        kind: type[Recording] | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> tuple[Stored[Recording], ...]:
        key = None if name is None else self._key(name)
        found = [
            (memory_rows.first(one.noun.on), one.noun.origin.content_id, position, one.id)
            for position, one in self._recordings.values()
            if key in (None, one.athlete)
            and (kind is None or isinstance(one.noun, kind))
            and memory_rows.between(one.noun.on, since, until)
        ]
        return tuple(self._recordings[id][1] for *_, id in sorted(found))

    def recordings_of(self, content_id: str) -> tuple[Stored[Recording], ...]:
        found = [one for one in self._recordings.values() if one[1].noun.origin.content_id == content_id]
        return tuple(one for _, one in sorted(found, key=lambda one: (one[0], one[1].id)))

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
        return identity.hash_id(repr(self._athletes[key]), facts, recordings, entries, plans[-1:], gone)

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

    def kept(self, name: str) -> tuple[Kept, ...]:
        dump = self.dump(name)
        parts = (("recordings", dump.recordings), ("results", dump.results), ("log", dump.log))
        found = [
            Kept.of(part, row["id"], row.get("kind", ""), row["on_day"], row["at"], row.get("content_id", ""))
            for part, rows in parts
            for row in rows
        ]
        return tuple(sorted(found, key=Kept.order))

    def dump(self, name: str) -> Dump:
        key = self._key(name)
        recordings = [
            documents.recording_row(one.id, one.noun, position, documents.time(one.at))
            for position, one in self._recordings.values()
            if one.athlete == key
        ]
        contents = {row["content_id"] for row in recordings}
        files = [{"id": id, "at": documents.time(self._files[id][0])} for id in contents]
        results = [
            documents.result_row(made, one.noun, key, documents.time(one.at))
            for made, one in self._results.values()
            if one.athlete == key
        ]
        facts = [memory_rows.fact_row(*fact) for fact in self._facts if fact[0] == key]
        log = [documents.log_row(key, entry) for (who, _), entry in self._log.items() if who == key]
        columns = [
            documents.columns_row(key, id, said, at) for (who, id), (at, said) in self._columns.items() if who == key
        ]
        parts = {"facts": facts, "files": files, "recordings": recordings, "results": results, "log": log}
        parts["columns"] = columns
        ordered = {part: tuple(sorted(rows, key=lambda row: row["id"])) for part, rows in parts.items()}
        dump = Dump(documents.athlete_row(self._athletes[key]), **ordered)
        if not dump.ids >= dump.parents:
            raise leaning("somebody else", self._athletes[key].name)
        return dump

    def load(self, dumps: Iterable[Dump], raw: Callable[[str], bytes]) -> tuple[Loaded, ...]:
        with self.turn():
            fit = map(self._without_deleted, dumps)
            loaded = tuple(self._load(dump, documents.nouns_of(dump), raw) for dump in fit)
            known = {*self._results, *self._recordings, *self._files}
            known |= {id for one in memory_rows.deleted_of(self._results.values()) for id in one.noun.gone}
            if not all(known.issuperset(made.parents) for made, _ in self._results.values()):
                raise documents.damaged("results")
            return loaded

    def delete(self, name: str) -> Deleted:
        key = self._key(name)
        dump, athlete = self.dump(name), self._athletes[key]
        others = {one.noun.origin.content_id for _, one in self._recordings.values() if one.athlete != key}
        mine = [one for _, one in self._recordings.values() if one.athlete == key]
        alone = {one.noun.origin.content_id for one in mine} - others
        gone = alone | {one.id for one in mine} | {row["id"] for row in dump.results}
        memory_rows.refuse_leaning(athlete, self._results.values(), gone)
        self._results = {id: one for id, one in self._results.items() if one[1].athlete != key}
        self._recordings = {id: one for id, one in self._recordings.items() if one[1].athlete != key}
        self._files = {id: one for id, one in self._files.items() if id not in alone}
        self._facts = [fact for fact in self._facts if fact[0] != key]
        self._log = {known: entry for known, entry in self._log.items() if known[0] != key}
        self._columns = {known: said for known, said in self._columns.items() if known[0] != key}
        shared = {one.noun.origin.file_name for one in mine if one.noun.origin.content_id in others}
        counts = {part: len(getattr(dump, part)) for part in ("facts", "recordings", "results", "log", "columns")}
        counts |= {"pages": int(self._views.pop(key, None) is not None), "files": len(alone)}
        del self._athletes[key]
        return Deleted(athlete, counts, tuple(sorted(shared)))

    def delete_recording(self, id: str, *, deleted_at: datetime) -> DeletedRecording:
        at, found = identity.in_utc(deleted_at), self.recording(id)
        dump, content = self.dump(found.athlete), found.noun.origin.content_id
        stale = deletion.computed_from(dump.results, [found.id])
        memory_rows.refuse_leaning(self._athletes[found.athlete], self._results.values(), {found.id, *stale})
        row = next(row for row in dump.recordings if row["id"] == found.id)
        told = deletion.deleted_row(row, dump.results, stale, documents.time(at))
        self._results = {id: one for id, one in self._results.items() if id not in stale}
        self._results[told["id"]] = documents.result_of(found.athlete, told)
        del self._recordings[found.id]
        self._views.pop(found.athlete, None)
        needed = any(content in made.parents for made, _ in self._results.values())
        alone = not needed and not self.recordings_of(content)
        if alone:
            del self._files[content]
        resting = sorted(row["kind"] for row in deletion.resting_on(dump.results, stale, [found.id]))
        return DeletedRecording(found.noun.origin.file_name, len(stale), tuple(resting), alone)

    def scrub(self) -> bool:
        return True

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._lock:
            before = {name: copy(kept) for name, kept in vars(self).items() if name != "_lock"}
            try:
                yield
            except BaseException:
                vars(self).update(before)
                raise

    def _without_deleted(self, dump: Dump) -> Dump:
        mine = [
            one.noun for one in memory_rows.deleted_of(self._results.values()) if one.athlete == dump.athlete.get("key")
        ]
        deleted = {one.recording for one in mine} - set(self._recordings)
        return deletion.without_deleted(dump, deleted, {id for one in mine for id in one.gone})

    def _load(self, dump: Dump, nouns: documents.Nouns, raw: Callable[[str], bytes]) -> Loaded:
        key = nouns.athlete.key
        here = self._athletes.get(key)
        said = max(
            (documents.time(at) for who, at, one in self._facts if who == key and isinstance(one, Intake)), default=""
        )
        known = (
            nouns.athlete
            if here is None
            else merged(here, nouns.athlete, answered_here=said, answered_there=nouns.answered)
        )
        before = self._counts(key)
        self._athletes[key] = known
        for row in dump.files:
            data = identity.same_bytes(row["id"], raw(row["id"])) if row["id"] not in self._files else b""
            self._files.setdefault(row["id"], (datetime.fromisoformat(row["at"]), data))
        self._facts += [fact for fact in nouns.facts if fact not in self._facts]
        for position, one in nouns.recordings:
            self._recordings.setdefault(one.id, (position, one))
        for made, one in nouns.results:
            first, earlier = self._results.setdefault(one.id, (made, one))
            if earlier.athlete != key:
                raise foreign_result(one.id, earlier.athlete)
            self._results[one.id] = first, replace(earlier, at=max(earlier.at, one.at))
        for entry in nouns.log:
            identity.same_entry(self._log.setdefault((key, entry.id), entry), entry)
        for id, at, said in nouns.columns:
            self._columns.setdefault((key, id), (at, said))
        fresh = {part: count - before[part] for part, count in self._counts(key).items()}
        held = {part: len(getattr(dump, part)) for part in fresh}
        return Loaded(known, {"athletes": int(here is None)} | fresh, {"athletes": 1} | held)

    def _counts(self, key: str) -> dict[str, int]:
        return {
            "files": len(self._files),
            "facts": sum(who == key for who, *_ in self._facts),
            "recordings": sum(one.athlete == key for _, one in self._recordings.values()),
            "results": sum(one.athlete == key for _, one in self._results.values()),
            "log": sum(who == key for who, _ in self._log),
            "columns": sum(who == key for who, _ in self._columns),
        }

    def _key(self, name: str) -> str:
        key = athlete_key(name)
        if key not in self._athletes:
            raise identity.unknown_athlete(name, self._athletes.values())
        return key

    def _add_fact(self, key: str, fact: Intake | Anthropometrics, at: datetime) -> None:
        that_day = [one for one in self._said(key, type(fact)) if one.on == fact.on]
        if that_day[-1:] != [fact]:
            self._facts.append((key, at, fact))

    def _said(self, name: str, noun: type) -> tuple[Any, ...]:
        key = self._key(name)
        found = [(at, fact) for who, at, fact in self._facts if who == key and isinstance(fact, noun)]
        return tuple(fact for at, fact in sorted(found, key=lambda one: (memory_rows.first(one[1].on), one[0])))

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
