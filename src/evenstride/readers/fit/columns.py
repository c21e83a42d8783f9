"""The fields of one block as columns: what a subfield makes of them, which parts they have, in which unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array
from evenstride.readers.fit.blocks import Block, DeveloperField, Place
from evenstride.readers.fit.profile import Component, FieldSpec, MessageSpec
from evenstride.readers.fit.wire import BASE_TYPES, BYTE, TEXT, Raw

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One field over those rows of a table that have it.

    Attributes
    ----------
    spec : FieldSpec
        Its name, type and unit.
    rows : ndarray of int, shape (n,)
        Which rows of the table.
    values : ndarray, shape (n, k)
        Scaled, nan where not written; empty of text.
    texts : tuple of str
        Of a field of text, one a row; else empty.
    derived : bool
        Whether it is a part of another field rather than a field of its own.
    """

    spec: FieldSpec
    rows: Rows
    values: Array
    texts: tuple[str, ...] = ()
    derived: bool = False
    developer: DeveloperField | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Growing:
    """The lowest bits of a growing count, which is known only when all messages of the kind are in order.

    Attributes
    ----------
    source : int
        The field whose part it is.
    order : int
        Its place among the parts that grow the same count within one message.
    raw : ndarray, shape (n,)
        As written, nan where not.
    """

    spec: FieldSpec
    component: Component
    source: int
    order: int
    rows: Rows
    raw: Array


def block_columns(
    data: NDArray[np.uint8], block: Block, message: MessageSpec | None, rows: Rows
) -> Iterator[Column | Growing]:
    """Yield the fields of a block in the order written, the parts of a field before the field itself.

    Parameters
    ----------
    data : ndarray of uint8
        The whole file.
    block : Block
        The messages.
    message : MessageSpec or None
        What the profile knows of the message.
    rows : ndarray of int, shape (n,)
        Which rows of the table its messages are.
    """
    content = block.rows(data)
    raws = {place: block.raw(content, place) for place in block.places}
    plain = {place.number: raw for place, raw in raws.items() if place.developer is None}
    for place, raw in raws.items():
        spec = _spec(place, message)
        for chosen, some in _resolved(spec, plain, len(rows)):
            part = raw if some is None else Raw(raw.values[some], raw.valid[some], raw.base)
            where = rows if some is None else rows[some]
            if message is not None:
                yield from _parts(chosen, message, part, where, plain, some)
            yield _column(chosen, part, where, place.developer)


def scaled(values: Array, scale: float | None, offset: float | None) -> Array:
    """Return values in the unit of their field."""
    if scale:
        values = values / scale
    return values - offset if offset else values


def _spec(place: Place, message: MessageSpec | None) -> FieldSpec:
    kind = BASE_TYPES[place.base].name
    one = place.developer
    if one is not None:
        return FieldSpec(one.number, one.name or f"unknown_{one.developer}_{one.number}", kind, unit=one.unit)
    known = message.fields.get(place.number) if message else None
    return known or FieldSpec(place.number, f"unknown_{place.number}", kind)


def _resolved(spec: FieldSpec, raws: Mapping[int, Raw], count: int) -> list[tuple[FieldSpec, NDArray[np.int64] | None]]:
    """Return what a field means in which rows; None for all rows."""
    if not spec.subfields:
        return [(spec, None)]
    chosen = np.zeros(count, dtype=np.int64)
    for place, sub in enumerate(spec.subfields, start=1):
        for number, value in sub.when:
            raw = raws.get(number)
            if raw is not None and raw.base not in (BYTE, TEXT) and raw.values.shape[1] == 1:
                chosen[(chosen == 0) & raw.valid[:, 0] & (raw.values[:, 0] == value)] = place
    meanings = (spec, *spec.subfields)
    present = np.unique(chosen).tolist()
    if len(present) == 1:
        return [(meanings[present[0]], None)]
    return [(meanings[place], np.nonzero(chosen == place)[0]) for place in present]


def _column(spec: FieldSpec, raw: Raw, rows: Rows, developer: DeveloperField | None) -> Column:
    if raw.base == TEXT:
        return Column(spec, rows, np.empty((len(rows), 0)), tuple(raw.texts()), developer=developer)
    return Column(spec, rows, scaled(raw.numbers(), spec.scale, spec.offset), developer=developer)


def _parts(
    spec: FieldSpec,
    message: MessageSpec,
    raw: Raw,
    rows: Rows,
    raws: Mapping[int, Raw],
    some: NDArray[np.int64] | None,
) -> Iterator[Column | Growing]:
    """Yield the fields whose values are bits of this one."""
    for order, part in enumerate(spec.components):
        target = message.fields.get(part.target)
        if (
            target is None
            or raw.base == TEXT
            or (part.first and part.first >= 8 * raw.values.shape[1] and _packed(raw))
        ):
            continue
        bits = _bits(raw, part)
        if part.accumulate:
            yield Growing(target, part, spec.number, order, rows, bits)
            continue
        values = scaled(bits, part.scale, part.offset)[:, None]
        for chosen, rest in _resolved(target, raws, len(rows)) if some is None else [(target, None)]:
            where = slice(None) if rest is None else rest
            yield Column(chosen, rows[where], values[where], derived=True)


def _packed(raw: Raw) -> bool:
    """Return whether the bytes of a field are one long number."""
    return raw.base == BYTE or raw.values.shape[1] > 1


def _bits(raw: Raw, part: Component) -> Array:
    """Return the bits of a part as numbers, nan where the field was not written."""
    valid = raw.valid.all(axis=1)
    if raw.values.dtype.kind == "f":
        return np.where(valid, raw.values[:, 0].astype(np.float64), np.nan)
    whole = raw.values.astype(np.int64)
    first = part.first
    if _packed(raw):
        begin, first = divmod(part.first, 8)
        end = min((part.first + part.bits + 7) // 8, whole.shape[1])
        number = np.zeros(len(whole), dtype=np.int64)
        for place in range(begin, end):
            number |= whole[:, place] << 8 * (place - begin)
    else:
        number = whole[:, 0]
    found = (number >> first) & ((1 << part.bits) - 1)
    return np.where(valid, found.astype(np.float64), np.nan)
