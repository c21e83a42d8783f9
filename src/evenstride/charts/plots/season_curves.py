"""Push and swing against speed: one span of outings in colour, another one dashed beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from evenstride.charts.figure import round_axis, without_ticks
from evenstride.core.chart import Axis, Mark, Panel, Spec, Table
from evenstride.core.season_values import SpanCurves, SpeedCurve
from evenstride.core.show import number

CHART = "season-curves"

SHOWN: Mapping[str, tuple[str, str, float, int]] = {
    "force": ("push: force, body weights", "push", 1.0, 2),
    "contact_length": ("push: contact length, m", "push", 1.0, 2),
    "swing_time": ("swing time, ms", "swing", 1000.0, 0),
    "step_length": ("step length, m", "ink", 1.0, 2),
    "step_frequency": ("steps/s", "ink", 1.0, 2),
}
"""What is drawn, from the top: its axis, its meaning, the factor from SI, and the digits of its table."""


def draw(now: tuple[str, SpanCurves], before: tuple[str, SpanCurves] | None = None) -> Spec:
    """Draw the curves of a span, and those of an earlier one beside them.

    Parameters
    ----------
    now, before : tuple of str and SpanCurves
        What the span is called, and its curves; at least one value of `now` is there.
    """
    spans = [one for one in (before, now) if one is not None]
    names = [name for name in SHOWN if isinstance(now[1].curves.get(name), SpeedCurve)]
    if not names:
        raise ValueError("a chart of seasons needs a curve")
    found = {
        name: [(title, one) for title, span in spans if isinstance(one := span.curves.get(name), SpeedCurve)]
        for name in names
    }
    every = [float(speed) for told in found.values() for _, one in told for speed in one.speeds]
    x = _speeds(every)
    panels = [_panel(name, told, now[0], x, last=name == names[-1]) for name, told in found.items()]
    head = panels[0]
    names_of = _names(found[names[0]], SHOWN[names[0]][2])
    return Spec(
        name=CHART,
        title=f"Steps against speed, {now[0]}" + (f" and {before[0]}" if before is not None else ""),
        description=_describe(found, now[0], before),
        x=head.x,
        y=head.y,
        marks=(*head.marks, *names_of),
        table=_table(found),
        height=head.height,
        margins=head.margins,
        below=tuple(panels[1:]),
    )


def _speeds(every: list[float]) -> Axis:
    low, high = min(every), max(every)
    return round_axis("speed, m/s", [low, high if high > low else low + 0.25])


def _panel(name: str, told: list[tuple[str, SpeedCurve]], now: str, x: Axis, *, last: bool) -> Panel:
    title, meaning, factor, _ = SHOWN[name]
    ends = [factor * float(end) for _, one in told for end in (*one.low, *one.high)]
    y = round_axis(title, ends, at_most=4)
    marks: list[Mark] = []
    for spot, (called, one) in enumerate(told):
        newest = called == now and spot == len(told) - 1
        look = meaning if newest else "ink"
        xs, low, high = (tuple(map(float, part)) for part in (one.speeds, factor * one.low, factor * one.high))
        ys = tuple(map(float, factor * one.value))
        if len(xs) == 1:
            marks.append(Mark("rule", xs, low, xs, high, meaning=look if newest else "ink2", tone=("thin",)))
            marks.append(Mark("points", xs, ys, meaning=look if newest else "ink2", tone=("solid",) if newest else ()))
            continue
        marks.append(Mark("band", xs, low, y2=high, meaning=look))
        marks.append(Mark("line", xs, ys, meaning=look if newest else "ink2", tone=("thick",) if newest else ("dash",)))
    return Panel(
        x if last else without_ticks(x),
        y,
        tuple(marks),
        height=170 if last else 140,
        margins=(38.0, 12.0, 44.0 if last else 10.0, 44.0),
    )


def _names(told: list[tuple[str, SpeedCurve]], factor: float) -> Iterator[Mark]:
    """Name the line that ends higher above its end, the other one below its own."""
    highest = max(told, key=lambda named: float(named[1].value[-1]))[1]
    for called, one in told:
        newest = one is told[-1][1]
        place = (float(one.speeds[-1]),), (factor * float(one.value[-1]),)
        look = ("bold", "halo") if newest else ("quiet", "halo")
        yield Mark("label", *place, text=called, tone=look, anchor="end", shift=(0, -10) if one is highest else (0, 22))


def _describe(
    found: Mapping[str, list[tuple[str, SpeedCurve]]], now: str, before: tuple[str, SpanCurves] | None
) -> str:
    parts = [
        f"The whole line is {now}"
        + (f", the dashed one {before[0]}; " if before is not None else "; ")
        + "bands are 90 % intervals."
    ]
    for name, told in found.items():
        _, curve = told[-1]
        title, _, factor, digits = SHOWN[name]
        first, last = (number(factor * float(curve.value[at]), digits) for at in (0, -1))
        parts.append(
            f"{title.removeprefix('push: ').capitalize()}: {first} at {number(float(curve.speeds[0]), 2)} m/s, "
            f"{last} at {number(float(curve.speeds[-1]), 2)} m/s."
        )
    return " ".join(parts)


def _table(found: Mapping[str, list[tuple[str, SpeedCurve]]]) -> Table:
    rows: list[tuple[str, ...]] = []
    for name, told in found.items():
        title, _, factor, digits = SHOWN[name]
        for called, one in told:
            for at in np.unique(np.linspace(0, one.speeds.size - 1, min(5, one.speeds.size)).astype(np.intp)):
                value, low, high = (number(factor * float(part[at]), digits) for part in (one.value, one.low, one.high))
                rows.append(
                    (title.removeprefix("push: "), called, number(float(one.speeds[at]), 2), value, f"{low} to {high}")
                )
    return Table(("What", "When", "Speed, m/s", "Value", "90 % interval"), tuple(rows))
