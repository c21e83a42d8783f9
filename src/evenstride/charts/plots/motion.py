"""Speed, acceleration and, with a body, power of a sprint over its time or distance, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.charts.figure import round_axis, without_ticks
from evenstride.core.chart import Axis, Mark, Panel, Spec, Table
from evenstride.core.curve import Curve
from evenstride.core.show import number

CHART = "motion"

_SHOWN = {"speed": ("speed, m/s", 2), "acceleration": ("acceleration, m/s²", 2), "power": ("power, W", 0)}
"""What is drawn, from the top: its axis and the digits of its table."""

_LISTED = 10
"""Rows listed of the curves."""

_MARGINS = (34.0, 12.0, 10.0, 34.0)
"""Of a panel whose x axis stands further below."""


def draw(curves: Mapping[str, Curve]) -> Spec:
    """Draw how a sprint builds up.

    Parameters
    ----------
    curves : mapping of str to Curve
        `speed` (m/s), `acceleration` (m/s²) and, where known, `power` (W), all over one time (s) or distance (m) from
        the first movement.
    """
    known = {name: curves[name] for name in _SHOWN if name in curves}
    last = list(known)[-1]
    first = next(iter(known.values()))
    where = "distance, m" if first.x_unit == "m" else "time, s"
    x = round_axis(where, [0.0, float(first.x[-1])])
    bare = without_ticks(x)
    panels = [_panel(name, curve, x if name == last else bare, low=name == last) for name, curve in known.items()]
    head = panels[0]
    return Spec(
        name=CHART,
        title=f"The sprint over its {where.split(',')[0]}",
        description=_describe(known),
        x=head.x,
        y=head.y,
        marks=head.marks,
        table=_table(known),
        height=head.height,
        margins=head.margins,
        below=tuple(panels[1:]),
    )


def _panel(name: str, curve: Curve, x: Axis, *, low: bool) -> Panel:
    title, _ = _SHOWN[name]
    xs = tuple(map(float, curve.x))
    y = round_axis(title, [0.0, *curve.high, *curve.low], at_most=4)
    marks = (
        Mark("band", xs, tuple(map(float, curve.low)), y2=tuple(map(float, curve.high)), meaning="ink"),
        Mark("line", xs, tuple(map(float, curve.value))),
    )
    top, right, _, left = _MARGINS
    return Panel(x, y, marks, height=194 if low else 160, margins=(top, right, 44.0, left) if low else _MARGINS)


def _describe(curves: Mapping[str, Curve]) -> str:
    speed, fall = curves["speed"], curves["acceleration"]
    end = f"{number(float(speed.x[-1]), 1)} {'metres' if speed.x_unit == 'm' else 'seconds'}"
    text = (
        f"In {end} speed rises from 0 to {number(float(speed.value[-1]), 2)} metres a second while acceleration falls "
        f"from {number(float(fall.value[0]), 2)} to {number(float(fall.value[-1]), 2)} metres a second squared."
    )
    if "power" in curves:
        power = curves["power"]
        best = int(np.argmax(power.value))
        place = f"{number(float(power.x[best]), 1)} {'metres' if power.x_unit == 'm' else 'seconds'}"
        text += f" Power peaks with {number(float(power.value[best]), 0)} watts after {place}."
    return text


def _table(curves: Mapping[str, Curve]) -> Table:
    first = next(iter(curves.values()))
    where = "Distance, m" if first.x_unit == "m" else "Time, s"
    header = [where]
    for name in curves:
        title, _ = _SHOWN[name]
        header += [title.capitalize(), "90 % interval"]
    listed = np.linspace(0, first.x.size - 1, _LISTED).astype(np.intp)
    rows = tuple(
        (
            number(float(first.x[i]), 2),
            *(cell for name, curve in curves.items() for cell in _at(curve, i, _SHOWN[name][1])),
        )
        for i in listed
    )
    return Table(tuple(header), rows)


def _at(curve: Curve, i: np.intp, digits: int) -> tuple[str, str]:
    low, high = (number(float(part[i]), digits) for part in (curve.low, curve.high))
    return number(float(curve.value[i]), digits), f"{low} to {high}"
