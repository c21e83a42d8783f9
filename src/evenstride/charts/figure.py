"""What several charts share: axes with round ticks, plain canvases, the width of a text, names of roles."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor, log10

from evenstride.core.chart import Axis
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.roles import Role, Weight
from evenstride.core.show import log_change_text, number, signed

FONT_SIZE = 13.0
"""Size of every chart text in drawing units; nothing is smaller."""

ROLE_NAMES = {
    Role.PUSH: "Push",
    Role.SWING: "Swing",
    Role.SUPPORT: "Arms, torso",
    Role.TIMING: "Timing",
}
"""What a reader calls a role."""


NOT_YET = Weight.NONE.value
"""What stands where a role has no value: never a zero, never a gap."""


def change_cells(change: Estimate | Missing, without: str = NOT_YET) -> tuple[str, str]:
    """Write a log change as (value, interval) in per cent; a missing one as (`without`, what to do)."""
    return (without, change.remedy or change.reason) if isinstance(change, Missing) else log_change_text(change)


def text_width(text: str, *, size: float = FONT_SIZE) -> float:
    """Return a width no usual system font exceeds for this text in bold, so that labels can be kept apart.

    Examples
    --------
    >>> text_width("Swing 56") < text_width("Cannot tell 23")
    True
    """
    narrow, wide = "iljtf.,:;'|!()[] ", "mwMW%@"
    return size * sum(0.38 if char in narrow else 0.98 if char in wide else 0.66 for char in text)


def round_axis(
    title: str,
    values: Iterable[float],
    *,
    signs: bool = False,
    at_most: int = 5,
) -> Axis:
    """Return an axis with round ticks that holds every value.

    Parameters
    ----------
    title : str
        What the axis measures, ending in its unit.
    values : iterable of float
        Everything that must fit; at least one.
    signs : bool
        Print + and − on the ticks, for changes.
    at_most : int
        Largest number of tick intervals.

    Examples
    --------
    >>> [text for _, text in round_axis("%", [-3.0, 4.2], signs=True).ticks]
    ['−4', '−2', '0', '+2', '+4', '+6']
    """
    found = list(values)
    low, high = min(found), max(found)
    if low == high:
        spread = abs(low) * 0.1 or 1.0
        low, high = low - spread, high + spread
    step = _round_step((high - low) / at_most)
    while ceil(high / step) - floor(low / step) > at_most:
        step = _round_step(step * 1.01)
    first, last = floor(low / step), ceil(high / step)
    decimals = max(0, -floor(log10(step) + 1e-9))
    write = signed if signs else number
    ticks = tuple((i * step, write(i * step, decimals)) for i in range(first, last + 1))
    return Axis(title, first * step, last * step, ticks)


def without_ticks(axis: Axis) -> Axis:
    """Return the axis bare: for a panel whose ticks and title stand under another one below it."""
    return Axis("", axis.low, axis.high)


def canvas(width: float, height: float) -> tuple[Axis, Axis]:
    """Return two bare axes on which data coordinates are drawing units, y downwards; use with zero margins."""
    return Axis("", 0.0, width), Axis("", height, 0.0)


def _round_step(rough: float) -> float:
    scale = 10.0 ** floor(log10(rough))
    return next(factor * scale for factor in (1.0, 2.0, 5.0, 10.0) if factor * scale >= rough * (1 - 1e-9))
