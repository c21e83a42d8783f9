"""Plain tables of force: a rate or a time column, and one column a component, with units given or found."""

from __future__ import annotations

import re
from contextlib import suppress

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Plate, Signal
from evenstride.core.units import GRAVITY, to_si
from evenstride.readers.text import decode

NAME = "force table"
SUFFIXES = (".csv", ".txt", ".tsv")
UNITS = {"force": "N", "moment": "N·m"}
NEEDS = "a column 'Fz' or 'force', and a column 'time' or a line like 'rate 1000 Hz'"

_VERTICAL = {"fz", "force", "grf", "vgrf", "vertical force", "force z", "fz1", "ground reaction force"}
_OTHERS = {"fx": 0, "force x": 0, "fy": 1, "force y": 1}
_TIME = {"time", "t", "zeit", "temps"}
_RATE = re.compile(r"(?:rate|frequency|fs|abtastrate|hz)\D{0,12}?(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\s*hz", re.IGNORECASE)
_UNIT = re.compile(r"^(?P<name>.*?)\s*[\[(](?P<unit>[^\])]*)[\])]\s*$")
_LOOKED_AT = 4000


def sniff(data: bytes) -> bool:
    """Return whether one of the first lines names a vertical force, and the file has a time or a rate."""
    with suppress(InputError, UnicodeDecodeError):
        lines = data[:_LOOKED_AT].decode("utf-8", errors="replace").splitlines()
        header = _header(lines)
        if header is not None:
            names = [_split(cell)[0] for cell in _cells(lines[header])]
            return any(name in _TIME for name in names) or _told_rate(lines[: header + 1]) is not None
    return False


def read(data: bytes, athlete: str) -> tuple[Signal, tuple[str, ...]]:
    """Read one plate or belt from a table."""
    lines = decode(data)[0].splitlines()
    header = _header(lines[:50])
    assert header is not None, "sniffed before"
    cells = _cells(lines[header])
    values = _values(lines, header, len(cells))
    names = [_split(cell) for cell in cells]
    rate, said = _rate(lines[: header + 1], names, values)
    force, unit = _force(names, values)
    return Signal(athlete, plates=(Plate("plate 1", rate, force),)), (said, unit)


def _header(lines: list[str]) -> int | None:
    for index, line in enumerate(lines):
        if any(_split(cell)[0] in _VERTICAL for cell in _cells(line)):
            return index
    return None


def _cells(line: str) -> list[str]:
    separator = next((mark for mark in ("\t", ";", ",") if mark in line), None)
    return [cell.strip().strip('"') for cell in (line.split(separator) if separator else [line])]


def _split(cell: str) -> tuple[str, str]:
    match = _UNIT.match(cell)
    name, unit = (match["name"], match["unit"]) if match else (cell, "")
    return re.sub(r"[_\s]+", " ", name).strip().lower(), unit.strip()


def _told_rate(lines: list[str]) -> float | None:
    for line in lines:
        if (match := _RATE.search(line)) is not None:
            rate = float(match[1] or match[2])
            if 10.0 <= rate <= 100_000.0:
                return rate
    return None


def _values(lines: list[str], header: int, width: int) -> Array:
    rows: list[list[float]] = []
    for number, line in enumerate(lines[header + 1 :], start=header + 2):
        if not line.strip():
            continue
        cells = _cells(line)
        # A decimal comma: the separator is another mark, or there is one column only.
        try:
            rows.append([float(cell.replace(",", ".")) if cell else np.nan for cell in cells])
        except ValueError:
            raise InputError(
                f"'{line.strip()[:40]}' is no row of numbers",
                place=f"line {number}",
                remedy="Correct or delete the line",
            ) from None
        if len(cells) != width:
            raise InputError(
                f"{len(cells)} cells under {width} headings", place=f"line {number}", remedy="Export the table again"
            )
    if len(rows) < 2:
        raise InputError("the table has no rows", remedy="Export it again with the samples of the run")
    return np.array(rows)


def _rate(lines: list[str], names: list[tuple[str, str]], values: Array) -> tuple[float, str]:
    told = _told_rate(lines)
    column = next((index for index, (name, _) in enumerate(names) if name in _TIME), None)
    if column is None:
        assert told is not None, "sniffed before"
        return told, f"{told:g} samples a second, as the file says."
    steps = np.diff(values[:, column])
    unit = names[column][1] or ("ms" if np.median(steps) >= 0.5 else "s")
    step = float(np.median(steps)) * to_si(1.0, unit)
    if not step > 0.0 or np.abs(steps * to_si(1.0, unit) - step).max() > 0.5 * step:
        raise InputError(
            "its times are not evenly spaced",
            place="column 'time'",
            why="A gap or a pause lies in the file",
            remedy="Export the trial without gaps",
        )
    # Printed times are rounded; the whole span tells the rate best.
    rate = (len(values) - 1) / (to_si(1.0, unit) * (values[-1, column] - values[0, column]))
    rate = round(rate) if abs(rate - round(rate)) < 2e-3 * rate else rate
    return float(rate), f"{rate:g} samples a second, by the column of times in {unit}."


def _force(names: list[tuple[str, str]], values: Array) -> tuple[Array, str]:
    force = np.full((len(values), 3), np.nan)
    vertical = next(index for index, (name, _) in enumerate(names) if name in _VERTICAL)
    unit = names[vertical][1]
    factor = _factor(unit)
    for index, (name, _) in enumerate(names):
        if name in _OTHERS:
            force[:, _OTHERS[name]] = factor * values[:, index]
    force[:, 2] = factor * values[:, vertical]
    middle = np.nanmedian(force[:, 2])
    if middle - np.nanmin(force[:, 2]) > 2.0 * (np.nanmax(force[:, 2]) - middle):
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
