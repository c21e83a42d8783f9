"""Activity files as the rows a store writes: made where there is time, so that whoever writes does nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from evenstride.core.athlete import athlete_key
from evenstride.core.errors import InputError
from evenstride.core.filed import FiledFile, Held
from evenstride.core.provenance import Provenance
from evenstride.store import identity
from evenstride.store.codec import from_json
from evenstride.store.documents import recording_row, result_of, result_row
from evenstride.store.dump import Row
from evenstride.store.nouns import Result

UNDATED = datetime.min.isoformat(timespec="microseconds") + "+00:00"
"""Stands in rows for when they came in, until they do."""


@dataclass(frozen=True, slots=True)
class ReadyFile:
    """One activity file and all that is measured of it, as rows.

    Attributes
    ----------
    content_id, file_name : str
        Of the file.
    athlete : str
        The name of the one person whose it is.
    recordings, results : tuple of dict
        Rows, but for when they came in.
    """

    content_id: str
    file_name: str
    athlete: str
    recordings: tuple[Row, ...]
    results: tuple[Row, ...]


def ready(file: FiledFile, results: Sequence[tuple[Provenance, Result]], *, athlete: str) -> ReadyFile:
    """Return a file and what is measured of it as the rows that `Store.save_ready` writes.

    Raises
    ------
    InputError
        If the file holds nothing.
    """
    found = identity.identified(file, b"")
    key = athlete_key(athlete)
    if any(athlete_key(one.athlete) != key for _, one in found):
        raise InputError(
            "an activity file is one person's", place=file.file_name, remedy="Import it for each by itself"
        )
    return ReadyFile(
        file.content_id,
        file.file_name,
        athlete,
        tuple(recording_row(id, one, place, UNDATED) for place, (id, one) in enumerate(found)),
        tuple(result_row(made, noun, key, UNDATED) for made, noun in results),
    )


def nouns_of_ready(file: ReadyFile) -> tuple[FiledFile, tuple[tuple[Provenance, Result], ...]]:
    """Return what `ready` was given."""
    held = tuple(from_json(row["document"], Held, place=f"recording {row['id']}") for row in file.recordings)
    results = (result_of(row["athlete"], row) for row in file.results)
    return FiledFile(file.content_id, file.file_name, held), tuple((made, one.noun) for made, one in results)
