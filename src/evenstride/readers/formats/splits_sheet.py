"""The coach's sheet: one row an athlete, headers that are gate distances (`10`, `20 m`, `40yd`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evenstride.core.errors import InputError
from evenstride.core.recording import Splits
from evenstride.core.units import to_si
from evenstride.readers.columns import Column, find_columns, gate
from evenstride.readers.contract import Contents, Defaults, Source
from evenstride.readers.formats.field_test_sheet import read_beside, trials_beside
from evenstride.readers.left_out import is_summary, said_of, without_marks
from evenstride.readers.sheet import FACTS, Sheet, checked_unit, numbered, understand
from evenstride.readers.splitting import FEWEST_GATES, reaction_note, splits
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
    """Read one run a row; an empty cell, or "DNS", is a gate that was not recorded.

    Rows without a run (nobody started, one gate alone, a mean of the rows above) are left out and said, as long as
    others hold one. Columns of jumps and hops beside the gates are read as the field tests they name.
    """
    gates = _gates(source)
    trials = trials_beside(source)
    tests = read_beside(source, defaults, [column for _, column in gates]) if trials else Contents(())
    contents = _read_runs(source, defaults, gates, trials)
    marks = f"Columns are separated by {source.table.delimiter_name}"  # said of the gates already
    told = tuple(
        note for note in tests.interpretation if note not in contents.interpretation and not note.startswith(marks)
    )
    return Contents(contents.recordings + tests.recordings, contents.interpretation + told)


def _read_runs(
    source: Source, defaults: Defaults, gates: Sequence[tuple[float, Column]], trials: Sequence[Column]
) -> Contents:
    """Read the runs alone; with `trials` beside them there may be none."""
    sheet, notes = understand(source, defaults, FACTS, also=[*(column for _, column in gates), *trials])
    sheet, marks = without_marks(sheet, [*sheet.numeric, *(column for _, column in gates)])
    notes += marks
    summaries = tuple(row for row in sheet.rows if is_summary(row))
    filled = {
        row.number: [(distance, column) for distance, column in gates if row.cells[column.index]]
        for row in sheet.rows
        if row not in summaries
    }
    runs = [row for row in sheet.rows if len(filled.get(row.number, ())) >= FEWEST_GATES]
    # A sheet with no run at all is a misunderstanding, and its first row says which.
    kept = runs if runs or trials else [row for row in sheet.rows if row.number in filled][:1]
    recordings = [_run(sheet, row, filled[row.number]) for row in kept]
    empty = sum(len(gates) - len(filled[row.number]) for row in kept)
    notes += (f"Gates at {', '.join(f'{distance:g}' for distance, _ in gates)} m, from the headers.",)
    if empty:
        notes += (f"Empty cells were read as gates that were not recorded: {empty}.",)
    blank = [row for row in sheet.rows if row.number in filled and not filled[row.number]]
    single = [row for row in sheet.rows if 0 < len(filled.get(row.number, ())) < FEWEST_GATES]
    notes += said_of(blank, "no time stands there")
    notes += said_of(single, "one time alone says nothing about how speed changes")
    notes += said_of(summaries, "a mean of others is no runner")
    return Contents(numbered(recordings), notes + reaction_note(sheet))


def _run(sheet: Sheet, row: Row, filled: Sequence[tuple[float, Column]]) -> Splits:
    pairs = [(distance, _time(sheet, row, column)) for distance, column in filled]
    return splits(sheet.facts([row], device="gates"), pairs, [(row, column) for _, column in filled])


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
