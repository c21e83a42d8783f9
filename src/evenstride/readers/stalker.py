"""What the two files of Stalker ATS II have in common: first line, header lines, decimal marks.

The layout is known from two independent open readers of version 5.020, not from the maker's documentation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.recording import Device, Origin, SpeedTrace
from evenstride.core.units import to_si
from evenstride.readers.checks import FEWEST_SAMPLES, require_human_speed, span
from evenstride.readers.contract import Defaults, Source
from evenstride.readers.table import MAX_LINES
from evenstride.readers.values import parse_date, parse_number, parse_numbers, shorten

DEFAULT_RATE = 46.875
"""Samples per second of the gun where a file states none (two open readers of the format agree)."""

FIRST_LINE = "STALKER Version"
_HEADER_LINES = 40
_COLUMNS = re.compile(r"\s*sample\s+time\s+speed(\s.*)?", re.IGNORECASE)
_DATE = re.compile(r"(?<![\d./-])\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?![\d./-])", re.ASCII)
_RATE = re.compile(r"\b(?:rate|fr[eé]quence|frequency|abtastrate)\b[^:]*:\s*(\d+(?:[.,]\d+)?)", re.IGNORECASE)
_SPEED_UNIT = re.compile(r"\b(?:speed|vitesse|geschwindigkeit)[^:]*unit[^:]*:\s*(\S.*)", re.IGNORECASE)
_UNITS = {
    "m/s": re.compile(r"\b(?:met(?:er|re)s?/s(?:ec)?|m[eè]tres?/s(?:ec)?|m/s)", re.IGNORECASE),
    "km/h": re.compile(r"\b(?:km/h|kph|kmh|kilom[eè]t(?:er|re)s?/h)", re.IGNORECASE),
    "mph": re.compile(r"\b(?:mph|miles/h)", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Header:
    """What the first lines say: speed unit, samples per second, day; and sentences about all three."""

    unit: str
    rate: float
    on: date | None
    notes: tuple[str, ...]


def lines_of(source: Source) -> list[str]:
    """Return the lines of a file without spaces at their ends and without empty lines after the last."""
    if source.text.count("\n") > MAX_LINES:
        raise InputError(f"the file has more than {MAX_LINES} lines", remedy="Export one run a file")
    return [line.rstrip() for line in source.text.rstrip().splitlines()]


def column_line(source: Source) -> int | None:
    """Return the index of the line `Sample Time Speed ...` among the first lines, None without one."""
    for index, line in enumerate(source.text[:8000].splitlines()[:_HEADER_LINES]):
        if _COLUMNS.fullmatch(line):
            return index
    return None


def is_stalker(source: Source) -> bool:
    """Whether the first line is that of a Stalker file."""
    return source.text.lstrip()[: len(FIRST_LINE)].casefold() == FIRST_LINE.casefold()


def read_header(lines: Sequence[str], defaults: Defaults) -> Header:
    """Understand the lines before the samples.

    Raises
    ------
    InputError
        For a unit of speed that is not known, two of them, or a date that could be two days.
    """
    text = "\n".join(lines)
    units = [unit for unit, pattern in _UNITS.items() if pattern.search(text)]
    stated = _SPEED_UNIT.search(text)
    if len(units) > 1 or (stated is not None and not units):
        what = " and ".join(units) if units else shorten(stated[1]) if stated else ""
        raise InputError(
            f"the unit of speed is stated as '{what}'",
            place="header",
            why=f"One of {', '.join(_UNITS)} is needed",
            remedy="Export the run again in m/s",
        )
    rate = _RATE.search(text)
    hertz = DEFAULT_RATE if rate is None else parse_number(rate[1])
    if not 1.0 <= hertz <= 10_000.0:
        raise InputError(f"{hertz:g} samples per second", place="header", remedy="Export the run again")
    return Header(
        unit=units[0] if units else "m/s",
        rate=hertz,
        on=_day(lines, defaults),
        notes=(
            f"Speed is in {units[0]}, as the header says." if units else "No unit of speed is stated; taken as m/s.",
        ),
    )


def numbers(cells: Sequence[Sequence[str]], first_line: int) -> np.ndarray:
    """Return rows of cells as an array, shape (rows, columns); one decimal mark for all.

    Parameters
    ----------
    cells : sequence of sequence of str
        Rows of equal length.
    first_line : int
        Line number of the first row, from 1.
    """
    marks = {mark for row in cells for cell in row for mark in ".," if mark in cell}
    if len(marks) > 1:
        raise InputError(
            "decimal points and decimal commas are mixed",
            place=span(first_line, first_line + len(cells) - 1),
            remedy="Export the run again",
        )
    width = len(cells[0]) if cells else 0
    flat = parse_numbers([cell for row in cells for cell in row])
    if flat is not None:
        return flat.reshape(-1, width)
    parsed: list[list[float]] = []
    for number, row in enumerate(cells, start=first_line):
        try:
            parsed.append([parse_number(cell) for cell in row])
        except InputError as problem:
            raise InputError(problem.what, place=f"row {number}", why=problem.why, remedy=problem.remedy) from None
    return np.array(parsed, dtype=np.float64)


def trace(
    defaults: Defaults,
    header: Header,
    times: np.ndarray,
    speeds: np.ndarray,
    *,
    distances: np.ndarray | None = None,
    label: str = "",
    first_line: int,
) -> SpeedTrace:
    """Return the one trace of a file; `speeds` in the unit of the header."""
    where = span(first_line, first_line + len(times) - 1)
    if defaults.athlete is None or not defaults.athlete.strip():
        raise InputError("no athlete is named", place="header", remedy="Give --athlete NAME")
    if len(times) < FEWEST_SAMPLES:
        raise InputError(
            f"the trace has {len(times)} samples",
            place=where,
            why=f"A trace has at least {FEWEST_SAMPLES}",
            remedy="Export the whole run",
        )
    speeds = speeds * to_si(1.0, header.unit)
    require_human_speed(speeds, where)
    return SpeedTrace(
        athlete=" ".join(defaults.athlete.split()),
        times=times,
        speeds=speeds,
        distances=distances,
        on=header.on,
        label=label,
        device=Device("radar", "Stalker ATS II"),
        origin=Origin(place=where),
    )


def _day(lines: Sequence[str], defaults: Defaults) -> date | None:
    for number, line in enumerate(lines[1:], start=2):
        found = _DATE.search(line)
        if found is None:
            continue
        try:
            return parse_date(found[0])
        except InputError as problem:
            if defaults.on is not None:
                return defaults.on
            remedy = "Give --date YEAR-MONTH-DAY"
            raise InputError(problem.what, place=f"row {number}", why=problem.why, remedy=remedy) from None
    return defaults.on
