"""Force and power over speed: the force line of a sprint with its interval, and where power peaks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.charts.figure import round_axis, without_ticks
from evenstride.core.chart import Anchor, Axis, Mark, Panel, Spec, Table
from evenstride.core.curve import Curve
from evenstride.core.estimate import Estimate
from evenstride.core.show import interval_text, number, value_text

CHART = "force-velocity"

ROOM = 1.2
"""The power axis ends this much above the curve, for the label of its peak."""

_LISTED = 10
"""Rows listed of the curves."""


def draw(force: Curve, power: Curve, ends: Mapping[str, Estimate], peak: Mapping[str, Estimate]) -> Spec:
    """Draw the mean horizontal force and power that each speed of a sprint asked for.

    Parameters
    ----------
    force, power : Curve
        N and W against speed in m/s.
    ends : mapping of str to Estimate
        `f0` (N) and `v0` (m/s) of the force line.
    peak : mapping of str to Estimate
        `power` (W) and its `speed` (m/s).
    """
    f0, v0 = ends["f0"], ends["v0"]
    x = round_axis("speed, m/s", [0.0, v0.high, float(force.x[-1])])
    y = round_axis("force, N", [0.0, *force.high, f0.high])
    line = (
        *_curve(force),
        Mark("line", (0.0, v0.value), (f0.value, 0.0), tone=("dash", "thin")),
        Mark("rule", (v0.low,), (0.0,), (v0.high,), (0.0,), tone=("wide",)),
        Mark("points", (0.0, v0.value), (f0.value, 0.0)),
        _label(0.0, f0.value, f"F0 {value_text(f0)} N", "start", (10, -4)),
        _label(v0.value, 0.0, f"v0 {value_text(v0)} m/s", "end", (-36, -8)),
    )
    return Spec(
        name=CHART,
        title="Force and power against speed",
        description=(
            f"Mean horizontal force falls from F0 {value_text(f0)} newtons, 90 % interval {interval_text(f0)}, towards "
            f"nothing at v0 {value_text(v0)} metres a second, 90 % interval {interval_text(v0)}. {_peak_words(peak)} "
            "The line describes this sprint; it does not prescribe training."
        ),
        x=without_ticks(x),
        y=y,
        marks=line,
        table=_table(force, power),
        height=210,
        margins=(26.0, 12.0, 10.0, 34.0),
        below=(_power_panel(power, peak, x),),
    )


def _power_panel(power: Curve, peak: Mapping[str, Estimate], x: Axis) -> Panel:
    top, speed = peak["power"], peak["speed"]
    y = round_axis("power, W", [0.0, ROOM * float(power.high.max())], at_most=4)
    marks = (
        *_curve(power),
        Mark("points", (speed.value,), (top.value,), tone=("solid",)),
        _label(speed.value, top.value, f"{value_text(top)} W at {number(speed.value)} m/s", "middle", (0, -10)),
    )
    return Panel(x, y, marks, height=190, margins=(34.0, 12.0, 44.0, 34.0))


def _curve(curve: Curve) -> tuple[Mark, Mark]:
    xs = tuple(map(float, curve.x))
    band = Mark("band", xs, tuple(map(float, curve.low)), y2=tuple(map(float, curve.high)), meaning="ink")
    return band, Mark("line", xs, tuple(map(float, curve.value)))


def _label(x: float, y: float, text: str, anchor: Anchor, shift: tuple[float, float]) -> Mark:
    return Mark("label", (x,), (y,), text=text, tone=("bold", "halo"), anchor=anchor, shift=shift)


def _peak_words(peak: Mapping[str, Estimate]) -> str:
    top, speed = peak["power"], peak["speed"]
    return (
        f"Power is highest with {value_text(top)} watts, 90 % interval {interval_text(top)}, "
        f"at {number(speed.value)} metres a second."
    )


def _table(force: Curve, power: Curve) -> Table:
    header = ("Speed, m/s", "Force, N", "90 % interval", "Power, W", "90 % interval")
    listed = np.linspace(0, force.x.size - 1, _LISTED).astype(np.intp)
    rows = tuple((number(float(force.x[i]), 2), *_at(force, i), *_at(power, i)) for i in listed)
    return Table(header, rows)


def _at(curve: Curve, i: np.intp) -> tuple[str, str]:
    low, high = (number(float(part[i]), 0) for part in (curve.low, curve.high))
    return number(float(curve.value[i]), 0), f"{low} to {high}"
