"""How a fitted sprint prints itself: four lines."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.athlete import Anthropometrics
from evenstride.core.curve import Curve
from evenstride.core.errors import InputError
from evenstride.core.estimate import HOUSE_LEVEL, Array, Estimate
from evenstride.core.fit import Fit, Relation
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.core.show import MINUS, interval_text, value_text

SYMBOLS = {
    "mss": "MSS",
    "mac": "MAC",
    "tau": "TAU",
    "time_correction": "time correction",
    "flying_distance": "flying distance",
    "distance_correction": "distance correction",
    "fading": "fading",
    "top_speed": "top speed",
    "top_speed_time": "reached after",
    "top_speed_distance": "at",
    "s0": "S0",
    "a0": "A0",
    "f0": "F0",
    "v0": "v0",
    "pmax": "Pmax",
}
"""How a quantity is called in print."""

SHOWN = 6
"""Points of a predicted curve that are printed."""

CURVE = ("mss", "mac", "tau")
FORCES = ("f0", "v0", "pmax")


def print_sprint(recording: Splits | SpeedTrace, fit: Fit, values: Mapping[str, Estimate]) -> str:
    """Return four lines: what was measured, the curve, the start or top speed, force and power or why there is none."""
    curve = [name for name in CURVE if name in values]
    rest = [name for name in values if name not in (*CURVE, *FORCES)]
    third = [*(text_of(name, values[name]) for name in rest), f"residuals {fit.sigma:.3f} {fit.relation.unit}"]
    if fit.doubt:
        fourth = f"Acceleration and force withheld: {fit.doubt}"
    elif "f0" in values:
        fourth = " · ".join(text_of(name, values[name]) for name in FORCES)
    elif "fading" in values:
        fourth = "Slowing down is described, not explained"
    else:
        fourth = lacking_body(recording.body)
    head = f"{recording.athlete}: {_measured(recording, fit.relation)}, {HOUSE_LEVEL:.0%} intervals"
    return "\n".join([head, " · ".join(text_of(name, values[name]) for name in curve), " · ".join(third), fourth])


def lacking_body(body: Anthropometrics) -> str:
    """Say which measure of the body force and power wait for."""
    lacking = [name for name in ("mass", "height") if getattr(body, name) is None]
    return f"Force and power need {' and '.join(lacking)}{' too' if len(lacking) == 1 else ''}"


def text_of(name: str, value: Estimate) -> str:
    """Say one value in print: symbol, value, unit, and its interval or that it was held."""
    return f"{SYMBOLS[name]} {value_of(value)}"


class Answers(dict[str, Estimate]):
    """Values by name that print themselves one a line; a dict in all else."""

    def __repr__(self) -> str:
        """Return one line for each value: name, value, unit, interval."""
        return "\n".join(f"{name} {value_of(value)}" for name, value in self.items())

    def __missing__(self, name: str) -> Estimate:
        """Say which values there are."""
        raise InputError(f"nothing called '{name}' is among these values", remedy=f"Ask for {', '.join(self)}")


class Curves(dict[str, Curve]):
    """Predicted curves by name that print themselves one a line; a dict in all else."""

    def __repr__(self) -> str:
        """Return one line for each curve: name, best values (the first few of many), unit."""
        return "\n".join(f"{name} {_few(curve.value)} {_unit(curve.unit)}".rstrip() for name, curve in self.items())

    def __missing__(self, name: str) -> Curve:
        """Say which curves there are."""
        forces = "" if "force" in self else "Force, drag, power and work need body mass and height"
        raise InputError(f"nothing called '{name}' is predicted here", why=forces, remedy=f"Ask for {', '.join(self)}")


def _few(values: Array) -> str:
    shown = ", ".join(f"{value:.4g}".replace("-", MINUS) for value in values[:SHOWN])
    return shown if values.size <= SHOWN else f"{shown} … {values[-1]:.4g}".replace("-", MINUS)


def value_of(value: Estimate) -> str:
    """Say a value in print: value, unit, and its interval or that it was held."""
    reach = "held" if value.low == value.high else interval_text(value)
    return " ".join(filter(None, (value_text(value), _unit(value.unit), f"({reach})")))


def _unit(unit: str) -> str:
    return "" if unit == "1" else unit


def _measured(recording: Splits | SpeedTrace, relation: Relation) -> str:
    if isinstance(recording, SpeedTrace):
        return f"{recording.times.size} speeds to {recording.times[-1]:g} s"
    what = "positions" if relation is Relation.DISTANCE_AT_TIME else "gates"
    return f"{recording.distances.size} {what} to {recording.distances[-1]:g} m"
