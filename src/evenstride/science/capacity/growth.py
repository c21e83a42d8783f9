"""Growth: values of someone who grows, made free of leg length, so that longer legs do not read as a lost capacity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from evenstride.core.athlete import Anthropometrics

TAPE_ERROR = 0.01
"""Growth of a leg in m below which two measurements are taken as one leg measured twice (judgement)."""

LENGTH_POWER: Mapping[str, float] = {"m": 1.0, "N·m/kg": 1.0, "s": 0.5, "m/s": 0.5, "°/s": -0.5}
"""How a value grows with leg length L where nothing but size changes and gravity stays: lengths and torques per mass
as L, times as √L, speeds as √L, angular speeds as 1/√L (dimensional analysis with L and g). Other units do not."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Dated leg lengths in m, oldest first, never falling: a leg does not get shorter."""

    dated: tuple[tuple[date, float], ...]

    def log_scale(self, unit: str, on: date) -> float:
        """Return by how much size alone has changed the natural log of a value since the first length.

        Between two measurements a leg is taken to grow evenly, outside them not at all.

        Examples
        --------
        >>> grown = Lengths(((date(2026, 1, 1), 0.80), (date(2026, 12, 31), 0.84)))
        >>> round(grown.log_scale("m", date(2026, 12, 31)), 4), grown.log_scale("1", date(2026, 12, 31))
        (0.0488, 0.0)
        """
        days = [day.toordinal() for day, _ in self.dated]
        logs = np.log([length for _, length in self.dated])
        here = float(np.interp(on.toordinal(), days, logs))
        return LENGTH_POWER.get(unit, 0.0) * (here - float(logs[0]))


def measure_lengths(bodies: Iterable[Anthropometrics]) -> Lengths | None:
    """Return the leg lengths of someone who grew, None where none are dated or the leg did not grow beyond the tape.

    Notes
    -----
    Without leg lengths heights stand in, leg growing in proportion (an approximation: in the growth spurt legs lead).
    """
    told = sorted({(body.on, body.leg_length, body.height) for body in bodies if body.on is not None}, key=str)
    legs = [(day, leg) for day, leg, _ in told if leg is not None]
    heights = [(day, height) for day, _, height in told if height is not None]
    dated = legs if len({day for day, _ in legs}) >= 2 else heights
    longest: dict[date, float] = {}
    reached = 0.0
    for day, length in dated:
        reached = max(reached, length)
        longest[day] = reached
    if len(longest) < 2 or reached - min(longest.values()) <= TAPE_ERROR:
        return None
    return Lengths(tuple(sorted(longest.items())))
