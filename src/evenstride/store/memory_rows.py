"""Small questions the store of plain dictionaries asks of its nouns."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from evenstride.core.athlete import Athlete
from evenstride.core.deleted_run import DeletedRun
from evenstride.core.provenance import Provenance
from evenstride.store import documents
from evenstride.store.codec import to_json
from evenstride.store.merging import leaning
from evenstride.store.nouns import RESULT_DAY, Result, Stored

Made = tuple[Provenance, Stored[Result]]


def refuse_leaning(athlete: Athlete, results: Iterable[Made], gone: Collection[str]) -> None:
    """Refuse to take out of an athlete's what results of somebody else were made from."""
    for made, one in results:
        if one.athlete != athlete.key and not set(gone).isdisjoint(made.parents):
            raise leaning(athlete.name, one.athlete)


def deleted_of(results: Iterable[Made]) -> list[Stored[DeletedRun]]:
    """Return what is kept of recordings that were deleted."""
    return [Stored(one.id, one.athlete, one.at, one.noun) for _, one in results if isinstance(one.noun, DeletedRun)]


def fact_row(key: str, at: datetime, fact: documents.Fact) -> dict[str, Any]:
    """Return the row of a dated statement."""
    kind = next(kind for kind, noun in documents.FACTS.items() if isinstance(fact, noun))
    return documents.fact_row(key, kind, fact.on, documents.time(at), to_json(fact, type(fact)))


def day(result: Result) -> date | None:
    """Return the day of a result."""
    return getattr(result, RESULT_DAY[type(result)])


def first(value: date | datetime | None) -> str:
    """Return a moment as text that sorts, none first."""
    return "" if value is None else value.isoformat()


def between(on: date | None, since: date | None, until: date | None) -> bool:
    """Whether a day is in a half-open interval; without a day only where neither end is given."""
    if on is None:
        return since is None and until is None
    return (since is None or on >= since) and (until is None or on < until)
