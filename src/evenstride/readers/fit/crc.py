"""The check sum of FIT files: CRC-16 with the reversed polynomial 0xA001, begun at 0."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

_LANES = 1024
"""Stretches of a file that are summed beside one another; the sums are joined afterwards (a CRC is linear)."""


def check_sum(data: bytes) -> int:
    """Return the check sum of bytes.

    Examples
    --------
    >>> hex(check_sum(b"123456789"))
    '0xbb3d'
    """
    table = _table()
    length = len(data) // _LANES
    total = 0
    if length >= 8:
        lanes = np.frombuffer(data, dtype=np.uint8, count=_LANES * length).reshape(_LANES, length).T
        sums = np.zeros(_LANES, dtype=np.uint16)
        for column in np.ascontiguousarray(lanes):
            sums = (sums >> 8) ^ table[(sums & 0xFF) ^ column]
        shift = _shift(length)
        for one in sums.tolist():
            total = _shifted(shift, total) ^ one
        data = data[_LANES * length :]
    plain = table.tolist()
    for byte in data:
        total = (total >> 8) ^ plain[(total ^ byte) & 0xFF]
    return total


@cache
def _table() -> NDArray[np.uint16]:
    table = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ np.uint16(0xA001), table >> 1).astype(np.uint16)
    return table


def _shift(length: int) -> tuple[int, ...]:
    """What each of the 16 bits of a sum becomes after `length` zero bytes, by squaring."""
    table = _table().tolist()
    one_byte = tuple((bit >> 8) ^ table[bit & 0xFF] for bit in (1 << place for place in range(16)))
    power, result = one_byte, tuple(1 << place for place in range(16))
    while length:
        if length & 1:
            result = tuple(_shifted(power, bit) for bit in result)
        power = tuple(_shifted(power, bit) for bit in power)
        length >>= 1
    return result


def _shifted(columns: tuple[int, ...], value: int) -> int:
    total = 0
    for place, column in enumerate(columns):
        if value >> place & 1:
            total ^= column
    return total
