"""What raw input of a field test gave, in lines: degrees and milliseconds for people, intervals always."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.show import interval_text, value_text
from evenstride.core.trials import Quantity, RawTrials
from evenstride.core.units import from_si

_NAMES = {
    "switch_time": ("time of a switch up", "ms"),
    "switch_time_down": ("time of a switch down", "ms"),
    "peak_rate": ("peak speed of the thigh, up", "deg/s"),
    "peak_rate_down": ("peak speed of the thigh, down", "deg/s"),
    "range": ("range of the thigh", "deg"),
    "rsi": ("flight over contact, best five hops", "1"),
    "contact_time": ("contact time of those hops", "ms"),
    "flight_time": ("flight time of those hops", "ms"),
    "time": ("time between the poles", "s"),
    "speed": ("speed", "m/s"),
    "knee_ratio": ("knee to knee at touchdown, of the leg length", "1"),
    "crossing": ("thighs cross, of the step", "%"),
}
_SHOWN = {"deg/s": " °/s", "deg": "°", "1": "", "%": " %"}


def say_raw(trials: RawTrials) -> tuple[str, ...]:
    """Return one line for each quantity of each trial, with its 90 % interval.

    Examples
    --------
    >>> import numpy as np
    >>> from evenstride.core.estimate import Draws
    >>> rate = Quantity("peak_rate", Draws(8.7, np.linspace(8.6, 8.8, 101), "rad/s"))
    >>> say_raw(RawTrials((), (rate,)))
    ('  peak speed of the thigh, up: 498 °/s (493 to 504)',)
    """
    several = len({one.trial for one in trials.quantities}) > 1
    sides = {one.side for one in trials.quantities}
    return tuple(_line(one, several, sides) for one in trials.quantities)


def say_raw_flag(flag: Flag) -> str:
    """Return the sentence about something a person should know of a raw recording."""
    return f"  Please note: {flag.text}."


def _line(one: Quantity, several: bool, sides: Set[Side | None]) -> str:
    name, unit = _NAMES.get(one.name, (one.name.replace("_", " "), ""))
    head = f"trial {one.trial}, " if several else ""
    head += f"{one.side}, " if len(sides) > 1 and one.side is not None else ""
    if isinstance(one.value, Missing):
        return f"  {head}{name}: not known, {one.value.reason}"
    shown = _in_unit(one.value.estimate(), unit or one.value.unit)
    text = _SHOWN.get(shown.unit, f" {shown.unit}")
    return f"  {head}{name}: {value_text(shown)}{text} ({interval_text(shown)})"


def _in_unit(estimate: Estimate, unit: str) -> Estimate:
    value, low, high = (from_si(part, unit) for part in (estimate.value, estimate.low, estimate.high))
    return replace(estimate, value=value, low=low, high=high, unit=unit)
