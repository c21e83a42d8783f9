"""The trials of one row of a field-test sheet: numbers with a unit, or pairs of times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenstride.core.errors import InputError
from evenstride.core.protocol import Conversion, FieldProtocol, find_protocol, protocols
from evenstride.core.units import canonical, si_unit, to_si
from evenstride.readers.checks import place
from evenstride.readers.columns import Column
from evenstride.readers.sheet import Sheet
from evenstride.readers.table import Row
from evenstride.readers.values import parse_number, shorten

# A luggage scale shows kg or lb and means the force.
_FORCES = {"kg": "kgf", "lb": "lbf"}
_TIMES = ("s", "ms")
_PAIRED = {
    Conversion.HOPS: "contact/flight of every hop, such as 0.18/0.42 0.17/0.43 ...",
    Conversion.PAIR: "all out/loose, such as 2.31/2.38",
}

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Trials:
    """What one row holds, in SI: values in `unit`, or for each trial its pairs of times in s."""

    unit: str
    stated: str
    values: tuple[float, ...] = ()
    pairs: tuple[tuple[Pair, ...], ...] = ()


def parse_test(text: str, version: str = "") -> FieldProtocol:
    """Return the protocol a cell names, in its newest version unless one is stated."""
    found = protocols().get(text) or protocols().get(text[:1].upper() + text[1:].lower())
    if found is None:
        known = ", ".join(f"{item.id} ({item.title})" for item in protocols().values())
        raise InputError(f"there is no field test '{shorten(text)}'", remedy=f"Use one of: {known}")
    if not version:
        return found
    if not version.isdecimal():
        raise InputError(f"'{shorten(version)}' is no version", remedy="Write a whole number, or leave it empty")
    return find_protocol(found.id, int(version))


def force_unit(unit: str) -> str:
    """Return the unit of force a scale means: kg is the force of a kilogram, lb that of a pound.

    Examples
    --------
    >>> force_unit("kg"), force_unit("lbs"), force_unit("N")
    ('kgf', 'lbf', 'N')
    """
    found = canonical(unit)
    return _FORCES.get(found, found)


def read_trials(sheet: Sheet, row: Row, columns: Sequence[Column], protocol: FieldProtocol) -> Trials:
    """Return the trials of a row; cells left empty are trials that were not made.

    Raises
    ------
    InputError
        If the unit lacks or does not belong to the test, or a trial is no number above zero.
    """
    filled = [column for column in columns if row.cells[column.index]]
    stated = {column.unit for column in filled} | {sheet.text(row, "unit")}
    if any("/" in row.cells[column.index] for column in filled):
        unit = _time_unit(stated, protocol, row)
        pairs = tuple(_pairs(row, column, protocol, unit) for column in filled)
        return Trials(protocol.unit, unit, pairs=pairs)
    unit = _unit(stated, protocol, row)
    values = tuple(to_si(_positive(sheet, row, column), unit) for column in filled)
    return Trials(si_unit(unit), unit, values)


def read_hop(sheet: Sheet, row: Row, protocol: FieldProtocol) -> Pair:
    """Return contact and flight of one hop in s, from its two columns."""
    if protocol.conversion is not Conversion.HOPS:
        raise InputError(
            f"test {protocol.id} is not made of contact and flight",
            place=f"row {row.number}",
            remedy="Give its trials in a column 'value' or columns 'trial 1', 'trial 2', ...",
        )
    contact, flight = (_positive(sheet, row, sheet.columns[name]) for name in ("contact", "flight"))
    return contact * sheet.columns["contact"].factor("s"), flight * sheet.columns["flight"].factor("s")


def _pairs(row: Row, column: Column, protocol: FieldProtocol, unit: str) -> tuple[Pair, ...]:
    if protocol.conversion not in _PAIRED:
        raise InputError(
            f"'{shorten(row.cells[column.index])}' is not a number",
            place=place(row, column),
            why=f"Test {protocol.id} is not made of pairs",
            remedy="Write one number a trial",
        )
    pairs: list[Pair] = []
    for word in row.cells[column.index].replace(";", " ").split():
        parts = word.split("/")
        if len(parts) != 2:
            raise InputError(
                f"'{shorten(word)}' is no pair of times",
                place=place(row, column),
                remedy=f"Write {_PAIRED[protocol.conversion]}",
            )
        first, second = (_number(text, row, column) for text in parts)
        pairs.append((to_si(first, unit), to_si(second, unit)))
    return tuple(pairs)


def _positive(sheet: Sheet, row: Row, column: Column) -> float:
    return _above_zero(sheet.parsed(row, column, parse_number), row, column)


def _number(text: str, row: Row, column: Column) -> float:
    try:
        return _above_zero(parse_number(text), row, column)
    except InputError as problem:
        raise InputError(problem.what, place=place(row, column), why=problem.why, remedy=problem.remedy) from None


def _above_zero(value: float, row: Row, column: Column) -> float:
    if value <= 0.0:
        raise InputError(
            f"the trial {value:g} is not more than zero",
            place=place(row, column),
            remedy="Leave the cell of a trial that did not count empty",
        )
    return value


def _time_unit(stated: set[str], protocol: FieldProtocol, row: Row) -> str:
    units = {_canonical(text, protocol) for text in stated if text} - {protocol.unit}
    if len(units) > 1 or not units <= set(_TIMES):
        raise InputError(
            f"pairs of times of test {protocol.id} are in '{shorten(' and '.join(sorted(units)))}'",
            place=f"row {row.number}",
            remedy="Give times in s or ms; without a unit they are taken as s",
        )
    return next(iter(units), "s")


def _unit(stated: set[str], protocol: FieldProtocol, row: Row) -> str:
    """Return the unit of a row, from its own cell, the headers of its trials, or the test's only unit."""
    units = {_canonical(text, protocol) for text in stated if text}
    allowed = ", ".join(protocol.raw_units)
    if not units and len(protocol.raw_units) == 1:
        return protocol.raw_units[0]
    if len(units) != 1:
        raise InputError(
            f"test {protocol.id} has {'no unit' if not units else 'two units, ' + ' and '.join(sorted(units))}",
            place=f"row {row.number}",
            why=f"Its trials can be in {allowed}",
            remedy="Fill in a column 'unit'",
        )
    unit = next(iter(units))
    if unit not in protocol.raw_units:
        raise InputError(
            f"test {protocol.id} cannot be in '{shorten(unit)}'",
            place=f"row {row.number}",
            remedy=f"Use one of: {allowed}",
        )
    return unit


def _canonical(text: str, protocol: FieldProtocol) -> str:
    try:
        unit = canonical(text)
    except InputError:
        return text
    force = _FORCES.get(unit, unit)
    return force if unit not in protocol.raw_units and force in protocol.raw_units else unit
