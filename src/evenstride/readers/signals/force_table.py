"""Plain tables of force: a rate or a time column, and one column a component, with units given or found."""

from __future__ import annotations

import re

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Plate, Signal
from evenstride.core.units import GRAVITY, to_si
from evenstride.readers.plates import points_down
from evenstride.readers.sampled import Heading, cells, clock_unit, heading, number_of, numbers, rate_of, told_rate
from evenstride.readers.text import decode, head
from evenstride.readers.told import Told

NAME = "force table"
SUFFIXES = (".csv", ".txt", ".tsv")
UNITS = {"force": "N", "moment": "N·m"}
NEEDS = "a column 'Fz' or 'force', and a column 'time' or a line like 'rate 1000 Hz'"

EXAMPLE = b"time (s),Fx (N),Fy (N),Fz (N)\n" + b"".join(
    b"%.3f,%.1f,%.1f,%.1f\n" % (0.001 * i, *((12.0, i - 150.0, 900.0 + 3.0 * i) if 60 < i < 260 else (0.0, 0.0, 0.0)))
    for i in range(320)
)

_VERTICAL = {"fz", "force", "grf", "vgrf", "vertical force", "force z", "ground reaction force"}
_COMPONENTS = {"fx": 0, "force x": 0, "fy": 1, "force y": 1, **dict.fromkeys(_VERTICAL, 2)}
_FEET = {"left": "left foot", "l": "left foot", "right": "right foot", "r": "right foot"}
_OF_A_PLATE = re.compile(r"(?:(?P<before>left|right|l|r) )?(?P<what>.+?)(?: ?(?P<after>\d{1,2}| left| right| l| r))?")
_TIME = {"time", "t", "zeit", "temps"}
_LOOKED_AT = 4000


def sniff(data: bytes) -> bool:
    """Return whether one of the first lines names a vertical force, and the file has a time or a rate.

    A file of forces and nothing else, or of one column of numbers, is one too: `read` says what it lacks.
    """
    lines = head(data, _LOOKED_AT).splitlines()
    header = _header(lines)
    if header is None:
        return _one_column(lines)
    names = [heading(cell).name for cell in cells(lines[header])]
    timed = any(name in _TIME for name in names) or told_rate(lines[: header + 1]) is not None
    return timed or (_are_numbers(lines[header + 1 : header + 3]) and all(_component(name) for name in names))


def read(data: bytes, told: Told) -> tuple[Signal, tuple[str, ...]]:
    """Read the plates or belts of a table: one, or several told apart by a number or a side in their headings."""
    lines = decode(data)[0].splitlines()
    header = _header(lines[:_LOOKED_AT])
    if header is None:
        raise _bare("it is one column of numbers, and says neither what they are, nor how many there are a second")
    names = [heading(cell) for cell in cells(lines[header])]
    if told_rate(lines[: header + 1]) is None and not any(one.name in _TIME for one in names):
        unit = "" if all(one.unit for one in names) else ", nor their unit"
        raise _bare(f"it holds forces, and does not say how many there are a second{unit}")
    values = numbers(lines[header + 1 :], header + 2, len(names))
    rate, said = _rate(lines[: header + 1], names, values)
    plates, units = _plates(names, values, rate)
    return Signal(told.athlete, plates=plates), (said, units)


def _bare(what: str) -> InputError:
    return InputError(
        what,
        why="Without it a force has no time",
        remedy="Write two lines above the numbers, such as 'rate 1000 Hz' and 'Fz (N)', with the rate and the unit of "
        "your plate; or add a column 'time (s)'",
    )


def _one_column(lines: list[str]) -> bool:
    """Return whether there are only numbers, one a line."""
    found = [line.strip() for line in lines[:-1] if line.strip()]
    # A comma in it is a decimal mark, and there is one at most.
    alone = all(mark not in line for line in found for mark in "\t; ") and all(line.count(",") < 2 for line in found)
    return len(found) > 1 and alone and _are_numbers([line.replace(",", ".") for line in found])


def _are_numbers(lines: list[str]) -> bool:
    """Return whether there are lines, and all of their cells hold numbers."""
    try:
        values = [number_of(cell) for line in lines for cell in cells(line)]
    except ValueError:
        return False
    return bool(values) and not np.isnan(values).any()


def _header(lines: list[str]) -> int | None:
    for index, line in enumerate(lines):
        if any((found := _component(heading(cell).name)) is not None and found[1] == 2 for cell in cells(line)):
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
    if told is not None and abs(rate / told - 1.0) > 0.02:
        raise InputError(
            f"its head says {told:g} samples a second, its times say {rate:.4g}",
            why="One of them is wrong, and with it every time",
            remedy="Correct the rate or the column 'time'",
        )
    return rate, f"{rate:g} samples a second, by the column of times in {unit}."


def _component(name: str) -> tuple[str, int] | None:
    """Return which plate a heading belongs to, empty where it names none, and which axis; None for another column."""
    if name in _COMPONENTS:
        return "", _COMPONENTS[name]
    match = _OF_A_PLATE.fullmatch(name)
    if match is None or match["what"] not in _COMPONENTS or (match["before"] and match["after"]):
        return None
    who = (match["before"] or match["after"] or "").strip()
    return _FEET.get(who, f"plate {who}"), _COMPONENTS[match["what"]]


def _plates(names: list[Heading], values: Array, rate: float) -> tuple[tuple[Plate, ...], str]:
    forces: dict[str, Array] = {}
    units: dict[str, None] = {}
    for index, one in enumerate(names):
        found = _component(one.name)
        if found is None:
            continue
        who, axis = found
        force = forces.setdefault(who, np.full((len(values), 3), np.nan))
        if not np.isnan(force[:, axis]).all():
            raise InputError(
                f"'{one.name}' stands in two columns",
                place="line of headings",
                remedy="Number the plates, as in 'Fz1 (N)' and 'Fz2 (N)', or name the feet, as in 'Fz left (N)'",
            )
        force[:, axis] = _factor(one.unit) * values[:, index]
        if axis == 2:
            units[one.unit] = None
    plates = tuple(
        Plate(who or "plate 1", rate, -force if points_down(force[:, 2]) else force) for who, force in forces.items()
    )
    said = " and ".join(unit or "N, for no unit stands in the heading" for unit in units)
    many = f" Plates: {', '.join(plate.name for plate in plates)}." if len(plates) > 1 else ""
    return plates, f"Force in {said}.{many}" if "" not in units else f"Force taken as {said}.{many}"


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
