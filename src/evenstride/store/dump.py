"""What goes into an archive, comes out of one, and is deleted: the rows of one athlete."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from evenstride.core.athlete import Athlete

Row = Mapping[str, Any]
"""One row of a table, by the names of its columns."""


DELETED = "deleted run"
"""The kind of result that says a recording was deleted."""


def gone_of(results: Iterable[Row]) -> frozenset[str]:
    """Return the ids of which some rows of results say that nothing stands under them any more."""
    return frozenset(id for row in results if row["kind"] == DELETED for id in json.loads(row["document"])["gone"])


@dataclass(frozen=True, slots=True)
class Dump:
    """All that is stored of one athlete as the tables hold it; of raw files what they are, not their bytes.

    `files` holds `id` and `at` of every raw file their recordings come from; pages kept to be shown again are left out.
    """

    athlete: Row
    facts: tuple[Row, ...] = ()
    files: tuple[Row, ...] = ()
    recordings: tuple[Row, ...] = ()
    results: tuple[Row, ...] = ()
    log: tuple[Row, ...] = ()
    columns: tuple[Row, ...] = ()
    reviews: tuple[Row, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Ids a result may be made from, or was made from before they were deleted."""
        parts = (self.files, self.recordings, self.results)
        return gone_of(self.results) | {row["id"] for part in parts for row in part}

    @property
    def parents(self) -> frozenset[str]:
        """Ids the results were made from."""
        return frozenset(id for row in self.results for id in json.loads(row["provenance"])["parents"])


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was new of one athlete in a dump, and how much it holds: counts by table."""

    athlete: Athlete
    added: Mapping[str, int]
    held: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Deleted:
    """What went with an athlete: counts by table; and names of files that stay because others are in them too."""

    athlete: Athlete
    counts: Mapping[str, int]
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeletedRecording:
    """What went with one recording, and what stays.

    Attributes
    ----------
    file_name : str
        The file it came from.
    results : int
        How many results that had been computed from it went too.
    resting : tuple of str
        Kinds of results that were made from it and stay as they were.
    with_file : bool
        Whether the raw file went too: nothing else came from it.
    """

    file_name: str
    results: int
    resting: tuple[str, ...]
    with_file: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """That something is kept, without what it says.

    Attributes
    ----------
    part : str
        `recordings`, `results` or `log`.
    id, kind : str
        Name of the recording noun, kind of the result, empty for log entries.
    on : date or None
        Its day.
    at : datetime or None
        When it came in, was last made or written down.
    file : str
        Of recordings: the id of their raw file.
    """

    part: str
    id: str
    kind: str
    on: date | None
    at: datetime | None
    file: str = ""

    @classmethod
    def of(cls, part: str, id: str, kind: str, on: str | None, at: str | None, file: str) -> Kept:
        """Read the columns of a row."""
        day = None if on is None else date.fromisoformat(on)
        return cls(part, id, kind, day, None if at is None else datetime.fromisoformat(at), file)

    def order(self) -> tuple[str, str, str, str]:
        """Return what sorts by part, then day, undated first."""
        return self.part, str(self.on or ""), str(self.at or ""), self.id
