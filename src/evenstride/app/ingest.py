"""Use cases: read a file, and keep it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from evenstride.core.errors import InputError
from evenstride.core.recording import Reading
from evenstride.readers import read
from evenstride.store import ImportResult, Store

LARGEST_FILE = 200 * 1024 * 1024
"""Bytes; a larger file is no timing file and is refused before it fills the memory."""


def read_file(
    source: Path, *, athlete: str | None = None, on: date | None = None, unnamed: str | None = None
) -> Reading:
    """Read one file; `unnamed` stands in where nobody is named.

    Raises
    ------
    InputError
        If the file cannot be opened or understood; the message says what was looked for and what to change.
    """
    return read(bytes_of(source), name=source.name, athlete=athlete, on=on, unnamed=unnamed)


def import_files(
    store: Store,
    sources: Sequence[Path],
    *,
    imported_at: datetime,
    athlete: str | None = None,
    on: date | None = None,
) -> tuple[ImportResult, ...]:
    """Read every file first and keep them only when all were understood, so that a mistake stores nothing."""
    read_first = [(source, bytes_of(source)) for source in sources]
    readings = [(read(data, name=source.name, athlete=athlete, on=on), data) for source, data in read_first]
    for reading, _ in readings:
        _require_dates(reading)
    return store.save_imports(readings, imported_at=imported_at)


def _require_dates(reading: Reading) -> None:
    undated = [item for item in reading.recordings if item.on is None]
    if undated:
        raise InputError(
            f"{len(undated)} of {len(reading.recordings)} recordings have no date",
            place=reading.file_name,
            why="Progress is a matter of dates",
            remedy="Add a date column or give --date YYYY-MM-DD",
        )


def bytes_of(source: Path) -> bytes:
    """Return the bytes of a file, or say why it cannot be opened."""
    place = str(source)
    try:
        if source.is_dir():
            raise InputError("this is a folder", place=place, remedy="Give a file")
        if source.exists() and not source.is_file():
            raise InputError("this is no ordinary file", place=place, remedy="Give a file")
        if source.stat().st_size > LARGEST_FILE:
            raise InputError(
                f"the file has {source.stat().st_size / 1e6:.0f} MB", place=place, remedy="Give a timing file"
            )
        return source.read_bytes()
    except FileNotFoundError:
        raise InputError("there is no such file", place=place, remedy="Check the path") from None
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror})", place=place) from error
