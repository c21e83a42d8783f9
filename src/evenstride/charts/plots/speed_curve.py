"""The sprint profile: measured speed and the fitted curve with its interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from evenstride.charts.figure import round_axis
from evenstride.core.chart import Axis, Mark, Spec, Table
from evenstride.core.curve import Curve
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.core.show import number

CHART = "speed-curve"

_DRAWN, _LISTED = 160, 12
"""Most measured points of a trace drawn, and most rows listed."""

_SECTIONS = 24
"""Most sections between gates or positions drawn as strokes; more are drawn as points, like a trace."""


def draw(recording: Splits | SpeedTrace, curve: Curve, *, time_correction: float = 0.0) -> Spec:
    """Draw measured speed with the fitted curve.

    Parameters
    ----------
    recording : Splits or SpeedTrace
        Splits are drawn as the mean speed of each section, a trace as its points.
    curve : Curve
        Speed in m/s against distance in m or against time in s, as the recording measures them.
    time_correction : float
        Fitted TC in s (observed time = model + TC), taken off the first section, so that it
        means what the curve means.
    """
    if isinstance(recording, Splits):
        seen, table, measured = _splits(recording, curve, time_correction)
    else:
        seen, table, measured = _trace(recording, curve)
    far = float(curve.x[-1])
    shown = [float(at) for mark in measured if mark.kind == "points" for at in mark.x]
    x = round_axis("distance, m" if curve.x_unit == "m" else "time, s", [0.0, far, *shown])
    y = round_axis("speed, m/s", [0.0, *curve.high, *seen], at_most=7)
    top = f"{number(float(curve.value[-1]))} m/s"
    dense = len(measured) == 1  # points alone: the curve goes over them
    xs = tuple(map(float, curve.x))
    marks = (
        Mark("band", xs, tuple(map(float, curve.low)), y2=tuple(map(float, curve.high)), meaning="ink"),
        *(measured if dense else ()),
        Mark("line", xs, tuple(map(float, curve.value))),
        *(() if dense else measured),
        Mark("label", (far,), (float(curve.high[-1]),), text=top, tone=("bold", "halo"), anchor="end", shift=(0, -8)),
    )
    return Spec(
        name=CHART,
        title=f"Speed against {'distance' if curve.x_unit == 'm' else 'time'}",
        description=_describe(recording, curve),
        x=Axis(x.title, x.low, max(x.high, far), x.ticks),
        y=y,
        marks=marks,
        table=table,
    )


def _splits(recording: Splits, curve: Curve, correction: float) -> tuple[list[float], Table, tuple[Mark, ...]]:
    used = recording.distances > 0.0
    gates, times = recording.distances[used], recording.times[used]
    if curve.x_unit == "m":
        gates, times = np.concatenate([[0.0], gates]), np.concatenate([[correction], times])
    edges = gates if curve.x_unit == "m" else times
    means, middles = np.diff(gates) / np.diff(times), (edges[1:] + edges[:-1]) / 2
    many = means.size > _SECTIONS
    listed = _spread(means.size, _LISTED) if many else range(means.size)
    rows = tuple(
        (
            number(float(gates[i + 1]), 1),
            number(float(times[i + 1]), 3),
            number(float(means[i]), 2),
            *_at(curve, float(edges[i + 1])),
        )
        for i in listed
    )
    if many:
        shown = (Mark("points", tuple(middles), tuple(means), meaning="ink2", tone=("solid", "small")),)
    else:
        text = Mark("label", (float(middles[-1]),), (float(means[-1]),), text="mean of each section", anchor="end")
        shown = (
            Mark("rule", tuple(edges[:-1]), tuple(means), tuple(edges[1:]), tuple(means), tone=("thin",)),
            Mark("points", tuple(middles), tuple(means)),
            replace(text, tone=("quiet", "halo"), shift=(0.0, 44.0)),
        )
    header = ("Gate, m", "Time, s", "Section mean, m/s", "Curve at the gate, m/s", "90 % interval")
    return [float(mean) for mean in means], Table(header, rows), shown


def _trace(recording: SpeedTrace, curve: Curve) -> tuple[list[float], Table, tuple[Mark, ...]]:
    at = recording.distances if curve.x_unit == "m" and recording.distances is not None else recording.times
    drawn, listed = _spread(at.size, _DRAWN), _spread(at.size, _LISTED)
    points = Mark("points", tuple(at[drawn]), tuple(recording.speeds[drawn]), meaning="ink2", tone=("solid", "small"))
    rows = tuple(
        (number(float(at[i]), 2), number(float(recording.speeds[i]), 2), *_at(curve, float(at[i]))) for i in listed
    )
    header = (
        "Distance, m" if curve.x_unit == "m" else "Time, s",
        "Measured, m/s",
        "Curve, m/s",
        "90 % interval",
    )
    return [float(speed) for speed in recording.speeds[drawn]], Table(header, rows), (points,)


def _spread(size: int, most: int) -> NDArray[np.intp]:
    return np.unique(np.linspace(0, size - 1, min(size, most)).astype(np.intp))


def _at(curve: Curve, x: float) -> tuple[str, str]:
    value, low, high = (float(np.interp(x, curve.x, part)) for part in (curve.value, curve.low, curve.high))
    return number(value, 2), f"{number(low, 2)} to {number(high, 2)}"


def _describe(recording: Splits | SpeedTrace, curve: Curve) -> str:
    value, interval = _at(curve, float(curve.x[-1]))
    where = f"{number(float(curve.x[-1]), 1)} {curve.x_unit}"
    how = (
        f"{recording.distances.size} timed gates, drawn as the mean speed of each section"
        if isinstance(recording, Splits)
        else f"{recording.times.size} measured speeds"
    )
    return (
        f"Fitted speed rises to {value} metres a second at {where}, "
        f"{100 * curve.level:.0f} % interval {interval}. "
        f"Measured: {how}."
    )
