"""The balance map: how much push and swing have changed since the athlete's own start, each with its doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from evenstride.charts.figure import NOT_YET, change_cells, round_axis, text_width
from evenstride.charts.iso_lines import Ground, draw_direction, draw_lines, line_rows, line_text
from evenstride.core.chart import Axis, Mark, Spec, Table
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.iso_speed import CheapestDirection, IsoSpeed
from evenstride.core.roles import Role
from evenstride.core.show import day_text, percent_of_log, signed

CHART = "push-swing"

_WIDTH, _TOP, _RIGHT, _LEFT, _PLOT = 358, 26.0, 12.0, 40.0, 260.0
_ALIKE, _START = "grown alike", "your start"
_NOTE = (
    "Thin lines: speed the physics would expect. Models",
    "disagree, push:swing 0.9 to 2.2; shaded: their 0 %.",
)

Change = Estimate | Missing


def draw(
    diagnosis: Diagnosis,
    path: Sequence[tuple[date, float, float]] = (),
    *,
    lines: Sequence[IsoSpeed] = (),
    cheapest: CheapestDirection | Missing | None = None,
) -> Spec:
    """Draw the change of push against the change of swing.

    Parameters
    ----------
    diagnosis : Diagnosis
        Its push and swing findings: natural log of capacity now over baseline, each an interval or Missing.
    path : sequence of (date, push, swing)
        Earlier log changes in time order, drawn as the way there.
    lines : sequence of IsoSpeed
        Lines of equal speed a physics model expects, in rising order of speed.
    cheapest : CheapestDirection, Missing or None
        An arrow, or the reason why there is none; None where nothing may be said of it at all.
    """
    push, swing = (diagnosis.finding(role).change for role in (Role.PUSH, Role.SWING))
    trail = [(day, percent_of_log(x), percent_of_log(y)) for day, x, y in path]
    reach = [0.0, -5.0, 5.0, *_reach(push), *_reach(swing), *(value for _, x, y in trail for value in (x, y))]
    scale = round_axis("", reach, signs=True, at_most=6)
    pointed = isinstance(cheapest, CheapestDirection)
    now = _now(push, swing, scale, pointed=pointed)
    own = (*_ground(scale), _start(push, swing, scale), *_way(trail, push, swing), *now)
    ground = Ground(scale, _WIDTH - _RIGHT - _LEFT, _PLOT)
    expected = draw_lines(lines, ground, own)
    note = _note(expected, scale)
    arrow = draw_direction(cheapest, ground, _place(push, swing)) if isinstance(cheapest, CheapestDirection) else ()
    return Spec(
        name=CHART,
        title="Push and swing since your own start",
        description=" ".join([_describe(diagnosis, push, swing), *_say_lines(expected, cheapest)]),
        x=Axis("push, % since your start", scale.low, scale.high, scale.ticks),
        y=Axis("swing, % since your start", scale.low, scale.high, scale.ticks),
        marks=(*expected, *own, *arrow, *note),
        table=Table(
            ("Date", "Push", "90 % interval", "Swing", "90 % interval"),
            (
                *((day_text(day), f"{signed(x)} %", "", f"{signed(y)} %", "")
                  for day, x, y in trail),
                (day_text(diagnosis.on), *change_cells(push), *change_cells(swing)),
                *line_rows([one for one in lines if line_text(one) in {mark.text for mark in expected}]),
            ),
        ),
        width=_WIDTH,
        height=int(_TOP + _PLOT + 44 + (17 * len(_NOTE) + 4 if note else 0)),
        margins=(_TOP, _RIGHT, 44.0 + (17.0 * len(_NOTE) + 4 if note else 0.0), _LEFT),
    )  # fmt: skip


def _note(expected: tuple[Mark, ...], scale: Axis) -> tuple[Mark, ...]:
    """Say below the plot what the lines are."""
    if not expected:
        return ()
    return tuple(
        Mark("label", (scale.low,), (scale.low,), text=text, tone=("quiet",), shift=(-_LEFT, 61.0 + 17.0 * row))
        for row, text in enumerate(_NOTE)
    )


def _say_lines(expected: tuple[Mark, ...], cheapest: CheapestDirection | Missing | None) -> Iterator[str]:
    levels = [mark.text for mark in expected if mark.kind == "label"]
    if levels:
        yield (
            f"Thin lines ({', '.join(levels)}) are changes of speed that the physics would expect; models disagree on "
            "how much push counts beside swing, between 0.9 and 2.2 to 1, and the shaded zone holds the line of no "
            "change of all of them. They say nothing of this athlete."
        )
    if isinstance(cheapest, CheapestDirection):
        yield f"The arrow shows where all models expect most speed for the same growth: mostly {cheapest.role}."
    elif cheapest is not None:
        yield f"No direction is called cheaper: {cheapest.reason.rstrip('.')}."


def _place(push: Change, swing: Change) -> tuple[float, float]:
    assert isinstance(push, Estimate)
    assert isinstance(swing, Estimate)
    return percent_of_log(push.value), percent_of_log(swing.value)


def _reach(change: Change) -> tuple[float, ...]:
    if isinstance(change, Missing):
        return ()
    return (percent_of_log(change.low), percent_of_log(change.high))


def _ground(scale: Axis) -> tuple[Mark, ...]:
    low, high = scale.low, scale.high
    return (
        Mark("rule", (low, 0.0), (0.0, low), (high, 0.0), (0.0, high), meaning="ink2", tone=("thin",)),
        Mark("rule", (low,), (low,), (high,), (high,), meaning="ink2", tone=("thin", "dash")),
        Mark("label", (high,), (high,), text=_ALIKE, tone=("quiet", "halo"), anchor="end", shift=(-30, 14)),
    )


def _start(push: Change, swing: Change, scale: Axis) -> Mark:
    """Name the line of the start at the end where nothing else stands, clear of the ticks."""
    if isinstance(push, Missing) or isinstance(swing, Missing) or swing.value >= 0:
        return Mark("label", (0.0,), (scale.low,), text=_START, tone=("quiet", "halo"), shift=(6, -6))
    zero = -scale.low / (scale.high - scale.low) * (_WIDTH - _RIGHT - _LEFT)
    room = _WIDTH - _RIGHT - _LEFT - 36 - text_width(_ALIKE) - zero
    side, anchor = (6, "start") if room > text_width(_START) else (-6, "end")
    return Mark("label", (0.0,), (scale.high,), text=_START, tone=("quiet", "halo"), anchor=anchor, shift=(side, 14))


def _way(trail: list[tuple[date, float, float]], push: Change, swing: Change) -> tuple[Mark, ...]:
    if not trail:
        return ()
    xs, ys = tuple(x for _, x, _ in trail), tuple(y for _, _, y in trail)
    dots = Mark("points", xs, ys, meaning="ink2", tone=("solid", "small"))
    if isinstance(push, Missing) or isinstance(swing, Missing):
        return (Mark("line", xs, ys), dots)
    end = (percent_of_log(push.value), percent_of_log(swing.value))
    return (Mark("line", (*xs, end[0]), (*ys, end[1])), dots)


def _now(push: Change, swing: Change, scale: Axis, *, pointed: bool) -> tuple[Mark, ...]:
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
    # An arrow leaves to the upper right: then the word stands below, or on the left where there is no room below.
    above = not pointed or y < scale.low + 0.12 * (scale.high - scale.low)
    beside = -10 if pointed and above else beside
    return (
        Mark("rule", (left,), (y,), (right,), (y,), meaning="push", tone=("thick",)),
        Mark("rule", (x,), (bottom,), (x,), (top,), meaning="swing", tone=("thick",)),
        Mark("points", (x,), (y,), tone=("solid",)),
        Mark("label", (x,), (y,), text="now", tone=("bold", "halo"),
             anchor="end" if beside < 0 else "start", shift=(beside, -10 if above else 20)),
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
