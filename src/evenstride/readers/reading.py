"""Deciding the format of a file by its content, and reading it."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache
from typing import cast

from evenstride.core import discover
from evenstride.core.athlete import athlete_key
from evenstride.core.column_mapping import ColumnMapping, KnownColumn, TableHead
from evenstride.core.errors import InputError
from evenstride.core.provenance import content_id
from evenstride.core.recording import Origin, Reading, Recording
from evenstride.core.roles import Side
from evenstride.readers.births import read_births
from evenstride.readers.contract import NEEDED_NAMES, Defaults, Format, Source
from evenstride.readers.naming import checked_names, explained, is_known, shared_columns, suggested
from evenstride.readers.nearest import nearest
from evenstride.readers.several_sheets import read_together
from evenstride.readers.text import decode, decode_sheets
from evenstride.readers.values import shorten


@cache
def all_formats() -> tuple[Format, ...]:
    """Return every format found, in the order of their file names."""
    return cast(tuple[Format, ...], discover.modules("evenstride.readers.formats", needs=NEEDED_NAMES))


def read(
    data: bytes,
    *,
    name: str,
    athlete: str | None = None,
    on: date | None = None,
    side: Side | None = None,
    unnamed: str | None = None,
    columns: ColumnMapping | None = None,
) -> Reading:
    r"""Read one file: decide its format by content, convert to SI, say how it was understood.

    Parameters
    ----------
    data : bytes
        The file as it is.
    name : str
        Its name, for messages; the ending decides nothing.
    athlete : str, optional
        Whose runs these are, where the file does not say. Where it does, only the rows of this athlete are used.
    on : date, optional
        The day, where the file does not say.
    side : Side, optional
        The leg that carried the phone, where the file does not say.
    unnamed : str, optional
        What to call a runner whom neither the file nor `athlete` names; without it that is an error.
    columns : ColumnMapping, optional
        What headings of a table mean, where they are not names that are known; every format of tables reads by it.

    Returns
    -------
    Reading
        At least one recording, each with its origin. `on` may be None; `athlete` is always there.

    Raises
    ------
    InputError
        If the file is no text, fits no format or two, holds anything that would have to be guessed, or has no such
        columns as were named. Nothing is returned then.

    Examples
    --------
    >>> reading = read(b"Name;10 m;40 yd\nNoa;1,90;5,20\n", name="sheet.csv")
    >>> reading.format, reading.recordings[0].distances
    ('splits, one row an athlete', array([10.   , 36.576]))
    """
    named: tuple[tuple[str, str], ...] = ()
    try:
        sources = _sources(name, data)
        if columns is not None:
            named = _named(sources[0], columns)
            sources[0] = replace(sources[0], columns=columns)
        parts, told = read_together(sources, _choose, Defaults(athlete or unnamed, on, side))
        recordings, notes = _of_athlete(tuple(one for _, found in parts for one in found), athlete)
        born, where = read_births(sources, Defaults(athlete or unnamed), recordings)
    except InputError as refused:
        raise explained(refused, named).within(name) from None
    file = Origin(content_id(data), name, interpretation=(*told, *where, *notes), columns=named)
    return replace(_reading(file, parts, set(map(id, recordings))), born=born)


def _sources(name: str, data: bytes) -> list[Source]:
    return [Source(name, text, (f"The text is {how}.",), sheet=sheet) for text, how, sheet in decode_sheets(data)]


def _reading(file: Origin, parts: Sequence[tuple[str, Sequence[Recording]]], kept: AbstractSet[int]) -> Reading:
    """Return the recordings that are kept; they know what file they come from, and where in it they know already."""
    placed = tuple(
        (form, replace(item, origin=replace(file, reader=form, place=item.origin.place)))
        for form, found in parts
        for item in found
        if id(item) in kept
    )
    forms = " and ".join(dict.fromkeys(form for form, _ in placed))
    return Reading(forms, file.content_id, file.file_name, tuple(item for _, item in placed), file.interpretation)


def read_head(data: bytes, *, rows: int = 3) -> TableHead | None:
    """Return how a table begins, None where a file is none; never raises.

    Parameters
    ----------
    data : bytes
        The file as it is.
    rows : int
        How many rows below the headings are wanted.
    """
    with suppress(InputError):
        source = Source("", decode(data)[0])
        if source.head is not None:
            fitting = [form.NAME for form in all_formats() if not form.sniff(source)]
            cells = tuple(row.cells for row in source.head.rows[:rows])
            return TableHead(source.head.header, cells, fitting[0] if len(fitting) == 1 else "")
    return None


def known_columns() -> tuple[KnownColumn, ...]:
    """Return every column a file may have, those that formats share first."""
    shared = shared_columns()
    known = {one.name for one in shared}
    return (*shared, *(KnownColumn(name, says) for name, says in _own_columns().items() if name not in known))


def is_known_column(heading: str) -> bool:
    """Return whether some format reads a heading as it stands."""
    return is_known(heading, _own_columns())


def suggest_column(heading: str) -> tuple[str, str]:
    """Return what a heading may mean: a known column, and its distance or unit; empty where nothing comes to mind."""
    return suggested(heading, _own_columns())


def _own_columns() -> dict[str, str]:
    return {name: says for form in all_formats() for name, says in form.COLUMNS.items()}


def _named(source: Source, columns: ColumnMapping) -> tuple[tuple[str, str], ...]:
    if source.head is None:
        raise InputError(
            "its columns cannot be named",
            why="It has no row of headings",
            remedy="Leave the names of columns out for this file",
        )
    return checked_names(columns, source.head.header, _own_columns())


def _choose(source: Source) -> Format:
    lacking = {form.NAME: form.sniff(source) for form in all_formats()}
    fitting = [form for form in all_formats() if not lacking[form.NAME]]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = " and ".join(f"'{form.NAME}'" for form in fitting)
        wants = "; ".join(f"'{form.NAME}' needs {form.NEEDS}" for form in fitting)
        raise InputError(
            f"the file fits {len(fitting)} formats, {names}",
            why=f"{wants}. This file has it all",
            remedy="Delete or rename the columns of the format you do not mean",
        )
    if source.head is None:
        _ = source.table  # says precisely why this is no table
    columns = [] if source.head is None else [shorten(item) for item in source.head.header if item]
    near = [f"'{form.NAME}' but lacks {' and '.join(lacking[form.NAME])}" for form in _nearest(source)]
    seen = ", ".join(columns[:20]) + (f" and {len(columns) - 20} more" if len(columns) > 20 else "")
    raise InputError(
        f"the file fits none of the {len(all_formats())} known formats; its columns are: {seen or 'none'}",
        why=f"It is nearest to {', and to '.join(near)}" if near else "None of them is a column that a format needs",
        remedy="Rename the columns, with the names in the first row, or say what they mean: --column 'Zeit 20=20 m'. "
        "Every format stands with an example in docs/reference/file-formats.md",
    )


def _nearest(source: Source) -> tuple[Format, ...]:
    return nearest(source, all_formats(), _own_columns())


def _of_athlete(
    recordings: tuple[Recording, ...], athlete: str | None
) -> tuple[tuple[Recording, ...], tuple[str, ...]]:
    """Keep one athlete's recordings where a name is given; never put that name on somebody else's run."""
    if athlete is None:
        return recordings, ()
    kept = tuple(item for item in recordings if athlete_key(item.athlete) == athlete_key(athlete))
    left_out = sorted({item.athlete for item in recordings} - {item.athlete for item in kept})
    more = f" and {len(left_out) - 12} more" if len(left_out) > 12 else ""
    if not kept:
        raise InputError(
            f"there is no run of '{shorten(athlete)}'",
            why=f"The file names {', '.join(left_out[:12])}{more}",
            remedy="Leave the name out to read everybody, or give one of these",
        )
    if not left_out:
        return kept, ()
    return kept, (f"Only the runs of {kept[0].athlete} were used; also in the file: {', '.join(left_out[:12])}{more}.",)
