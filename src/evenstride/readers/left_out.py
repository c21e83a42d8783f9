"""What coaches write where nothing was measured, and rows that are no runner: left out, counted and said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from evenstride.core.recording import LEFT_OUT
from evenstride.readers.columns import Column, plain
from evenstride.readers.sheet import Sheet
from evenstride.readers.table import Row

_MARKS = frozenset({
    "dns", "dnf", "dq", "dsq", "nm", "na", "n a", "n/a", "n v", "k a", "o w", "x", "xx", "xxx", "?", "–", "—", "-",
    "--", "/", ".", "none", "no time", "missed", "foul", "abs", "absent", "absence", "injured", "inj", "ill", "sick",
    "verletzt", "krank", "fehlt", "abwesend", "entschuldigt", "abgebrochen", "ungultig", "blesse", "malade", "nul",
})  # fmt: skip
"""Words and strokes for "not measured", plain, in three languages."""

_SUMMARIES = frozenset({
    "mean", "average", "avg", "median", "team average", "squad average", "standard deviation", "std dev", "stdev",
    "mittelwert", "mittel", "durchschnitt", "schnitt", "standardabweichung", "moyenne", "ecart type", "mediane", "ø",
})  # fmt: skip
"""What stands beside a row that sums up the rows above it. Max and Min are names of people, so they are none."""

_MOST_ROWS = 12


def is_mark(cell: str) -> bool:
    """Return whether a cell says that nothing was measured.

    Examples
    --------
    >>> is_mark("DNS"), is_mark("n.a."), is_mark("-"), is_mark("4,31"), is_mark("")
    (True, True, True, False, False)
    """
    text = cell.casefold()
    return bool(text) and (text in _MARKS or plain(text) in _MARKS)


def without_marks(sheet: Sheet, columns: Iterable[Column]) -> tuple[Sheet, tuple[str, ...]]:
    """Return a sheet whose cells of some columns are empty where they say "not measured", and a sentence about it.

    Parameters
    ----------
    sheet : Sheet
        As it was understood.
    columns : iterable of Column
        Those that hold numbers.
    """
    indexes = {column.index for column in columns}
    seen: dict[str, None] = {}
    rows: list[Row] = []
    count = 0
    for row in sheet.rows:
        marks = [index for index in indexes if is_mark(row.cells[index])]
        count += len(marks)
        seen |= {row.cells[index]: None for index in sorted(marks)}
        rows.append(Row(row.number, _emptied(row.cells, marks)) if marks else row)
    if not count:
        return sheet, ()
    told = ", ".join(f"'{mark}'" for mark in seen)
    return (
        replace(sheet, table=replace(sheet.table, rows=tuple(rows))),
        (f"Read as not measured: {told}, in {count} cell{'' if count == 1 else 's'}.",),
    )


def _emptied(cells: Sequence[str], indexes: Iterable[int]) -> tuple[str, ...]:
    changed = list(cells)
    for index in indexes:
        changed[index] = ""
    return tuple(changed)


def is_summary(row: Row) -> bool:
    """Return whether a row sums up others, by a word such as "Mittelwert" in one of its cells."""
    return any(plain(cell) in _SUMMARIES for cell in row.cells if cell)


def said_of(rows: Sequence[Row], why: str) -> tuple[str, ...]:
    """Return the sentence about rows that were left out; by number, since names would outlive their deletion.

    Examples
    --------
    >>> said_of([Row(6, ()), Row(34, ())], "they hold no time")
    ('Left out: rows 6 and 34, they hold no time.',)
    """
    if not rows:
        return ()
    numbers = [str(row.number) for row in rows[:_MOST_ROWS]]
    if len(rows) > _MOST_ROWS:
        numbers.append(f"{len(rows) - _MOST_ROWS} more")
    listed = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    return (f"{LEFT_OUT}: row{'' if len(rows) == 1 else 's'} {listed}, {why}.",)
