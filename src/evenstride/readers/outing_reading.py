"""Deciding by its content what kind of activity file this is, and reading it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Protocol, cast

from evenstride.core import discover
from evenstride.core.activity import Activity, ActivityReading
from evenstride.core.errors import InputError
from evenstride.core.provenance import content_id
from evenstride.core.recording import Origin

NEEDED_NAMES = ("NAME", "SUFFIXES", "NEEDS", "sniff", "read")


class OutingFormat(Protocol):
    """One module in `evenstride.readers.outings`, or an entry point of that group.

    Attributes
    ----------
    NAME : str
        What people call it, for example `FIT`.
    SUFFIXES : tuple of str
        Usual endings; the format of a file is decided by content alone.
    NEEDS : str
        What it looks for, as the object of "needs".
    """

    NAME: str
    SUFFIXES: tuple[str, ...]
    NEEDS: str

    def sniff(self, data: bytes) -> bool:
        """Return whether these bytes begin like this format; looks at no more than the first 4 kB."""
        ...

    def read(self, data: bytes, *, name: str) -> ActivityReading:
        """Read a file: activities without an athlete, whose `origin` holds only `place` and `interpretation`.

        Raises `InputError` where nothing at all can be read, or where the file is of a kind that holds no activity.
        """
        ...


@cache
def all_outing_formats() -> tuple[OutingFormat, ...]:
    """Return every format of activity files found, in the order of their file names."""
    return cast(tuple[OutingFormat, ...], discover.modules("evenstride.readers.outings", needs=NEEDED_NAMES))


def is_outing(data: bytes) -> bool:
    """Return whether the bytes begin like an activity file."""
    return any(form.sniff(data) for form in all_outing_formats())


def read_outings(data: bytes, *, name: str, athlete: str, content: str = "") -> ActivityReading:
    """Read one activity file: decide its format by content, convert to SI, say how it was understood.

    Parameters
    ----------
    data : bytes
        The file as it is.
    name : str
        Its name, for messages; the ending decides nothing.
    athlete : str
        Whose activities these are: such files do not say.
    content : str
        The id of the bytes, where whoever reads them has made it before.

    Returns
    -------
    ActivityReading
        With a sentence in `damage` for all that was lost of a damaged file.

    Raises
    ------
    InputError
        If the file is none of the known formats, or nothing in it can be read.
    """
    form = next((form for form in all_outing_formats() if form.sniff(data)), None)
    if form is None:
        wants = "; ".join(f"{form.NAME} needs {form.NEEDS}" for form in all_outing_formats())
        raise InputError(
            "this is no activity file that can be read",
            place=name,
            why=wants,
            remedy="Export the activity as FIT, TCX or GPX and give that file",
        )
    reading = form.read(data, name=name)
    bytes_id = content or content_id(data)
    named = tuple(_named(activity, athlete, bytes_id, name, form.NAME) for activity in reading.activities)
    return replace(reading, content_id=bytes_id, file_name=name, activities=named)


def _named(activity: Activity, athlete: str, bytes_id: str, name: str, reader: str) -> Activity:
    origin: Origin = replace(activity.origin, content_id=bytes_id, file_name=name, reader=reader)
    return replace(activity, athlete=athlete, origin=origin)
