"""Nouns to rows, without a database: what each column of a table holds, and whether a row is the one its noun makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from evenstride.core.athlete import Anthropometrics, Athlete, Intake, athlete_key
from evenstride.core.clip_review import ClipReview
from evenstride.core.column_mapping import ColumnMapping
from evenstride.core.deleted_run import DeletedRun
from evenstride.core.errors import EvenstrideError, InputError
from evenstride.core.filed import Held, SourceOrder
from evenstride.core.log import LogEntry
from evenstride.core.provenance import ID_LENGTH, Provenance
from evenstride.core.recording import StepEvents
from evenstride.store import identity
from evenstride.store.codec import from_json, to_json
from evenstride.store.dump import Dump, Row
from evenstride.store.nouns import RESULT_DAY, Result, Stored

FACTS: Mapping[str, type] = {"intake": Intake, "body": Anthropometrics, "sources": SourceOrder}
"""Kinds of dated statements and their nouns."""

Fact = Intake | Anthropometrics | SourceOrder

MOST_IN_FILE = 2**31
"""No file holds so many recordings; a larger place is made up."""


def day(on: date | None) -> str | None:
    """Return a day as its column holds it."""
    return None if on is None else on.isoformat()


def time(moment: datetime) -> str:
    """Return a time as its column holds it: UTC, as long as every other so that text sorts as time."""
    return identity.in_utc(moment).isoformat(timespec="microseconds")


def athlete_row(athlete: Athlete) -> dict[str, Any]:
    """Return the row of an athlete."""
    return {"key": athlete.key, "name": athlete.name, "document": to_json(athlete, Athlete)}


def fact_row(key: str, kind: str, on: date | None, at: str, document: str) -> dict[str, Any]:
    """Return the row of a dated statement."""
    fact = {"athlete": key, "kind": kind, "on_day": day(on), "at": at, "document": document}
    return {"id": identity.hash_id(*fact.values()), **fact}


def recording_row(id: str, recording: Held, position: int, at: str) -> dict[str, Any]:
    """Return the row of a recording."""
    return {
        "id": id,
        "athlete": athlete_key(recording.athlete),
        "kind": type(recording).__name__,
        "on_day": day(recording.on),
        "content_id": recording.origin.content_id,
        "position": position,
        "at": at,
        "document": to_json(recording, Held),
    }


def result_row(provenance: Provenance, document: Result, key: str, at: str) -> dict[str, Any]:
    """Return the row of a result."""
    return {
        "id": provenance.id,
        "athlete": key,
        "kind": provenance.kind,
        "on_day": day(getattr(document, RESULT_DAY[type(document)])),
        "at": at,
        "provenance": to_json(provenance, Provenance),
        "document": to_json(document, Result),
    }


def log_row(key: str, entry: LogEntry) -> dict[str, Any]:
    """Return the row of a log entry."""
    return {
        "athlete": key,
        "id": entry.id,
        "on_day": day(entry.on),
        "at": time(entry.logged_at) if entry.logged_at else None,
        "document": to_json(entry, LogEntry),
    }


def columns_row(key: str, id: str, columns: ColumnMapping, at: datetime) -> dict[str, Any]:
    """Return the row of what the headings with an id mean."""
    return {"athlete": key, "id": id, "at": time(at), "document": to_json(columns, ColumnMapping)}


def review_row(key: str, review: ClipReview, at: str) -> dict[str, Any]:
    """Return the row of a review of a clip."""
    said = {"athlete": key, "recording": review.recording, "at": at, "document": to_json(review, ClipReview)}
    return {"id": identity.hash_id(*said.values()), **said}


def as_reviewed(found: Stored[Any], review: ClipReview) -> Stored[Any]:
    """Return a recording as a review of it says."""
    return replace(found, noun=review.over(found.noun)) if isinstance(found.noun, StepEvents) else found


@dataclass(frozen=True, slots=True)
class Nouns:
    """What a dump says, in nouns: the athlete, statements with when they were made, recordings with their places.

    Columns stand under the id of their headings, with when they were said.
    """

    athlete: Athlete
    facts: tuple[tuple[str, datetime, Fact], ...]
    recordings: tuple[tuple[int, Stored[Held]], ...]
    results: tuple[tuple[Provenance, Stored[Result]], ...]
    log: tuple[LogEntry, ...]
    columns: tuple[tuple[str, datetime, ColumnMapping], ...] = ()
    reviews: tuple[Stored[ClipReview], ...] = ()

    @property
    def answered(self) -> str:
        """When the athlete last answered the questions of the start; empty when they never did."""
        return max((time(at) for _, at, fact in self.facts if isinstance(fact, Intake)), default="")


def nouns_of(dump: Dump) -> Nouns:
    """Read a dump, and make sure that every row is the one its own document makes.

    Raises
    ------
    InputError
        If a document cannot be read, or says something else than the row it stands in.
    """
    row = dump.athlete
    try:
        athlete: Athlete = from_json(row["document"], Athlete, place="athlete")
        _require_same(row, athlete_row(athlete))
        results = tuple(result_of(athlete.key, row) for row in dump.results)
        deleted = sum(isinstance(one.noun, DeletedRun) for _, one in results)
        return Nouns(
            athlete,
            tuple(_fact(athlete.key, row) for row in dump.facts),
            _recordings(athlete.key, dump.recordings, _files(dump.files), deleted=deleted),
            results,
            tuple(_entry(athlete.key, row) for row in dump.log),
            tuple(_columns(athlete.key, row) for row in dump.columns),
            _reviews(athlete.key, dump.reviews, {row["id"] for row in dump.recordings}),
        )
    except EvenstrideError as problem:
        raise InputError(
            problem.what, place=problem.place, why=problem.why,
            remedy="Use an archive that is whole; if a newer Evenstride made it, update first",
        ) from problem  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise damaged(f"row of {dump.athlete.get('key', 'somebody')}") from problem


def damaged(place: str) -> InputError:
    """Return the error for a part of an archive that contradicts itself."""
    return InputError(
        "this archive is damaged",
        place=place,
        why="A part of it is not what the rest of it says",
        remedy="Make the archive again where it came from; nothing was changed here",
    )


def _fact(key: str, row: Row) -> tuple[str, datetime, Fact]:
    noun = from_json(row["document"], FACTS[row["kind"]], place=f"{row['kind']} {row['id']}")
    _require_same(row, fact_row(key, row["kind"], noun.on, time(_moment(row["at"])), row["document"]))
    return key, _moment(row["at"]), noun


def _files(rows: Collection[Row]) -> set[str]:
    for row in rows:
        _require_same(row, {"id": row["id"], "at": time(_moment(row["at"]))})
    return {row["id"] for row in rows}


def _recordings(
    key: str, rows: Iterable[Row], files: Collection[str], *, deleted: int
) -> tuple[tuple[int, Stored[Held]], ...]:
    found: list[tuple[int, Stored[Held]]] = []
    for row in rows:
        noun: Held = from_json(row["document"], Held, place=f"recording {row['id']}")
        _require_same(row, recording_row(row["id"], noun, int(row["position"]), time(_moment(row["at"]))))
        if row["athlete"] != key or row["content_id"] not in files or row["position"] not in range(MOST_IN_FILE):
            raise damaged(f"recording {row['id']}")
        found.append((row["position"], Stored(row["id"], key, _moment(row["at"]), noun)))
    alike = Counter(identity.alike(one.noun) for _, one in found)
    # Of recordings alike in all but their number, one with a lower number may have been deleted.
    for _, one in found:
        known = identity.alike(one.noun)
        if one.id not in (identity.hash_id(known, number) for number in range(alike[known] + deleted)):
            raise damaged(f"recording {one.id}")
    return tuple(found)


def result_of(key: str, row: Row) -> tuple[Provenance, Stored[Result]]:
    """Return the result a row holds with what made it, and make sure that the row is the one they make."""
    place = f"{row['kind']} {row['id']}"
    made: Provenance = from_json(row["provenance"], Provenance, place=place)
    noun: Result = from_json(row["document"], Result, place=place)
    _require_same(row, result_row(made, noun, key, time(_moment(row["at"]))))
    return made, Stored(made.id, key, _moment(row["at"]), noun)


def _entry(key: str, row: Row) -> LogEntry:
    noun: LogEntry = from_json(row["document"], LogEntry, place=f"log entry {row['id']}")
    if not noun.id:
        raise damaged(f"log entry of {noun.on}")
    _require_same(row, log_row(key, noun))
    return noun


def _columns(key: str, row: Row) -> tuple[str, datetime, ColumnMapping]:
    noun: ColumnMapping = from_json(row["document"], ColumnMapping, place=f"columns {row['id']}")
    if len(row["id"]) != ID_LENGTH or not set(row["id"]) <= set("0123456789abcdef"):
        raise damaged("columns")
    _require_same(row, columns_row(key, row["id"], noun, _moment(row["at"])))
    return row["id"], _moment(row["at"]), noun


def _reviews(key: str, rows: Iterable[Row], recordings: Collection[str]) -> tuple[Stored[ClipReview], ...]:
    found: list[Stored[ClipReview]] = []
    for row in rows:
        noun: ClipReview = from_json(row["document"], ClipReview, place=f"review {row['id']}")
        at = _moment(row["at"])
        same = {
            **review_row(key, noun, time(at)),
            "id": identity.hash_id(key, row["recording"], row["at"], row["document"]),
        }
        _require_same(row, same)
        if noun.recording not in recordings:
            raise damaged(f"review {row['id']}")
        found.append(Stored(row["id"], key, at, noun))
    return tuple(found)


def _moment(text: str) -> datetime:
    return identity.in_utc(datetime.fromisoformat(text))


def _require_same(row: Row, made: Row) -> None:
    """Compare all but the texts, which an older version may have written with fewer fields."""
    texts = ("document", "provenance")
    if {name: value for name, value in row.items() if name not in texts} != {
        name: value for name, value in made.items() if name not in texts
    }:
        raise damaged(f"row {made.get('id', made.get('key'))}")
