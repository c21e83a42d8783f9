"""Clocks of logging apps: seconds, milliseconds, or nanoseconds since 1970, stated or told by the size of a step."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from evenstride.core.errors import InputError
from evenstride.readers.checks import place
from evenstride.readers.columns import Column, plain, split_unit
from evenstride.readers.sheet import Sheet
from evenstride.readers.table import Row
from evenstride.readers.values import parse_number, shorten

_NAMES = (
    re.compile(r"(?:seconds|time) elapsed|elapsed(?: time)?|time since start.*"),
    re.compile(r"gyro\w*timestamp.*|motion ?timestamp.*"),
    re.compile(r"time(?: ?stamp)?|t|zeit|temps|epoch"),
)
"""Names of a clock, the most telling first."""

_WORDS = (("ns", r"\b(?:ns|nano\w*)\b"), ("µs", r"\b(?:us|µs|μs|micro\w*)\b"), ("ms", r"\b(?:ms|milli\w*)\b"),
          ("s", r"\b(?:s|sec|secs|seconds?)\b"))  # fmt: skip
_FACTORS = {"s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}
_STEPS = {"s": (4e-4, 0.25), "ms": (0.4, 250.0), "µs": (400.0, 2.5e5), "ns": (4e5, 2.5e8)}
"""Steps between samples that each unit makes plausible: 4 to 2500 Hz. No step fits two of them."""

_WHOLE = re.compile(r"\d{12,20}", re.ASCII)


def time_column(header: Sequence[str]) -> Column | None:
    """Return the most telling clock of a header, None without one.

    Examples
    --------
    >>> time_column(("time", "seconds_elapsed", "x")).header, time_column(("x", "y"))
    ('seconds_elapsed', None)
    """
    for pattern in _NAMES:
        for index, text in enumerate(header):
            name, unit = split_unit(text)
            bare = re.sub(r" (?:ns|us|µs|ms|s|sec|seconds?|in .*)$", "", plain(name))
            if pattern.fullmatch(bare):
                return Column(index, text, unit)
    return None


def read_times(sheet: Sheet, rows: Sequence[Row], column: Column) -> tuple[np.ndarray, str]:
    """Return times in s from the first sample, shape (n,), and a sentence on how the clock was understood.

    Raises
    ------
    InputError
        If a cell is no number, or a step between samples fits no unit.
    """
    ticks = _ticks(sheet, rows, column)
    ahead = np.diff(ticks)
    step = float(np.median(ahead[ahead > 0.0])) if np.any(ahead > 0.0) else 0.0
    unit = _stated(column)
    name = f"Column '{shorten(column.header)}' is the clock"
    if unit:
        said = f"{name}, in {unit}"
    else:
        unit = next((one for one, (low, high) in _STEPS.items() if low <= step <= high), "")
        said = f"{name}: no unit is stated, and steps of {step:.3g} can only be {unit}"
    low, high = _STEPS[unit] if unit else (0.0, -1.0)
    if not low <= step <= high:
        raise InputError(
            f"samples are {step:.3g} {unit}".rstrip() + " apart",
            place=f"column '{shorten(column.header)}'",
            why="A phone writes between 4 and 2500 samples a second",
            remedy="Write the unit of the clock into the header, for example 'time (ms)'",
        )
    return ticks * _FACTORS[unit], said


def _ticks(sheet: Sheet, rows: Sequence[Row], column: Column) -> np.ndarray:
    """Return the clock from its first value; whole numbers are subtracted first, because a float cannot hold them."""
    cells = [row.cells[column.index] for row in rows]
    if all(_WHOLE.fullmatch(cell) for cell in cells):
        first = int(cells[0])
        return np.array([float(int(cell) - first) for cell in cells])
    for row, cell in zip(rows, cells, strict=True):
        if ":" in cell:
            raise InputError(
                f"'{shorten(cell)}' is a time of day",
                place=place(row, column),
                remedy="Export seconds or a timestamp in ms beside it",
            )
    values = np.array([sheet.parsed(row, column, parse_number) for row in rows])
    return values - values[0]


def _stated(column: Column) -> str:
    """Return the unit a clock states in brackets or in its name, empty where it states none."""
    for text in (column.unit.casefold(), plain(column.header)):
        for unit, pattern in _WORDS:
            if text and re.search(pattern, text):
                return unit
    return ""
