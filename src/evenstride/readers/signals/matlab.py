"""MATLAB files: bare arrays, which only a mapping can name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Inertial, Markers, Plate, Signal
from evenstride.core.signal_mapping import ArrayKind, ArrayPart, ArrayTrial
from evenstride.core.units import si_unit, to_si
from evenstride.readers.foreign import read_foreign
from evenstride.readers.inertial_units import ACCELERATION, TURNING, clipped, require_gravity, stated, turning_doubt
from evenstride.readers.marker_checks import distinct
from evenstride.readers.sampled import writable
from evenstride.readers.told import Told

NAME = "MATLAB arrays"
SUFFIXES = (".mat",)
UNITS = {"positions": "m", "force": "N", "acceleration": "m/s²", "turning": "rad/s"}
NEEDS = "the first line of a MATLAB file, and a mapping that names its arrays"


def sniff(data: bytes) -> bool:
    """Return whether the first line is that of a MATLAB file of version 5 to 7.3."""
    return data[:11] in (b"MATLAB 5.0 ", b"MATLAB 7.3 ")


def read(data: bytes, told: Told) -> tuple[Signal, tuple[str, ...]]:
    """Read the arrays a mapping names; positions, forces, accelerations and turning."""
    held = _load(data)
    trial = None if told.mapping is None else told.mapping.arrays
    if trial is None:
        raise InputError(
            "a MATLAB file does not say what its arrays are",
            why=f"It holds {', '.join(_described(held))}",
            remedy="Name them in a mapping file under [matlab], and hand it over with --mapping",
        )
    arrays = {part: _array(held, part, trial) for part in trial.parts}
    markers, notes = _markers(arrays)
    plates = tuple(
        Plate(part.name or f"plate {number}", part.rate, _scale(part) * values)
        for number, (part, values) in enumerate(_of(arrays, ArrayKind.FORCE), start=1)
    )
    sensors = _sensors(arrays)
    which = f", trial {trial.part}" if trial.part is not None else ""
    said = ", ".join(f"{part.variable} is {part.name or part.kind} in {part.unit}" for part in trial.parts)
    cut = tuple(f"{one.clipped} samples at the end of the range of {one.place}." for one in sensors if one.clipped)
    up = f"Axis {'XYZ'[trial.up]} points up, as the mapping says."
    return Signal(told.athlete, markers, plates, sensors, up=trial.up), (
        f"Arrays as the mapping names them{which}: {said}.", up, *cut, *notes,
    )  # fmt: skip


def _load(data: bytes) -> Mapping[str, Any]:
    if data.startswith(b"MATLAB 7.3"):
        raise InputError(
            "it is a MATLAB file of version 7.3, which is another format inside",
            remedy="Save it in MATLAB with save(file, '-v7')",
        )
    return cast(Mapping[str, Any], read_foreign("matlab", data))


def _described(held: Mapping[str, Any]) -> list[str]:
    return [f"{name} ({_shape(value)})" for name, value in list(held.items())[:40]]


def _shape(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"fields {', '.join(map(str, value))}"
    array = np.asarray(value, dtype=object) if isinstance(value, list) else np.asarray(value)
    return (
        f"{array.shape[0]} trials" if array.dtype == object and array.ndim else "x".join(map(str, array.shape)) or "1"
    )


def _array(held: Mapping[str, Any], part: ArrayPart, trial: ArrayTrial) -> Array:
    """Return an array with a row a sample and the laboratory's x, y, z as columns; vertical only where it is bare."""
    value: Any = held
    for name in part.variable.split("."):
        if not isinstance(value, Mapping) or name not in value:
            raise _wrong(part, f"there is no '{part.variable}'", f"There are: {', '.join(_described(held))}")
        value = cast(Mapping[str, Any], value)[name]
    if isinstance(value, list) or (isinstance(value, np.ndarray) and value.dtype.hasobject and value.ndim):
        many = cast(list[Any], value)
        if trial.part is None or trial.part > len(many):
            raise _wrong(part, f"it holds {len(many)} trials", f"Say which with part = 1 to {len(many)}")
        value = many[trial.part - 1]
    try:
        if np.iscomplexobj(value):
            raise TypeError
        array = writable(np.asarray(value, dtype=np.float64))
    except (TypeError, ValueError):
        raise _wrong(part, "it holds no numbers", "Name another array") from None
    except InputError as problem:
        raise _wrong(part, problem.what, problem.remedy) from None
    if array.ndim == 1 and array.size > 1:
        only = np.full((array.size, 3), np.nan)
        only[:, trial.up] = array
        return only
    if array.ndim == 2 and array.shape[1] != 3 and array.shape[0] == 3:
        array = array.T
    if array.ndim != 2 or array.shape[1] != 3 or len(array) < 2:
        raise _wrong(
            part, f"it is {'x'.join(map(str, array.shape))}, not a row a sample of three", "Name another array"
        )
    return np.stack([sign * array[:, column] for column, sign in part.axes], axis=1)


def _of(arrays: Mapping[ArrayPart, Array], kind: ArrayKind) -> list[tuple[ArrayPart, Array]]:
    return [(part, values) for part, values in arrays.items() if part.kind is kind]


def _markers(arrays: Mapping[ArrayPart, Array]) -> tuple[Markers | None, tuple[str, ...]]:
    mine = _of(arrays, ArrayKind.MARKER)
    if not mine:
        return None, ()
    first, _ = mine[0]
    for part, values in mine:
        if part.rate != first.rate or len(values) != len(mine[0][1]):
            raise _wrong(part, f"its {len(values)} frames at {part.rate:g} a second are not those of {first.variable}",
                         "Markers of one trial have one length and one rate")  # fmt: skip
    names, notes = distinct([part.name or part.variable for part, _ in mine])
    return Markers(names, first.rate, np.stack([_scale(part) * values for part, values in mine], axis=1)), notes


def _sensors(arrays: Mapping[ArrayPart, Array]) -> tuple[Inertial, ...]:
    found: dict[str, dict[ArrayKind, Array]] = {}
    rates: dict[str, float] = {}
    for kind in (ArrayKind.ACCELERATION, ArrayKind.TURNING):
        for part, values in _of(arrays, kind):
            known = rates.setdefault(part.name, part.rate)
            if known != part.rate or any(len(other) != len(values) for other in found.get(part.name, {}).values()):
                raise _wrong(
                    part, "acceleration and turning of one sensor differ in length or rate", "Name two sensors"
                )
            found.setdefault(part.name, {})[kind] = scaled = _scale(part) * values
            if kind is ArrayKind.ACCELERATION:
                require_gravity(scaled, place=f"mapping, {part.variable}")
            else:
                turning_doubt(scaled, place=f"mapping, {part.variable}")
    return tuple(
        Inertial(
            name,
            rates[name],
            mine.get(ArrayKind.ACCELERATION),
            mine.get(ArrayKind.TURNING),
            int(np.max([clipped(values, str(kind)) for kind, values in mine.items()], axis=0).sum()),
        )
        for name, mine in found.items()
    )


def _scale(part: ArrayPart) -> float:
    """Return the factor to SI; a unit of another quantity is refused."""
    if part.kind in (ArrayKind.ACCELERATION, ArrayKind.TURNING):
        factors = ACCELERATION if part.kind is ArrayKind.ACCELERATION else TURNING
        if (unit := stated(part.unit)) in factors:
            return factors[unit]
        raise _wrong(part, f"'{part.unit}' is no unit of {part.kind}", f"Write one of: {', '.join(factors)}")
    wanted = "m" if part.kind is ArrayKind.MARKER else "N"
    if part.unit.lower() == "kn" and wanted == "N":
        return 1000.0
    if si_unit(part.unit) != wanted:
        raise _wrong(part, f"'{part.unit}' is no unit of {part.kind}", f"Write {wanted} or one that converts to it")
    return to_si(1.0, part.unit)


def _wrong(part: ArrayPart, what: str, remedy: str) -> InputError:
    return InputError(what, place=f"mapping, {part.variable}", remedy=remedy)
