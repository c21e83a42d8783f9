"""OpenSim storage (MOT, STO): ground reactions, or angles of joints, under a head that ends with `endheader`."""

from __future__ import annotations

import re
from math import radians

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Angles, Markers, Plate, Signal
from evenstride.readers.sampled import number_of, rate_of, writable
from evenstride.readers.text import decode, head
from evenstride.readers.told import Told

NAME = "OpenSim storage"
SUFFIXES = (".mot", ".sto")
UNITS = {"force": "N", "moment": "N·m", "angles": "rad", "positions": "m"}
NEEDS = "a head of lines that ends with 'endheader'"
EXAMPLE = (
    "run_grf.mot\nversion=1\nnRows=100\nnColumns=19\ninDegrees=yes\nendheader\ntime\t"
    + "\t".join(
        f"{foot}_ground_{name}{axis}" for foot in "rl" for name in ("force_v", "force_p", "torque_") for axis in "xyz"
    )
    + "\n"
    + "".join(
        "\t".join([f"{0.005 * i:.3f}", *(_foot if i < 40 else _air), *(_foot if i >= 60 else _air)]) + "\n"
        for _foot, _air in ((["-90", "1500", "20", "0.3", "0", "0.1", "0", "1.5", "0"], ["0"] * 9),)
        for i in range(100)
    )
).encode()

_HEAD = 4000
_PART = re.compile(r"([vpm]?)([xyz])")
_QUANTITIES = {"force": "v", "torque": "t", "moment": "t"}
_SIDES = {"r": "right foot", "right": "right foot", "l": "left foot", "left": "left foot"}
_PLACE = re.compile(r"^(?P<name>.+)_t(?P<axis>[xyz])$")
_JOINTS = re.compile(r"hip|knee|ankle|subtalar|mtp|lumbar|pelvis|trunk|arm|elbow|pro_sup|wrist|thigh|shank|foot"
                     r"|shoulder|thorax|neck|head")  # fmt: skip
_NO_ANGLES = re.compile(r"/speed$|/activation|fiber|_(?:u|force|moment|vel|acc|beta|power)$|velocity|force|moment")


def sniff(data: bytes) -> bool:
    """Return whether a line `endheader` comes soon."""
    return re.search(r"(?im)^\s*endheader\s*$", head(data, _HEAD).replace("\r", "")) is not None


def read(data: bytes, told: Told) -> tuple[Signal, tuple[str, ...]]:
    """Read ground reactions as plates, angles as angles, and the place of the pelvis as a marker of that name."""
    lines = decode(data)[0].splitlines()
    end = next(index for index, line in enumerate(lines) if line.strip().lower() == "endheader")
    fields = _head(lines[:end])
    body = [(number, line) for number, line in enumerate(lines[end + 1 :], start=end + 2) if line.strip()]
    if not body:
        raise _short("it ends with its head")
    names = re.split(r"[\t ]+", body[0][1].strip())
    if "\t" in body[0][1]:
        names = [name.strip() for name in body[0][1].strip().split("\t")]
    _require_scalars(fields)
    values = _rows(body[1:], len(names), fields)
    time = next((i for i, name in enumerate(names) if name.lower() == "time"), None)
    if time is None:
        raise InputError("it has no column 'time'", place=f"line {body[0][0]}", remedy="Export it again")
    rate = rate_of(values[:, time], place="column 'time'")
    return _signal(told.athlete, names, values, rate, float(values[0, time]), degrees=_degrees(fields))


def _signal(
    athlete: str, names: list[str], values: Array, rate: float, start: float, *, degrees: bool
) -> tuple[Signal, tuple[str, ...]]:
    plates, reactions = _plates(names, values, rate)
    markers, places = _places(names, values, rate)
    kept = [
        index
        for index, name in enumerate(names)
        if name not in reactions | places and _JOINTS.search(name.lower()) and not _NO_ANGLES.search(name.lower())
    ]
    angles = None
    if kept and not plates:
        turned = values[:, kept] * (radians(1.0) if degrees else 1.0)
        angles = Angles(tuple(_plain(names[index]) for index in kept), rate, turned)
    if not plates and angles is None:
        raise InputError(
            "it holds neither ground reactions nor angles of joints",
            why=f"Its columns are: {', '.join(names)[:200]}",
            remedy="Hand over the file of ground reactions, or the one inverse kinematics wrote",
        )
    said = [f"{len(values)} rows at {rate:g} a second" + (f", the first at {start:g} s." if start else ".")]
    if plates:
        said.append(f"Ground reactions: {', '.join(plate.name for plate in plates)}; forces on the foot, in N.")
    if angles is not None:
        said.append(f"{len(angles.names)} angles, written in {'degrees' if degrees else 'radians'}.")
    said.append("Axis Y points up, as in every OpenSim model.")
    return Signal(athlete, markers, plates, angles=angles, up=1, start=start), tuple(said)


def _head(lines: list[str]) -> dict[str, str]:
    """Return the fields of both heads there are: `nRows=10`, and the older `datarows 10`."""
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.strip().partition("=" if "=" in line else " ")
        found[name.strip().lower()] = value.strip()
    return found


def _degrees(fields: dict[str, str]) -> bool:
    told = fields.get("indegrees", "").lower()
    if told not in ("", "yes", "no"):
        raise InputError(f"'inDegrees={told}' is neither yes nor no", place="its head", remedy="Correct it")
    # The older head has no such field, and its angles are degrees.
    return told != "no"


def _require_scalars(fields: dict[str, str]) -> None:
    """Refuse tables of OpenSim whose cells are vectors, matrices or rotations."""
    kind = fields.get("datatype", "double")
    if kind.lower() != "double":
        raise InputError(
            f"its cells are of the type {kind}",
            place="its head",
            remedy="Export it as plain columns: with flatten() in OpenSim, or as MOT",
        )


def _rows(body: list[tuple[int, str]], width: int, fields: dict[str, str]) -> Array:
    if not body:
        raise _short("it has no rows")
    try:
        rows = np.loadtxt([line for _, line in body], ndmin=2, comments=None)
    except ValueError:
        rows = _row_by_row(body, width)
    if rows.shape[1] != width:
        rows = _row_by_row(body, width)
    # Sports2D counts its angles and leaves the time out.
    for names, there, also, what in (
        (("nrows", "datarows"), len(rows), 0, "rows"), (("ncolumns", "datacolumns"), width, 1, "columns"),
    ):  # fmt: skip
        for promised in (fields.get(field, "") for field in names):
            if promised.isdigit() and int(promised) not in (there, there - also):
                raise _short(f"{there} of {promised} {what} are there")
    if len(rows) < 2:
        raise _short("it has fewer than two rows")
    return writable(rows)


def _row_by_row(body: list[tuple[int, str]], width: int) -> Array:
    """Return the rows of a table that broke, up to where it breaks, which is said."""
    rows: list[list[float]] = []
    for number, line in body:
        # Between tabs a cell may be empty: an angle that could not be told.
        found = line.rstrip("\r\n").split("\t") if "\t" in line.strip() else line.split()
        found = found[:width] if not any(cell.strip() for cell in found[width:]) else found
        if len(found) != width:
            raise InputError(
                f"{len(found)} numbers under {width} names", place=f"line {number}", remedy="Copy or export it again"
            )
        try:
            rows.append([number_of(cell) for cell in found])
        except ValueError:
            raise InputError(
                f"'{line.strip()[:40]}' is no row of numbers", place=f"line {number}", remedy="Export it again"
            ) from None
    return np.array(rows)


def _plates(names: list[str], values: Array, rate: float) -> tuple[tuple[Plate, ...], set[str]]:
    columns: dict[str, dict[str, int]] = {}
    used: set[str] = set()
    for index, name in enumerate(names):
        found = _reaction(name)
        if found is not None:
            columns.setdefault(found[0], {})[found[1]] = index
            used.add(name)
    plates: list[Plate] = []
    for number, (who, mine) in enumerate(columns.items(), start=1):
        lacking = [f"v{axis}" for axis in "xyz" if f"v{axis}" not in mine]
        if lacking:
            raise InputError(
                f"the ground reaction '{who}' has no {', '.join(lacking)}", remedy="Export all three of its forces"
            )
        force = values[:, [mine[f"v{axis}"] for axis in "xyz"]]
        moment = None
        if all(f"{what}{axis}" in mine for what in "pt" for axis in "xyz"):
            place, torque = (values[:, [mine[f"{what}{axis}"] for axis in "xyz"]] for what in "pt")
            # Without force there is no place it acts at; programs write nan there.
            place = np.where((force == 0.0).all(axis=1, keepdims=True), 0.0, place)
            moment = np.cross(place, force) + torque
        plates.append(Plate(_SIDES.get(who, f"plate {number}"), rate, force, moment))
    return tuple(plates), used


def _reaction(name: str) -> tuple[str, str] | None:
    """Return whose ground reaction a column is and which part, for example `("r", "vx")`.

    A side counts only where it is said: `1_` and `2_` are plates to some programs and feet to others.
    """
    words = [word for word in re.split(r"[_ .]+", name.lower()) if word not in ("", "ground", "calcn", "foot")]
    part = _PART.fullmatch(words[-1]) if words else None
    quantity = next((_QUANTITIES[word] for word in words if word in _QUANTITIES), None)
    if part is None or quantity is None:
        return None
    who = " ".join(word for word in words[:-1] if word not in _QUANTITIES)
    return who, f"{'p' if part[1] == 'p' else quantity}{part[2]}"


def _places(names: list[str], values: Array, rate: float) -> tuple[Markers | None, set[str]]:
    columns: dict[str, dict[str, int]] = {}
    for index, name in enumerate(names):
        if (match := _PLACE.match(_plain(name))) is not None and not name.lower().endswith("/speed"):
            columns.setdefault(match["name"], {})[match["axis"]] = index
    whole = {name: mine for name, mine in columns.items() if len(mine) == 3}
    used = {names[index] for mine in columns.values() for index in mine.values()}
    if not whole:
        return None, used
    order = [[mine[axis] for axis in "xyz"] for mine in whole.values()]
    return Markers(tuple(whole), rate, values[:, order]), used


def _plain(name: str) -> str:
    """Return a coordinate's name without its path: `/jointset/hip_r/hip_flexion_r/value` is `hip_flexion_r`."""
    parts = [part for part in name.split("/") if part and part != "value"]
    return parts[-1] if parts else name


def _short(what: str) -> InputError:
    return InputError(f"this storage file is cut short: {what}", remedy="Copy or export it again")
