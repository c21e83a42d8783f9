"""How numbers and text stand in the bytes of a FIT file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array

BYTE = 0x0D
TEXT = 0x07


@dataclass(frozen=True, slots=True)
class BaseType:
    """One of the seventeen types: numpy's code without byte order, and the raw value that means "not written"."""

    name: str
    code: str
    size: int
    invalid: int | None = None


BASE_TYPES = {
    0x00: BaseType("enum", "u1", 1, 0xFF),
    0x01: BaseType("sint8", "i1", 1, 0x7F),
    0x02: BaseType("uint8", "u1", 1, 0xFF),
    0x83: BaseType("sint16", "i2", 2, 0x7FFF),
    0x84: BaseType("uint16", "u2", 2, 0xFFFF),
    0x85: BaseType("sint32", "i4", 4, 0x7FFFFFFF),
    0x86: BaseType("uint32", "u4", 4, 0xFFFFFFFF),
    TEXT: BaseType("string", "u1", 1),
    0x88: BaseType("float32", "f4", 4),
    0x89: BaseType("float64", "f8", 8),
    0x0A: BaseType("uint8z", "u1", 1, 0),
    0x8B: BaseType("uint16z", "u2", 2, 0),
    0x8C: BaseType("uint32z", "u4", 4, 0),
    BYTE: BaseType("byte", "u1", 1, 0xFF),
    0x8E: BaseType("sint64", "i8", 8, 0x7FFFFFFFFFFFFFFF),
    0x8F: BaseType("uint64", "u8", 8, 0xFFFFFFFFFFFFFFFF),
    0x90: BaseType("uint64z", "u8", 8, 0),
}


@dataclass(frozen=True, slots=True)
class Raw:
    """One field over the rows of a block.

    Attributes
    ----------
    values : ndarray, shape (n, k)
        As written, in the type they were written in; k values a row.
    valid : ndarray of bool, shape (n, k)
        Which of them were written.
    base : int
        The code of their type.
    """

    values: NDArray[np.generic]
    valid: NDArray[np.bool_]
    base: int

    def numbers(self) -> Array:
        """Return the values as float64, nan where none was written."""
        values = self.values.astype(np.float64)
        values[~self.valid] = np.nan
        return values

    def texts(self) -> list[str]:
        """Return the rows as text up to the first zero byte."""
        return [bytes(row).split(b"\0", 1)[0].decode("utf-8", errors="replace") for row in self.values]


def known_base(code: int, size: int) -> int:
    """Return the type of a field of `size` bytes: unknown ones, and sizes that are no multiple, are plain bytes."""
    base = BASE_TYPES.get(code)
    return BYTE if base is None or size % base.size else code


def raw_values(rows: NDArray[np.uint8], base: int, *, big_endian: bool) -> Raw:
    """Return the numbers that stand in the bytes of one field.

    Parameters
    ----------
    rows : ndarray of uint8, shape (n, size)
        The bytes of the field, one row a message.
    base : int
        A code of `BASE_TYPES` whose size divides that of the field.
    big_endian : bool
        Whether the first byte of a number is its highest.

    Examples
    --------
    >>> raw_values(np.array([[1, 0], [255, 255]], dtype=np.uint8), 0x84, big_endian=False).numbers()
    array([[ 1.],
           [nan]])
    """
    kind = BASE_TYPES[base]
    values = np.ascontiguousarray(rows).view(f"{'>' if big_endian else '<'}{kind.code}")
    if base == TEXT:
        valid = np.ones(values.shape, dtype=bool)
    elif base == BYTE:
        valid = np.broadcast_to((values != 0xFF).any(axis=1, keepdims=True), values.shape)
    elif kind.invalid is None:
        valid = ~np.isnan(values)
    else:
        valid = values != np.array(kind.invalid, dtype=values.dtype)
    return Raw(values, valid, base)
