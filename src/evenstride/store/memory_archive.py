"""Everything of one athlete out of the dictionaries, into them, and away for good."""

# ruff: noqa: D102 - what the methods promise is written once, in base.Store

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from evenstride.core.athlete import Intake
from evenstride.store import deletion, documents, identity, memory_rows
from evenstride.store.dump import Deleted, DeletedRecording, Dump, Kept, Loaded
from evenstride.store.memory_tables import MemoryTables
from evenstride.store.merging import foreign_result, leaning, merged


class MemoryArchive(MemoryTables):
    """The part of a store that gives away and takes in all of a person."""

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
        parts["reviews"] = [
            documents.review_row(key, one.noun, documents.time(one.at))
            for one in self._reviews.values()
            if one.athlete == key
        ]
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
        self._reviews = {id: one for id, one in self._reviews.items() if one.athlete != key}
        shared = {one.noun.origin.file_name for one in mine if one.noun.origin.content_id in others}
        counts = {
            part: len(getattr(dump, part)) for part in ("facts", "recordings", "results", "log", "columns", "reviews")
        }
        counts |= {"pages": int(self._views.pop(key, None) is not None), "files": len(alone)}
        del self._athletes[key]
        return Deleted(athlete, counts, tuple(sorted(shared)))

    def delete_recording(self, id: str, *, deleted_at: datetime) -> DeletedRecording:
        at = identity.in_utc(deleted_at)
        found = self._recordings[identity.resolve(id, self._recordings, what="recording")][1]
        dump, content = self.dump(found.athlete), found.noun.origin.content_id
        stale = deletion.computed_from(dump.results, [found.id])
        memory_rows.refuse_leaning(self._athletes[found.athlete], self._results.values(), {found.id, *stale})
        row = next(row for row in dump.recordings if row["id"] == found.id)
        told = deletion.deleted_row(row, dump.results, stale, documents.time(at))
        self._results = {id: one for id, one in self._results.items() if id not in stale}
        self._results[told["id"]] = documents.result_of(found.athlete, told)
        del self._recordings[found.id]
        self._reviews = {id: one for id, one in self._reviews.items() if one.noun.recording != found.id}
        self._views.pop(found.athlete, None)
        needed = any(content in made.parents for made, _ in self._results.values())
        alone = not needed and all(one.noun.origin.content_id != content for _, one in self._recordings.values())
        if alone:
            del self._files[content]
        resting = sorted(row["kind"] for row in deletion.resting_on(dump.results, stale, [found.id]))
        return DeletedRecording(found.noun.origin.file_name, len(stale), tuple(resting), alone)

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
        for one in nouns.reviews:
            self._reviews.setdefault(one.id, one)
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
            "reviews": sum(one.athlete == key for one in self._reviews.values()),
        }
