"""Years of birth in a table: of every runner who has a run in the same file, whatever the format of the runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date

from evenstride.core.athlete import athlete_key
from evenstride.core.errors import InputError
from evenstride.core.recording import Recording
from evenstride.readers.checks import place
from evenstride.readers.columns import Column, find_columns
from evenstride.readers.contract import Defaults, Source
from evenstride.readers.left_out import is_mark, is_summary
from evenstride.readers.table import Row
from evenstride.readers.values import parse_date, shorten

OLDEST = 110
"""Age in years above which a year of birth is a slip, as 1900 of a spreadsheet's empty date is (judgement)."""

_BORN = ("birth_year", "birth_date")
_YEAR = re.compile(r"(\d{4}|\d{2})(?:\.0+)?|\d{1,2}\.? [^\W\d]{3,9}\.? (\d{4})")
_TWO_FIGURES = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}", re.ASCII)


def read_births(
    sources: Sequence[Source], defaults: Defaults, recordings: Iterable[Recording]
) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """Return who of the runners was born in which year, and sentences on where that stood.

    Parameters
    ----------
    sources : sequence of Source
        The sheets of a file; a list of names without runs is one too.
    defaults : Defaults
        What the person said about the file.
    recordings : iterable of Recording
        What was read of it; rows of others are not looked at.

    Raises
    ------
    InputError
        If a cell is no year of birth or no possible one on the day of the run, or two cells of one runner differ.
    """
    names: dict[str, str] = {}
    days: dict[str, date] = {}
    for one in recordings:
        key = athlete_key(one.athlete)
        names.setdefault(key, one.athlete)
        if one.on is not None:
            days[key] = min(one.on, days.get(key, one.on))
    born: dict[str, tuple[int, str]] = {}
    told: list[str] = []
    for source in sources:
        sheet = f"sheet '{shorten(source.sheet)}'" if len(sources) > 1 else ""
        if _of_sheet(source, defaults, names, days, born, sheet) and sheet:
            told.append(f"Years of birth were read from the {sheet}.")
    return tuple((names[key], year) for key, (year, _) in born.items()), tuple(told)


def _of_sheet(
    source: Source,
    defaults: Defaults,
    names: Mapping[str, str],
    days: Mapping[str, date],
    born: dict[str, tuple[int, str]],
    sheet: str,
) -> bool:
    """Add the years of one sheet to those known with their places; return whether it held any."""
    found = False
    for row, column, key in _cells(source, defaults):
        cell = row.cells[column.index].strip()
        if key not in names or not cell or is_mark(cell):
            continue
        where = ", ".join(part for part in (sheet, place(row, column)) if part)
        year = _year(cell, days.get(key), where)
        known, before = born.setdefault(key, (year, where))
        if known != year:
            raise InputError(
                f"'{shorten(cell)}' is another year of birth than {known}",
                place=where,
                why=f"The same runner was born in {known} by {before}",
                remedy="Correct one of them, or leave it empty",
            )
        found = True
    return found


def _cells(source: Source, defaults: Defaults) -> list[tuple[Row, Column, str]]:
    """Return each cell that may hold a year of birth, with the key of its runner."""
    header = () if source.head is None else source.head.header
    columns = find_columns(tuple(header), ("athlete", *_BORN))
    births = [column for field in _BORN for column in columns.get(field, ())]
    if not births:
        return []
    who = columns.get("athlete", [])
    cells: list[tuple[Row, Column, str]] = []
    with suppress(InputError):  # A sheet that is no table was left out and said.
        for row in source.table.rows:
            name = (row.cells[who[0].index] if who else "") or (defaults.athlete or "")
            if not is_summary(row):
                cells += [(row, column, athlete_key(name)) for column in births]
    return cells


def _year(cell: str, on: date | None, where: str) -> int:
    """Return the year a cell says: a year, or the year of a date; of two figures that of the last hundred years."""
    figures = _figures(cell)
    if figures is not None and len(figures) == 2 and on is not None:
        figures = str(on.year - (on.year - int(figures)) % 100)
    if figures is None or len(figures) != 4:
        raise InputError(
            f"'{shorten(cell)}' is no year of birth",
            place=where,
            remedy="Correct it to a year of four figures such as 2011, or leave it empty",
        )
    year = int(figures)
    if on is not None and not 1 <= on.year - year <= OLDEST:
        raise InputError(
            f"'{shorten(cell)}' cannot be a year of birth",
            place=where,
            why=f"The run is of {on.year}, and whoever runs is 1 to {OLDEST} years old",
            remedy="Correct it, or leave it empty",
        )
    return year


def _figures(cell: str) -> str | None:
    """Return the two or four figures of the year in a cell, None where there are none.

    Examples
    --------
    >>> _figures("2011"), _figures("11"), _figures("3.4.85"), _figures("03/04/2011"), _figures("U16")
    ('2011', '11', '85', '2011', None)
    """
    if found := _YEAR.fullmatch(cell):
        return found[1] or found[2]
    with suppress(InputError):
        # Which figure is the day and which the month does not matter to the year.
        year = f"{parse_date(cell, day_first=True).year}"
        return year[2:] if _TWO_FIGURES.fullmatch(cell) else year
    return None
