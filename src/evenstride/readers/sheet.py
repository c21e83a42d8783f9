"""A table whose columns are understood: cells as SI values, rows grouped into runs, the facts of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict, TypeVar

import numpy as np

from evenstride.core.athlete import HEIGHT_RANGE, MASS_RANGE, Anthropometrics, athlete_key
from evenstride.core.errors import InputError
from evenstride.core.recording import Conditions, Device, Origin, SpeedTrace, Splits, Start, StepEvents
from evenstride.core.units import canonical
from evenstride.readers.checks import decimal_mark, place, span
from evenstride.readers.columns import BODY_LENGTHS, FIELDS, Column, find_columns, plain
from evenstride.readers.contract import Defaults, Source
from evenstride.readers.table import Row, Table
from evenstride.readers.values import (
    day_order,
    device_kind,
    parse_date,
    parse_number,
    parse_numbers,
    parse_start,
    shorten,
)

T = TypeVar("T")
AnyRun = TypeVar("AnyRun", Splits, SpeedTrace, StepEvents)

FACTS = (
    "athlete", "date", "label", "mass", "height", "device", "timing_sd", "fps", "wind", "start", "surface",
    "reaction_time", "birth_year", "birth_date",
)  # fmt: skip
"""Columns about a run as a whole, which every table format understands."""

_LARGEST_METRES = 3.0
_LONGEST_NAME = 200


class Facts(TypedDict):
    """The arguments that all recordings share."""

    athlete: str
    on: date | None
    label: str
    body: Anthropometrics
    device: Device
    conditions: Conditions
    origin: Origin


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with one column at most for each meaning; values come out in SI.

    `day_first` says how its dates with strokes are written, where one of them can be read in one way only.
    """

    table: Table
    columns: dict[str, Column]
    defaults: Defaults
    day_first: bool | None = None

    @property
    def numeric(self) -> tuple[Column, ...]:
        """The columns that hold numbers about a run."""
        return tuple(column for field, column in self.columns.items() if FIELDS[field].unit)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows below the header."""
        return self.table.rows

    def text(self, row: Row, field: str) -> str:
        """Return a cell as written, empty where there is no such column."""
        column = self.columns.get(field)
        return "" if column is None else row.cells[column.index]

    def parsed(self, row: Row, column: Column, parse: Callable[[str], T]) -> T:
        """Parse one cell; an `InputError` then names row and column."""
        try:
            return parse(row.cells[column.index])
        except InputError as problem:
            raise InputError(problem.what, place=place(row, column), why=problem.why, remedy=problem.remedy) from None

    def value(self, row: Row, field: str) -> float:
        """Return the number a cell holds, in the SI unit of its field."""
        column = self.columns[field]
        number = self.parsed(row, column, parse_number)
        if field in BODY_LENGTHS and not column.unit and number > _LARGEST_METRES:
            return number / 100.0
        return number * column.factor(FIELDS[field].unit)

    def values(self, rows: Sequence[Row], field: str) -> np.ndarray:
        """Return the numbers of one column, shape (rows,), in SI."""
        column = self.columns[field]
        numbers = parse_numbers([row.cells[column.index] for row in rows])
        if numbers is None or field in BODY_LENGTHS:
            return np.array([self.value(row, field) for row in rows], dtype=np.float64)
        return numbers * column.factor(FIELDS[field].unit)

    def athlete(self, row: Row) -> str:
        """Return who a row is about: its own cell, else the name given with the file."""
        name = self.text(row, "athlete") or (self.defaults.athlete or "").strip()
        if not name:
            raise InputError(
                "no athlete is named",
                place=f"row {row.number}",
                remedy="Fill in a column 'athlete', or give --athlete NAME",
            )
        if len(name) > _LONGEST_NAME:
            raise InputError(
                f"the name '{shorten(name)}' has {len(name)} characters",
                place=f"row {row.number}",
                remedy=f"Use at most {_LONGEST_NAME}",
            )
        return " ".join(name.split())

    def day(self, row: Row) -> date | None:
        """Return the day of a row: its own cell, else the date given with the file, else None."""
        if not self.text(row, "date"):
            return self.defaults.on
        return self.parsed(
            row, self.columns["date"], lambda text: parse_date(text, day_first=self.day_first, said=self.defaults.on)
        )

    def runs(self, clock: str) -> list[list[Row]]:
        """Group rows by athlete, day and run; a group whose `clock` column starts again becomes two."""
        written: dict[tuple[str, ...], tuple[float, list[list[Row]]]] = {}
        groups: dict[tuple[str, str, str], tuple[float, list[list[Row]]]] = {}
        indexes = [self.columns[name].index for name in ("athlete", "date", "label") if name in self.columns]
        for row, value in zip(self.rows, self.values(self.rows, clock).tolist(), strict=True):
            same = tuple([row.cells[index] for index in indexes])
            if same not in written:
                key = (athlete_key(self.athlete(row)), self.text(row, "date"), self.text(row, "label"))
                written[same] = groups.setdefault(key, (value, [[]]))
            first, runs = written[same]
            if runs[-1] and value == first:
                runs.append([])
            runs[-1].append(row)
        return [run for _, runs in groups.values() for run in runs]

    def one_text(self, rows: Sequence[Row], field: str) -> str:
        """Return what a column says about a whole run; raise `InputError` when it says two things."""
        if field not in self.columns:
            return ""
        index = self.columns[field].index
        texts = {row.cells[index] for row in rows} - {""}
        if len(texts) < 2:
            return next(iter(texts), "")
        said = {self.text(row, field): row for row in reversed(rows) if self.text(row, field)}
        last = max(said.values(), key=lambda row: row.number)
        raise InputError(
            f"one run has {len(said)} values here, among them '{shorten(self.text(last, field))}'",
            place=place(last, self.columns[field]),
            remedy="Repeat the same value in all rows of a run, or leave all but one empty",
        )

    def one_value(
        self, rows: Sequence[Row], field: str, *, within: tuple[float, float] = (-np.inf, np.inf)
    ) -> float | None:
        """Return the number a column states for a whole run, None where it states none."""
        if not self.one_text(rows, field):
            return None
        row = next(row for row in rows if self.text(row, field))
        value = self.value(row, field)
        if not within[0] <= value <= within[1]:
            unit = FIELDS[field].unit
            raise InputError(
                f"{field} {value:g} {unit} is outside {within[0]:g} to {within[1]:g} {unit}",
                place=place(row, self.columns[field]),
                remedy="Correct the value, or write its unit in the header, for example 'Height (cm)'",
            )
        return value

    def facts(self, rows: Sequence[Row], *, device: str) -> Facts:
        """Return athlete, day, label, body, device and conditions of one run."""
        on = self.day(rows[0])
        reaction = self.one_value(rows, "reaction_time", within=(0.0, 2.0))
        start = Start.STANDING if reaction is None else Start.BLOCK
        if self.one_text(rows, "start"):
            row = next(row for row in rows if self.text(row, "start"))
            start = self.parsed(row, self.columns["start"], parse_start)
        wind = self.one_value(rows, "wind", within=(-20.0, 20.0))
        return Facts(
            athlete=self.athlete(rows[0]),
            on=on,
            label=shorten(self.one_text(rows, "label")),
            body=Anthropometrics(
                on=on,
                mass=self.one_value(rows, "mass", within=MASS_RANGE),
                height=self.one_value(rows, "height", within=HEIGHT_RANGE),
            ),
            device=self._device(rows, device),
            conditions=Conditions(
                start=start,
                wind=0.0 if wind is None else wind,
                surface=shorten(self.one_text(rows, "surface")),
                reaction_time=reaction,
            ),
            origin=Origin(place=span(rows[0].number, rows[-1].number)),
        )

    def _device(self, rows: Sequence[Row], default: str) -> Device:
        name = shorten(self.one_text(rows, "device"))
        kind = device_kind(name, default=default)
        sd = self.one_value(rows, "timing_sd", within=(0.0, 1.0))
        fps = self.one_value(rows, "fps", within=(1.0, 100_000.0))
        if sd is not None:
            return Device(kind, name, sd, "stated in the file")
        if fps is not None:
            # One event falls anywhere within its frame: uniform, SD 1/(fps·√12) (science.md §9.1).
            source = f"quantisation at {fps:g} frames a second, 1/(fps·√12)"
            return Device(kind, name, 1.0 / (fps * 12.0**0.5), source)
        return Device(kind, name)


def understand(
    source: Source, defaults: Defaults, fields: tuple[str, ...], *, also: Iterable[Column] = ()
) -> tuple[Sheet, tuple[str, ...]]:
    """Return the sheet of a file for some fields, and sentences on how it was understood.

    Parameters
    ----------
    source, defaults : Source, Defaults
        The file, and what the person said about it.
    fields : tuple of str
        The meanings a format uses; other columns are named as unused.
    also : iterable of Column
        Numeric columns the format found by itself, such as gates.

    Raises
    ------
    InputError
        If the table breaks, has no rows, two columns of one meaning, a unit that does not fit, or numbers with
        decimal points and decimal commas.
    """
    table = source.table
    columns: dict[str, Column] = {}
    for field, found in find_columns(table.header, fields).items():
        if len(found) > 1:
            raise InputError(
                f"{len(found)} columns mean {_words(field)}: {', '.join(repr(item.header) for item in found)}",
                place="header",
                remedy="Keep one of them, or rename the others",
            )
        column = replace(found[0], unit=checked_unit(found[0], FIELDS[field].unit))
        columns[field] = column
    if not table.rows:
        raise InputError("there are no rows below the header", remedy="Export the file again")
    others = tuple(also)
    numeric = [column for field, column in columns.items() if FIELDS[field].unit] + list(others)
    mark = decimal_mark(table, numeric)
    notes = [
        *source.notes,
        f"Columns are separated by {table.delimiter_name}; the decimal mark is a {mark}.",
        *table.notes,
        *filter(None, (_column_note(field, column) for field, column in columns.items())),
    ]
    used = {column.index for column in (*columns.values(), *others)}
    unused = [shorten(name) for index, name in enumerate(table.header) if index not in used and name]
    if unused:
        more = f" and {len(unused) - 12} more" if len(unused) > 12 else ""
        notes.append(f"Not used: {', '.join(unused[:12])}{more}.")
    order = day_order({row.cells[columns["date"].index] for row in table.rows}) if "date" in columns else None
    return Sheet(table, columns, defaults, order), tuple(notes)


def numbered(recordings: list[AnyRun]) -> tuple[AnyRun, ...]:
    """Return the recordings, those of one athlete and day without a label numbered `run 1`, `run 2`, ..."""

    def key(run: AnyRun) -> tuple[str, date | None]:
        return athlete_key(run.athlete), run.on

    unlabelled = [run for run in recordings if not run.label]
    total: dict[tuple[str, date | None], int] = {}
    for run in unlabelled:
        total[key(run)] = total.get(key(run), 0) + 1
    seen: dict[tuple[str, date | None], int] = {}
    named: list[AnyRun] = []
    for run in recordings:
        if not run.label and total[key(run)] > 1:
            seen[key(run)] = seen.get(key(run), 0) + 1
            named.append(replace(run, label=f"run {seen[key(run)]}"))
        else:
            named.append(run)
    return tuple(named)


def _words(field: str) -> str:
    return field.replace("_", " ")


def checked_unit(column: Column, si: str) -> str:
    """Return the canonical unit of a column; text columns have none."""
    if not si or not column.unit:
        return ""
    try:
        unit = canonical(column.unit)
    except InputError as problem:
        raise InputError(problem.what, place=f"column '{column.header}'", remedy=problem.remedy) from None
    replace(column, unit=unit).factor(si)
    return unit


def _column_note(field: str, column: Column) -> str:
    si = FIELDS[field].unit
    same = plain(column.header) == _words(field)
    name = f"Column '{shorten(column.header)}'" + ("" if same else f" is {_words(field)}")
    if not si:
        return "" if same else f"{name}."
    if not column.unit:
        sizes = f"in m, values above {_LARGEST_METRES:g} in cm" if field in BODY_LENGTHS else f"taken as {si}"
        return f"{name}: no unit is stated, {sizes}."
    return f"{name} in {si}." if column.unit == si else f"{name}, converted from {column.unit} to {si}."
