"""Units at the edge of the system; inside, everything is SI.

Readers convert with `to_si`; charts and doors convert back with `from_si`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import pi

from evenstride.core.errors import InputError

GRAVITY = 9.81
"""Standard gravity in m/s², the value used by the sprint literature (science.md, symbols)."""

_FACTORS: dict[str, tuple[str, float]] = {
    "m": ("m", 1.0),
    "cm": ("m", 0.01),
    "mm": ("m", 0.001),
    "km": ("m", 1000.0),
    "yd": ("m", 0.9144),
    "ft": ("m", 0.3048),
    "in": ("m", 0.0254),
    "s": ("s", 1.0),
    "ms": ("s", 0.001),
    "µs": ("s", 1e-6),
    "ns": ("s", 1e-9),
    "min": ("s", 60.0),
    "m/s": ("m/s", 1.0),
    "km/h": ("m/s", 1.0 / 3.6),
    "mph": ("m/s", 0.44704),
    "kg": ("kg", 1.0),
    "g": ("kg", 0.001),
    "lb": ("kg", 0.45359237),
    "N": ("N", 1.0),
    "kgf": ("N", GRAVITY),
    "lbf": ("N", 0.45359237 * GRAVITY),
    "N·m": ("N·m", 1.0),
    "N·m/kg": ("N·m/kg", 1.0),
    "N/kg": ("N/kg", 1.0),
    "Hz": ("Hz", 1.0),
    "rad": ("rad", 1.0),
    "deg": ("rad", pi / 180.0),
    "rad/s": ("rad/s", 1.0),
    "deg/s": ("rad/s", pi / 180.0),
    "1": ("1", 1.0),
    "%": ("1", 0.01),
}

_SPELLINGS = {
    "metre": "m", "metres": "m", "meter": "m", "meters": "m", "yard": "yd", "yards": "yd", "yds": "yd",
    "feet": "ft", "foot": "ft", "inch": "in", "inches": "in", "sec": "s", "secs": "s", "second": "s",
    "seconds": "s", "msec": "ms", "millisecond": "ms", "milliseconds": "ms", "kmh": "km/h", "kph": "km/h",
    "kmph": "km/h", "km/hr": "km/h", "mps": "m/s", "m/sec": "m/s", "m s-1": "m/s", "m·s-1": "m/s",
    "mi/h": "mph", "miles/h": "mph", "kgs": "kg", "kilogram": "kg", "kilograms": "kg", "lbs": "lb",
    "pound": "lb", "pounds": "lb", "newton": "N", "newtons": "N", "n": "N", "nm": "N·m", "n·m": "N·m",
    "nm/kg": "N·m/kg", "n·m/kg": "N·m/kg", "n/kg": "N/kg", "ratio": "1", "": "1", "-": "1", "rsi": "1", "percent": "%",
    "hz": "Hz", "fps": "Hz", "°": "deg", "degrees": "deg", "°/s": "deg/s", "dps": "deg/s", "degrees/s": "deg/s",
    "deg/sec": "deg/s", "degrees/sec": "deg/s", "rad/sec": "rad/s", "rads/s": "rad/s", "radians/s": "rad/s",
    "rad·s-1": "rad/s", "rad s-1": "rad/s", "us": "µs", "μs": "µs", "microseconds": "µs", "nanoseconds": "ns",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact value in an SI unit, to be written by whoever shows it.

    Examples
    --------
    >>> str(Amount(71.5, "kg"))
    '71.5 kg'
    """

    value: float
    unit: str

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}"


def canonical(unit: str) -> str:
    """Return the house spelling of a unit.

    Raises
    ------
    InputError
        If the unit is not one the house knows.

    Examples
    --------
    >>> canonical("Yards")
    'yd'
    """
    text = unit.strip()
    if text in _FACTORS:
        return text
    lowered = text.lower()
    found = _SPELLINGS.get(lowered, lowered)
    if found in _FACTORS:
        return found
    raise InputError(f"unit '{unit}' is not known", remedy=f"Use one of: {', '.join(sorted(_FACTORS))}")


_TYPED = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\d\s.,]*)")
_FEET = {"'": "ft", "′": "ft", '"': "in", "″": "in", "''": "in"}


def parse_quantity(text: str, unit: str) -> float:
    """Return what somebody typed in the SI unit of `unit`, which counts where no unit stands behind the number.

    Parameters
    ----------
    text : str
        A number with or without its unit; feet and inches may stand together. A comma is a decimal comma.
    unit : str
        The unit of a bare number.

    Raises
    ------
    InputError
        If it is no number, or its unit is none of that quantity.

    Examples
    --------
    >>> round(parse_quantity("150 lb", "kg"), 2), parse_quantity("62,5", "kg"), round(parse_quantity("5ft 7in", "m"), 4)
    (68.04, 62.5, 1.7018)
    >>> parse_quantity("33", "cm"), round(parse_quantity("20mph", "m/s"), 4)
    (0.33, 8.9408)
    """
    si = si_unit(unit)
    parts: list[tuple[str, str]] = _TYPED.findall(text)
    units = [canonical(_FEET.get(said, said or unit)) for _, said in parts]
    whole = _TYPED.sub("", text).strip() == ""
    if not parts or not whole or (len(parts) > 1 and units != ["ft", "in"]):
        raise InputError(f"'{text}' is no number with a unit", remedy=f"Write it in {unit}, or with its unit")
    if any(si_unit(one) != si for one in units):
        fitting = ", ".join(known for known, (base, _) in _FACTORS.items() if base == si)
        raise InputError(f"'{text}' does not fit", remedy=f"Write it in one of: {fitting}")
    return sum(to_si(float(number.replace(",", ".")), one) for (number, _), one in zip(parts, units, strict=True))


def si_unit(unit: str) -> str:
    """Return the SI unit a given unit converts to, for example `m` for `yd`."""
    return _FACTORS[canonical(unit)][0]


def to_si(value: float, unit: str) -> float:
    """Convert a value to SI.

    Examples
    --------
    >>> round(to_si(40, "yd"), 3)
    36.576
    >>> to_si(36, "km/h")
    10.0
    """
    return value * _FACTORS[canonical(unit)][1]


def from_si(value: float, unit: str) -> float:
    """Convert an SI value to a display unit; the inverse of `to_si`."""
    return value / _FACTORS[canonical(unit)][1]
