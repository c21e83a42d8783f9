"""Checks of values against each other, with the place in the file where they fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from evenstride.core.errors import InputError
from evenstride.readers.columns import Column
from evenstride.readers.table import Row, Table
from evenstride.readers.values import shorten

FASTEST = 15.0
"""Speed in m/s that no runner reaches (the fastest measured is 12.3): above it a unit is wrong (judgement)."""


FEWEST_SAMPLES = 10
"""Samples a speed trace holds at least (judgement)."""


def place(row: Row, column: Column) -> str:
    """Return where a cell is, in words."""
    return f"row {row.number}, column '{shorten(column.header)}'"


def span(first: int, last: int) -> str:
    """Return the place of one row or of several, in words."""
    return f"row {first}" if first == last else f"rows {first} to {last}"


def require_increasing(values: np.ndarray, where: Callable[[int], str], *, what: str) -> None:
    """Raise `InputError` at a negative value and at the first one not larger than the one before it.

    Parameters
    ----------
    values : ndarray, shape (n,)
        In SI, in the order of the file, at least one.
    where : callable
        Index of a value → its place in the file, in words.
    what : str
        The quantity in words.
    """
    if values[0] < 0.0:
        raise InputError(
            f"the {what} {values[0]:g} is negative",
            place=where(0),
            why="It counts from the start",
            remedy="Correct the value or delete the row",
        )
    wrong = np.flatnonzero(values[1:] <= values[:-1])
    if wrong.size:
        index = int(wrong[0]) + 1
        raise InputError(
            f"the {what} {values[index]:g} does not follow {values[index - 1]:g}",
            place=where(index),
            why="Within one run it must increase, counted from the start of the run",
            remedy="Sort the rows, and give each run of an athlete its own name in a column 'run'",
        )


def require_human_speed(speeds: np.ndarray, where: str) -> None:
    """Raise `InputError` where a trace is mostly faster than any runner; single spikes are left to the analysis.

    Parameters
    ----------
    speeds : ndarray, shape (n,)
        In m/s.
    where : str
        The rows they stand in.
    """
    high = float(np.quantile(np.abs(speeds), 0.95))
    if high > FASTEST:
        raise InputError(
            f"one sample in twenty is faster than {high:.3g} m/s",
            place=where,
            why=f"No runner reaches {FASTEST:g} m/s; the numbers look like km/h or mph",
            remedy="Write the unit into the header, for example 'speed (km/h)'",
        )


def decimal_mark(table: Table, columns: Sequence[Column]) -> str:
    """Return `comma` or `point`, whichever the numbers have; raise `InputError` where they have both."""
    found = {mark for column in columns for mark in _marks(table, column)}
    if len(found) < 2:
        return "comma" if "," in found else "point"
    seen: dict[str, tuple[Row, Column]] = {}
    for row in table.rows:
        for column in columns:
            cell = row.cells[column.index]
            for mark in ".,":
                # "n.a." and "." stand for nothing measured and have no decimal mark.
                if mark in cell and mark not in seen and any(map(str.isdigit, cell)):
                    seen[mark] = (row, column)
    if len(seen) < 2:
        return "comma" if "," in seen else "point"
    (row, column), (other, other_column) = seen["."], seen[","]
    raise InputError(
        f"'{shorten(row.cells[column.index])}' has a decimal point and "
        f"'{shorten(other.cells[other_column.index])}' in row {other.number} a decimal comma",
        place=place(row, column),
        why="One of the two would be read as a number a thousand times off",
        remedy="Use one decimal mark in the whole file, without thousands separators",
    )


def _marks(table: Table, column: Column) -> set[str]:
    """The decimal marks of one column; all its cells at once, because a file may have millions."""
    text = "\n".join([row.cells[column.index] for row in table.rows])
    return {mark for mark in ".," if mark in text}
