"""The plot below a fitted curve: what was measured minus what the curve says."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from evenstride.charts.figure import round_axis
from evenstride.core.chart import Axis, Mark, Panel
from evenstride.core.estimate import Array
from evenstride.core.show import number, signed

SHOWN_IN = {"s": ("ms", 1000.0), "m": ("cm", 100.0), "m/s": ("m/s", 1.0)}
"""Unit of the residuals → unit of the axis, and its size: misses of a good fit are small."""

FEW = 24
"""Most residuals drawn one by one, with a stem to zero."""

OPEN = "open: left out of the fit"
"""What the open points are."""

DRAWN = 300
"""Most residuals of a trace drawn."""

MARGINS = (34.0, 12.0, 44.0, 34.0)


@dataclass(frozen=True, slots=True, eq=False)
class Residuals:
    """Residuals of one fit, ready to draw.

    Attributes
    ----------
    at : ndarray, shape (n,)
        Where, in the unit of the chart's first axis.
    values : ndarray, shape (n,)
        Measured minus curve, in `unit`.
    unit : str
        `s`, `m` or `m/s`.
    sigma : float
        Standard error of one of them.
    left_out : ndarray of shape (n,) or None
        The same for a curve that was fitted without the point; nan where there is none.
    """

    at: Array
    values: Array
    unit: str
    sigma: float
    left_out: Array | None = None


def residual_panel(found: Residuals, x: Axis) -> Panel:
    """Return the panel below a chart: its residuals, and their usual size as a band around zero."""
    unit, size = SHOWN_IN[found.unit]
    usual = size * found.sigma
    few = found.values.size <= FEW
    drawn = np.unique(np.linspace(0, found.values.size - 1, min(found.values.size, DRAWN)).astype(np.intp))
    at, values = tuple(found.at[drawn]), tuple(size * found.values[drawn])
    others = () if found.left_out is None else tuple(_known(found.at, size * found.left_out))
    reach = max(usual, *map(abs, values), *(abs(value) for _, value in others))
    y = round_axis(f"measured − curve, {unit}", [-reach, reach], signs=True, at_most=4)
    marks = [
        Mark("band", (x.low, x.high), (-usual, -usual), y2=(usual, usual), meaning="ink"),
        Mark("rule", (x.low,), (0.0,), (x.high,), (0.0,), tone=("quiet",)),
    ]
    if few:
        marks.append(Mark("rule", at, (0.0,) * len(at), at, values, tone=("thin",)))
    if others:
        marks.append(Mark("points", *zip(*others, strict=True), meaning="ink2"))
        text = Mark("label", (x.high,), (y.high,), text=OPEN, tone=("quiet",), anchor="end")
        marks.append(replace(text, shift=(0.0, 12.0 - MARGINS[0])))
    look = ("ink", ("solid",)) if few else ("ink2", ("solid", "small"))
    marks.append(Mark("points", at, values, meaning=look[0], tone=look[1]))
    return Panel(x, y, tuple(marks), height=150, margins=MARGINS)


def _known(at: Array, values: Array) -> list[tuple[float, float]]:
    """Return the pairs that have a value: a gate whose absence leaves no curve has none."""
    return [(float(x), float(y)) for x, y in zip(at, values, strict=True) if np.isfinite(y)]


def residual_words(found: Residuals) -> str:
    """Say in a sentence how far the curve misses.

    Examples
    --------
    >>> residual_words(Residuals(np.array([5.0, 10.0]), np.array([0.004, -0.002]), "s", 0.003))
    'It misses the 2 measured values by 3.0 ms as a rule and by 4.0 ms at most.'
    """
    unit, size = SHOWN_IN[found.unit]
    most = size * float(abs(found.values).max())
    digits = 2 if unit == "m/s" else 1
    usual = size * found.sigma
    head = f"It misses the {found.values.size} measured values by"
    most_text, usual_text = f"{number(most, digits)} {unit}", f"{number(usual, digits)} {unit}"
    if usual > most:  # each free parameter has drawn the curve nearer to its points than their error is
        text = f"{head} {most_text} at most; with so few of them that stands for an error of {usual_text}"
    else:
        text = f"{head} {usual_text} as a rule and by {most_text} at most"
    if found.left_out is not None and np.isfinite(found.left_out).any():
        left = size * float(np.nanmax(abs(found.left_out)))
        text += f"; a value left out of the fit by up to {number(left, digits)} {unit}"
    return f"{text}."


def residual_cells(found: Residuals, i: int) -> tuple[str, ...]:
    """Return the cells of a table for one residual: itself, and that of the curve without it."""
    unit, size = SHOWN_IN[found.unit]
    digits = 2 if unit == "m/s" else 1
    both = (found.values,) if found.left_out is None else (found.values, found.left_out)
    return tuple(signed(size * float(one[i]), digits) if np.isfinite(one[i]) else "no curve without it" for one in both)


def residual_header(found: Residuals) -> tuple[str, ...]:
    """Return the headings for `residual_cells`."""
    unit, _ = SHOWN_IN[found.unit]
    head = (f"Measured − curve, {unit}",)
    return head if found.left_out is None else (*head, f"Left out of the fit, {unit}")
