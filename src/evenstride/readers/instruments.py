"""Deciding what laboratory instrument wrote a file, and reading it: bytes → `Signal`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Protocol, cast

import numpy as np

from evenstride.core import discover
from evenstride.core.errors import InputError
from evenstride.core.provenance import content_id
from evenstride.core.roles import Side
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import SignalMapping
from evenstride.readers.contract import Source
from evenstride.readers.marker_checks import gap_notes, require_human
from evenstride.readers.plausible import require_forces
from evenstride.readers.reading import all_formats
from evenstride.readers.sampled import renamed
from evenstride.readers.text import decode
from evenstride.readers.told import Told

NEEDED_NAMES = ("NAME", "SUFFIXES", "UNITS", "NEEDS", "sniff", "read")

MAX_BYTES = 512 * 1024 * 1024
"""Largest file read: some ten minutes of fifty markers and eight plates."""

LARGEST = 1e9
"""In any SI unit, beyond what an instrument of movement can have measured (judgement)."""


class SignalFormat(Protocol):
    """One module in `evenstride.readers.signals`, or an entry point of that group.

    Attributes
    ----------
    NAME : str
        What people call it.
    SUFFIXES : tuple of str
        Usual endings; the format of a file is decided by its content.
    UNITS : mapping of str to str
        Quantity → SI unit in the signals it makes.
    NEEDS : str
        What it looks for, as the object of "needs".
    """

    NAME: str
    SUFFIXES: tuple[str, ...]
    UNITS: Mapping[str, str]
    NEEDS: str

    def sniff(self, data: bytes) -> bool:
        """Return whether the bytes begin like a file of this format."""
        ...

    def read(self, data: bytes, told: Told) -> tuple[Signal, tuple[str, ...]]:
        """Return what the file holds and how it was understood; `InputError` with place, reason and remedy."""
        ...


@cache
def all_signal_formats() -> tuple[SignalFormat, ...]:
    """Return every format of instruments found, in the order of their file names."""
    return cast(tuple[SignalFormat, ...], discover.modules("evenstride.readers.signals", needs=NEEDED_NAMES))


def is_signal(data: bytes, side: Side | None = None) -> bool:
    r"""Return whether some instrument format knows how these bytes begin.

    Parameters
    ----------
    data : bytes
        The file as it is.
    side : Side or None
        The leg that somebody said. A table that holds turning beside acceleration is then that of a phone on a thigh,
        which `readers.read` takes.

    Examples
    --------
    >>> phone = b"time,ax (g),ay (g),az (g),gx (rad/s),gy (rad/s),gz (rad/s)\n0,0,0,1,0,0,0\n"
    >>> is_signal(phone), is_signal(phone, Side.LEFT), is_signal(b"rate 1000 Hz\nFz (N)\n0\n", Side.LEFT)
    (True, False, True)
    """
    return any(form.sniff(data) for form in all_signal_formats()) and not (side is not None and _is_table(data))


def _is_table(data: bytes) -> bool:
    with suppress(InputError):
        source = Source("", decode(data)[0])
        return any(not form.sniff(source) for form in all_formats())
    return False


def read_signal(data: bytes, *, name: str, athlete: str = "", mapping: SignalMapping | None = None) -> Signal:
    r"""Read one file of laboratory instruments: decide its format by content, convert to SI, say how it was understood.

    Parameters
    ----------
    data : bytes
        The file as it is.
    name : str
        Its name, for messages.
    athlete : str
        Whose trial it is, where the file does not say.
    mapping : SignalMapping or None
        What its headings or arrays are, where its names do not tell.

    Raises
    ------
    InputError
        If no format fits, or anything in it would have to be guessed.

    Examples
    --------
    >>> trial = read_signal(b"rate 1000 Hz\nFz (N)\n0\n0\n800\n", name="plate.txt")
    >>> trial.plates[0].rate, trial.plates[0].force[:, 2].tolist()
    (1000.0, [0.0, 0.0, 800.0])
    """
    try:
        if len(data) > MAX_BYTES:
            raise InputError(
                f"the file has {len(data) / 1e6:.0f} MB",
                why=f"At most {MAX_BYTES / 1e6:.0f} MB are read",
                remedy="Cut the trial to the run",
            )
        named, renames = renamed(data, mapping.columns) if mapping is not None and mapping.columns else (data, ())
        found = _choose(named)
        signal, notes = found.read(named, Told(athlete, mapping))
        notes = (*notes, *renames)
        _require_measured(signal)
        if signal.markers is not None:
            require_human(signal.markers, signal.up)
            notes = (*notes, *gap_notes(signal.markers))
        require_forces(signal.plates, signal.up)
    except InputError as problem:
        raise problem.within(name) from None
    origin = replace(
        signal.origin, content_id=content_id(data), file_name=name, reader=found.NAME, interpretation=notes
    )
    return replace(signal, origin=origin)


def _require_measured(signal: Signal) -> None:
    """Refuse numbers that no instrument writes: infinite ones, and ones beyond any range."""
    arrays = [
        *([("markers", signal.markers.positions)] if signal.markers is not None else []),
        *((plate.name, array) for plate in signal.plates for array in (plate.force, plate.moment)),
        *((one.place or "sensor", array) for one in signal.sensors for array in (one.acceleration, one.turning)),
        *([("angles", signal.angles.values)] if signal.angles is not None else []),
    ]
    for place, array in arrays:
        if array is not None and (beyond := np.abs(array) > LARGEST).any():
            raise InputError(
                f"{array[beyond][0]:g} is no number an instrument writes",
                place=place,
                remedy="Correct the value, or export the trial again",
            )


def _choose(data: bytes) -> SignalFormat:
    fitting = [form for form in all_signal_formats() if form.sniff(data)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = " and ".join(f"'{form.NAME}'" for form in fitting)
        raise InputError(f"the file fits {len(fitting)} formats, {names}", remedy="Rename the columns of one of them")
    wants = "; ".join(f"'{form.NAME}' needs {form.NEEDS}" for form in all_signal_formats())
    raise InputError(
        f"the file fits none of the {len(all_signal_formats())} formats of instruments",
        why=wants,
        remedy="Export the trial as C3D, or as a table with headings and units",
    )
