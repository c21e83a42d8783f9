"""The balance map: how much push and swing have changed since the athlete's own start, each with its doubt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evenstride.charts.figure import NOT_YET, change_cells, round_axis
from evenstride.core.chart import Axis, Mark, Spec, Table
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.roles import Role
from evenstride.core.show import day_text, percent_of_log, signed

CHART = "push-swing"

Change = Estimate | Missing


def draw(diagnosis: Diagnosis, path: Sequence[tuple[date, float, float]] = ()) -> Spec:
    """Draw the change of push against the change of swing.

    Parameters
    ----------
    diagnosis : Diagnosis
        Its push and swing findings: natural log of capacity now over baseline, each an interval or Missing.
    path : sequence of (date, push, swing)
        Earlier log changes in time order, drawn as the way there.
    """
    push, swing = (diagnosis.finding(role).change for role in (Role.PUSH, Role.SWING))
    trail = [(day, percent_of_log(x), percent_of_log(y)) for day, x, y in path]
    reach = [0.0, -5.0, 5.0, *_reach(push), *_reach(swing), *(value for _, x, y in trail for value in (x, y))]
    scale = round_axis("", reach, signs=True, at_most=6)
    return Spec(
        name=CHART,
        title="Push and swing since your own start",
        description=_describe(diagnosis, push, swing),
        x=Axis("push, % since your start", scale.low, scale.high, scale.ticks),
        y=Axis("swing, % since your start", scale.low, scale.high, scale.ticks),
        marks=(*_ground(scale), _start(push, swing, scale), *_way(trail, push, swing), *_now(push, swing, scale)),
        table=Table(
            ("Date", "Push", "90 % interval", "Swing", "90 % interval"),
            (
                *((day_text(day), f"{signed(x)} %", "", f"{signed(y)} %", "")
                  for day, x, y in trail),
                (day_text(diagnosis.on), *change_cells(push), *change_cells(swing)),
            ),
        ),
        height=330,
        margins=(26.0, 12.0, 44.0, 40.0),
    )  # fmt: skip


def _reach(change: Change) -> tuple[float, ...]:
    if isinstance(change, Missing):
        return ()
    return (percent_of_log(change.low), percent_of_log(change.high))


def _ground(scale: Axis) -> tuple[Mark, ...]:
    low, high = scale.low, scale.high
    return (
        Mark("rule", (low, 0.0), (0.0, low), (high, 0.0), (0.0, high), meaning="ink2", tone=("thin",)),
        Mark("rule", (low,), (low,), (high,), (high,), meaning="ink2", tone=("thin", "dash")),
        Mark("label", (high,), (high,), text="grown alike", tone=("quiet", "halo"), anchor="end", shift=(-30, 14)),
    )


def _start(push: Change, swing: Change, scale: Axis) -> Mark:
    """Name the line of the start at the end where nothing else stands, clear of the ticks."""
    up = isinstance(push, Estimate) and isinstance(swing, Estimate) and swing.value < 0
    at, down = (scale.high, 14) if up else (scale.low, -6)
    return Mark("label", (0.0,), (at,), text="your start", tone=("quiet", "halo"), shift=(6, down))


def _way(trail: list[tuple[date, float, float]], push: Change, swing: Change) -> tuple[Mark, ...]:
    if not trail:
        return ()
    xs, ys = tuple(x for _, x, _ in trail), tuple(y for _, _, y in trail)
    dots = Mark("points", xs, ys, meaning="ink2", tone=("solid", "small"))
    if isinstance(push, Missing) or isinstance(swing, Missing):
        return (Mark("line", xs, ys), dots)
    end = (percent_of_log(push.value), percent_of_log(swing.value))
    return (Mark("line", (*xs, end[0]), (*ys, end[1])), dots)


def _now(push: Change, swing: Change, scale: Axis) -> tuple[Mark, ...]:
    """Draw a cross where both are known, a zone across the map where one is, a sentence where none is."""
    low, high, middle = scale.low, scale.high, (scale.low + scale.high) / 2
    if isinstance(push, Missing) and isinstance(swing, Missing):
        text = f"push and swing: {NOT_YET}"
        return (Mark("label", (middle,), (middle,), text=text, tone=("bold", "halo"), anchor="middle", shift=(0, 34)),)
    if isinstance(swing, Missing):
        assert isinstance(push, Estimate)
        left, right = _reach(push)
        return (
            Mark("span", (left,), (low,), (right,), (high,), meaning="unsure"),
            Mark(
                "rule",
                (percent_of_log(push.value),),
                (low,),
                (percent_of_log(push.value),),
                (high,),
                meaning="push",
            ),
            Mark("label", (low,), (high,), text=f"swing: {NOT_YET}", tone=("bold", "halo"), shift=(6, 15)),
        )
    if isinstance(push, Missing):
        bottom, top = _reach(swing)
        here = percent_of_log(swing.value)
        return (
            Mark("span", (low,), (bottom,), (high,), (top,), meaning="unsure"),
            Mark("rule", (low,), (here,), (high,), (here,), meaning="swing"),
            Mark("label", (low,), (high,), text=f"push: {NOT_YET}", tone=("bold", "halo"), shift=(6, 15)),
        )
    (left, right), (bottom, top) = _reach(push), _reach(swing)
    x, y = percent_of_log(push.value), percent_of_log(swing.value)
    beside = -10 if x > middle else 10
    return (
        Mark("rule", (left,), (y,), (right,), (y,), meaning="push", tone=("thick",)),
        Mark("rule", (x,), (bottom,), (x,), (top,), meaning="swing", tone=("thick",)),
        Mark("points", (x,), (y,), tone=("solid",)),
        Mark("label", (x,), (y,), text="now", tone=("bold", "halo"),
             anchor="end" if beside < 0 else "start", shift=(beside, -10)),
    )  # fmt: skip


def _describe(diagnosis: Diagnosis, push: Change, swing: Change) -> str:
    since = "your first sessions" if diagnosis.since is None else day_text(diagnosis.since)

    def said(name: str, change: Change) -> str:
        if isinstance(change, Missing):
            return f"{name} has not been looked at yet"
        value, interval = change_cells(change)
        return f"{name} changed by {value}, 90 % interval {interval}"

    return (
        f"Since {since}, {said('push', push)}; {said('swing', swing)}. "
        "On the dashed line both have grown alike; levels of push and swing cannot be compared, only changes."
    )
