"""The role lanes: speed and the four roles on one axis, per cent since the athlete's own start."""

from __future__ import annotations

from typing import NamedTuple

from evenstride.charts.figure import NOT_YET, ROLE_NAMES, change_cells, round_axis, text_width
from evenstride.core.chart import Axis, Mark, Spec, Table
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.roles import Role
from evenstride.core.show import day_text, percent_of_log, value_text

CHART = "lanes"

_LANE, _TOP, _LEFT, _RIGHT, _WIDTH = 36.0, 24.0, 122.0, 12.0, 358


class _Lane(NamedTuple):
    """One row: its name and colour, what has changed and what that rests on, and what stands where nothing has."""

    name: str
    meaning: str
    change: Estimate | Missing
    rests_on: str
    without: str


def draw(diagnosis: Diagnosis) -> Spec:
    """Draw what is known of each role's change; a role nobody has looked at keeps its lane and says so.

    Parameters
    ----------
    diagnosis : Diagnosis
        Its findings hold natural logs of capacity now over baseline; `speed_change` the same for speed.
    """
    lanes = [_Lane("Speed", "ink", diagnosis.speed_change, "timed runs", _speed_so_far(diagnosis))]
    for role in Role:
        one = diagnosis.finding(role)
        lanes.append(_Lane(ROLE_NAMES[role], role.value, one.change, one.standing, one.standing))
    changes = [lane.change for lane in lanes]
    ends = [percent_of_log(end) for change in changes if isinstance(change, Estimate)
            for end in (change.low, change.high)]  # fmt: skip
    scale = round_axis("", [-4.0, 4.0, *ends], signs=True, at_most=4)
    height = int(_TOP + _LANE * len(lanes) + 44)
    bottom = _LANE * len(lanes)
    marks = _start(diagnosis, changes)
    for row, lane in enumerate(lanes):
        marks += _lane(row, lane, scale, named=diagnosis.named is not None and lane.meaning == diagnosis.named.value)
    return Spec(
        name=CHART,
        title="What has changed since your own start",
        description=_describe(lanes),
        x=Axis("% since your start", scale.low, scale.high, scale.ticks),
        y=Axis("", bottom, 0.0),
        marks=tuple(marks),
        table=Table(("Part", "Change", "90 % interval", "Rests on"),
                    tuple((one.name, *change_cells(one.change, one.without), one.rests_on) for one in lanes)),
        width=_WIDTH,
        height=height,
        margins=(_TOP, _RIGHT, 44.0, _LEFT),
    )  # fmt: skip


def _speed_so_far(diagnosis: Diagnosis) -> str:
    """What stands where speed has no change: the speed itself, once it was measured at all."""
    now = diagnosis.speed_now
    return NOT_YET if isinstance(now, Missing) else f"{value_text(now)} {now.unit} so far"


def _start(diagnosis: Diagnosis, changes: list[Estimate | Missing]) -> list[Mark]:
    """Draw the start through the lanes that have a value: a line through words would be hard to read."""
    known = [row for row, change in enumerate(changes) if isinstance(change, Estimate)]
    if not known:
        return []
    zeros = (0.0,) * len(known)
    tops, bottoms = tuple(row * _LANE for row in known), tuple((row + 1) * _LANE for row in known)
    text = "your start" if diagnosis.since is None else f"your start, {day_text(diagnosis.since)}"
    return [
        Mark("rule", zeros, tops, zeros, bottoms, tone=("thin",)),
        Mark("label", (0.0,), (0.0,), text=text, tone=("quiet",), anchor="middle", shift=(0, -7)),
    ]


def _lane(row: int, lane: _Lane, scale: Axis, *, named: bool) -> list[Mark]:
    meaning, change = lane.meaning, lane.change
    top, middle = row * _LANE, (row + 0.5) * _LANE
    edge = (scale.low,)
    marks = [
        Mark("glyph", edge, (middle,), text=meaning, shift=(8 - _LEFT, 0)),
        Mark("label", edge, (middle,), text=lane.name, tone=("bold",) if named else (), shift=(22 - _LEFT, 4.5)),
    ]
    if isinstance(change, Missing):
        fits = change.remedy and lane.without == NOT_YET and text_width(change.remedy) < _WIDTH - _LEFT - _RIGHT
        text = change.remedy if fits else lane.without
        return [*marks, Mark("label", edge, (middle,), text=text, tone=("quiet", "halo"), shift=(4, 4.5))]
    low, value, high = (percent_of_log(part) for part in (change.low, change.value, change.high))
    return [
        *marks,
        Mark(
            "bar",
            (low,),
            (top + 11,),
            (high,),
            (top + _LANE - 11,),
            meaning="ink2" if meaning == "ink" else meaning,
        ),
        Mark("rule", (value,), (top + 8,), (value,), (top + _LANE - 8,), meaning="surface", tone=("wide",)),
        Mark("rule", (value,), (top + 8,), (value,), (top + _LANE - 8,), tone=("thick",)),
    ]


def _describe(lanes: list[_Lane]) -> str:
    said: list[str] = []
    for one in lanes:
        value, interval = change_cells(one.change, one.without)
        known = "" if isinstance(one.change, Missing) else f" ({interval}), {one.rests_on}"
        said.append(f"{one.name}: {value}{known}")
    return "Change since your own start with 90 % intervals. " + "; ".join(said) + "."
