"""The coach's sheet: one row an athlete, headers that are gate distances (`10`, `20 m`, `40yd`)."""

from __future__ import annotations

from dataclasses import replace

from evenstride.core.errors import InputError
from evenstride.core.recording import Splits
from evenstride.core.units import to_si
from evenstride.readers.columns import Column, find_columns, gate
from evenstride.readers.contract import Contents, Defaults, Source
from evenstride.readers.sheet import FACTS, Sheet, checked_unit, numbered, understand
from evenstride.readers.splitting import reaction_note, splits
from evenstride.readers.table import Row
from evenstride.readers.values import parse_number

NAME = "splits, one row an athlete"
SUFFIXES = (".csv", ".txt", ".tsv")
UNITS = {"distances": "m", "times": "s"}
NEEDS = "columns headed by gate distances such as '10', '20 m' or '40 yd'"
COLUMNS: dict[str, str] = {}
EXAMPLE = """\
Name,Date,Weight (kg),Height (cm),5,10,20 m,30 m
Noa,2024-05-04,60,170,1.158,1.893,3.149,4.313
Kim,2024-05-04,75,182,1.201,1.967,3.314,4.591
"""


def sniff(source: Source) -> tuple[str, ...]:
    """Return what the file lacks for this format."""
    if source.head is None:
        return ("a header that is a gate distance",)
    gates = [gate(header) is not None for header in source.head.header]
    if not any(gates):
        return ("a header that is a gate distance",)
    # A row of numbers below other lines is a sample, not a header.
    if not find_columns(source.head.header, FACTS) and (source.head.titles or not all(gates)):
        return ("a column such as 'Name' beside the gate distances",)
    return ()


def read(source: Source, defaults: Defaults) -> Contents:
    """Read one run a row; an empty cell is a gate that was not recorded."""
    gates = _gates(source)
    sheet, notes = understand(source, defaults, FACTS, also=[column for _, column in gates])
    recordings: list[Splits] = []
    empty = 0
    for row in sheet.rows:
        filled = [(distance, column) for distance, column in gates if row.cells[column.index]]
        empty += len(gates) - len(filled)
        pairs = [(distance, _time(sheet, row, column)) for distance, column in filled]
        recordings.append(splits(sheet.facts([row], device="gates"), pairs, [(row, column) for _, column in filled]))
    notes += (f"Gates at {', '.join(f'{distance:g}' for distance, _ in gates)} m, from the headers.",)
    if empty:
        notes += (f"Empty cells were read as gates that were not recorded: {empty}.",)
    return Contents(numbered(recordings), notes + reaction_note(sheet))


def _gates(source: Source) -> list[tuple[float, Column]]:
    """Return the gates in order of distance; the columns may stand in any order."""
    gates: dict[float, Column] = {}
    for index, header in enumerate(source.table.header):
        found = gate(header)
        if found is None:
            continue
        distance, unit = found
        column = Column(index, header, unit)
        if distance in gates:
            raise InputError(
                f"two columns are the gate at {distance:g} m: '{gates[distance].header}' and '{header}'",
                place="header",
                remedy="Write a second run into a second row",
            )
        gates[distance] = replace(column, unit=checked_unit(column, "s"))
    return sorted(gates.items())


def _time(sheet: Sheet, row: Row, column: Column) -> float:
    return to_si(sheet.parsed(row, column, parse_number), column.unit or "s")
