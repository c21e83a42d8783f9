"""The gyroscope of a phone on one thigh, as logging apps write it: a time and rates of turn about its axes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import pi

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.protocol import FieldProtocol
from evenstride.core.raw import GyroTrace, RawKind
from evenstride.core.recording import Conditions, RawTest, Start
from evenstride.core.roles import Side
from evenstride.readers.columns import Column, plain, split_unit
from evenstride.readers.contract import Contents, Defaults, Source
from evenstride.readers.raw_tests import raw_test
from evenstride.readers.sheet import Sheet, understand
from evenstride.readers.table import Row
from evenstride.readers.ticks import read_times, time_column
from evenstride.readers.values import parse_number, parse_side, shorten

NAME = "phone gyroscope"
SUFFIXES = (".csv", ".txt", ".tsv")
UNITS = {"times": "s", "rates": "rad/s"}
NEEDS = "a column of time and columns of rotation such as 'Gyroscope x (rad/s)', 'gyroRotationX(rad/s)' or 'wx'"
COLUMNS = {f"gyroscope {axis}": "rate of turn of a phone about an axis" for axis in "xyz"}
EXAMPLE = """\
athlete,date,side,Time (s),Gyroscope x (rad/s),Gyroscope y (rad/s),Gyroscope z (rad/s)
""" + "".join(
    f"Noa,2024-05-04,left,{0.01 * i:.2f},{0.02 * (i % 3):.2f},{6.0 * np.sin(pi * i / 25):.3f},{-0.01 * (i % 2):.2f}\n"
    for i in range(60)
)

_FACTS = ("athlete", "date", "label", "test", "side", "mass", "height", "device", "surface", "birth_year", "birth_date")
_AXIS = re.compile(r"(?P<sensor>.*?) ?(?P<axis>[xyz])")
_SENSORS = (
    ("gyroscope", re.compile(r"gyro\w*(?: rotation)?|gyr")),
    ("rotation rate", re.compile(r"(?:motion ?)?rotation ?rate|angular (?:velocity|rate)|winkelgeschwindigkeit|drehrate"
                                 r"|vitesse angulaire")),
    ("omega", re.compile(r"[wω]|omega")),
)  # fmt: skip
_BARE = re.compile(r"g?")
_FEWEST = 30
_FASTEST = 40.0
_SLOWEST_DEGREES = 80.0
"""Peaks in rad/s and °/s between which a unit cannot be told by its size: phones end at 2000 °/s, 35 rad/s, and no leg
switches as slowly as 80 °/s (judgement)."""


@dataclass(frozen=True, slots=True)
class _Axes:
    """The columns of one sensor by axis, and whether they say that they are rotation."""

    columns: dict[str, Column]
    sensor: str


def sniff(source: Source) -> tuple[str, ...]:
    """Return what the file lacks for this format."""
    header = () if source.head is None else source.head.header
    lacking = () if _axes(header) is not None else ("a column of rotation about an axis",)
    return lacking if time_column(header) is not None else (*lacking, "a column of time")


def read(source: Source, defaults: Defaults) -> Contents:
    """Read one recording; rates and times stay as the phone wrote them."""
    axes, clock = _axes(source.table.header), time_column(source.table.header)
    if axes is None or clock is None:
        raise InputError("the columns of time and rotation are gone", remedy="Export the file again")
    _require_rotation(axes, source.name)
    columns = [axes.columns[axis] for axis in sorted(axes.columns)]
    sheet, notes = understand(source, defaults, _FACTS, also=(clock, *columns))
    rows = [row for row in sheet.rows if any(row.cells[column.index] for column in columns)]
    left_out = len(sheet.rows) - len(rows)
    _require_one(sheet, rows)
    times, time_note = read_times(sheet, rows, clock)
    rates, unit_note = _rates(sheet, rows, axes)
    facts = sheet.facts(rows, device="phone")
    facts["conditions"] = Conditions(start=Start.UNKNOWN, surface=facts["conditions"].surface)
    side = _side(sheet, rows, defaults)
    test = _test(sheet, rows)
    said = (
        f"Rotation is read from {', '.join(repr(shorten(one.header)) for one in columns)}; {unit_note}.",
        f"{time_note}.",
        f"The phone was on the {side} thigh: this recording says nothing about the {side.other} one, which needs a "
        f"recording of its own. Two recordings are never laid over each other.",
        *([f"{left_out} rows without a value of the gyroscope were left out."] if left_out else []),
    )
    return Contents(
        (RawTest(**facts, test=test.id, version=test.version, side=side, raw=GyroTrace(times, rates)),), notes + said
    )


def _axes(header: Sequence[str]) -> _Axes | None:
    """Return the axes of the most telling sensor there is; bare x, y, z come last."""
    found: dict[str, dict[str, Column]] = {}
    for index, text in enumerate(header):
        name, unit = split_unit(text)
        match = _AXIS.fullmatch(plain(name))
        sensor = None if match is None else _sensor(match["sensor"], unit)
        if match is not None and sensor is not None:
            found.setdefault(sensor, {}).setdefault(match["axis"], Column(index, text, unit))
    for sensor in (*(name for name, _ in _SENSORS), "turning", ""):
        if sensor in found and (sensor or len(found[sensor]) == 3):
            return _Axes(found[sensor], sensor)
    return None


def _sensor(name: str, unit: str) -> str | None:
    """Return which sensor a column belongs to: empty for a bare axis, None for something else."""
    for sensor, pattern in _SENSORS:
        if pattern.fullmatch(name):
            return sensor
    if _BARE.fullmatch(name) is None:
        return None
    # A bare x is anything; with an angular unit it is a rate of turn. 'gx' is gravity as often as gyroscope.
    return "turning" if _is_angular(unit) else "" if not name and not unit else None


def _is_angular(unit: str) -> bool:
    try:
        return Column(0, "", unit).factor("rad/s") > 0.0 if unit else False
    except InputError:
        return False


def _require_rotation(axes: _Axes, name: str) -> None:
    """Refuse columns that are called x, y and z alone, unless the file is named after its sensor."""
    if not axes.sensor and not re.search(r"gyro|rotation|drehrate", name.casefold()):
        raise InputError(
            "the columns x, y and z do not say what they are",
            place="header",
            why="Logging apps write acceleration and rotation under the same names, and nothing else tells them apart",
            remedy="Give the file as the app named it ('Gyroscope.csv'), or write 'Gyroscope x (rad/s)' in the header",
        )


def _require_one(sheet: Sheet, rows: Sequence[Row]) -> None:
    if len(rows) < _FEWEST:
        raise InputError(
            f"there are {len(rows)} samples of the gyroscope",
            why=f"Switches cannot be told from fewer than {_FEWEST}",
            remedy="Export the whole recording",
        )
    for field in ("athlete", "date"):
        sheet.one_text(rows, field)


def _rates(sheet: Sheet, rows: Sequence[Row], axes: _Axes) -> tuple[np.ndarray, str]:
    units = {column.unit for column in axes.columns.values()}
    if len(units) > 1:
        raise InputError(
            f"the axes are in {' and '.join(sorted(repr(unit) for unit in units))}",
            place="header",
            remedy="Give all three in one unit",
        )
    written = np.zeros((len(rows), 3))
    for axis, column in axes.columns.items():
        written[:, "xyz".index(axis)] = [sheet.parsed(row, column, parse_number) for row in rows]
    unit = next(iter(units))
    stated = next(iter(axes.columns.values())).factor("rad/s")
    peak = float(np.quantile(np.linalg.norm(written, axis=1), 0.995))
    factor, note = (stated, f"the unit is {unit}") if unit else _by_size(peak)
    if factor * peak > _FASTEST:
        raise InputError(
            f"the phone turns at {factor * peak:.3g} rad/s",
            place=f"column '{shorten(next(iter(axes.columns.values())).header)}'",
            why=f"No leg and no phone reaches {_FASTEST:g} rad/s; the numbers look like degrees",
            remedy="Write the unit into the header, for example 'Gyroscope x (deg/s)'",
        )
    missing = [axis for axis in "xyz" if axis not in axes.columns]
    if missing:
        note += f"; without {' and '.join(missing)}, turns about that axis are not seen"
    return factor * written, note


def _by_size(peak: float) -> tuple[float, str]:
    if peak <= _FASTEST:
        return 1.0, f"no unit is stated, and a peak of {peak:.3g} can only be rad/s"
    if peak >= _SLOWEST_DEGREES:
        return pi / 180.0, f"no unit is stated, and a peak of {peak:.3g} can only be degrees a second"
    raise InputError(
        f"rotation peaks at {peak:.3g}, which may be rad/s or degrees a second",
        place="header",
        remedy="Write the unit into the header, for example 'Gyroscope x (rad/s)'",
    )


def _side(sheet: Sheet, rows: Sequence[Row], defaults: Defaults) -> Side:
    if sheet.one_text(rows, "side"):
        row = next(row for row in rows if sheet.text(row, "side"))
        return sheet.parsed(row, sheet.columns["side"], parse_side)
    if defaults.side is None:
        raise InputError(
            "it is not said which thigh carried the phone",
            why="A logging app does not know",
            remedy="Give --side left or --side right, or fill in a column 'side'",
        )
    return defaults.side


def _test(sheet: Sheet, rows: Sequence[Row]) -> FieldProtocol:
    said = sheet.one_text(rows, "test")
    return raw_test(said, RawKind.GYRO, f"column '{sheet.columns['test'].header}'" if said else "")
