"""How a fitted sprint prints itself: four lines."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.estimate import HOUSE_LEVEL, Estimate
from evenstride.core.fit import Fit, Relation
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.core.show import interval_text, value_text

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
    "f0": "F0",
    "v0": "v0",
    "pmax": "Pmax",
}
"""How a quantity is called in print."""

CURVE = ("mss", "mac", "tau")
FORCES = ("f0", "v0", "pmax")


def print_sprint(recording: Splits | SpeedTrace, fit: Fit, values: Mapping[str, Estimate]) -> str:
    """Return four lines: what was measured, the curve, the start or top speed, force and power or why there is none."""
    curve = [name for name in CURVE if name in values]
    rest = [name for name in values if name not in (*CURVE, *FORCES)]
    third = [*(text_of(name, values[name]) for name in rest), f"residuals {fit.sigma:.3f} {fit.relation.unit}"]
    if "f0" in values:
        fourth = " · ".join(text_of(name, values[name]) for name in FORCES)
    elif "fading" in values:
        fourth = "Slowing down is described, not explained"
    else:
        fourth = "Force and power need mass and height"
    head = f"{recording.athlete}: {_measured(recording, fit.relation)}, {HOUSE_LEVEL:.0%} intervals"
    return "\n".join([head, " · ".join(text_of(name, values[name]) for name in curve), " · ".join(third), fourth])


def text_of(name: str, value: Estimate) -> str:
    """Say one value in print: symbol, value, unit, interval."""
    return f"{SYMBOLS[name]} {value_text(value)} {value.unit} ({interval_text(value)})"


def _measured(recording: Splits | SpeedTrace, relation: Relation) -> str:
    if isinstance(recording, SpeedTrace):
        return f"{recording.times.size} speeds to {recording.times[-1]:g} s"
    what = "positions" if relation is Relation.DISTANCE_AT_TIME else "gates"
    return f"{recording.distances.size} {what} to {recording.distances[-1]:g} m"
