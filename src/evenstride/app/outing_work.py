"""One activity file read and measured, as a worker does it: bytes in, what is kept out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenstride.core.filed import FiledFile, filed_of
from evenstride.core.outing_values import OutingSummary
from evenstride.core.provenance import Provenance
from evenstride.readers.outing_reading import read_outings
from evenstride.science.outing_summary import METHOD, summarise_outing
from evenstride.store import filed_id

OUTING = "outing"
"""The kind of result that holds what one activity gives."""

READING = 1
"""Counts up when a reader understands the same bytes otherwise, so that what was measured from them is made again."""


@dataclass(frozen=True, slots=True)
class OutingFile:
    """What is kept of one file beside its bytes."""

    file: FiledFile
    results: tuple[tuple[Provenance, OutingSummary], ...]


def measure_outing_file(name: str, data: bytes, *, athlete: str, sources: Sequence[str] = ()) -> OutingFile:
    """Read one activity file and measure what each activity in it gives.

    Parameters
    ----------
    name : str
        Of the file.
    data : bytes
        As it is.
    athlete : str
        Whose it is.
    sources : sequence of str
        Devices in the order they are believed.

    Raises
    ------
    InputError
        If it holds no activity, and no days either.
    """
    reading = read_outings(data, name=name, athlete=athlete)
    filed = filed_of(reading, athlete)
    measured = zip(filed, reading.activities, strict=False)  # days come after the activities
    results = tuple(
        (outing_making(filed_id(one), sources), summarise_outing(activity, sources=sources))
        for one, activity in measured
    )
    return OutingFile(FiledFile(reading.content_id, name, filed), results)


def outing_making(id: str, sources: Sequence[str]) -> Provenance:
    """Describe how what an activity gives is made: by the number of the method, whatever the version around it."""
    return Provenance(OUTING, f"outing summary {METHOD}", (id,), {"reading": READING, "sources": list(sources)})
