"""Field tests: one row a test and side with trials beside each other, or one row a trial."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evenstride.core.athlete import athlete_key
from evenstride.core.errors import InputError
from evenstride.core.protocol import FieldProtocol, protocols
from evenstride.core.recording import Conditions, FieldTest, Start
from evenstride.core.roles import Side
from evenstride.core.units import canonical, si_unit, to_si
from evenstride.readers.checks import place, span
from evenstride.readers.columns import Column, plain, split_unit
from evenstride.readers.contract import Contents, Defaults, Source
from evenstride.readers.sheet import FACTS, Sheet, understand
from evenstride.readers.sniffing import missing_columns
from evenstride.readers.table import Row
from evenstride.readers.values import parse_number, parse_side, shorten

NAME = "field tests"
SUFFIXES = (".csv", ".txt", ".tsv")
UNITS = {"trials": "SI unit of the test", "lever": "m"}
NEEDS = "a column 'test' and a column 'value' or columns 'trial 1', 'trial 2', ..."
EXAMPLE = """\
athlete,date,test,side,trial 1,trial 2,trial 3,unit,lever,device,mass
Noa,2024-05-04,S1,left,18.2,18.9,18.6,kgf,0.35,luggage scale,60
Noa,2024-05-04,S1,right,19.0,19.4,,kgf,0.35,luggage scale,60
Noa,2024-05-04,P2,,224,228,226,cm,,tape,60
"""

_VALUES = frozenset({"value", "result", "wert", "ergebnis", "valeur", "resultat"})
_TRIAL = re.compile(r"(?:trial|versuch|essai|attempt|value|wert|t) ?\d{1,2}", re.ASCII)
_FACTS = tuple(field for field in FACTS if field not in ("reaction_time", "start", "label"))
_BOTH = frozenset({"", "both", "beide", "beidseitig", "les deux"})
# A luggage scale shows kg or lb and means the force.
_FORCES = {"kg": "kgf", "lb": "lbf"}


@dataclass(frozen=True, slots=True)
class _Line:
    """One understood row."""

    row: Row
    protocol: FieldProtocol
    side: Side | None
    unit: str
    trials: tuple[float, ...]


def sniff(source: Source) -> tuple[str, ...]:
    """Return what the file lacks for this format."""
    lacking = missing_columns(source, ("test",))
    if source.head is None or not _trial_columns(source.head.header):
        lacking += ("a column 'value' or 'trial 1'",)
    return lacking


def read(source: Source, defaults: Defaults) -> Contents:
    """Read the trials of each athlete, day, test and side; empty cells are trials that were not made."""
    trials = _trial_columns(source.table.header)
    fields = ("test", "side", "unit", "lever", *_FACTS)
    sheet, notes = understand(source, defaults, fields, also=trials)
    groups: dict[tuple[str, str, str, Side | None], list[_Line]] = {}
    for row in sheet.rows:
        line = _line(sheet, row, trials)
        key = (athlete_key(sheet.athlete(row)), sheet.text(row, "date"), line.protocol.id, line.side)
        groups.setdefault(key, []).append(line)
    recordings = tuple(_field_test(sheet, lines) for lines in groups.values())
    notes += tuple(sorted({_conversion(line) for lines in groups.values() for line in lines}))
    notes += tuple(_question(item) for item in recordings if _is_implausible(item))
    return Contents(recordings, notes)


def _trial_columns(header: Sequence[str]) -> list[Column]:
    columns: list[Column] = []
    for index, text in enumerate(header):
        name, unit = split_unit(text)
        if plain(name) in _VALUES or _TRIAL.fullmatch(plain(name)):
            columns.append(Column(index, text, unit))
    return columns


def _line(sheet: Sheet, row: Row, columns: Sequence[Column]) -> _Line:
    protocol = sheet.parsed(row, sheet.columns["test"], _protocol)
    filled = [column for column in columns if row.cells[column.index]]
    if not filled:
        raise InputError(
            f"test {protocol.id} has no trial", place=f"row {row.number}", remedy="Fill one in, or delete the row"
        )
    unit = _unit(sheet, row, protocol, filled)
    trials: list[float] = []
    for column in filled:
        value = sheet.parsed(row, column, parse_number)
        if value <= 0.0:
            raise InputError(
                f"the trial {value:g} is not more than zero",
                place=place(row, column),
                remedy="Leave the cell of a trial that did not count empty",
            )
        trials.append(to_si(value, unit))
    return _Line(row, protocol, _side(sheet, row, protocol), unit, tuple(trials))


def _protocol(text: str) -> FieldProtocol:
    found = protocols().get(text.upper())
    if found is None:
        known = ", ".join(f"{item.id} ({item.title})" for item in protocols().values())
        raise InputError(f"there is no field test '{shorten(text)}'", remedy=f"Use one of: {known}")
    return found


def _side(sheet: Sheet, row: Row, protocol: FieldProtocol) -> Side | None:
    text = sheet.text(row, "side")
    both = text.casefold() in _BOTH
    if protocol.sided and both:
        raise InputError(
            f"test {protocol.id} needs a side",
            place=f"row {row.number}",
            why="It is made with one leg at a time",
            remedy="Fill in a column 'side' with left or right",
        )
    if not protocol.sided and not both:
        raise InputError(
            f"test {protocol.id} has no side",
            place=place(row, sheet.columns["side"]),
            why="It is made with both legs together",
            remedy="Leave the cell empty",
        )
    return None if both else sheet.parsed(row, sheet.columns["side"], parse_side)


def _unit(sheet: Sheet, row: Row, protocol: FieldProtocol, columns: Sequence[Column]) -> str:
    """Return the unit of a row, from its own cell, the headers of its trials, or the test's only unit."""
    stated = {column.unit for column in columns} | {sheet.text(row, "unit")}
    stated = {_canonical(text, protocol) for text in stated if text}
    allowed = ", ".join(protocol.raw_units)
    if not stated and len(protocol.raw_units) == 1:
        return protocol.raw_units[0]
    if len(stated) != 1:
        raise InputError(
            f"test {protocol.id} has {'no unit' if not stated else 'two units, ' + ' and '.join(sorted(stated))}",
            place=f"row {row.number}",
            why=f"Its trials can be in {allowed}",
            remedy="Fill in a column 'unit'",
        )
    unit = next(iter(stated))
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


def _field_test(sheet: Sheet, lines: Sequence[_Line]) -> FieldTest:
    first = lines[0]
    if len(lines) > 1 and any(len(line.trials) > 1 for line in lines):
        raise InputError(
            f"test {first.protocol.id} of this athlete, day and side stands in row {first.row.number} already",
            place=f"row {lines[1].row.number}",
            remedy="Delete one of the two rows, or put all trials into one",
        )
    if len({si_unit(line.unit) for line in lines}) > 1:
        raise InputError(
            f"the trials of test {first.protocol.id} are in units of two kinds",
            place=span(first.row.number, lines[-1].row.number),
            remedy="Use one unit for all trials of a side",
        )
    rows = [line.row for line in lines]
    lever = sheet.one_value(rows, "lever", within=(0.05, 1.5))
    unit = si_unit(first.unit)
    if first.protocol.needs_lever and unit != first.protocol.unit and lever is None:
        raise InputError(
            f"test {first.protocol.id} in {first.unit} needs a lever",
            place=f"row {first.row.number}",
            why="A force becomes a torque by its distance from the joint",
            remedy="Fill in a column 'lever' with the distance from hip joint to strap in m",
        )
    facts = sheet.facts(rows, device="unknown")
    facts["conditions"] = Conditions(start=Start.UNKNOWN, surface=facts["conditions"].surface)
    trials = tuple(value for line in lines for value in line.trials)
    return FieldTest(**facts, test=first.protocol.id, trials=trials, unit=unit, side=first.side, lever=lever)


def _conversion(line: _Line) -> str:
    si = si_unit(line.unit)
    text = f"Trials of {line.protocol.id} are in {'no unit' if si == '1' else si}"
    return f"{text}." if line.unit == si else f"{text}, converted from {line.unit}."


def _is_implausible(item: FieldTest) -> bool:
    protocol = protocols()[item.test]
    low, high = protocol.plausible
    return item.unit == protocol.unit and not all(low <= value <= high for value in item.trials)


def _question(item: FieldTest) -> str:
    low, high = protocols()[item.test].plausible
    values = ", ".join(f"{value:g}" for value in item.trials)
    return (
        f"Please check: test {item.test} of {item.athlete} ({item.origin.place}) has {values} {item.unit}, "
        f"expected between {low:g} and {high:g}."
    )
