"""Use cases: what headings mean, said once and remembered; and what a page shows to ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from evenstride.app.wiring import local_day
from evenstride.core.column_mapping import LEFT_OUT, LONGEST_HEADING, ColumnMapping, KnownColumn, TableHead
from evenstride.core.errors import EvenstrideError, InputError
from evenstride.core.recording import Reading
from evenstride.readers import is_known_column, known_columns, read_head, suggest_column
from evenstride.store import ImportResult, Store

GATE, TRIAL = "gate", "trial"
"""Choices of a page that stand for many columns: a gate at a distance, and the next trial."""

MOST_ASKED = 40
"""Columns a page asks about; more fit no page, and no test sheet has them (judgement)."""


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """One column of a file as a page asks about it.

    Attributes
    ----------
    heading : str
        As the file writes it.
    samples : tuple of str
        Its first cells.
    choice, detail : str
        What it may be, and its distance or unit: as said before, else as the heading suggests; empty where neither.
    """

    heading: str
    samples: tuple[str, ...]
    choice: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What headings mean, and the id under which it can be forgotten."""

    id: str
    columns: ColumnMapping

    @property
    def on(self) -> date | None:
        """The day it was said."""
        return self.columns.on


def columns_of(store: Store, data: bytes, said: ColumnMapping | None, *, at: datetime) -> ColumnMapping | None:
    """Return what the headings of a file mean: as said now, else as remembered; None where nothing was said."""
    if said is not None:
        return said if said.on else replace(said, on=local_day(at))
    known = store.columns()
    head = read_head(data, rows=0) if known else None
    return None if head is None else known.get(head.id)


def keep_columns(store: Store, data: bytes, columns: ColumnMapping, result: ImportResult, *, at: datetime) -> None:
    """Remember what headings mean with everybody whose recordings came in by it."""
    head = read_head(data, rows=0)
    if head is not None:
        athletes = {store.recording(id).athlete for id in result.ids}
        store.save_columns(head.id, columns, athletes=athletes, saved_at=at)


def require_same_columns(store: Store, reading: Reading, result: ImportResult) -> None:
    """Refuse a file that is here already, read under other names: what is kept is not read anew.

    Raises
    ------
    InputError
        With the names it was read by.
    """
    for id, read in zip(result.ids, reading.recordings, strict=True):
        kept = store.recording(id).noun.origin
        if set(kept.columns) != set(read.origin.columns):
            before = ", ".join(f"'{said}' is {named or 'left out'}" for said, named in kept.columns)
            raise InputError(
                "the file is here already, and its columns were named otherwise",
                place=reading.file_name,
                why=f"It was read with {before or 'the names it has'}, and what is kept is not read anew",
                remedy="If that was wrong, delete what came of it, on the page of each run or with evenstride data "
                "delete-run, and import it again",
            )


def remembered_columns(store: Store) -> tuple[Remembered, ...]:
    """Return everything that is remembered of headings, the latest first."""
    return tuple(Remembered(id, columns) for id, columns in reversed(tuple(store.columns().items())))


def forget_columns(store: Store) -> int:
    """Forget everything that was said of headings, and return of how many tables."""
    known = tuple(store.columns())
    for id in known:
        store.forget_columns(id)
    return len(known)


def choices() -> tuple[KnownColumn, ...]:
    """Return what a page offers for a column: what is known, with all gates as one and all trials as one."""
    plain = [one for one in known_columns() if not one.name.startswith(f"{TRIAL} ")]
    return (plain[0], KnownColumn(TRIAL, "a trial of a field test, in their order"), *plain[1:])


def columns_in_doubt(data: bytes, said: ColumnMapping | None, problem: EvenstrideError) -> tuple[AskedColumn, ...]:
    """Return the columns of a refused file to ask about: where they fit no format, two agree, or they were named."""
    head = read_head(data)
    doubted = head is not None and (not head.format or said is not None or "header" in problem.place)
    return asked_columns(head, said) if head is not None and doubted else ()


def asked_columns(head: TableHead, said: ColumnMapping | None) -> tuple[AskedColumn, ...]:
    """Return the columns a page asks about, each with what it may be."""
    found: list[AskedColumn] = []
    for index, heading in enumerate(head.headings):
        if heading.strip() and len(heading) <= LONGEST_HEADING:
            target = said.target(heading) if said is not None else None
            choice, detail = suggest_column(heading if target is None else target)
            if target == LEFT_OUT:
                choice = detail = ""
            if choice.startswith(f"{TRIAL} "):
                choice = TRIAL
            samples = tuple(row[index][:40] for row in head.rows if index < len(row))
            found.append(AskedColumn(heading, samples, choice, detail))
    return tuple(found[:MOST_ASKED])


def mapping_of(asked: Sequence[AskedColumn], answers: Sequence[tuple[str, str]]) -> ColumnMapping:
    """Return what the answers of a page say of headings.

    Parameters
    ----------
    asked : sequence of AskedColumn
        What was asked about.
    answers : sequence of (str, str)
        For each a choice, empty for a column that is not to be read, and its distance or unit.

    Raises
    ------
    InputError
        If a gate has no distance, or no column was named.

    Examples
    --------
    >>> columns = [AskedColumn("Zeit 20", ("3,1",)), AskedColumn("Name", ("Ada",)), AskedColumn("BMI", ("20",))]
    >>> mapping_of(columns, [("gate", "20"), ("athlete", ""), ("", "")]).names
    (('Zeit 20', '20 m'),)
    """
    names: list[tuple[str, str]] = []
    trials = 0
    for column, (choice, detail) in zip(asked, answers, strict=True):
        trials += choice == TRIAL
        name = _name(column.heading, f"{TRIAL} {trials}" if choice == TRIAL else choice, detail.strip())
        itself = _name(column.heading, *suggest_column(column.heading)) if is_known_column(column.heading) else LEFT_OUT
        if name != itself:
            names.append((column.heading, name))
    return ColumnMapping(tuple(names))


def _name(heading: str, choice: str, detail: str) -> str:
    if choice != GATE:
        return f"{choice} ({detail})" if choice and detail else choice
    if not detail:
        raise InputError(f"how far is the gate '{heading}'?", remedy="Go back and write its distance, such as 20 m")
    return f"{detail} m" if detail.replace(",", "").replace(".", "").isdecimal() else detail
