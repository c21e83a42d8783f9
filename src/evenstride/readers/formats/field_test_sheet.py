"""The coach's sheet of field tests: one row an athlete, headers that name a test, its side and its trial."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from evenstride.core.errors import InputError
from evenstride.core.protocol import FieldProtocol, protocols
from evenstride.readers.checks import place
from evenstride.readers.columns import Column, find_columns, gate, meaning, plain, split_unit, tail_unit
from evenstride.readers.contract import Contents, Defaults, Source
from evenstride.readers.formats import field_test
from evenstride.readers.left_out import is_mark, is_summary, said_of
from evenstride.readers.sheet import FACTS
from evenstride.readers.table import Row, Table
from evenstride.readers.values import parse_number, shorten

NAME = "field tests, one row an athlete"
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx")
UNITS = {"trials": "SI unit of the test"}
NEEDS = "columns headed by field tests such as 'P2 (cm)', 'Broad jump 1 (cm)' or 'Triple hop left (cm)'"
COLUMNS = {
    " ".join(filter(None, (one.id, side))): one.title
    for one in protocols().values()
    for side in (("left", "right") if one.sided else ("",))
}
_FLYING = ("flying", "fly", "fliegend")
EXAMPLE = """\
Name,Date,P2 (cm),P2b left (cm),P2b right (cm),T0 (s)
Noa,2024-05-04,224,610,622,2.41
Kim,2024-05-04,231,640,632,DNS
"""


def _flying(metres: int) -> tuple[str, ...]:
    """Return what a flying run over so many metres is called."""
    before = [f"{word} {way}" for word in _FLYING for way in (metres, f"{metres}m", f"{metres} m")]
    return (*before, *(f"{way} {word}" for word in _FLYING for way in (f"{metres}m", f"{metres} m")))


NAMES: Mapping[str, tuple[str, ...]] = {
    **{test: _flying(metres) for test, metres in (("T0", 20), ("T0b", 30), ("T0c", 10))},
    "P2": ("broad jump", "standing broad jump", "long jump from standing", "standing long jump", "slj", "sbj",
           "standweitsprung", "standweit", "saut en longueur sans elan"),
    "P2b": ("triple hop", "single leg triple hop", "dreierhop", "dreifachhop", "triple saut"),
    "S1": ("thigh drive hold", "knee drive pull"),
    "S2": ("heel pull back hold", "heel pull"),
    "U1": ("twist hold",),
}  # fmt: skip
"""What coaches call a test, beside its id. A flying 40 m is none of these: over other metres it is another test."""

_SIDES = {
    "left": ("left", "l", "links", "li", "gauche"),
    "right": ("right", "r", "rechts", "re", "droite"),
}
_SIDE_OF = {word: side for side, words in _SIDES.items() for word in words}
_NUMBER = re.compile(r"#?(\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Named:
    """One column of trials: the test and side its header names."""

    column: Column
    protocol: FieldProtocol
    side: str

    @property
    def name(self) -> str:
        """The test and its side."""
        return f"{self.protocol.id} {self.side}".strip()


def sniff(source: Source) -> tuple[str, ...]:
    """Return what the file lacks for this format."""
    header = () if source.head is None else source.head.header
    lacks = () if any(_named(index, text) for index, text in enumerate(header)) else (_no_test(header),)
    if any(gate(text) for text in header):
        lacks += ("a sheet without gates (beside gates its tests are read with the runs)",)
    if "test" in find_columns(tuple(header), ("test",)):
        lacks += ("a sheet without a column 'test'",)
    return lacks


def _no_test(header: Sequence[str]) -> str:
    """Say that no header names a test; beside a flying run over other metres, over which there is one."""
    flying = any(re.search(rf"\b(?:{'|'.join(_FLYING)})\b", plain(text)) for text in header)
    return f"a header that names a test{' (flying runs are kept over 10, 20 and 30 m)' if flying else ''}"


def read(source: Source, defaults: Defaults) -> Contents:
    """Read the trials of each athlete, day, test and side; empty cells and "DNS" are trials that were not made."""
    table = source.table
    found = _trials(table)
    groups: dict[tuple[str, str], list[_Named]] = {}
    for one in found:
        groups.setdefault((one.protocol.id, one.side), []).append(one)
    summaries = tuple(row for row in table.rows if is_summary(row))
    runners = [row for row in table.rows if row not in summaries]
    blank = [row for row in runners if not _is_filled(row, found)]
    kept = [row for row in runners if row not in blank]
    if not kept:
        raise InputError("no trial is filled in", place="header", remedy="Fill one in below a header such as 'P2 (cm)'")
    _check(kept, found)
    contents = field_test.read(_as_rows(source, kept, tuple(groups.values())), defaults)
    told = [f"Column '{shorten(one.column.header)}' is a trial of {one.name}." for one in found]
    left_out = (*said_of(blank, "no trial stands there"), *said_of(summaries, "a mean of others is no runner"))
    kept_notes = [note for note in contents.interpretation if "without a trial left out" not in note]
    return Contents(contents.recordings, (*kept_notes, *told, *left_out))


def trials_beside(source: Source) -> tuple[Column, ...]:
    """Return the columns of trials in a table of something else; none where no runner has a trial in them."""
    found = _trials(source.table)
    filled = any(_is_filled(row, found) for row in source.table.rows if not is_summary(row))
    return tuple(one.column for one in found) if filled else ()


def read_beside(source: Source, defaults: Defaults, others: Iterable[Column]) -> Contents:
    """Read the trials of a table whose `others` are columns of something else, such as gates."""
    passed = {column.index for column in others}
    header = tuple("" if at in passed else text for at, text in enumerate(source.table.header))
    return read(source.with_table(replace(source.table, header=header)), defaults)


def _trials(table: Table) -> list[_Named]:
    return [one for index, text in enumerate(table.header) if (one := _named(index, text)) is not None]


def _named(index: int, header: str) -> _Named | None:
    """Return the test a header names, with side and unit; None for any other header."""
    name, unit = split_unit(header)
    words = plain(name).split()
    found = _match(words)
    if found is None and not unit and (unit := tail_unit(header)):
        found = _match(words[:-1])
    return None if found is None else _Named(Column(index, header, unit), *found)


def _match(words: Sequence[str]) -> tuple[FieldProtocol, str] | None:
    """Return the test and side that words name, from their end: a trial's number and a side, in either order."""
    known = {plain(text): one for one in protocols().values() for text in (one.id, *NAMES.get(one.id, ()))}
    left, side = list(words), ""
    for _ in range(3):
        if (protocol := known.get(" ".join(left))) is not None:
            return (protocol, side) if protocol.sided or not side else None
        if left and not side and left[-1] in _SIDE_OF:
            side = _SIDE_OF[left.pop()]
        elif left and _NUMBER.fullmatch(left[-1]):
            left.pop()
    return None


def _is_filled(row: Row, columns: Iterable[_Named]) -> bool:
    return any(cell and not is_mark(cell) for cell in (row.cells[one.column.index] for one in columns))


def _check(rows: Sequence[Row], columns: Sequence[_Named]) -> None:
    """Refuse what cannot be a trial where it stands, in the words of the sheet."""
    for one in columns:
        units = one.protocol.raw_units
        if not one.column.unit and len(units) > 1:
            raise InputError(
                f"column '{shorten(one.column.header)}' states no unit",
                place="header",
                why=f"Trials of {one.protocol.id} can be in {', '.join(units)}",
                remedy=f"Write it into the heading, for example '{shorten(one.column.header)} ({units[0]})'",
            )
        if one.protocol.sided and not one.side:
            raise InputError(
                f"column '{shorten(one.column.header)}' names no side",
                place="header",
                why=f"Test {one.protocol.id} is made with one leg at a time",
                remedy="Write left or right into the heading",
            )
    for row in rows:
        for one in (one for one in columns if _is_filled(row, [one]) and "/" not in row.cells[one.column.index]):
            try:
                parse_number(row.cells[one.column.index])
            except InputError as problem:
                raise InputError(problem.what, place=place(row, one.column), remedy=problem.remedy) from None


def _as_rows(source: Source, rows: Sequence[Row], groups: Sequence[Sequence[_Named]]) -> Source:
    """Return the same trials as field tests are written row by row; each row keeps its number."""
    header = source.table.header
    trials = {one.column.index for group in groups for one in group}
    others = [at for at, text in enumerate(header) if at not in trials and _is_beside(text)]
    most = max(map(len, groups))
    made = [
        Row(
            row.number,
            (
                *(row.cells[at] for at in others),
                *(group[0].protocol.id, group[0].side, group[0].column.unit),
                *(row.cells[one.column.index] for one in group),
                *[""] * (most - len(group)),
            ),
        )
        for row in rows
        for group in groups
    ]
    names = (*(header[at] for at in others), "test", "side", "unit", *(f"trial {at + 1}" for at in range(most)))
    return source.with_table(Table(names, tuple(made), source.table.delimiter, source.table.titles, source.table.notes))


def _is_beside(header: str) -> bool:
    """Whether a column is one about the day and the athlete, or one that no format knows and a note should name."""
    found = meaning(header)
    return bool(header) and (found is None or found[0] in FACTS)
