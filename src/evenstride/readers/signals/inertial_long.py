"""Inertial sensors in one long table: a row is one sample of one sensor, and a column says where that sensor sat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Inertial, Signal
from evenstride.core.units import to_si
from evenstride.readers.inertial_units import (
    ACCELERATION,
    TURNING,
    acceleration_unit,
    clipped,
    require_gravity,
    stated,
    turning_doubt,
    turning_unit,
)
from evenstride.readers.placements import placement_column
from evenstride.readers.sampled import Heading, cells, clock_unit, gridded, heading, number_of, writable
from evenstride.readers.text import decode, head
from evenstride.readers.told import Told

NAME = "inertial sensors, long table"
SUFFIXES = (".csv", ".txt", ".tsv")
UNITS = {"acceleration": "m/s²", "turning": "rad/s"}
NEEDS = "a column such as 'location', a column of time and columns x, y, z, one row a sample of one sensor"
EXAMPLE = b"location,date_time,x,y,z\n" + b"".join(
    b"%s,2026-05-04 10:00:%06.3f,%.3f,%.3f,%.3f\n"
    % (place, 0.01 * i, 0.1 * (-1) ** i, 0.0, 1.0 + 0.9 * np.sin(0.1 * i))
    for place in (b"sacrum", b"left_ankle")
    for i in range(200)
)

MOST_PLACES = 20
"""Places in one file; a column with more names something else (judgement)."""

APART = 60.0
"""s by which the sensors of one recording may begin apart; those further apart are recordings of their own."""

_LOOKED_AT = 8000
_AXIS = re.compile(r"(?:(?P<kind>acc|accel|accelerometer|acceleration|gyr|gyro|gyroscope) ?)?(?P<axis>[xyz])")
_STAMP = re.compile(
    r"(?P<local>(?:19|20|21)\d\d-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(?P<zone>Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_CLOCK = re.compile(r"(?:date ?|sample ?)?time(?: ?stamp)?|date|t|elapsed(?: time)?|seconds elapsed|epoch")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column is what; `axes` maps whether it turns, and the axis, to a column."""

    place: int
    clock: int
    axes: dict[tuple[bool, str], int]


def sniff(data: bytes) -> bool:
    """Return whether the first line that is not empty names a place, a time and three axes."""
    lines = [line for line in head(data, _LOOKED_AT).splitlines() if line.strip()]
    return bool(lines) and _columns(_headings(lines[0])) is not None


def read(data: bytes, told: Told) -> tuple[Signal, tuple[str, ...]]:
    """Read one recording a place, on one clock; values at the end of a range are counted, gravity stays in."""
    lines = [(number, line) for number, line in enumerate(decode(data)[0].splitlines(), start=1) if line.strip()]
    names = _headings(lines[0][1])
    columns = _columns(names)
    assert columns is not None, "sniffed before"
    rows = [(number, cells(line)) for number, line in lines[1:]]
    for number, row in rows:
        if len(row) != len(names):
            what = f"{len(row)} cells under {len(names)} headings"
            raise InputError(what, place=f"line {number}", remedy="Export the table again")
    by_place = _by_place(rows, columns.place, names[columns.place].name)
    times, on, clock = _times(rows, columns.clock, names[columns.clock])
    kinds = sorted({turning for turning, _ in columns.axes})
    arrays = {turning: _axes(rows, columns, turning) for turning in kinds}
    started = {place: float(times[indices[0]]) for place, indices in by_place.items()}
    _require_together(started)
    begin = max(started.values())
    sensors: list[Inertial] = []
    notes = [f"One recording a place, by the column '{names[columns.place].name}': {', '.join(by_place)}.", clock]
    for place, indices in by_place.items():
        later = indices[times[indices] >= begin]
        values = np.concatenate([arrays[turning][later] for turning in kinds], axis=1)
        if len(later) < 2:
            raise InputError("it has no rows beside the others", place=place, remedy="Export one recording a file")
        rate, table, lost = gridded(
            times[later] - begin, values, place=f"{place}, column '{names[columns.clock].name}'"
        )
        parts = {turning: table[:, 3 * at : 3 * at + 3] for at, turning in enumerate(kinds)}
        units = {turning: _unit(names, columns, turning) for turning in kinds}
        sensor, said = _sensor(place, rate, parts, units)
        gone = f"; {lost} samples the clock left out stay empty" if lost else ""
        sensors.append(sensor)
        notes += [f"Samples of {place}: {rate:.4g} a second{gone}.", *said]
    return Signal(told.athlete, on=on, sensors=tuple(sensors)), tuple(notes)


def _headings(line: str) -> list[Heading]:
    return [heading(cell) for cell in cells(line)]


def _columns(names: list[Heading]) -> _Columns | None:
    """Return the columns of a long table, None where the headings are of something else."""
    place = placement_column(names)
    clock = next((index for index, one in enumerate(names) if _CLOCK.fullmatch(one.name)), None)
    axes: dict[tuple[bool, str], int] = {}
    for index, one in enumerate(names):
        match = _AXIS.fullmatch(one.name)
        if match is not None:
            turning = (match["kind"] or "a").startswith("g") or (not match["kind"] and stated(one.unit) in TURNING)
            axes.setdefault((turning, match["axis"]), index)
    whole = any(all((turning, axis) in axes for axis in "xyz") for turning in (False, True))
    return None if place is None or clock is None or not whole else _Columns(place, clock, axes)


def _by_place(rows: Sequence[tuple[int, list[str]]], column: int, name: str) -> dict[str, np.ndarray]:
    """Return which rows are of which place, in the order in which places first come."""
    found: dict[str, list[int]] = {}
    for index, (number, row) in enumerate(rows):
        if not row[column]:
            raise InputError(f"no place stands under '{name}'", place=f"line {number}", remedy="Say where it was worn")
        found.setdefault(row[column], []).append(index)
    if not found or len(found) > MOST_PLACES:
        what = "the table has no rows" if not found else f"the column '{name}' names {len(found)} places"
        raise InputError(what, why=f"One recording holds at most {MOST_PLACES}", remedy="Export it again")
    return {place: np.array(indices) for place, indices in found.items()}


def _times(rows: Sequence[tuple[int, list[str]]], column: int, name: Heading) -> tuple[Array, date | None, str]:
    """Return times in s from the first row, the day where times tell one, and how they were understood."""
    texts = [row[column] for _, row in rows]
    if re.match(r"\d{4}-\d{2}-\d{2}[ T]\d", texts[0], re.ASCII):
        try:
            stamps = np.array(_local_times(texts), dtype="datetime64[ns]")
        except ValueError:
            raise _no_time(rows, column, name) from None
        seconds: Array = (stamps - stamps[0]) / np.timedelta64(1, "s")
        return seconds, date.fromisoformat(texts[0][:10]), f"Times are days and hours, in '{name.name}'."
    try:
        ticks = np.array([number_of(text) for text in texts])
    except ValueError:
        raise _no_time(rows, column, name) from None
    if np.isnan(writable(ticks)).any():
        raise _no_time(rows, column, name)
    forward = np.diff(ticks)
    step = float(np.median(forward[forward > 0.0])) if (forward > 0.0).any() else 0.0
    unit = clock_unit(step, name.unit)
    return (ticks - ticks[0]) * to_si(1.0, unit), None, f"Times are in {unit}, in '{name.name}'."


def _local_times(texts: Sequence[str]) -> list[str]:
    """Return days and hours without their zone; a ValueError where one is none, or the zone changes."""
    found = [_STAMP.fullmatch(text) for text in texts]
    if None in found or len({match["zone"] for match in found if match}) > 1:
        raise ValueError("no days and hours of one zone")
    return [match["local"] for match in found if match]


def _no_time(rows: Sequence[tuple[int, list[str]]], column: int, name: Heading) -> InputError:
    """Return the error of the first cell that is no time like the one in the first row."""
    like = re.sub(r"\d", "0", rows[0][1][column])[:10]
    other = (number for number, row in rows if re.sub(r"\d", "0", row[column])[:10] != like)
    return InputError(
        f"a cell under '{name.name}' is no time",
        place=f"line {next(other, rows[0][0])}",
        remedy="Write times as 2026-05-04 10:00:00.010, or as seconds",
    )


def _axes(rows: Sequence[tuple[int, list[str]]], columns: _Columns, turning: bool) -> Array:
    """Return the three axes of all rows, shape (n, 3); nan for an axis that is no column."""
    values = np.full((len(rows), 3), np.nan)
    for at, axis in enumerate("xyz"):
        column = columns.axes.get((turning, axis))
        if column is None:
            continue
        for index, (number, row) in enumerate(rows):
            try:
                values[index, at] = number_of(row[column])
            except ValueError:
                what = f"'{row[column][:40]}' is no number"
                raise InputError(what, place=f"line {number}", remedy="Correct or delete the line") from None
    return writable(values)


def _require_together(started: dict[str, float]) -> None:
    first, last = min(started, key=lambda one: started[one]), max(started, key=lambda one: started[one])
    if started[last] - started[first] > APART:
        raise InputError(
            f"'{last}' begins {started[last] - started[first]:.0f} s after '{first}'",
            why=f"Places of one recording begin within {APART:g} s of each other",
            remedy=f"Keep the rows of one recording: {', '.join(started)}",
        )


def _unit(names: list[Heading], columns: _Columns, turning: bool) -> str:
    """Return the unit that a heading states, empty where none does."""
    indices = (columns.axes[turning, axis] for axis in "xyz" if (turning, axis) in columns.axes)
    return next((unit for index in indices if (unit := stated(names[index].unit))), "")


def _sensor(place: str, rate: float, parts: dict[bool, Array], units: dict[bool, str]) -> tuple[Inertial, list[str]]:
    """Return one place in SI, and how its units were understood."""
    si: dict[bool, Array] = {}
    notes: list[str] = []
    cut = np.zeros(len(next(iter(parts.values()))))
    for turning, values in parts.items():
        what = f"{'Turning' if turning else 'Acceleration'} of {place}"
        if units[turning]:
            unit, said = units[turning], f"in {units[turning]}, as the file says"
        elif turning:
            unit, said = turning_unit(values, place=what)
        else:
            unit, said = acceleration_unit(values, rate, place=what)
        si[turning] = values * (TURNING if turning else ACCELERATION)[unit]
        notes.append(f"{what} is {said}.")
        if not turning:
            require_gravity(si[turning], place=what)
        elif doubt := turning_doubt(si[turning], place=what):
            notes.append(doubt)
        stuck = clipped(si[turning], "turning" if turning else "acceleration")
        cut = np.maximum(cut, stuck)
        if stuck.any():
            notes.append(f"{what} stands at the end of its range in {int(stuck.sum())} samples: peaks are cut there.")
    return Inertial(place, rate, si.get(False), si.get(True), int(cut.sum())), notes
