"""One activity file read and measured, as a worker does it: bytes in, what is kept out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenstride.core.filed import FiledActivity, FiledDays, FiledFile, filed_of
from evenstride.core.provenance import Provenance
from evenstride.readers.outing_reading import read_outings
from evenstride.science.outings.summary import METHOD, summarise_outing
from evenstride.store import ReadyFile, filed_id, ready

OUTING = "outing"
"""The kind of result that holds what one activity gives."""

READING = 2
"""Counts up when a reader understands the same bytes otherwise, so that what was measured from them is made again."""


@dataclass(frozen=True, slots=True)
class OutingFile:
    """What is kept of one file beside its bytes, ready to be written, and what is told of it.

    Attributes
    ----------
    activities, days : int
        In it.
    damage : str
        What of an activity could not be read; empty for whole ones.
    """

    kept: ReadyFile
    activities: int
    days: int
    damage: str


def measure_outing_file(
    name: str, data: bytes, *, athlete: str, sources: Sequence[str] = (), content: str = ""
) -> OutingFile:
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
    content : str
        The id of the bytes, where it is known.

    Raises
    ------
    InputError
        If it holds no activity, and no days either.
    """
    reading = read_outings(data, name=name, athlete=athlete, content=content)
    filed = filed_of(reading, athlete)
    measured = zip(filed, reading.activities, strict=False)  # days come after the activities
    results = tuple(
        (outing_making(filed_id(one), sources), summarise_outing(activity, sources=sources))
        for one, activity in measured
    )
    activities = [one for one in filed if isinstance(one, FiledActivity)]
    return OutingFile(
        ready(FiledFile(reading.content_id, name, filed), results, athlete=athlete),
        len(activities),
        sum(len(one.days) for one in filed if isinstance(one, FiledDays)),
        next((one.damage for one in activities if one.damage), ""),
    )


def outing_making(id: str, sources: Sequence[str]) -> Provenance:
    """Describe how what an activity gives is made: by the number of the method, whatever the version around it."""
    return Provenance(OUTING, f"outing summary {METHOD}", (id,), {"reading": READING, "sources": list(sources)})
