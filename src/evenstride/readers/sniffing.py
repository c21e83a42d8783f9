"""Looking at the head of a table, without ever raising."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from evenstride.core.errors import InputError
from evenstride.readers.columns import find_columns
from evenstride.readers.contract import Source
from evenstride.readers.values import parse_number


def missing_columns(source: Source, needed: tuple[str, ...]) -> tuple[str, ...]:
    """Return which of the needed columns the table lacks, in words."""
    found = () if source.head is None else find_columns(source.head.header, needed)
    return tuple(f"a column '{field.replace('_', ' ')}'" for field in needed if field not in found)


def head_step(source: Source) -> float | None:
    """Return the median time in s between the first rows of a table, None where times cannot be read."""
    found = {} if source.head is None else find_columns(source.head.header, ("time",))
    if source.head is None or "time" not in found:
        return None
    column = found["time"][0]
    times: list[float] = []
    for row in source.head.rows:
        with suppress(InputError, IndexError):
            times.append(parse_number(row.cells[column.index]) * column.factor("s"))
    steps = np.diff(np.array(times))
    steps = steps[steps > 0.0]
    return float(np.median(steps)) if steps.size else None
