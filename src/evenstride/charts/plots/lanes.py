"""The role lanes: speed and the four roles on one axis, per cent since the athlete's own start."""

from __future__ import annotations

from evenstride.charts.figure import NOT_YET, ROLE_NAMES, change_cells, round_axis, text_width
from evenstride.core.chart import Axis, Mark, Spec, Table
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.roles import Role
from evenstride.core.show import day_text, percent_of_log

CHART = "lanes"

_LANE, _TOP, _LEFT, _RIGHT, _WIDTH = 36.0, 24.0, 122.0, 12.0, 358


def draw(diagnosis: Diagnosis) -> Spec:
    """Draw what is known of each role's change; a role nobody has looked at keeps its lane and says so.

    Parameters
    ----------
    diagnosis : Diagnosis
        Its findings hold natural logs of capacity now over baseline; `speed_change` the same for speed.
    """
    lanes: list[tuple[str, str, Estimate | Missing, str]] = [("Speed", "ink", diagnosis.speed_change, "timed runs")]
    for role in Role:
        finding = diagnosis.finding(role)
        lanes.append((ROLE_NAMES[role], role.value, finding.change, str(finding.weight)))
    ends = [percent_of_log(end) for *_, change, _ in lanes if isinstance(change, Estimate)
            for end in (change.low, change.high)]  # fmt: skip
    scale = round_axis("", [-4.0, 4.0, *ends], signs=True, at_most=4)
    height = int(_TOP + _LANE * len(lanes) + 44)
    bottom = _LANE * len(lanes)
    marks = _start(diagnosis, [change for _, _, change, _ in lanes])
    for row, (name, meaning, change, _) in enumerate(lanes):
        marks += _lane(
            row,
            name,
            meaning,
            change,
            scale,
            named=diagnosis.named is not None and meaning == diagnosis.named.value,
        )
    return Spec(
        name=CHART,
        title="What has changed since your own start",
        description=_describe(lanes),
        x=Axis("% since your start", scale.low, scale.high, scale.ticks),
        y=Axis("", bottom, 0.0),
        marks=tuple(marks),
        table=Table(("Part", "Change", "90 % interval", "Rests on"),
                    tuple((name, *change_cells(change), rests_on) for name, _, change, rests_on in lanes)),
        width=_WIDTH,
        height=height,
        margins=(_TOP, _RIGHT, 44.0, _LEFT),
    )  # fmt: skip


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


def _lane(row: int, name: str, meaning: str, change: Estimate | Missing, scale: Axis, *, named: bool) -> list[Mark]:
    top, middle = row * _LANE, (row + 0.5) * _LANE
    edge = (scale.low,)
    marks = [
        Mark("glyph", edge, (middle,), text=meaning, shift=(8 - _LEFT, 0)),
        Mark("label", edge, (middle,), text=name, tone=("bold",) if named else (), shift=(22 - _LEFT, 4.5)),
    ]
    if isinstance(change, Missing):
        text = change.remedy if change.remedy and text_width(change.remedy) < _WIDTH - _LEFT - _RIGHT else NOT_YET
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


def _describe(lanes: list[tuple[str, str, Estimate | Missing, str]]) -> str:
    said: list[str] = []
    for name, _, change, rests_on in lanes:
        value, interval = change_cells(change)
        said.append(f"{name}: {value}" if isinstance(change, Missing) else f"{name}: {value} ({interval}), {rests_on}")
    return "Change since your own start with 90 % intervals. " + "; ".join(said) + "."
