"""What goes into an archive, comes out of one, and is deleted: the rows of one athlete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
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
