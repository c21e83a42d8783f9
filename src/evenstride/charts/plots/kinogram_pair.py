"""Two kinograms laid over each other: the first runner pale, the second as lines, instant by instant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evenstride.charts.figure import canvas
from evenstride.charts.plots.kinogram import (
    CELL,
    angle_text,
    caption_marks,
    ground_marks,
    interval_text,
    missing_marks,
    scale_of,
    time_text,
)
from evenstride.charts.runner import REST, Point, runner_marks, stick_marks
from evenstride.core.chart import Mark, Spec, Table
from evenstride.core.estimate import Missing
from evenstride.core.kinogram import Angle, Instant, KinogramRow, Place, Shot
from evenstride.core.roles import Side
from evenstride.core.stride_pair import PairedKinograms, resized

CHART = "kinogram-pair"

_HEAD, _CAPTION, _GAP, _KEY = 30.0, 80.0, 14.0, 52.0


def draw(pair: PairedKinograms) -> Spec:
    """Draw two kinograms over each other, both drawn to the right; a row for each leg."""
    width, row = len(Instant) * CELL[0], _HEAD + CELL[1] + _CAPTION
    height = _KEY + 2.0 * row + _GAP
    sized = zip(pair.kinograms, pair.factors, strict=True)
    unit = scale_of(resized(body, factor) for one, factor in sized for body in one.bodies)
    x, y = canvas(width, height)
    marks = [
        Mark(
            "label", (0.0,), (18.0,), text=f"{pair.names[0]}: pale body, first number", tone=("bold",), meaning="ink2"
        ),
        Mark("label", (0.0,), (38.0,), text=f"{pair.names[1]}: lines, second number", tone=("bold",)),
    ]
    for place, side in enumerate(Side):
        marks += _row(pair, side, _KEY + place * (row + _GAP), unit)
    return Spec(
        name=CHART,
        title="Two runs at five instants of each leg",
        description=_describe(pair),
        x=x,
        y=y,
        marks=tuple(marks),
        table=_table(pair),
        width=round(width),
        height=round(height),
        margins=(0.0, 0.0, 0.0, 0.0),
    )


def _rows(pair: PairedKinograms, side: Side) -> tuple[KinogramRow, KinogramRow]:
    first, second = (next(row for row in one.rows if row.side is side) for one in pair.kinograms)
    return first, second


def _row(pair: PairedKinograms, side: Side, top: float, unit: float) -> Iterator[Mark]:
    yield Mark("label", (0.0,), (top + 16.0,), text=f"{side.value.capitalize()} leg", meaning=side.value,
               tone=("bold",))  # fmt: skip
    ground = top + _HEAD + CELL[1]
    yield from ground_marks(len(Instant) * CELL[0], ground)
    first, second = _rows(pair, side)
    for place, instant in enumerate(Instant):
        middle = (place + 0.5) * CELL[0]
        shots = first.shots[instant], second.shots[instant]
        yield from _bodies(pair, side, shots, unit, (middle, ground))
        gone = [shot for shot in shots if isinstance(shot, Missing)]
        if gone:
            yield from missing_marks(gone[0], middle, top + _HEAD)
        yield from caption_marks(instant, _lines(shots), middle, ground)


def _bodies(
    pair: PairedKinograms, side: Side, shots: tuple[Shot | Missing, Shot | Missing], unit: float, at: Point
) -> Iterator[Mark]:
    def to(place: Place) -> Point:
        return at[0] + unit * place[0], at[1] - unit * place[1]

    first, second = shots
    # One alone would be taken for both.
    if isinstance(first, Missing) or isinstance(second, Missing):
        return
    looks: Mapping[Side | None, tuple[str, ...]] = {side: REST, side.other: REST, None: REST}
    near = pair.kinograms[0].near
    yield from runner_marks(resized(first.body, pair.factors[0]), to, unit=unit, near=near, looks=looks)
    sticks = {side: side.value, side.other: "ink2"}
    yield from stick_marks(resized(second.body, pair.factors[1]), to, looks=sticks, trunk="ink2", joints="small")


def _lines(shots: tuple[Shot | Missing, Shot | Missing]) -> tuple[str, ...]:
    first, second = shots
    if isinstance(first, Missing) or isinstance(second, Missing):
        return ()
    thighs = " → ".join(angle_text(one.angles[Angle.THIGH]) for one in (first, second))
    knees = " → ".join(angle_text(one.angles[Angle.KNEE]) for one in (first, second))
    times = f"{time_text(first).removesuffix(' s')} → {time_text(second)}"
    return times, f"thigh {thighs}", f"knee {knees}"


def _table(pair: PairedKinograms) -> Table:
    rows: list[tuple[str, ...]] = []
    for side in Side:
        first, second = _rows(pair, side)
        for instant in Instant:
            for name, shot in zip(pair.names, (first.shots[instant], second.shots[instant]), strict=True):
                head = f"{side.value.capitalize()}, {instant}"
                if isinstance(shot, Missing):
                    rows.append((head, name, f"not shown: {shot.reason}", *("" for _ in Angle)))
                else:
                    told = (interval_text(shot.angles[angle]) for angle in Angle)
                    rows.append((head, name, time_text(shot), *told))
    return Table(("Picture", "Run", "After touchdown", *(one.value.capitalize() for one in Angle)), tuple(rows))


def _describe(pair: PairedKinograms) -> str:
    said: list[str] = []
    for side in Side:
        first, second = _rows(pair, side)
        for instant in Instant:
            shots = first.shots[instant], second.shots[instant]
            thighs = [angle_text(one.angles[Angle.THIGH]) for one in shots if isinstance(one, Shot)]
            if len(thighs) == 2:
                said.append(f"{side} {instant} {thighs[0]} and {thighs[1]}")
    told = f"Thigh angles: {', '.join(said)}" if said else "No instant was seen in both"
    return f"Two runs at five instants of one stride of each leg, laid over each other at the hips. {told}."
