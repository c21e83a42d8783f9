"""Push and swing at one speed, month by month, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evenstride.charts.figure import round_axis, without_ticks
from evenstride.charts.plots.season_curves import SHOWN
from evenstride.core.chart import Axis, Mark, Panel, Spec, Table
from evenstride.core.estimate import Estimate
from evenstride.core.season_values import SpanCurves, at_speed
from evenstride.core.show import number

CHART = "season-months"

_TICKS = 5
"""Months named under the axis at most."""


def draw(months: Sequence[SpanCurves], speed: float) -> Spec:
    """Draw every value at one speed over months; a month that does not hold the speed is left out.

    Parameters
    ----------
    months : sequence of SpanCurves
        Oldest first; at least one holds a value at the speed.
    speed : float
        m/s.
    """
    told = {
        name: [(one.span.first, found) for one in months if isinstance(found := at_speed(one, name, speed), Estimate)]
        for name in SHOWN
    }
    told = {name: found for name, found in told.items() if found}
    if not told:
        raise ValueError("no month holds the speed")
    days = sorted({on for found in told.values() for on, _ in found})
    x = _months(days)
    panels = [_panel(name, found, x, last=name == list(told)[-1]) for name, found in told.items()]
    head = panels[0]
    return Spec(
        name=CHART,
        title=f"Month by month at {number(speed, 2)} m/s",
        description=_describe(told, speed),
        x=head.x,
        y=head.y,
        marks=head.marks,
        table=_table(told),
        height=head.height,
        margins=head.margins,
        below=tuple(panels[1:]),
    )


def _place(on: date) -> float:
    return float(12 * on.year + on.month - 1)


def _months(days: Sequence[date]) -> Axis:
    first, last = _place(days[0]), _place(days[-1])
    every = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 240) if (last - first) / step < _TICKS)
    marks = [at for at in range(int(first), int(last) + 1) if at % every == 0] or [int(first)]
    ticks = tuple((float(at), f"{date(at // 12, at % 12 + 1, 1):%b} {at // 12 % 100:02d}") for at in marks)
    return Axis("", first - 0.6, last + 0.6, ticks)


def _panel(name: str, found: Sequence[tuple[date, Estimate]], x: Axis, *, last: bool) -> Panel:
    title, meaning, factor, _ = SHOWN[name]
    y = round_axis(title, [factor * end for _, one in found for end in (one.low, one.high)], at_most=4)
    xs = tuple(_place(on) for on, _ in found)
    low, high, value = (tuple(factor * getattr(one, part) for _, one in found) for part in ("low", "high", "value"))
    marks = (
        Mark("rule", xs, low, xs, high, meaning=meaning, tone=("thin",)),
        Mark("points", xs, value, meaning=meaning, tone=("solid", "small")),
    )
    return Panel(
        x if last else without_ticks(x),
        y,
        marks,
        height=162 if last else 140,
        margins=(38.0, 12.0, 36.0 if last else 10.0, 44.0),
    )


def _describe(told: dict[str, list[tuple[date, Estimate]]], speed: float) -> str:
    parts: list[str] = []
    for name, found in told.items():
        title, _, factor, digits = SHOWN[name]
        (first, one), (last, other) = found[0], found[-1]
        called = title.removeprefix("push: ").split(",")[0].capitalize()
        begin, end = number(factor * one.value, digits), number(factor * other.value, digits)
        parts.append(
            f"{called} is {begin} in {_month(first)} and {end} in {_month(last)}."
            if last > first
            else f"{called} is {begin} in {_month(first)}."
        )
    return f"At {number(speed, 2)} m/s, each month with its 90 % interval. {' '.join(parts)}"


def _month(on: date) -> str:
    return f"{on:%B} {on.year}"


def _table(told: dict[str, list[tuple[date, Estimate]]]) -> Table:
    rows: list[tuple[str, ...]] = []
    for name, found in told.items():
        title, _, factor, digits = SHOWN[name]
        for on, one in found:
            value, low, high = (number(factor * end, digits) for end in (one.value, one.low, one.high))
            rows.append((title.removeprefix("push: "), _month(on), value, f"{low} to {high}"))
    return Table(("What", "Month", "Value", "90 % interval"), tuple(rows))
