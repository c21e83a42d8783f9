"""A kinogram: five pictures of one stride of each leg, over the film where there is one, else on bare ground."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import degrees
from textwrap import wrap

from evenstride.charts.figure import canvas
from evenstride.charts.runner import REST, Point, runner_marks, stick_marks
from evenstride.core.chart import Mark, Panel, Spec, Table
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.kinogram import Angle, Body, Instant, Kinogram, KinogramRow, Place, Shot
from evenstride.core.roles import Side
from evenstride.core.show import number

CHART = "kinogram"

CELL = (152.0, 178.0)
"""Width and height of one picture in drawing units."""

_HEAD, _CAPTION, _GAP = 30.0, 62.0, 14.0
"""Height above the pictures of a row, of what is written under them, and between two rows."""

_HEADING = 34.0

_ROOM = 0.12
"""m left free above the highest and beside the widest body."""

_WIDEST = 22
"""Letters of a line under a picture."""


def draw(kinogram: Kinogram, *, heading: str = "") -> Spec:
    """Draw a kinogram: a row for each leg, that leg in the colour of its side and the other one grey.

    Parameters
    ----------
    kinogram : Kinogram
        Of one run.
    heading : str
        What is written above it, where it leaves the page that says whose it is.
    """
    width, row = len(Instant) * CELL[0], _HEAD + CELL[1] + _CAPTION
    top = _HEADING if heading else 0.0
    height = top + 2.0 * row + _GAP
    unit = scale_of(kinogram.bodies)
    x, y = canvas(width, height)
    marks = [Mark("label", (0.0,), (18.0,), text=heading, tone=("bold",))] if heading else []
    for place, one in enumerate(kinogram.rows):
        marks += _row_marks(kinogram, one, top + place * (row + _GAP), unit)
    return Spec(
        name=CHART,
        title="Five instants of each leg",
        description=describe(kinogram),
        x=x,
        y=y,
        marks=tuple(marks),
        table=table_of(kinogram),
        width=round(width),
        height=round(height),
        margins=(0.0, 0.0, 0.0, 0.0),
    )


def scale_of(bodies: Iterable[Body]) -> float:
    """Return the drawing units of a metre with which every body fits its picture."""
    places = [place for body in bodies for place in body.values()]
    wide = max((abs(x) for x, _ in places), default=0.7) + _ROOM
    high = max((up for _, up in places), default=1.6) + 2.0 * _ROOM
    return min(CELL[0] / (2.0 * wide), CELL[1] / high)


def picture_marks(kinogram: Kinogram, side: Side, shot: Shot, unit: float, to_left: float, ground: float) -> list[Mark]:
    """Return the marks of one picture whose middle line is at `to_left` and whose ground at `ground`."""

    def to(place: Place) -> Point:
        return to_left + unit * place[0], ground - unit * place[1]

    if shot.film is None:
        looks = {side: (side.value,), side.other: REST, None: REST}
        return list(runner_marks(shot.body, to, unit=unit, near=kinogram.near, looks=looks))
    (left, low), (right, high) = to(shot.film.low), to(shot.film.high)
    data = "data:image/jpeg;base64," + base64.b64encode(shot.film.jpeg).decode("ascii")
    return [
        Mark("image", (left,), (high,), (right,), (low,), text=data),
        *stick_marks(shot.body, to, looks={side: side.value, side.other: "ink2"}, trunk="ink2", joints="small"),
    ]


def table_of(kinogram: Kinogram) -> Table:
    """Return every picture with its time and its angles, each with its interval."""
    rows: list[tuple[str, ...]] = []
    for row in kinogram.rows:
        for instant, shot in row.shots.items():
            name = f"{row.side.value.capitalize()}, {instant}"
            if isinstance(shot, Missing):
                rows.append((name, f"not shown: {shot.reason}", *("" for _ in Angle)))
            else:
                rows.append((name, time_text(shot), *(interval_text(shot.angles[angle]) for angle in Angle)))
    return Table(("Picture", "After touchdown", *(one.value.capitalize() for one in Angle)), tuple(rows))


def describe(kinogram: Kinogram) -> str:
    """Say in words what the pictures show."""
    said = [f"{row.side} leg: {', '.join(_said(instant, shot) for instant, shot in row.shots.items())}"
            for row in kinogram.rows]  # fmt: skip
    return f"One stride of each leg in five pictures, thigh angles against the vertical. {'. '.join(said)}."


def time_text(shot: Shot) -> str:
    """Write when a picture is, s after touchdown."""
    return f"{number(shot.since.value, 3)} s"


def angle_text(angle: Estimate | Missing) -> str:
    """Write an angle in degrees, and a missing one as such."""
    return "not seen" if isinstance(angle, Missing) else f"{number(degrees(angle.value), 0)}°"


def missing_marks(missing: Missing, to_left: float, top: float) -> Iterator[Mark]:
    """Write why there is no picture, in its place."""
    lines = wrap(f"Not shown: {missing.reason}", _WIDEST)[:7]
    for place, line in enumerate(lines):
        yield Mark("label", (to_left,), (top + 40.0 + 17.0 * place,), text=line, tone=("quiet",), anchor="middle")


def _row_marks(kinogram: Kinogram, row: KinogramRow, top: float, unit: float) -> Iterator[Mark]:
    name = f"{row.side.value.capitalize()} leg"
    yield Mark("label", (0.0,), (top + 16.0,), text=name, meaning=row.side.value, tone=("bold",))
    ground = top + _HEAD + CELL[1]
    if any(shot.film is None for shot in row.seen):
        yield from ground_marks(len(row.shots) * CELL[0], ground)
    for place, (instant, shot) in enumerate(row.shots.items()):
        middle = (place + 0.5) * CELL[0]
        if isinstance(shot, Missing):
            yield from missing_marks(shot, middle, top + _HEAD)
        else:
            yield from picture_marks(kinogram, row.side, shot, unit, middle, ground)
        yield from caption_marks(instant, _lines(shot), middle, ground)


def ground_marks(width: float, ground: float) -> Iterator[Mark]:
    """Draw the ground that bodies stand on."""
    yield Mark("line", (0.0, width), (ground + 2.0, ground + 2.0), meaning="ink2", tone=("thin",))


def caption_marks(instant: Instant, lines: Sequence[str], middle: float, ground: float) -> Iterator[Mark]:
    """Write under a picture which instant it is, and lines of numbers."""
    name = instant.value.capitalize()
    yield Mark("label", (middle,), (ground + 21.0,), text=name, tone=("bold",), anchor="middle")
    for place, text in enumerate(lines):
        at = ground + 38.0 + 17.0 * place
        yield Mark("label", (middle,), (at,), text=text, tone=("quiet",), anchor="middle")


def interval_text(angle: Estimate | Missing) -> str:
    """Write an angle in degrees with its interval, and a missing one with the reason."""
    if isinstance(angle, Missing):
        return f"not seen: {angle.reason}"
    low, high = (number(degrees(one), 0) for one in (angle.low, angle.high))
    return f"{angle_text(angle)} ({low} to {high})"


def stacked(specs: Sequence[Spec]) -> Spec:
    """Return kinograms one below the other as one chart."""
    first, *others = specs
    panels = tuple(Panel(one.x, one.y, one.marks, one.height, one.margins) for one in others)
    rows = tuple(row for one in specs for row in one.table.rows)
    return replace(first, below=panels, table=replace(first.table, rows=rows))


def _lines(shot: Shot | Missing) -> tuple[str, ...]:
    if isinstance(shot, Missing):
        return ()
    thigh, knee = (angle_text(shot.angles[angle]) for angle in (Angle.THIGH, Angle.KNEE))
    return f"{time_text(shot)} · frame {shot.frame}", f"thigh {thigh} · knee {knee}"


def _said(instant: Instant, shot: Shot | Missing) -> str:
    if isinstance(shot, Missing):
        return f"{instant} not shown"
    return f"{instant} after {time_text(shot)} with the thigh at {angle_text(shot.angles[Angle.THIGH])}"
