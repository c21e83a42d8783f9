"""One or several FIT files behind one another in the same bytes: headers, check sums, what is damaged."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from evenstride.readers.fit.blocks import COMPRESSED, Walk, walk_messages
from evenstride.readers.fit.crc import check_sum
from evenstride.readers.fit.tables import Table, compressed_times, read_table

MAGIC = b".FIT"
SHORTEST = 12
MOST_PARTS = 100
"""FIT files in the same bytes; a triathlon with a heart rate strap has four (judgement)."""
MESSAGES = {
    "file_id": 0, "session": 18, "lap": 19, "record": 20, "event": 21, "device_info": 23, "activity": 34, "hrv": 78,
    "sport": 12, "hr": 132, "monitoring_info": 103, "monitoring_hr_data": 211, "sleep_level": 275, "user_profile": 3,
}  # fmt: skip
"""Numbers of the messages that are asked for by name."""


@dataclass(frozen=True, eq=False)
class Part:
    """One FIT file within the bytes.

    Attributes
    ----------
    begin, end : int
        First byte of its header, and the byte behind its check sum.
    walk : Walk
        Its messages.
    whole : bool or None
        Whether the check sum is right; None where it is not there.
    damage : tuple of str
        Sentences on what could not be read.
    """

    data: bytes = field(repr=False)
    begin: int
    end: int
    walk: Walk
    whole: bool | None
    damage: tuple[str, ...] = ()
    _tables: dict[int, Table] = field(default_factory=dict[int, Table], repr=False)

    def table(self, name: str) -> Table:
        """Return all messages of a kind, one of `MESSAGES`; empty where there is none."""
        return self.numbered(MESSAGES[name])

    def numbered(self, message: int) -> Table:
        """Return all messages of a number."""
        if message not in self._tables:
            blocks = [block for block in self.walk.blocks if block.message == message]
            self._tables[message] = read_table(self._bytes, message, blocks, self._times)
        return self._tables[message]

    @cached_property
    def _bytes(self) -> np.ndarray:
        return np.frombuffer(self.data, dtype=np.uint8)

    @cached_property
    def _times(self) -> dict[int, float]:
        heads = (at for block in self.walk.blocks for at in block.offsets)
        if not any(self.data[at] & COMPRESSED for at in heads):
            return {}
        return compressed_times(self._bytes, self.walk.blocks)


def is_header(data: bytes, at: int = 0) -> bool:
    """Return whether a FIT header begins at a byte.

    Examples
    --------
    >>> is_header(bytes([12, 16, 0, 0, 0, 0, 0, 0]) + b".FIT")
    True
    """
    return data[at + 8 : at + 12] == MAGIC and data[at] >= SHORTEST


def read_parts(data: bytes) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Cut bytes into FIT files and find the messages of each.

    Returns
    -------
    tuple of Part, tuple of str
        The files, and sentences on bytes that belong to none.
    """
    parts: list[Part] = []
    at = 0
    while at < len(data) and is_header(data, at):
        if len(parts) == MOST_PARTS:
            return tuple(parts), (f"More than {MOST_PARTS} FIT files behind one another; the rest was left out.",)
        parts.append(_part(data, at, number=len(parts)))
        at = parts[-1].end
    rest = data[at:]
    if rest.strip(b"\0") and parts:
        return tuple(parts), (f"What follows byte {at} is no FIT data; {len(rest)} bytes were left out.",)
    return tuple(parts), ()


def _part(data: bytes, begin: int, *, number: int) -> Part:
    size = int.from_bytes(data[begin + 4 : begin + 8], "little")
    first = begin + data[begin]
    last = first + size if size else _up_to_sum(data, first)
    walk = walk_messages(data, first, min(last, len(data)))
    end = min(last + 2, len(data))
    where = f"In the FIT file number {number + 1} of the bytes: " if number else ""
    damage: list[str] = []
    if last > len(data):
        reason = walk.ended or "it ends between two messages"
        lost = last + 2 - len(data)
        damage.append(_sentence(f"{where}the file is cut off, {lost} of {size} bytes are not there; {reason}"))
    elif walk.ended:
        damage.append(_sentence(f"{where}from byte {walk.end} on nothing could be read: {walk.ended}"))
    elif not size:
        damage.append(_sentence(f"{where}the header does not say how long the file is: it was never closed"))
    whole = None
    if last + 2 <= len(data):
        whole = check_sum(data[begin:last]) == int.from_bytes(data[last : last + 2], "little")
    return Part(data, begin, end, walk, whole, tuple(damage))


def _up_to_sum(data: bytes, first: int) -> int:
    return max(len(data) - 2, first)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
