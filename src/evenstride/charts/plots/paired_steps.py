"""Left push with right swing, and the reverse: how the two pairs of a run differ, and how each has changed."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.charts.figure import round_axis
from evenstride.core.capacity_trend import HeldChange
from evenstride.core.chart import Axis, Mark, Panel, Spec, Table
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.paired_steps import PAIR_VALUES, PairsChange, PairsCourse
from evenstride.core.roles import Side
from evenstride.core.show import day_text, error_text, log_change_text, percent_of_log, value_text

CHART = "paired-steps"

_LANE, _ROW, _TOP, _LEFT, _RIGHT, _FOOT = 44.0, 40.0, 26.0, 116.0, 104.0, 44.0
_NAMES: Mapping[str, tuple[str, str]] = {
    "force": ("Force", "pushing leg"),
    "swing_time": ("Swing time", "other leg"),
    "contact_length": ("Contact length", "pushing leg"),
    "step_length": ("Step length", "from this push"),
}
_UNITS = {"BW": "body weights"}
_PAIR = {side: f"{side} push, {side.other} swing" for side in Side}
NO_CAUSE = "All rest on the same step timings: one measurement, and it says how, never why."


def draw(course: PairsCourse) -> Spec:
    """Draw the difference between the two pairs of the newest run, and below how each pair changed.

    Parameters
    ----------
    course : PairsCourse
        The newest run and, where there are two days, the change since the first.
    """
    known = [(name, course.newest.differences[name]) for name in PAIR_VALUES if name in course.newest.differences]
    scale = _scale([held.change for _, held in known], "difference, %")
    bottom = _LANE * len(known)
    change = course.change
    return Spec(
        name=CHART,
        title="One leg's push with the other's swing",
        description=_describe(course),
        x=scale,
        y=Axis("", bottom, 0.0),
        marks=(*_ends(scale, bottom), *(mark for row, one in enumerate(known) for mark in _lane(row, *one, scale))),
        table=Table(
            ("What", _PAIR[Side.LEFT], _PAIR[Side.RIGHT], "Difference", "90 % interval", "Against error"),
            (*_rows(course), *(() if isinstance(change, Missing) else _change_rows(change))),
        ),
        height=int(_TOP + bottom + _FOOT),
        margins=(_TOP, _RIGHT, _FOOT, _LEFT),
        below=() if isinstance(change, Missing) else (_changed(change),),
    )


def _scale(changes: list[Estimate], title: str) -> Axis:
    ends = [percent_of_log(end) for one in changes for end in (one.low, one.high)]
    return round_axis(title, [-2.0, 2.0, *ends], signs=True, at_most=3)


def _ends(scale: Axis, bottom: float) -> tuple[Mark, ...]:
    """Name the two directions; neither is the better one."""
    return (
        Mark("rule", (0.0,), (0.0,), (0.0,), (bottom,), meaning="ink2", tone=("thin",)),
        Mark("label", (scale.low,), (0.0,), text="larger with right push", tone=("quiet",), anchor="start",
             shift=(-_LEFT, -10)),
        Mark("label", (scale.high,), (0.0,), text="larger with left push", tone=("quiet",), anchor="end",
             shift=(_RIGHT, -10)),
    )  # fmt: skip


def _lane(row: int, name: str, held: HeldChange, scale: Axis) -> list[Mark]:
    middle = (row + 0.5) * _LANE
    title, whose = _NAMES[name]
    return [
        Mark("label", (scale.low,), (middle,), text=title, shift=(-_LEFT, -3)),
        Mark("label", (scale.low,), (middle,), text=whose, tone=("quiet",), shift=(-_LEFT, 14)),
        *_dot(held.change, middle, scale, "ink"),
    ]


def _dot(change: Estimate, y: float, scale: Axis, meaning: str) -> list[Mark]:
    value, interval = log_change_text(change)
    low, at, high = (percent_of_log(one) for one in (change.low, change.value, change.high))
    solid = ("solid",) if meaning != Side.RIGHT.value else ()
    return [
        Mark("rule", (low,), (y,), (high,), (y,), meaning=meaning),
        Mark("points", (at,), (y,), meaning=meaning, tone=solid),
        Mark("label", (scale.high,), (y,), text=value, tone=("bold",), anchor="end", shift=(_RIGHT, -3)),
        Mark("label", (scale.high,), (y,), text=interval, tone=("quiet",), anchor="end", shift=(_RIGHT, 14)),
    ]


def _changed(change: PairsChange) -> Panel:
    """Two rows a value: each pair's own change, filled for left push and open for right."""
    rows = [(name, side) for name in PAIR_VALUES if name in change.differences for side in Side]
    scale = _scale([change.pairs[side][name].change for name, side in rows], f"% since {day_text(change.since)}")
    bottom = _ROW * len(rows)
    marks = [Mark("rule", (0.0,), (0.0,), (0.0,), (bottom,), meaning="ink2", tone=("thin",))]
    for row, (name, side) in enumerate(rows):
        middle = (row + 0.5) * _ROW
        marks += [
            Mark("label", (scale.low,), (middle,), text=_NAMES[name][0], shift=(-_LEFT, -3)),
            Mark("label", (scale.low,), (middle,), text=_whose(name, side), meaning=side.value, shift=(-_LEFT, 14)),
            *_dot(change.pairs[side][name].change, middle, scale, side.value),
        ]
    top = 8.0
    return Panel(scale, Axis("", bottom, 0.0), tuple(marks), int(top + bottom + _FOOT), (top, _RIGHT, _FOOT, _LEFT))


def _whose(name: str, side: Side) -> str:
    return f"with {side} push" if name == "swing_time" else f"{side} push"


def _rows(course: PairsCourse) -> tuple[tuple[str, ...], ...]:
    pairs = course.newest.pairs
    return tuple(
        (_NAMES[name][0], *(_value(pairs[side].values[name].estimate()) for side in Side), *_held(held))
        for name, held in course.newest.differences.items()
    )


def _change_rows(change: PairsChange) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            f"{_NAMES[name][0]} since {day_text(change.since)}",
            *(" (".join(log_change_text(change.pairs[side][name].change)) + ")" for side in Side),
            *_held(held),
        )
        for name, held in change.differences.items()
    )


def _held(held: HeldChange) -> tuple[str, str, str]:
    return (*log_change_text(held.change), error_text(held))


def _value(estimate: Estimate) -> str:
    return f"{value_text(estimate)} {_UNITS.get(estimate.unit, estimate.unit)}"


def _describe(course: PairsCourse) -> str:
    said = [
        f"{_NAMES[name][0].lower()} {value} ({interval}), {error_text(held)}"
        for name, held in course.newest.differences.items()
        for value, interval in (log_change_text(held.change),)
    ]
    change = "" if isinstance(course.change, Missing) else " Below, how each pair has changed since the first day."
    return (
        "Left push with right swing against right push with left swing, differences in per cent with 90 % intervals: "
        f"{'; '.join(said)}.{change} {NO_CAUSE}"
    )
