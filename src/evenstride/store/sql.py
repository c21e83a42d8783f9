"""The store in one SQLite file, through SQLAlchemy Core. The schema lives in `migrations/`, and only there."""

# ruff: noqa: D102 - what the methods promise is written once, in base.Store

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path
from threading import local
from typing import Any

import sqlalchemy as sa

from evenstride.core.athlete import Anthropometrics, Athlete, Intake
from evenstride.core.clip_review import ClipReview
from evenstride.core.column_mapping import ColumnMapping
from evenstride.core.filed import FiledActivity, FiledDays, FiledFile, Held, SourceOrder
from evenstride.core.log import LogEntry
from evenstride.core.overview import Overview
from evenstride.core.provenance import Provenance
from evenstride.core.recording import Reading, Recording
from evenstride.store import identity, rows, sql_archive, sql_columns, sql_deletion, sql_filed, sql_imports, sql_reviews
from evenstride.store.base import Store
from evenstride.store.blobs import unpack
from evenstride.store.codec import from_json, to_json
from evenstride.store.documents import athlete_row, log_row, time
from evenstride.store.dump import Deleted, DeletedRecording, Dump, Kept, Loaded
from evenstride.store.engine import open_engine, told, writing
from evenstride.store.nouns import NAMED, ImportResult, Link, Result, Stored
from evenstride.store.rows import ATHLETES, BLOBS, FACTS, LOG, RECORDINGS, RESULTS, SETTINGS, VIEWS


class SqlStore(Store):
    """A `Store` in one file. Threads may share it; processes may open the same file."""

    def __init__(self, path: Path, *, wait: float) -> None:
        self._path = path
        self._engine = open_engine(path, wait=wait)
        self._turn = local()

    def close(self) -> None:
        self._engine.dispose()

    def save_athlete(self, athlete: Athlete, *, saved_at: datetime) -> None:
        row = athlete_row(athlete)
        with self._write() as connection:
            known = ATHLETES.c.key == athlete.key
            if connection.execute(sa.select(ATHLETES.c.key).where(known)).first():
                connection.execute(sa.update(ATHLETES).where(known).values(row))
            else:
                connection.execute(sa.insert(ATHLETES).values(row))
            if athlete.intake:
                document = to_json(athlete.intake, Intake)
                rows.add_fact(connection, athlete.key, "intake", athlete.intake.on, document, saved_at)

    def athlete(self, name: str) -> Athlete:
        with self._read() as connection:
            key = rows.key_of(connection, name)
            document = connection.execute(sa.select(ATHLETES.c.document).where(ATHLETES.c.key == key))
            return from_json(document.scalar_one(), Athlete, place=f"athlete {key}")

    def athletes(self) -> tuple[Athlete, ...]:
        with self._read() as connection:
            return rows.athletes(connection)

    def intakes(self, name: str) -> tuple[Intake, ...]:
        return self._facts(name, "intake", Intake)

    def save_body(self, name: str, body: Anthropometrics, *, saved_at: datetime) -> None:
        with self._write() as connection:
            document = to_json(body, Anthropometrics)
            rows.add_fact(connection, rows.key_of(connection, name), "body", body.on, document, saved_at)

    def bodies(self, name: str) -> tuple[Anthropometrics, ...]:
        return self._facts(name, "body", Anthropometrics)

    def save_import(self, reading: Reading | FiledFile, data: bytes, *, imported_at: datetime) -> ImportResult:
        return self.save_imports([(reading, data)], imported_at=imported_at)[0]

    def save_imports(
        self, files: Sequence[tuple[Reading | FiledFile, bytes]], *, imported_at: datetime
    ) -> tuple[ImportResult, ...]:
        with self._write() as connection:
            return sql_imports.save_imports(connection, files, time(imported_at))

    def save_columns(self, id: str, columns: ColumnMapping, *, athletes: Collection[str], saved_at: datetime) -> None:
        with self._write() as connection:
            sql_columns.save_columns(connection, id, columns, athletes, saved_at)

    def columns(self) -> Mapping[str, ColumnMapping]:
        with self._read() as connection:
            return sql_columns.known_columns(connection)

    def forget_columns(self, id: str) -> None:
        with self._write() as connection:
            if not sql_columns.forget_columns(connection, id):
                raise identity.unknown_columns(id)

    def save_zone(self, name: str, *, saved_at: datetime) -> None:
        row = {"name": "zone", "at": time(saved_at), "value": name}
        with self._write() as connection:
            connection.execute(sa.delete(SETTINGS).where(SETTINGS.c.name == "zone"))
            connection.execute(sa.insert(SETTINGS).values(row))

    def zone(self) -> str:
        with self._read() as connection:
            return connection.execute(sa.select(SETTINGS.c.value).where(SETTINGS.c.name == "zone")).scalar() or ""

    def recording(self, id: str) -> Stored[Recording]:
        with self._read() as connection:
            found = sql_filed.of_kinds(connection, id, sql_filed.RECORDED, "recording")
            return sql_reviews.reviewed(connection, [found])[0]

    def recordings(
        self,
        name: str | None = None,
        *,
        kind: type[Recording] | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> tuple[Stored[Recording], ...]:
        c = RECORDINGS.c
        query = sa.select(RECORDINGS).order_by(c.on_day.nulls_first(), c.content_id, c.position, c.id)
        query = query.where(*rows.between(c.on_day, since, until))
        query = query.where(c.kind.in_(sql_filed.RECORDED if kind is None else (kind.__name__,)))
        with self._read() as connection:
            if name is not None:
                query = query.where(c.athlete == rows.key_of(connection, name))
            return sql_reviews.reviewed(connection, map(rows.recording, connection.execute(query)))

    def recordings_of(self, content_id: str) -> tuple[Stored[Held], ...]:
        c = RECORDINGS.c
        query = sa.select(RECORDINGS).where(c.content_id == content_id).order_by(c.position, c.id)
        with self._read() as connection:
            return sql_reviews.reviewed(connection, map(rows.recording, connection.execute(query)))

    def newest(
        self, name: str, *, kinds: Collection[type[Recording]] = (), skip: int = 0, most: int = 50
    ) -> tuple[Stored[Recording], ...]:
        c = RECORDINGS.c
        query = sa.select(RECORDINGS).order_by(c.on_day.desc().nulls_last(), c.content_id, c.position, c.id)
        query = query.where(c.kind.in_([kind.__name__ for kind in kinds] or sql_filed.RECORDED))
        with self._read() as connection:
            query = query.where(c.athlete == rows.key_of(connection, name)).limit(most).offset(skip)
            return sql_reviews.reviewed(connection, map(rows.recording, connection.execute(query)))

    def held(self, id: str) -> Stored[Held]:
        with self._read() as connection:
            found = rows.recording(rows.find(connection, RECORDINGS, id, "recording or activity"))
            return sql_reviews.reviewed(connection, [found])[0]

    def save_review(self, review: ClipReview, *, saved_at: datetime) -> None:
        with self._write() as connection:
            sql_reviews.save_review(connection, review, saved_at)

    def reviews(self, id: str) -> tuple[Stored[ClipReview], ...]:
        with self._read() as connection:
            return sql_reviews.reviews_of(connection, rows.find(connection, RECORDINGS, id, "recording").id)

    def activity(self, id: str) -> Stored[FiledActivity]:
        with self._read() as connection:
            return sql_filed.of_kinds(connection, id, sql_filed.ACTIVITIES, "activity")

    def activities(
        self, name: str, *, since: date | None = None, until: date | None = None
    ) -> tuple[Stored[FiledActivity], ...]:
        with self._read() as connection:
            return sql_filed.filed(connection, name, sql_filed.ACTIVITIES, since, until)

    def life_days(self, name: str) -> tuple[Stored[FiledDays], ...]:
        with self._read() as connection:
            return sql_filed.filed(connection, name, sql_filed.DAYS, None, None)

    def save_source_order(self, name: str, order: SourceOrder, *, saved_at: datetime) -> None:
        with self._write() as connection:
            document = to_json(order, SourceOrder)
            rows.add_fact(connection, rows.key_of(connection, name), "sources", order.on, document, saved_at)

    def source_order(self, name: str) -> SourceOrder:
        return next(reversed(self._facts(name, "sources", SourceOrder)), SourceOrder())

    def raw(self, content_id: str) -> bytes:
        with self._read() as connection:
            row = rows.find(connection, BLOBS, content_id, "raw file")
        return unpack(row.data, row.id)

    def save_result(self, provenance: Provenance, document: Result, *, athlete: str, saved_at: datetime) -> str:
        return self.save_results([(provenance, document)], athlete=athlete, saved_at=saved_at)[0]

    def save_results(
        self, made: Sequence[tuple[Provenance, Result]], *, athlete: str, saved_at: datetime
    ) -> tuple[str, ...]:
        with self._write() as connection:
            return sql_filed.save_results(connection, made, rows.key_of(connection, athlete), time(saved_at))

    def result(self, id: str) -> Stored[Result]:
        with self._read() as connection:
            return rows.result(rows.find(connection, RESULTS, id, "result"))

    def known_results(self, ids: Collection[str]) -> Mapping[str, Stored[Result]]:
        with self._read() as connection:
            found = connection.execute(sa.select(RESULTS).where(RESULTS.c.id.in_(ids)))
            return {row.id: rows.result(row) for row in found}

    def results(self, kind: str, *, athlete: str) -> tuple[Stored[Result], ...]:
        c = RESULTS.c
        with self._read() as connection:
            query = sa.select(RESULTS).where(c.athlete == rows.key_of(connection, athlete), c.kind == kind)
            query = query.order_by(c.at, c.on_day.nulls_first(), c.id)
            return tuple(rows.result(row) for row in connection.execute(query))

    def latest(self, kind: str, *, athlete: str) -> Stored[Result] | None:
        c = RESULTS.c
        with self._read() as connection:
            query = sa.select(RESULTS).where(c.athlete == rows.key_of(connection, athlete), c.kind == kind)
            query = query.order_by(c.at.desc(), c.on_day.desc().nulls_last(), c.id.desc()).limit(1)
            row = connection.execute(query).first()
            return rows.result(row) if row else None

    def chain(self, id: str) -> tuple[Link, ...]:
        with self._read() as connection:
            start = identity.resolve(id, rows.named(connection, id), what=NAMED)
            return identity.trace(start, lambda each: rows.link(connection, each))

    def save_log(self, name: str, entry: LogEntry) -> LogEntry:
        with self._write() as connection:
            key = rows.key_of(connection, name)
            entry = identity.with_id(entry, key)
            same = (LOG.c.athlete == key) & (LOG.c.id == entry.id)
            old = connection.execute(sa.select(LOG.c.document).where(same)).scalar()
            if old is not None:
                return identity.same_entry(from_json(old, LogEntry, place=f"log entry {entry.id}"), entry)
            connection.execute(sa.insert(LOG).values(log_row(key, entry)))
        return entry

    def log(self, name: str, *, since: date | None = None, until: date | None = None) -> tuple[LogEntry, ...]:
        c = LOG.c
        with self._read() as connection:
            query = sa.select(c.id, c.document).where(c.athlete == rows.key_of(connection, name))
            query = query.where(*rows.between(c.on_day, since, until))
            found = connection.execute(query.order_by(c.on_day, c.at.nulls_first(), c.id))
            return tuple(rows.log_entry(row.id, row.document) for row in found)

    def state(self, name: str) -> str:
        with self._read() as connection:
            return rows.state(connection, rows.key_of(connection, name))

    def changed(self, since: str = "") -> tuple[str, frozenset[str]]:
        with self._read() as connection:
            return rows.changed(connection, since)

    def view(self, name: str, id: str) -> Overview | None:
        with self._read() as connection:
            mine = (VIEWS.c.athlete == rows.key_of(connection, name)) & (VIEWS.c.id == id)
            document = connection.execute(sa.select(VIEWS.c.document).where(mine)).scalar()
        return None if document is None else from_json(document, Overview, place=f"page of {name}")

    def save_view(self, name: str, id: str, page: Overview) -> None:
        row = {"id": id, "document": to_json(page, Overview)}
        with self._write() as connection:
            key = rows.key_of(connection, name)
            if not connection.execute(sa.update(VIEWS).where(VIEWS.c.athlete == key).values(row)).rowcount:
                connection.execute(sa.insert(VIEWS).values(athlete=key, **row))

    def kept(self, name: str) -> tuple[Kept, ...]:
        with self._read() as connection:
            return sql_archive.kept_of(connection, rows.key_of(connection, name))

    def dump(self, name: str) -> Dump:
        with self._read() as connection:
            return sql_archive.dump_of(connection, rows.key_of(connection, name))

    def load(self, dumps: Iterable[Dump], raw: Callable[[str], bytes]) -> tuple[Loaded, ...]:
        with self._write() as connection:
            loaded: list[Loaded] = []
            brought: set[str] = set()
            parents: set[str] = set()
            for whole in dumps:
                dump, gone = sql_deletion.without_deleted(connection, whole)
                loaded.append(sql_archive.load_dump(connection, dump, raw))
                brought |= dump.ids | gone
                parents |= dump.parents
            sql_archive.require_parents(connection, parents - brought)
            return tuple(loaded)

    def delete(self, name: str) -> Deleted:
        with self._write() as connection:
            return sql_archive.delete_athlete(connection, rows.key_of(connection, name))

    def delete_recording(self, id: str, *, deleted_at: datetime) -> DeletedRecording:
        with self._write() as connection:
            return sql_deletion.delete_recording(connection, id, time(deleted_at))

    def scrub(self) -> bool:
        with told(self._path):
            return sql_archive.scrub(self._engine)

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._write() as connection:
            outer = self._in_turn()
            self._turn.connection = connection
            try:
                yield
            finally:
                self._turn.connection = outer

    def _read(self) -> AbstractContextManager[sa.Connection]:
        return self._transaction(self._engine)

    def _write(self) -> AbstractContextManager[sa.Connection]:
        return self._transaction(writing(self._engine))

    @contextmanager
    def _transaction(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        """Begin a transaction, or go on in the one of this thread's turn: it alone sees what the turn has written."""
        held = self._in_turn()
        with told(self._path), engine.begin() if held is None else nullcontext(held) as connection:
            yield connection

    def _in_turn(self) -> sa.Connection | None:
        return getattr(self._turn, "connection", None)

    def _facts(self, name: str, kind: str, noun: type) -> tuple[Any, ...]:
        c = FACTS.c
        with self._read() as connection:
            query = sa.select(c.document).where(c.athlete == rows.key_of(connection, name), c.kind == kind)
            found = connection.execute(query.order_by(c.on_day.nulls_first(), c.at, c.id)).scalars()
            return tuple(from_json(document, noun, place=f"{kind} of {name}") for document in found)
