"""A fitted curve ready to draw: best value and interval at each point."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenstride.core.estimate import HOUSE_LEVEL, Array


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A curve with its interval, pointwise.

    Attributes
    ----------
    x : ndarray, shape (n,)
        Where, in `x_unit`, increasing, as the recording measures it: m from its start line or s of its clock.
    value, low, high : ndarray, shape (n,)
        Best value and interval ends there, in `unit`.
    """

    x: Array = field(repr=False)
    value: Array = field(repr=False)
    low: Array = field(repr=False)
    high: Array = field(repr=False)
    unit: str
    x_unit: str
    level: float = HOUSE_LEVEL
