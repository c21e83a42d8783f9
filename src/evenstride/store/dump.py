"""What goes into an archive, comes out of one, and is deleted: the rows of one athlete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from evenstride.core.athlete import Athlete

Row = Mapping[str, Any]
"""One row of a table, by the names of its columns."""


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

    @property
    def ids(self) -> frozenset[str]:
        """Ids a result may be made from."""
        return frozenset(row["id"] for part in (self.files, self.recordings, self.results) for row in part)

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
