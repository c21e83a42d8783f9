"""Tables of inertial sensors: a clock or a rate, columns of acceleration, and often of turning, of one or more."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Inertial, Signal
from evenstride.core.units import to_si
from evenstride.core.worn import worn_at
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
from evenstride.readers.sampled import Heading, cells, clock_unit, gridded, heading, numbers, told_rate
from evenstride.readers.text import decode, head
from evenstride.readers.told import Told

NAME = "inertial sensors"
SUFFIXES = (".csv", ".txt", ".tsv")
UNITS = {"acceleration": "m/s²", "turning": "rad/s"}
NEEDS = "columns such as 'acc_x (g)' or 'left shank gyro_x (deg/s)', and a column 'time' or a line like 'rate 100 Hz'"
EXAMPLE = b"time (s),sacrum acc_x (g),sacrum acc_y (g),sacrum acc_z (g)\n" + b"".join(
    b"%.3f,%.3f,%.3f,%.3f\n" % (0.005 * i, 0.1 * (-1) ** i, 0.0, 1.0 + 0.9 * np.sin(0.1 * i)) for i in range(400)
)

_LOOKED_AT = 8000
_SENSOR = re.compile(
    r"(?P<place>.*?)\b ?(?P<free>linear|user|free)? ?"
    r"(?P<kind>acceleration|accelerometer acceleration|accelerometer|accel|acc|a"
    r"|gyroscope|gyro rotation|gyro|gyr|angular velocity|angular rate|rotation rate|omega|w|g)"
    r" ?(?P<mode>ln|wr|lownoise|widerange|low noise|wide range)? ?(?P<axis>[xyz])(?: (?P<unit>\S+))?(?: cal| uncal)?"
)
_CLOCK = (
    re.compile(r"(?:seconds|time) elapsed|elapsed(?: time)?|sample ?time ?fine"),
    re.compile(r".*\btime ?stamp\b.*|.*\b(?:time|zeit|temps|epoch)\b.*|t"),
)
_WIDE = {"wr", "widerange", "wide range"}
_OF_A_TEST = {"side", "test", "athlete"}


@dataclass(slots=True)
class _Sensor:
    """Columns of one quantity of one sensor."""

    place: str
    turning: bool
    free: bool
    wide: bool
    columns: dict[str, int] = field(default_factory=dict[str, int])
    unit: str = ""


def sniff(data: bytes) -> bool:
    """Return whether one of the first lines names an acceleration, and the file has a clock or a rate.

    A table that names its test or its side is that of a field test, which `evenstride import` reads; one that says of
    every row where its sensor sat is a long table.
    """
    lines = head(data, _LOOKED_AT).splitlines()
    header = _header(lines)
    if header is None:
        return False
    names = [_heading(cell) for cell in cells(lines[header])]
    if any(one.name in _OF_A_TEST for one in names) or placement_column(names) is not None:
        return False
    return _clock(names) is not None or told_rate(lines[: header + 1]) is not None


def read(data: bytes, told: Told) -> tuple[Signal, tuple[str, ...]]:
    """Read every sensor; values at the end of a range are counted, gravity stays in."""
    lines = decode(data)[0].splitlines()
    header = _header(lines[:_LOOKED_AT])
    assert header is not None, "sniffed before"
    names = [_heading(cell) for cell in cells(lines[header])]
    first = header + 1
    units = cells(lines[first]) if first < len(lines) else []
    if len(units) >= len(names) and not any(_is_number(cell) for cell in units):
        names = [Heading(one.name, one.unit or unit) for one, unit in zip(names, units, strict=False)]
        first += 1
    sensors = _chosen(_sensors(names))
    clock = _clock(names)
    wanted = sorted(
        {index for one in sensors for index in one.columns.values()} | (set() if clock is None else {clock})
    )
    values = numbers(lines[first:], first + 1, len(names), wanted)
    rate, table, said = _timed(
        values, None if clock is None else (wanted.index(clock), names[clock]), told_rate(lines[: header + 1])
    )
    found, notes = _inertials(sensors, table, wanted, rate)
    return Signal(told.athlete, sensors=found), (said, *notes)


def _heading(cell: str) -> Heading:
    # `accelX` and `gyroRotationX` are words run together.
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell.strip().strip('"'))
    found = heading(apart)
    name = re.sub(r"[-.:/]+", " ", found.name)
    return Heading(re.sub(r" +", " ", name).strip(), found.unit)


def _header(lines: list[str]) -> int | None:
    for index, line in enumerate(lines):
        found = _sensors([_heading(cell) for cell in cells(line)])
        # Turning alone is that of a phone on a thigh, unless it says where on the body it sat.
        if any(not one.turning or worn_at(one.place) is not None for one in found):
            return index
    return None


def _sensors(names: list[Heading]) -> list[_Sensor]:
    """Return the sensors that headings name; `gx` is turning only beside `ax`, for elsewhere it is gravity."""
    found: dict[tuple[str, bool, bool, bool], _Sensor] = {}
    for index, one in enumerate(names):
        match = _SENSOR.fullmatch(one.name)
        unit = stated(one.unit) or (stated(match["unit"]) if match and match["unit"] else "")
        if match is None or (match["unit"] and not stated(match["unit"]) and match["unit"] not in ("cal", "uncal")):
            continue
        turning = match["kind"][0] in "gorw" or match["kind"].startswith("angular")
        if (unit in ACCELERATION and turning) or (unit in TURNING and not turning):
            continue
        key = (match["place"].strip(), turning, match["free"] is not None, match["mode"] in _WIDE)
        sensor = found.setdefault(key, _Sensor(*key))
        sensor.columns.setdefault(match["axis"], index)
        sensor.unit = sensor.unit or unit
    return list(found.values())


def _chosen(sensors: list[_Sensor]) -> list[_Sensor]:
    """Return one acceleration and one turning a place: gravity in it before without, the wide range before the fine."""
    best: dict[tuple[str, bool], _Sensor] = {}
    for one in sorted(sensors, key=lambda one: (one.free, not one.wide)):
        best.setdefault((one.place, one.turning), one)
    return [one for one in sensors if one in best.values()]


def _clock(names: list[Heading]) -> int | None:
    for pattern in _CLOCK:
        for index, one in enumerate(names):
            bare = re.sub(r" (?:ns|us|µs|ms|s|sec|seconds?)$", "", one.name)
            if pattern.fullmatch(bare) and _SENSOR.fullmatch(one.name) is None:
                return index
    return None


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True


def _timed(values: Array, clock: tuple[int, Heading] | None, told: float | None) -> tuple[float, Array, str]:
    """Return rate, values on an even grid and how the clock was understood."""
    if clock is None:
        assert told is not None, "sniffed before"
        return told, values, f"{told:g} samples a second, as the file says."
    column, name = clock
    ticks = values[:, column]
    if np.isnan(ticks).any():
        empty = int(np.argmax(np.isnan(ticks))) + 1
        raise InputError(f"sample {empty} has no time", place=f"column '{name.name}'", remedy="Export it again")
    match = re.search(r" (ns|us|µs|ms|s)$", name.name)
    unit = clock_unit(float(np.median(np.diff(ticks))), _time_unit(name.unit) or (match[1] if match else ""))
    rate, table, lost = gridded((ticks - ticks[0]) * to_si(1.0, unit), values, place=f"column '{name.name}'")
    gone = f"; {lost} samples the clock left out stay empty" if lost else ""
    return rate, table, f"{rate:g} samples a second, by the column '{name.name}' in {unit}{gone}."


def _time_unit(unit: str) -> str:
    """Return the unit of a clock that a heading or a row of units states; a word that is none is passed over."""
    known = {"s", "ms", "us", "µs", "μs", "ns", "sec", "seconds", "msec", "milliseconds", "microseconds", "nanoseconds"}
    return unit if unit.lower() in known else ""


def _inertials(
    sensors: list[_Sensor], table: Array, wanted: list[int], rate: float
) -> tuple[tuple[Inertial, ...], list[str]]:
    found: dict[str, dict[bool, Array]] = {}
    cut: dict[str, Array] = {}
    notes: list[str] = []
    for one in sensors:
        values = np.full((len(table), 3), np.nan)
        for axis, index in one.columns.items():
            values[:, "xyz".index(axis)] = table[:, wanted.index(index)]
        what = f"{'Turning' if one.turning else 'Acceleration'}{f' of {one.place}' if one.place else ''}"
        values, said = _si(one, values, rate, what)
        if one.turning and (doubt := turning_doubt(values, place=what)):
            notes.append(doubt)
        elif not one.turning and not one.free:
            require_gravity(values, place=what)
        found.setdefault(one.place, {})[one.turning] = values
        stuck = clipped(values, "turning" if one.turning else "acceleration")
        cut[one.place] = np.maximum(cut.get(one.place, np.zeros(len(table))), stuck)
        notes.append(f"{what}: axes {', '.join(sorted(one.columns))}; {said}.")
        if stuck.any():
            notes.append(f"{what} stands at the end of its range in {int(stuck.sum())} samples: peaks are cut there.")
    return tuple(
        Inertial(place, rate, mine.get(False), mine.get(True), int(cut[place].sum())) for place, mine in found.items()
    ), notes


def _si(one: _Sensor, values: Array, rate: float, place: str) -> tuple[Array, str]:
    if np.isnan(values).all():
        raise InputError("no value is there", place=place, remedy="Export it again")
    if one.unit:
        unit, said = one.unit, f"in {one.unit}, as the file says"
    elif one.turning:
        unit, said = turning_unit(values, place=place)
    elif one.free:
        raise InputError(
            "the unit of an acceleration without gravity is not said",
            place=place,
            remedy="Write the unit into the headings, for example 'linear acceleration x (m/s2)'",
        )
    else:
        unit, said = acceleration_unit(values, rate, place=place)
    gone = ", gravity taken out by the recorder" if one.free else ""
    return values * (TURNING if one.turning else ACCELERATION)[unit], said + gone
