"""What the FIT profile calls messages and fields: names, numbers, types, scales, units, components."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Component:
    """Bits of one field that are the value of another: `bits` of them from bit `first` on.

    Attributes
    ----------
    target : int
        Number of the field it is a value of.
    accumulate : bool
        Whether only the lowest bits of a growing count are written.
    """

    target: int
    bits: int
    first: int
    accumulate: bool
    scale: float | None
    offset: float | None


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a message: value = raw / scale - offset, in `unit`.

    Attributes
    ----------
    kind : str
        Its type, for example `uint16` or `sport`; those with named values are asked for by `value_name`.
    subfields : tuple of FieldSpec
        What it means instead where another field has a certain value, told in their `when` as (number, raw value).
    """

    number: int
    name: str
    kind: str
    scale: float | None = None
    offset: float | None = None
    unit: str = ""
    components: tuple[Component, ...] = ()
    subfields: tuple[FieldSpec, ...] = ()
    when: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class MessageSpec:
    """One message of the profile and its fields by number."""

    name: str
    fields: Mapping[int, FieldSpec]


@cache
def message_spec(number: int) -> MessageSpec | None:
    """Return the message of a number, None where the profile does not know it."""
    found = _table()["messages"].get(str(number))
    if found is None:
        return None
    name, rows = found
    return MessageSpec(name, {row[0]: _field(row[0], row[1:]) for row in rows})


def message_name(number: int) -> str:
    """Return the name of a message; one without a name is called by its number.

    Examples
    --------
    >>> message_name(20), message_name(65000)
    ('record', 'unknown_65000')
    """
    spec = message_spec(number)
    return spec.name if spec else f"unknown_{number}"


def value_name(kind: str, value: float) -> str:
    """Return the name a type gives to a value, "" where it has none.

    Examples
    --------
    >>> value_name("sport", 1.0), value_name("sport", 252.0), value_name("uint8", 1.0)
    ('running', '', '')
    """
    names: Mapping[str, str] = _table()["types"].get(kind, {})
    return names.get(f"{value:.0f}", "") if names else ""


def _field(number: int, row: list[Any]) -> FieldSpec:
    name, kind, scale, offset, unit, components, *rest = row
    subfields = tuple(_subfield(number, one) for one in rest[0]) if rest else ()
    return FieldSpec(number, name, kind, scale, offset, unit or "", _components(components), subfields)


def _subfield(number: int, row: list[Any]) -> FieldSpec:
    name, kind, scale, offset, unit, components, when = row
    pairs = tuple((reference, value) for reference, value in when)
    return FieldSpec(number, name, kind, scale, offset, unit or "", _components(components), when=pairs)


def _components(rows: list[Any]) -> tuple[Component, ...]:
    return tuple(Component(*row) for row in rows)


@cache
def _table() -> Mapping[str, Any]:
    text = resources.files("evenstride.readers.fit").joinpath("profile.json").read_text(encoding="utf-8")
    return json.loads(text)
