"""Tables of samples: a line of headings, perhaps one of units, then rows of numbers; a clock or a told rate."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.units import to_si
from evenstride.readers.columns import LONGEST_HEADING
from evenstride.readers.text import decode

_UNIT = re.compile(r"^(?P<name>.*?)\s*[\[(](?P<unit>.*)[\])]\s*$")
_NUMBER = r"(\d{1,3}(?:[,'\u2019]\d{3})+|\d+(?:\.\d+)?)"
_RATE = (
    re.compile(rf"\b(?:rate|frequency|fs|abtastrate|abtastfrequenz|hz)\b\D{{0,12}}?{_NUMBER}\s*(k?)", re.IGNORECASE),
    re.compile(rf"(?<![\d.,]){_NUMBER}\s*(k?)hz\b", re.IGNORECASE),
)
_OF_SAMPLES = re.compile(r"sampl|abtast|acqui|\bfs\b|\bdata\b", re.IGNORECASE)
_OF_ELSE = re.compile(r"heart|puls|filter|pass\b|cut.?off|corner|stroke|stride|step|cadence|video|frames?\b",
                      re.IGNORECASE)  # fmt: skip
_EMPTY = {"", "nan", "na", "n/a", "null", "none", "-"}

BEYOND = 1e30
"""No instrument writes a larger number, in whatever unit (judgement)."""

UNEVEN = 0.5
"""Part of a step by which a time may be off the grid before a sample is taken to be missing."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: its name in small letters and single spaces, and the unit in its brackets as written."""

    name: str
    unit: str


def cells(line: str) -> list[str]:
    """Return the cells of a line; tab, semicolon and comma separate, in this order.

    Examples
    --------
    >>> cells('a;"b"; c'), cells("1,5 2")
    (['a', 'b', 'c'], ['1', '5 2'])
    """
    separator = next((mark for mark in ("\t", ";", ",") if mark in line), None)
    return [cell.strip().strip('"') for cell in (line.split(separator) if separator else [line])]


def heading(cell: str) -> Heading:
    """Return a heading with its unit apart.

    Examples
    --------
    >>> heading("Gyro_Z [deg/s]"), heading("acc x (m/(s^2))")
    (Heading(name='gyro z', unit='deg/s'), Heading(name='acc x', unit='m/(s^2)'))
    """
    # A pattern with three open ends takes minutes over a cell of a hundred thousand spaces.
    cell = cell[:LONGEST_HEADING]
    match = _UNIT.match(cell)
    name, unit = (match["name"], match["unit"]) if match else (cell, "")
    return Heading(re.sub(r"[_\s]+", " ", name).strip().lower(), unit.strip())


def renamed(data: bytes, columns: Mapping[str, str]) -> tuple[bytes, tuple[str, ...]]:
    r"""Return a table under the headings somebody gave it, and a sentence on them.

    Raises
    ------
    InputError
        If no line of the first sixty has all the headings.

    Examples
    --------
    >>> renamed(b"t;Kraft\n0;1\n", {"Kraft": "Fz (N)"})
    (b't;Fz (N)\n0;1\n', ("Columns as the mapping names them: 'Kraft' is Fz (N).",))
    """
    lines = decode(data)[0].splitlines(keepends=True)
    for index, line in enumerate(lines[:60]):
        found = cells(line)
        if set(columns) <= set(found):
            mark = next((one for one in ("\t", ";", ",") if one in line), "")
            lines[index] = mark.join(columns.get(cell, cell) for cell in found) + "\n"
            said = ", ".join(f"'{old}' is {new}" for old, new in columns.items())
            return "".join(lines).encode(), (f"Columns as the mapping names them: {said}.",)
    raise InputError(
        f"no line of headings holds {', '.join(repr(one) for one in columns)}",
        place="mapping, columns",
        remedy="Write each heading as it stands in the file",
    )


def told_rate(lines: Sequence[str]) -> float | None:
    """Return the samples a second that a line before the rows tells, None where none does or several tell others.

    A line that speaks of samples comes before one that only names a rate or Hz; rates of a heart, of steps, of a video
    or of a filter are none.

    Examples
    --------
    >>> told_rate(["Trial 7", "sampling rate: 1000"]), told_rate(["100 Hz"]), told_rate(["Trial 7"])
    (1000.0, 100.0, None)
    >>> told_rate(["heart rate 150", "low pass 20 Hz", "1 kHz"])
    1000.0
    """
    for fitting in (
        [line for line in lines if _OF_SAMPLES.search(line)],
        [line for line in lines if not _OF_ELSE.search(line)],
    ):
        rates = {rate for line in fitting if (rate := _rate_in(line)) is not None}
        if rates:
            return rates.pop() if len(rates) == 1 else None
    return None


def _rate_in(line: str) -> float | None:
    for pattern in _RATE:
        if (match := pattern.search(line)) is not None:
            rate = float(re.sub(r"[,'\u2019]", "", match[1])) * (1000.0 if match[2] else 1.0)
            if 10.0 <= rate <= 100_000.0:
                return rate
    return None


def numbers(lines: Sequence[str], first: int, width: int, only: Sequence[int] | None = None) -> Array:
    """Return the rows of a table, shape (n, columns); nan where a cell is empty.

    Parameters
    ----------
    lines : sequence of str
        Rows below the headings; empty lines are passed over.
    first : int
        Line of the file that the first of them is, for messages.
    width : int
        How many headings stand above.
    only : sequence of int or None
        Columns that are read, None for all; the others may hold anything.

    Raises
    ------
    InputError
        If a cell is no number, a row is shorter or longer, or there are fewer than two rows.
    """
    kept = [line for line in lines if line.strip()]
    if len(kept) < 2:
        raise InputError("the table has no rows", remedy="Export it again with the samples of the run")
    columns = tuple(range(width)) if only is None else tuple(only)
    mark = next((one for one in ("\t", ";", ",") if one in kept[0]), None)
    if mark is not None and all(line.count(mark) == width - 1 for line in kept):
        with suppress(ValueError):
            at_once = np.loadtxt(io.StringIO("\n".join(kept)), delimiter=mark, ndmin=2, comments=None, usecols=columns)
            return writable(at_once)
    # The slow way knows empty cells and decimal commas, and can say where a row breaks.
    rows = [_row(line, number, width, columns) for number, line in enumerate(lines, start=first) if line.strip()]
    return writable(np.array(rows, dtype=np.float64))


def writable(values: Array) -> Array:
    """Return the numbers of a table as they are.

    Raises
    ------
    InputError
        If one is beyond what can be written in any unit: reckoning with it would give no number.

    Examples
    --------
    >>> writable(np.array([1.0, 1e300]))
    Traceback (most recent call last):
    ...
    evenstride.core.errors.InputError: 1e+300 is no number an instrument writes. Correct the value, or export the \
trial again.
    """
    if (beyond := np.abs(values) > BEYOND).any():
        raise InputError(
            f"{values[beyond][0]:g} is no number an instrument writes",
            remedy="Correct the value, or export the trial again",
        )
    return values


def _row(line: str, number: int, width: int, columns: Sequence[int]) -> list[float]:
    found = cells(line)
    if len(found) == width + 1 and not found[-1]:
        found = found[:-1]
    if len(found) != width:
        raise InputError(
            f"{len(found)} cells under {width} headings", place=f"line {number}", remedy="Export the table again"
        )
    try:
        # A decimal comma: the separator is another mark, or there is one column only.
        return [number_of(found[index]) for index in columns]
    except ValueError:
        raise InputError(
            f"'{line.strip()[:40]}' is no row of numbers", place=f"line {number}", remedy="Correct or delete the line"
        ) from None


def number_of(cell: str) -> float:
    """Return the number in a cell, decimal comma or point; nan where it is empty.

    Raises
    ------
    ValueError
        If it is no number.

    Examples
    --------
    >>> number_of(" 1,5"), number_of("-2.5e-1"), number_of("NaN")
    (1.5, -0.25, nan)
    """
    text = cell.strip()
    return np.nan if text.lower() in _EMPTY else float(text.replace(",", "."))


def rate_of(times: Array, *, place: str) -> float:
    """Return the samples a second of times in s that run evenly; rounded where they are printed that coarsely.

    Raises
    ------
    InputError
        If a time is missing, or the steps differ by more than half of one.

    Examples
    --------
    >>> rate_of(np.array([0.0, 0.003, 0.007, 0.010]), place="time")
    300.0
    """
    steps = np.diff(times)
    step = float(np.median(steps))
    if not step > 0.0 or not np.abs(steps - step).max() <= UNEVEN * step:
        raise InputError(
            "its times are not evenly spaced",
            place=place,
            why="A gap, a pause or a row out of order lies in the file",
            remedy="Export the trial without gaps",
        )
    return rounded_rate(times)


def rounded_rate(times: Array) -> float:
    """Return the samples a second over a whole span, as a whole number where it is that within what times can tell.

    Examples
    --------
    >>> rounded_rate(np.arange(1001) / 512.0), round(rounded_rate(np.arange(1001) / 512.6), 2)
    (512.0, 512.6)
    """
    steps = np.diff(times)
    span = float(times[-1] - times[0])
    rate = len(steps) / span
    # Printed times are rounded: the span is as wrong as one step can be.
    doubt = max(1e-4, float(np.abs(steps - np.median(steps)).max()) / span)
    return float(round(rate)) if abs(rate - round(rate)) < doubt * rate else rate


def gridded(times: Array, values: Array, *, place: str) -> tuple[float, Array, int]:
    """Return rate, values on an even grid, and how many samples the clock left out, which are nan there.

    For clocks that jitter, as those of phones and radio links: every sample goes to its nearest place.

    Parameters
    ----------
    times : ndarray, shape (n,)
        s.
    values : ndarray, shape (n, k)
        What was sampled.
    place : str
        Where the times stand, for messages.

    Raises
    ------
    InputError
        If times run back, or more than one sample in five is missing.

    Examples
    --------
    >>> rate, values, lost = gridded(np.array([0.0, 0.011, 0.019, 0.04]), np.ones((4, 1)), place="time")
    >>> rate, values.ravel().tolist(), lost
    (100.0, [1.0, 1.0, 1.0, nan, 1.0], 1)
    """
    steps = np.diff(times)
    if not np.all(steps > 0.0):
        back = int(np.argmin(steps > 0.0)) + 2
        raise InputError(
            f"its clock stands still or runs back at sample {back}", place=place, remedy="Export one recording a file"
        )
    near = steps[steps <= (1.0 + UNEVEN) * float(np.median(steps))]
    step = float(np.mean(near))
    # Counting the steps between samples keeps a slow drift of the clock from moving samples.
    index = np.concatenate([[0], np.cumsum(np.maximum(np.rint(steps / step), 1.0))]).astype(int)
    lost = int(index[-1]) + 1 - len(times)
    if lost > 0.25 * len(times):
        raise InputError(
            f"{lost} of {index[-1] + 1} samples are missing",
            place=place,
            why="The steps of its clock differ too much",
            remedy="Export the recording again, or cut it to the run",
        )
    rate = float(index[-1]) / float(times[-1] - times[0]) if lost else rounded_rate(times)
    out = np.full((int(index[-1]) + 1, values.shape[1]), np.nan)
    out[index] = values
    return rate, out, lost


def clock_unit(step: float, told: str) -> str:
    """Return the unit of a clock: as told, else the one in which samples lie 0.1 to 150 ms apart.

    Raises
    ------
    InputError
        If no unit makes the step plausible.

    Examples
    --------
    >>> clock_unit(0.005, ""), clock_unit(1.953, ""), clock_unit(16667.0, ""), clock_unit(5.0, "ms")
    ('s', 'ms', 'µs', 'ms')
    """
    if told:
        to_si(1.0, told)
        return told
    for unit, factor in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if 1e-4 <= step * factor <= 0.15:
            return unit
    raise InputError(
        f"samples are {step:.3g} apart",
        place="column of time",
        why="In no unit is that a rate of an instrument",
        remedy="Write the unit into the heading, for example 'time (ms)'",
    )
