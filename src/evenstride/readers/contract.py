"""What a format plug-in is: a module with these names, and the three small nouns it meets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol

from evenstride.core.column_mapping import ColumnMapping
from evenstride.core.recording import Recording
from evenstride.core.roles import Side
from evenstride.readers.naming import renamed
from evenstride.readers.table import HEAD_CHARACTERS, Table, parse_head, parse_table

NEEDED_NAMES = ("NAME", "SUFFIXES", "UNITS", "NEEDS", "COLUMNS", "EXAMPLE", "sniff", "read")


@dataclass(frozen=True)
class Source:
    """One file as text, with the table in it parsed on demand.

    Attributes
    ----------
    notes : tuple of str
        How the bytes became text, as sentences.
    columns : ColumnMapping or None
        What somebody said the headings mean; the tables below carry those names in place of the file's own.
    sheet : str
        Its name where the file is one of several sheets of a workbook.
    """

    name: str
    text: str
    notes: tuple[str, ...] = ()
    columns: ColumnMapping | None = None
    sheet: str = ""

    @cached_property
    def head(self) -> Table | None:
        """The header and first rows, None where the text does not begin like a table."""
        head = parse_head(self.text[:HEAD_CHARACTERS])
        return head if head is None or self.columns is None else renamed(head, self.columns)

    @cached_property
    def table(self) -> Table:
        """The whole table; raises `InputError` with the row where it breaks."""
        table = parse_table(self.text)
        return table if self.columns is None else renamed(table, self.columns)

    def with_head(self, head: Table) -> Source:
        """Return the same file with other headings, for asking what it would be."""
        made = replace(self)
        made.__dict__["head"] = head
        return made

    def with_table(self, table: Table) -> Source:
        """Return the same file with its table written otherwise, for a format that reads by another one."""
        made = replace(self)
        made.__dict__["table"] = table
        return made


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the person said about the file; used where the file itself is silent."""

    athlete: str | None = None
    on: date | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a format read: recordings (only `origin.place` filled in) and sentences on how it understood them."""

    recordings: tuple[Recording, ...]
    interpretation: tuple[str, ...] = ()


class Format(Protocol):
    """One module in `evenstride.readers.formats`, or an entry point of that group.

    Attributes
    ----------
    NAME : str
        What people call it.
    SUFFIXES : tuple of str
        Usual endings, for file pickers; the format of a file is decided by content alone.
    UNITS : mapping of str to str
        Quantity → SI unit in the recordings it makes.
    NEEDS : str
        What it looks for, as the object of "needs".
    COLUMNS : mapping of str to str
        Names of columns only this format has, each with what it holds; those of `columns.FIELDS` and gates are shared.
    EXAMPLE : str
        A small complete file that names its athlete where the format can.
    """

    NAME: str
    SUFFIXES: tuple[str, ...]
    UNITS: Mapping[str, str]
    NEEDS: str
    COLUMNS: Mapping[str, str]
    EXAMPLE: str

    def sniff(self, source: Source) -> tuple[str, ...]:
        """Return what the file lacks for this format; an empty tuple means it fits."""
        ...

    def read(self, source: Source, defaults: Defaults) -> Contents:
        """Read a file that fits; raise `InputError` with place, reason and remedy for anything wrong in it."""
        ...
