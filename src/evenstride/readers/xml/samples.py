"""Samples of an XML file, collected column by column while it is read: memory stays near that of the numbers."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np

from evenstride.core.estimate import Array

MOST_COLUMNS = 60
"""Columns kept: a file of ever new names would fill the memory (judgement; the richest has some thirty)."""

LARGEST = 1e12
"""No quantity of an outing has a larger number in any unit."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Instant:
    """A time as written: UTC in s since 1970, the day where it was written, and whether it names its zone."""

    seconds: float
    on: date
    zoned: bool


def instant(text: str) -> Instant | None:
    """Return a time in ISO 8601, None where it is none; without a zone it is taken as UTC.

    The first and the last day that dates can tell are none: in another zone they would be days that cannot be told.

    Examples
    --------
    >>> instant("1970-01-02T00:30:00+02:00")
    Instant(seconds=81000.0, on=datetime.date(1970, 1, 2), zoned=True)
    >>> instant("1970-01-01T00:00:01.5"), instant("yesterday"), instant("1970-01-01")
    (Instant(seconds=1.5, on=datetime.date(1970, 1, 1), zoned=False), None, None)
    """
    if not 15 <= len(text) <= 40:
        return None
    try:
        found = datetime.fromisoformat(text)
        zoned = found.tzinfo is not None
        since = (found if zoned else found.replace(tzinfo=UTC)) - _EPOCH
    except (ValueError, OverflowError):
        return None
    if not date.min < found.date() < date.max:
        return None
    return Instant(since / timedelta(seconds=1), found.date(), zoned)


def number(text: str) -> float | None:
    """Return a number as XML writes it, None where it is none or none that can be measured.

    Examples
    --------
    >>> number("-2.5e1"), number("1_0"), number("1e99"), number("nan")
    (-25.0, None, None, None)
    """
    if len(text) > 60 or _NUMBER.fullmatch(text) is None:
        return None
    value = float(text)
    return value if abs(value) <= LARGEST else None


@dataclass(slots=True)
class Samples:
    """Rows of numbers under the names of a file, and where its tracks begin.

    Attributes
    ----------
    times : array
        s since 1970, UTC.
    begins : list of int
        First row of every track (segment); a track without rows has none.
    no_time : int
        Rows left out because their time is missing or none.
    unread : dict
        Name → how many of its values are no numbers.
    unkept : int
        Values left out because there were too many names.
    """

    times: array[float] = field(default_factory=lambda: array("d"))
    begins: list[int] = field(default_factory=list)
    no_time: int = 0
    unread: dict[str, int] = field(default_factory=dict)
    unkept: int = 0
    first: Instant | None = None
    unzoned: int = 0
    _columns: dict[str, array[float]] = field(default_factory=dict)
    _next: bool = True

    def begin(self) -> None:
        """A new track begins with the next row."""
        self._next = True

    def add(self, time: str, values: Mapping[str, str]) -> None:
        """Add a row of texts; without a time it is counted only."""
        when = instant(time)
        if when is None:
            self.no_time += 1
            return
        if self.first is None:
            self.first = when
        if not when.zoned:
            self.unzoned += 1
        if self._next:
            self.begins.append(len(self.times))
            self._next = False
        row = len(self.times)
        self.times.append(when.seconds)
        for name, text in values.items():
            value = number(text)
            if value is None:
                if text:
                    self._count_unread(name)
                continue
            column = self._column(name)
            if column is None:
                self.unkept += 1
            elif len(column) <= row:
                _pad(column, row)
                column.append(value)

    @property
    def columns(self) -> dict[str, Array]:
        """Name → values, shape (rows,); nan where none was written."""
        found: dict[str, Array] = {}
        for name, column in self._columns.items():
            _pad(column, len(self.times))
            found[name] = np.frombuffer(column, dtype=np.float64)
        return found

    def _column(self, name: str) -> array[float] | None:
        column = self._columns.get(name)
        if column is None and len(self._columns) < MOST_COLUMNS:
            column = self._columns[name] = array("d")
        return column

    def _count_unread(self, name: str) -> None:
        if name in self.unread or len(self.unread) < MOST_COLUMNS:
            self.unread[name] = self.unread.get(name, 0) + 1


def _pad(column: array[float], rows: int) -> None:
    missing = rows - len(column)
    if missing > 0:
        column.frombytes(np.full(missing, np.nan).tobytes())
