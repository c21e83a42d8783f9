"""Text → a table: delimiter, title lines, header, a row of units, rows of equal width."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from evenstride.core.errors import InputError
from evenstride.core.units import canonical

HEAD_CHARACTERS = 65_536
"""How much of a file is looked at to decide its format."""

MAX_LINES = 400_000
MAX_COLUMNS = 500
_SPREADSHEET_COLUMNS = 16_384
_HEAD_ROWS = 200
_TITLE_LINES = 30
_DELIMITERS = "\t;,"
_DELIMITER_NAMES = {"\t": "tabs", ";": "semicolons", ",": "commas"}


class Row(NamedTuple):
    """One line of a table: its line number in the file, from 1, and its cells without outer spaces."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of the same width.

    `header` holds the names as written, joined with the row of units below them where there is one; `titles`
    is the number of lines above it.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str
    titles: int = 0
    notes: tuple[str, ...] = ()

    @property
    def delimiter_name(self) -> str:
        """The delimiter in words."""
        return _DELIMITER_NAMES[self.delimiter]


def parse_head(text: str) -> Table | None:
    """Return the table a text begins with, None where it does not begin like one; never raises.

    Parameters
    ----------
    text : str
        The beginning of a file; the last line may be cut.
    """
    rows: list[Row] = []
    try:
        start = _find_header(text)
    except InputError:
        return None
    # The cut may fall inside a quoted cell; what came before it still counts.
    with suppress(InputError):
        rows.extend(islice(_rows(text, start), _HEAD_ROWS))
    return _table(rows, start) if rows else None


def parse_table(text: str) -> Table:
    r"""Return the whole table.

    Raises
    ------
    InputError
        If there is no header, a quotation mark is left open, a row is shorter or longer than the header, or
        there are more lines or columns than any of the formats has.

    Examples
    --------
    >>> table = parse_table("Zeit;Geschwindigkeit\ns;km/h\n0,02;1,8\n")
    >>> table.header, table.rows[0].cells
    (('Zeit (s)', 'Geschwindigkeit (km/h)'), ('0,02', '1,8'))
    """
    lines = max(text.count("\n"), text.count("\r")) + 1
    if lines > MAX_LINES:
        raise InputError(
            f"the file has {lines} lines",
            why=f"At most {MAX_LINES} are read",
            remedy="Export one session a file",
        )
    start = _find_header(text[:HEAD_CHARACTERS])
    table = _table(list(_rows(text, start)), start)
    width = len(table.header)
    for row in table.rows:
        if len(row.cells) != width:
            raise InputError(
                f"the row has {len(row.cells)} cells and the header {width}",
                place=f"row {row.number}",
                why="The file is cut off here, or a decimal comma was read as the end of a cell",
                remedy="Export the file again, with semicolons where numbers have decimal commas",
            )
    return table


@dataclass(frozen=True, slots=True)
class _Start:
    line: int
    delimiter: str


def _find_header(text: str) -> _Start:
    """Find the first line with at least two filled cells; lines above it are titles."""
    for number, line in enumerate(io.StringIO(text, newline="")):
        if number == _TITLE_LINES:
            break
        if line.lstrip().startswith("#"):
            continue
        counts = {mark: _filled(line, mark) for mark in _DELIMITERS}
        best = max(_DELIMITERS, key=lambda mark: counts[mark])
        if counts[best] > MAX_COLUMNS:
            raise _too_wide(number + 1, counts[best])
        if counts[best] >= 2:
            return _Start(number, best)
    raise InputError(
        "no header row was found",
        why=f"None of the first {_TITLE_LINES} lines holds two columns separated by a comma, semicolon or tab",
        remedy="Save the table as CSV with the names of the columns in its first row",
    )


def _too_wide(row: int, columns: int) -> InputError:
    return InputError(
        f"the line has {columns} columns",
        place=f"row {row}",
        why=f"No table with more than {MAX_COLUMNS} filled columns is read",
        remedy="Check that this is the right file",
    )


def _filled(line: str, delimiter: str) -> int:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return 0
    return sum(1 for cell in cells if cell.strip())


def _rows(text: str, start: _Start) -> Iterator[Row]:
    stream = io.StringIO(text, newline="")
    for _ in range(start.line):
        stream.readline()
    reader = csv.reader(stream, delimiter=start.delimiter, strict=True, skipinitialspace=True)
    before = 0
    try:
        for cells in reader:
            number = start.line + before + 1
            before = reader.line_num
            if len(cells) > _SPREADSHEET_COLUMNS:
                raise _too_wide(number, len(cells))
            stripped = tuple(map(str.strip, cells))
            if any(stripped):
                yield Row(number, stripped)
    except csv.Error as problem:
        raise InputError(
            f"the cells cannot be told apart ({problem})",
            place=f"row {start.line + before + 1}",
            why="Most often a quotation mark is opened and never closed",
            remedy="Remove the quotation marks or export the file again",
        ) from None


def _table(rows: list[Row], start: _Start) -> Table:
    header, rows = rows[0].cells, rows[1:]
    while header and not header[-1]:
        header = header[:-1]
    width = len(header)
    # Spreadsheets write empty cells to the right of a table; they carry nothing.
    rows = [
        Row(row.number, row.cells[:width]) if len(row.cells) > width and not any(row.cells[width:]) else row
        for row in rows
    ]
    notes = (f"Rows 1 to {start.line} were skipped as titles.",) if start.line else ()
    if rows and len(rows[0].cells) == width and _holds_units(rows[0].cells):
        units = (cell.strip("()[]") for cell in rows[0].cells)
        header = tuple(f"{name} ({unit})" if unit else name for name, unit in zip(header, units, strict=True))
        notes += (f"Row {rows[0].number} holds the units.",)
        rows = rows[1:]
    return Table(header, tuple(rows), start.delimiter, start.line, notes)


def _holds_units(cells: tuple[str, ...]) -> bool:
    return all(_is_unit(cell.strip("()[]")) for cell in cells) and any(map(str.isalpha, "".join(cells)))


def _is_unit(cell: str) -> bool:
    if any(map(str.isdigit, cell)):
        return False
    try:
        canonical(cell)
    except InputError:
        return False
    return True
