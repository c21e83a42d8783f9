"""Vicon Nexus "Devices" tables: every device's channels under two lines of headings and one of units."""

from __future__ import annotations

import csv
import io
import re
from itertools import groupby

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Plate, Signal
from evenstride.core.units import to_si
from evenstride.readers.plates import points_down
from evenstride.readers.sampled import writable
from evenstride.readers.text import decode, head
from evenstride.readers.told import Told

NAME = "Vicon Nexus devices"
SUFFIXES = (".csv",)
UNITS = {"force": "N", "moment": "N·m"}
NEEDS = "a first line 'Devices', the rate in the second, and columns Fx, Fy, Fz under a force plate's name"

EXAMPLE = (
    "Devices\n1000\n,,Plate 1 - Force,,,Plate 1 - Moment,,\n"
    "Frame,Sub Frame,Fx,Fy,Fz,Mx,My,Mz\n,,N,N,N,N.mm,N.mm,N.mm\n"
    + "".join(
        f"{1 + i // 10},{i % 10}," + ("30.0,-80.0,-1200.0,15000,-9000,500" if 60 < i < 260 else "0,0,0,0,0,0") + "\n"
        for i in range(400)
    )
).encode()

_PLATE = re.compile(r"^(?P<name>.+?) - (?P<what>Force|Moment|CoP)$")
_COMPONENT = re.compile(r"[FM][xyz]", re.IGNORECASE)
_HEAD = 5
ON_THE_FOOT = "Forces are those on the foot, up positive; a plate that wrote the opposite is turned round."


def sniff(data: bytes) -> bool:
    """Return whether the first line is `Devices`."""
    return head(data, 40).split("\n", 1)[0].strip().strip(",;") == "Devices"


def read(data: bytes, told: Told) -> tuple[Signal, tuple[str, ...]]:
    """Read the force plates of a table; forces on the foot, up positive."""
    lines = decode(data)[0].splitlines()
    if len(lines) <= _HEAD:
        raise InputError("the table has no rows", remedy="Export it again with the frames of the run")
    rate = _rate(lines[1])
    names, components, units = (next(csv.reader([line])) for line in lines[2:_HEAD])
    columns = _columns(names, components, units)
    last = next((i for i in range(_HEAD, len(lines)) if not lines[i].strip(" ,;")), len(lines))
    values = _values(lines[_HEAD:last], len(components))
    _require_every_frame(components, values)
    plates = tuple(_plate(name, list(mine), values, rate) for name, mine in groupby(columns, key=lambda one: one[0]))
    if not plates:
        raise InputError("it holds no force plate", remedy="Export the devices with their forces")
    many = "s" if len(plates) > 1 else ""
    said = f"{len(plates)} force plate{many} at {rate:g} samples a second, {len(values)} samples."
    return Signal(told.athlete, plates=plates), (said, ON_THE_FOOT)


def _rate(line: str) -> float:
    try:
        rate = float(line.strip().strip(",;"))
    except ValueError:
        rate = 0.0
    if not 10.0 <= rate <= 100_000.0:
        raise InputError(
            f"'{line.strip()[:40]}' is no sampling rate",
            place="line 2",
            remedy="Export the devices anew; the second line holds the samples a second",
        )
    return rate


def _columns(names: list[str], components: list[str], units: list[str]) -> list[tuple[str, str, str, int, float]]:
    """Return plate, quantity, component, column and factor to SI of every column of a plate."""
    found: list[tuple[str, str, str, int, float]] = []
    title = ""
    for index, component in enumerate(components):
        title = (names[index].strip() if index < len(names) else "") or title
        match = _PLATE.match(title)
        if match is not None and match["what"] != "CoP" and _COMPONENT.fullmatch(component.strip()):
            unit = units[index].strip().replace(".", "") if index < len(units) else ""
            factor = 1e-3 if unit == "Nmm" else to_si(1.0, unit)
            found.append((match["name"], match["what"], component.strip()[-1:].lower(), index, factor))
    return found


def _values(lines: list[str], width: int) -> Array:
    if not lines:
        raise InputError("the table has no rows", remedy="Export it again with the frames of the run")
    try:
        values = np.loadtxt(io.StringIO("\n".join(lines)), delimiter=",", ndmin=2)
    except ValueError as broken:
        row = re.search(r"row (\d+)", str(broken))
        where = f"line {int(row[1]) + _HEAD}" if row else "the rows"
        raise InputError(
            "a cell is empty or no number", place=where, remedy="Export the table again, without gaps"
        ) from None
    if values.shape[1] != width:
        raise InputError(f"{values.shape[1]} columns under {width} headings", remedy="Export the table again")
    return writable(values)


def _require_every_frame(components: list[str], values: Array) -> None:
    """Refuse rows whose frames do not follow each other: what comes after a gap would be early."""
    if [name.strip().lower() for name in components[:2]] != ["frame", "sub frame"]:
        return
    samples = values[:, 0] * (values[:, 1].max() + 1.0) + values[:, 1]
    odd = np.flatnonzero(np.diff(samples) != 1.0)
    if odd.size:
        row = int(odd[0]) + 1
        raise InputError(
            f"frame {values[row, 0]:g}.{values[row, 1]:g} does not follow frame {values[row - 1, 0]:g}."
            f"{values[row - 1, 1]:g}",
            place=f"line {row + _HEAD + 1}",
            why="Rows are missing, and times after them would be wrong",
            remedy="Export the devices again, with every frame",
        )


def _plate(name: str, columns: list[tuple[str, str, str, int, float]], values: Array, rate: float) -> Plate:
    force = np.full((len(values), 3), np.nan)
    moment = np.full((len(values), 3), np.nan)
    for _, what, axis, index, factor in columns:
        (force if what == "Force" else moment)[:, "xyz".index(axis)] = factor * values[:, index]
    if np.isnan(force[:, 2]).all():
        raise InputError("it has no column Fz with values", place=name, remedy="Export the vertical force of the plate")
    upside = -1.0 if points_down(force[:, 2]) else 1.0
    return Plate(name, rate, upside * force, None if np.isnan(moment).any() else upside * moment)
