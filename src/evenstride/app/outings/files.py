"""Use case: show how one activity file is understood, without keeping it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evenstride.app.reading.files import bytes_of_file
from evenstride.core.activity import ActivityReading
from evenstride.core.filed import filed_of
from evenstride.readers.archives import HEAD
from evenstride.readers.outing_reading import is_outing, read_outings
from evenstride.words import recording_content, recording_kind

FILE_HEADER = ("day", "kind", "content", "samples", "channels")


def is_outing_file(source: Path) -> bool:
    """Return whether a file is one of activities; one that is not there is none."""
    if not source.is_file():
        return False
    with source.open("rb") as file:
        return is_outing(file.read(HEAD))


def read_outing_file(source: Path, *, athlete: str | None = None) -> ActivityReading:
    """Read one activity file; raises `InputError` where nothing in it can be read."""
    return read_outings(bytes_of_file(source), name=source.name, athlete=athlete or "")


def file_rows(reading: ActivityReading) -> list[tuple[str, ...]]:
    """Return what a file holds as rows of `FILE_HEADER`."""
    rows: list[tuple[str, ...]] = []
    for number, filed in enumerate(filed_of(reading, "")):
        activity = reading.activities[number] if number < len(reading.activities) else None
        samples = "" if activity is None else str(activity.times.size)
        channels = "" if activity is None else str(len(activity.channels))
        rows.append((filed.on.isoformat(), recording_kind(filed), recording_content(filed), samples, channels))
    return rows


def file_lines(reading: ActivityReading) -> Iterator[str]:
    """Return how a file was understood, what was measured by which device, and what could not be read."""
    told = [line for activity in reading.activities for line in activity.origin.interpretation]
    yield from dict.fromkeys((*reading.notes, *told, *reading.damage))
    for activity in reading.activities:
        for source in dict.fromkeys(channel.source for channel in activity.channels):
            names = [str(channel.quantity) for channel in activity.channels if channel.source == source]
            yield f"{source or 'A device the file does not name'}: {', '.join(dict.fromkeys(names))}."
