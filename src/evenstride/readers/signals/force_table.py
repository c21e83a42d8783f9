"""Plain tables of force: a rate or a time column, and one column a component, with units given or found."""

from __future__ import annotations

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Plate, Signal
from evenstride.core.units import GRAVITY, to_si
from evenstride.readers.plates import points_down
from evenstride.readers.sampled import Heading, cells, clock_unit, heading, numbers, rate_of, told_rate
from evenstride.readers.text import decode
from evenstride.readers.told import Told

NAME = "force table"
SUFFIXES = (".csv", ".txt", ".tsv")
UNITS = {"force": "N", "moment": "N·m"}
NEEDS = "a column 'Fz' or 'force', and a column 'time' or a line like 'rate 1000 Hz'"

EXAMPLE = b"time (s),Fx (N),Fy (N),Fz (N)\n" + b"".join(
    b"%.3f,%.1f,%.1f,%.1f\n" % (0.001 * i, *((12.0, i - 150.0, 900.0 + 3.0 * i) if 60 < i < 260 else (0.0, 0.0, 0.0)))
    for i in range(320)
)

_VERTICAL = {"fz", "force", "grf", "vgrf", "vertical force", "force z", "fz1", "ground reaction force"}
_OTHERS = {"fx": 0, "force x": 0, "fy": 1, "force y": 1}
_TIME = {"time", "t", "zeit", "temps"}
_LOOKED_AT = 4000


def sniff(data: bytes) -> bool:
    """Return whether one of the first lines names a vertical force, and the file has a time or a rate."""
    lines = data[:_LOOKED_AT].decode("utf-8", errors="replace").splitlines()
    header = _header(lines)
    if header is None:
        return False
    names = [heading(cell).name for cell in cells(lines[header])]
    return any(name in _TIME for name in names) or told_rate(lines[: header + 1]) is not None


def read(data: bytes, told: Told) -> tuple[Signal, tuple[str, ...]]:
    """Read one plate or belt from a table."""
    lines = decode(data)[0].splitlines()
    header = _header(lines[:_LOOKED_AT])
    assert header is not None, "sniffed before"
    names = [heading(cell) for cell in cells(lines[header])]
    values = numbers(lines[header + 1 :], header + 2, len(names))
    rate, said = _rate(lines[: header + 1], names, values)
    force, unit = _force(names, values)
    return Signal(told.athlete, plates=(Plate("plate 1", rate, force),)), (said, unit)


def _header(lines: list[str]) -> int | None:
    for index, line in enumerate(lines):
        if any(heading(cell).name in _VERTICAL for cell in cells(line)):
            return index
    return None


def _rate(lines: list[str], names: list[Heading], values: Array) -> tuple[float, str]:
    told = told_rate(lines)
    column = next((index for index, one in enumerate(names) if one.name in _TIME), None)
    if column is None:
        assert told is not None, "sniffed before"
        return told, f"{told:g} samples a second, as the file says."
    times = values[:, column]
    unit = clock_unit(float(np.median(np.diff(times))), names[column].unit)
    rate = rate_of(times * to_si(1.0, unit), place="column 'time'")
    return rate, f"{rate:g} samples a second, by the column of times in {unit}."


def _force(names: list[Heading], values: Array) -> tuple[Array, str]:
    force = np.full((len(values), 3), np.nan)
    vertical = next(index for index, one in enumerate(names) if one.name in _VERTICAL)
    unit = names[vertical].unit
    factor = _factor(unit)
    for index, one in enumerate(names):
        if one.name in _OTHERS:
            force[:, _OTHERS[one.name]] = factor * values[:, index]
    force[:, 2] = factor * values[:, vertical]
    if points_down(force[:, 2]):
        force = -force
    said = f"Force in {unit}." if unit else "Force taken as N: no unit stands in the heading."
    return force, said


def _factor(unit: str) -> float:
    if unit.lower() in ("kn", "kilonewton"):
        return 1000.0
    if unit.lower() in ("bw", "body weights", "bodyweight", "body weight"):
        raise InputError(
            "the force is in body weights",
            place="column of the force",
            why="Without the runner's mass that is no force",
            remedy=f"Multiply by mass × {GRAVITY} and export N",
        )
    return to_si(1.0, unit) if unit else 1.0
