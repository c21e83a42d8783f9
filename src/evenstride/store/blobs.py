"""Raw bytes as the store keeps them: compressed, and checked against their content id on every read."""

from __future__ import annotations

import zlib

from evenstride.core.errors import StoreError
from evenstride.core.provenance import content_id


def pack(data: bytes) -> bytes:
    """Return the bytes as they are written into the database.

    Examples
    --------
    >>> len(pack(b"0.00;0.00" * 1000)) < 100
    True
    """
    return zlib.compress(data)


def unpack(packed: bytes, content: str) -> bytes:
    """Return the raw bytes; the inverse of `pack`.

    Parameters
    ----------
    packed : bytes
        As written by `pack`.
    content : str
        Content id the raw bytes must have.

    Raises
    ------
    StoreError
        If the bytes are not the ones that were stored.
    """
    try:
        data = zlib.decompress(packed)
    except zlib.error:
        data = None
    if data is None or content_id(data) != content:
        raise StoreError(
            "the stored raw file is damaged",
            place=content[:16],
            why="Its bytes no longer match the hash they are kept under",
            remedy="Restore the database from a backup, or import the original file into a new one",
        )
    return data
