"""All messages of one kind as a table: columns by name, rows in the order of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array
from evenstride.readers.fit.blocks import COMPRESSED, Block
from evenstride.readers.fit.columns import Column, Growing, Rows, block_columns, scaled
from evenstride.readers.fit.profile import FieldSpec, message_name, message_spec, value_name

TIMESTAMP = 253
HR = 132
MOST_VALUES = 20_000_000
"""Of fields with several values a row only the first is kept beyond this: no real file comes near it (judgement)."""
_TIME = FieldSpec(TIMESTAMP, "timestamp", "date_time", unit="s")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The messages of one kind.

    Attributes
    ----------
    offsets : ndarray of int, shape (n,)
        Where in the file each begins.
    columns : tuple of Column
        In the order in which the file writes them; several of one name are possible.
    """

    name: str
    offsets: Rows
    columns: tuple[Column, ...]

    def __len__(self) -> int:
        """Return how many messages there are."""
        return len(self.offsets)

    def names(self) -> tuple[str, ...]:
        """Return the names of the profile's fields that hold numbers, each once."""
        found = (one.spec.name for one in self.columns if one.developer is None and not one.texts)
        return tuple(dict.fromkeys(found))

    def numbers(self, name: str) -> Array:
        """Return the first value of a field in each message, nan where there is none.

        A field written as such wins over the same field as part of another.
        """
        return self.matrix(name)[:, 0]

    def times(self, name: str) -> Array:
        """Return a field that is a time, in s of the file's clock; nan where it is none that 32 bits can hold."""
        found = self.numbers(name)
        return np.where((found >= 0.0) & (found < 2.0**32), found, np.nan)

    def matrix(self, name: str) -> Array:
        """Return all values of a field in each message, shape (n, k) with k of at least 1."""
        found = [one for one in self.columns if one.spec.name == name and one.developer is None and not one.texts]
        return spread(sorted(found, key=lambda one: not one.derived), len(self))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a field as words: its text, or the name that its type gives to a value; "" where there is none."""
        words = [""] * len(self)
        for one in self.columns:
            if one.spec.name == name and one.developer is None:
                for place, row in enumerate(one.rows.tolist()):
                    words[row] = _word(one, place) or words[row]
        return tuple(words)


def spread(columns: Sequence[Column], length: int) -> Array:
    """Return columns of one field laid over all rows of a table, the later over the earlier; shape (length, k)."""
    width = max((one.values.shape[1] for one in columns), default=1) or 1
    width = width if width * length <= MOST_VALUES else 1
    values = np.full((length, width), np.nan)
    for one in columns:
        row, place = np.nonzero(~np.isnan(one.values[:, :width]))
        values[one.rows[row], place] = one.values[row, place]
    return values


def read_table(
    data: NDArray[np.uint8], message: int, blocks: Sequence[Block], times: Mapping[int, float] | None = None
) -> Table:
    """Decode all messages of one number.

    Parameters
    ----------
    data : ndarray of uint8
        The whole file.
    message : int
        The number.
    blocks : sequence of Block
        Those of this message.
    times : mapping of int to float, optional
        Times of messages whose header holds a part of the time, by where they begin; see `compressed_times`.
    """
    offsets = np.sort(np.array([at for block in blocks for at in block.offsets], dtype=np.int64))
    spec = message_spec(message)
    found: list[Column | Growing] = []
    for block in blocks:
        if not block.offsets:
            continue
        begins = np.array(block.offsets, dtype=np.int64)
        rows = np.searchsorted(offsets, begins)
        found += block_columns(data, block, spec, rows)
        short = np.nonzero(data[begins] & COMPRESSED)[0]
        if len(short) and times is not None:
            values = np.array([times[at] for at in begins[short].tolist()])[:, None]
            found.append(Column(_TIME, rows[short], values, derived=True))
    plain = [one for one in found if isinstance(one, Column)]
    counts = _counted([one for one in found if isinstance(one, Growing)], offsets, blocks)
    if message == HR:
        counts = {one: _from_start(values, one, plain, len(offsets)) for one, values in counts.items()}
    columns = (
        Column(one.spec, one.rows, counts[one][:, None], derived=True) if isinstance(one, Growing) else one
        for one in found
    )
    return Table(spec.name if spec else message_name(message), offsets, tuple(columns))


def compressed_times(data: NDArray[np.uint8], blocks: Sequence[Block]) -> dict[int, float]:
    """Return the times of all messages whose header holds the lowest five bits of it, by where they begin.

    They count on from the last whole time of any message before.
    """
    steps: list[tuple[int, int, int]] = []
    for block in blocks:
        if not block.offsets:
            continue
        place = next((one for one in block.places if one.number == TIMESTAMP and one.developer is None), None)
        raw = block.raw(block.rows(data), place) if place is not None else None
        if raw is not None and raw.values.dtype.kind == "u":
            whole = zip(block.offsets, raw.values[:, 0].tolist(), raw.valid[:, 0].tolist(), strict=True)
            steps += [(at, 0, int(value)) for at, value, valid in whole if valid]
        heads = data[np.array(block.offsets, dtype=np.int64)]
        short = np.nonzero(heads & COMPRESSED)[0].tolist()
        steps += [(block.offsets[row], 1, int(heads[row]) & 0x1F) for row in short]
    found: dict[int, float] = {}
    last = 0
    for at, short, value in sorted(steps):
        last = last + (value - last) % 32 if short else value
        if short:
            found[at] = float(last)
    return found


def _counted(parts: Sequence[Growing], offsets: Rows, blocks: Sequence[Block]) -> dict[Growing, Array]:
    """Return the counts that grow by parts, scaled; a count begins at 0 where its message is defined."""
    found: dict[Growing, Array] = {}
    for target in dict.fromkeys(one.component.target for one in parts):
        some = [one for one in parts if one.component.target == target]
        sources = {one.source for one in some}
        defined = sorted(
            at for block in blocks for at in block.defined if any(one.number in sources for one in block.places)
        )
        row = np.concatenate([one.rows for one in some])
        order = np.concatenate([np.full(len(one.rows), one.order) for one in some])
        raw = np.concatenate([one.raw for one in some])
        total = np.full(len(raw), np.nan)
        turn = np.lexsort((order, row))
        turn = turn[~np.isnan(raw[turn])]
        begun = np.searchsorted(np.array(defined, dtype=np.int64), offsets[row[turn]], side="right")
        total[turn] = _grown(raw[turn].astype(np.int64), begun, some[0].component.bits)
        cuts = np.cumsum([len(one.rows) for one in some])[:-1]
        for one, values in zip(some, np.split(total, cuts), strict=True):
            found[one] = scaled(values, one.component.scale, one.component.offset)
    return found


def _grown(low: NDArray[np.int64], begun: NDArray[np.int64], bits: int) -> NDArray[np.int64]:
    """Return counts of which the lowest bits are known; each stretch of equal `begun` starts from 0."""
    if not len(low):
        return low
    fresh = np.diff(begun, prepend=begun[0] - 1) != 0
    before = np.where(fresh, 0, np.concatenate(([0], low[:-1])))
    total = np.cumsum((low - before) % (1 << bits))
    starts = np.nonzero(fresh)[0]
    base = np.where(starts > 0, total[starts - 1], 0)
    return total - np.repeat(base, np.diff(np.append(starts, len(low))))


def _from_start(values: Array, part: Growing, columns: Sequence[Column], length: int) -> Array:
    """Return times of heart beats as times of day: they count from the message that names their start."""
    time = spread([one for one in columns if one.spec.name == "timestamp"], length)[:, 0]
    named = np.zeros(length, dtype=bool)
    for one in columns:
        if one.spec.number == part.component.target and not one.derived:
            named[one.rows] = True
    last = np.maximum.accumulate(np.where(named, np.arange(length), -1))[part.rows]
    start = np.where(last >= 0, time[last], np.nan)
    return np.where(np.isnan(start), values, values + start)


def _word(column: Column, place: int) -> str:
    if column.texts:
        return column.texts[place]
    value = float(column.values[place, 0])
    return "" if np.isnan(value) else value_name(column.spec.kind, value)
