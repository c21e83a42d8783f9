"""The messages of one part of a FIT file, sorted into blocks that share one definition."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenstride.readers.fit.profile import message_name
from evenstride.readers.fit.wire import BASE_TYPES, BYTE, Raw, known_base, raw_values

RECORD = 20
FIELD_DESCRIPTION = 206
DEVELOPER_ID = 207
MOST_DESCRIBED = 2000
"""Descriptions of fields that are taken in; a file made to cost time has more (judgement)."""
COMPRESSED = 0x80
_DEFINITION = 0x40
_DEVELOPER = 0x20


@dataclass(frozen=True, slots=True)
class DeveloperField:
    """What a file says of a field of an application: whose it is, its type, name and unit.

    Attributes
    ----------
    native : int or None
        The number of the field of `record` in the profile that it stands for.
    """

    developer: int
    number: int
    base: int = BYTE
    name: str = ""
    unit: str = ""
    native: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands in a message: `size` bytes from `start` on, counted after the header byte."""

    number: int
    start: int
    size: int
    base: int
    developer: DeveloperField | None = None


@dataclass(slots=True)
class Block:
    """All messages of one definition.

    Attributes
    ----------
    message : int
        Its number in the profile.
    defined : list of int
        Where in the file it was defined; the same definition may be written again and again.
    offsets : list of int
        Where in the file each message begins, with its header byte.
    """

    message: int
    big_endian: bool
    places: tuple[Place, ...]
    size: int
    defined: list[int] = field(default_factory=list[int])
    offsets: list[int] = field(default_factory=list[int])

    def rows(self, data: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the bytes of its messages without the header byte, shape (n, size)."""
        starts = np.array(self.offsets, dtype=np.int64) + 1
        if not self.size or not len(starts):
            return np.empty((len(starts), self.size), dtype=np.uint8)
        return np.lib.stride_tricks.sliding_window_view(data, self.size)[starts]

    def raw(self, rows: NDArray[np.uint8], place: Place) -> Raw:
        """Return one field of the rows that `rows` gave."""
        part = rows[:, place.start : place.start + place.size]
        return raw_values(part, place.base, big_endian=self.big_endian)


@dataclass(slots=True)
class Walk:
    """What was found in a part: its blocks, the applications it names, and why it ended early, if it did.

    Attributes
    ----------
    applications : dict of int to dict of str to int or bytes
        For each developer index `manufacturer` and `application`, where told.
    ended : str
        A sentence on why the rest could not be read, "" where all was.
    end : int
        The byte behind the last whole message.
    """

    blocks: list[Block] = field(default_factory=list[Block])
    applications: dict[int, dict[str, int | bytes]] = field(default_factory=dict[int, dict[str, "int | bytes"]])
    described: dict[tuple[int, int], DeveloperField] = field(default_factory=dict[tuple[int, int], DeveloperField])
    ended: str = ""
    end: int = 0


def walk_messages(data: bytes, begin: int, end: int) -> Walk:
    """Find every message between two bytes of a file.

    Nothing is decoded but what says how to decode the rest, so the cost is that of one step a message.

    Parameters
    ----------
    data : bytes
        The whole file.
    begin, end : int
        First byte of the messages, and the one behind the last.
    """
    walk = Walk(end=begin)
    local: dict[int, Block] = {}
    known: dict[object, Block] = {}
    view = np.frombuffer(data, dtype=np.uint8)
    at = begin
    while at < end:
        head = data[at]
        compressed = head & COMPRESSED
        if not compressed and head & _DEFINITION:
            found = _definition(data, at, end, walk, known)
            if found is None:
                walk.ended = "the file ends within a definition"
                break
            local[head & 0x0F], at = found
            walk.end = at
            continue
        block = local.get(head >> 5 & 0x03 if compressed else head & 0x0F)
        if block is None:
            walk.ended = "a message follows that was never defined"
            break
        behind = at + 1 + block.size
        if behind > end:
            walk.ended = f"the file ends within a message of kind {message_name(block.message)}"
            break
        block.offsets.append(at)
        if block.message in (FIELD_DESCRIPTION, DEVELOPER_ID) and len(block.offsets) <= MOST_DESCRIBED:
            _describe(walk, block, view, at)
        at = walk.end = behind
    return walk


def _definition(data: bytes, at: int, end: int, walk: Walk, known: dict[object, Block]) -> tuple[Block, int] | None:
    """Return the block of the definition at a byte and the byte behind it; None where it is cut off."""
    if at + 6 > end:
        return None
    big_endian = data[at + 2] != 0
    behind = at + 6 + 3 * data[at + 5]
    developers = 0
    if data[at] & _DEVELOPER and behind < end:
        developers = behind
        behind += 1 + 3 * data[behind]
    if behind > end or (data[at] & _DEVELOPER and not developers):
        return None
    foreign = _developer_fields(data, developers, behind, walk) if developers else ()
    key = (data[at + 2 : behind], foreign)
    block = known.get(key)
    if block is None:
        number = int.from_bytes(data[at + 3 : at + 5], "big" if big_endian else "little")
        block = Block(number, big_endian, *_places(data[at + 6 : developers or behind], foreign))
        known[key] = block
        walk.blocks.append(block)
    block.defined.append(at)
    return block, behind


def _developer_fields(data: bytes, begin: int, end: int, walk: Walk) -> tuple[tuple[DeveloperField, int], ...]:
    """Return the fields of applications in a definition with their sizes in bytes."""
    found: list[tuple[DeveloperField, int]] = []
    for at in range(begin + 1, end, 3):
        number, size, developer = data[at : at + 3]
        plain = DeveloperField(developer, number)
        found.append((walk.described.get((developer, number), plain), size))
    return tuple(found)


def _places(fields: bytes, foreign: tuple[tuple[DeveloperField, int], ...]) -> tuple[tuple[Place, ...], int]:
    """Return where the fields of a definition stand, and how many bytes they take; empty fields are left out."""
    places: list[Place] = []
    start = 0
    for at in range(0, len(fields), 3):
        number, size, base = fields[at : at + 3]
        if size:
            places.append(Place(number, start, size, known_base(base, size)))
        start += size
    for one, size in foreign:
        if size:
            places.append(Place(one.number, start, size, known_base(one.base, size), one))
        start += size
    return tuple(places), start


def _describe(walk: Walk, block: Block, view: NDArray[np.uint8], at: int) -> None:
    """Take in the message at a byte that names an application, or one of its fields."""
    one = Block(block.message, block.big_endian, block.places, block.size, offsets=[at])
    rows = one.rows(view)
    found = {place.number: one.raw(rows, place) for place in block.places if place.developer is None}

    def number(key: int) -> int | None:
        raw = found.get(key)
        return int(raw.values[0, 0]) if raw is not None and raw.valid[0, 0] else None

    def text(key: int) -> str:
        return found[key].texts()[0] if key in found else ""

    if block.message == DEVELOPER_ID:
        developer = number(3)
        if developer is not None:
            walk.applications[developer] = _application(number(2), found.get(1))
        return
    developer, field_number = number(0), number(1)
    if developer is None or field_number is None:
        return
    base = number(2)
    code = base if base in BASE_TYPES else BYTE
    native = number(15) if number(14) in (None, RECORD) else None
    described = DeveloperField(developer, field_number, code, text(3).strip(), text(8).strip(), native)
    walk.described[developer, field_number] = described


def _application(manufacturer: int | None, identity: Raw | None) -> dict[str, int | bytes]:
    told: dict[str, int | bytes] = {}
    if manufacturer is not None:
        told["manufacturer"] = manufacturer
    if identity is not None and identity.valid.any():
        told["application"] = identity.values[0].tobytes()
    return told
