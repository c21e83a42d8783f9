"""Use case: read a file without keeping it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evenstride.app.reading.handed import told_of_trial
from evenstride.app.reading.understand import understand
from evenstride.core.column_mapping import ColumnMapping
from evenstride.core.errors import InputError
from evenstride.core.recording import Reading
from evenstride.core.roles import Side
from evenstride.core.trial_told import ClipTold, TrialTold

LARGEST_FILE = 200 * 1024 * 1024
"""Bytes; a larger file is no timing file and is refused before it fills the memory."""


def read_file(
    source: Path,
    *,
    athlete: str | None = None,
    on: date | None = None,
    side: Side | None = None,
    unnamed: str | None = None,
    columns: ColumnMapping | None = None,
) -> Reading:
    """Read one file; `unnamed` stands in where nobody is named, `side` where a phone's file does not say which leg.

    `columns` says what headings mean that are no known names.

    Raises
    ------
    InputError
        If the file cannot be opened or understood; the message says what was looked for and what to change.
    """
    return understand(
        bytes_of_file(source), name=source.name, athlete=athlete, on=on, side=side, unnamed=unnamed, columns=columns
    )


def bytes_of_file(source: Path) -> bytes:
    """Return what a file holds.

    Raises
    ------
    InputError
        If there is none, it is no ordinary file, or it is too large.
    """
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


def told_of_files(
    *,
    first: Side | None = None,
    mass: float | None = None,
    standing: Path | None = None,
    mapping: Path | None = None,
    worn: Sequence[str] = (),
    clip: ClipTold | None = None,
) -> TrialTold:
    """Return what was said of a trial, files opened; parameters and errors as `told_of_trial`."""
    return told_of_trial(
        first=first,
        mass=mass,
        standing=None if standing is None else (standing.name, bytes_of_file(standing)),
        mapping=None if mapping is None else (mapping.name, bytes_of_file(mapping)),
        worn=worn,
        clip=clip,
    )
