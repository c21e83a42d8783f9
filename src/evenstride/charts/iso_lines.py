"""Lines of equal speed on the balance map: thin, within the plot, each with a label that stands clear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np

from evenstride.charts.figure import text_width
from evenstride.core.chart import Axis, Mark
from evenstride.core.estimate import Array
from evenstride.core.iso_speed import CheapestDirection, IsoSpeed
from evenstride.core.show import percent_of_log, signed

MOST_LINES = 6
"""More lines than these would be a hatching; then the finest levels go first."""

_ROUNDED = (0.01, 0.02, 0.04)
_LABEL = 17.0
_GAP = 3.0

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in drawing units."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A plot with one scale for both axes: where its data coordinates land, in drawing units."""

    scale: Axis
    width: float
    height: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point lands, right and down from the upper left corner of the plot."""
        span = self.scale.high - self.scale.low
        return (x - self.scale.low) / span * self.width, (self.scale.high - y) / span * self.height

    def at(self, across: float, down: float) -> tuple[float, float]:
        """Return the data coordinates of a place."""
        span = self.scale.high - self.scale.low
        return self.scale.low + across / self.width * span, self.scale.high - down / self.height * span

    def box_of(self, mark: Mark) -> Box:
        """Return the space a label takes."""
        across, down = self.place(mark.x[0], mark.y[0])
        width = text_width(mark.text)
        left = across + mark.shift[0] - {"start": 0.0, "middle": width / 2.0, "end": width}[mark.anchor]
        return left, down + mark.shift[1] - 12.0, left + width, down + mark.shift[1] + 4.0

    def boxes_of(self, mark: Mark) -> list[Box]:
        """Return the space a mark takes that no label may cover."""
        if mark.kind == "label":
            return [self.box_of(mark)]
        if mark.kind == "rule":
            ends = [
                (*self.place(x, y), *self.place(x2, y2))
                for x, y, x2, y2 in zip(mark.x, mark.y, mark.x2, mark.y2, strict=True)
            ]
            level = (one for one in ends if abs(one[0] - one[2]) < 1.0 or abs(one[1] - one[3]) < 1.0)
            return [(min(a, c) - 3, min(b, d) - 3, max(a, c) + 3, max(b, d) + 3) for a, b, c, d in level]
        if mark.kind == "points":
            spots = (self.place(x, y) for x, y in zip(mark.x, mark.y, strict=True))
            return [(x - 6, y - 6, x + 6, y + 6) for x, y in spots]
        return []


def draw_lines(lines: Sequence[IsoSpeed], ground: Ground, taken: Iterable[Mark]) -> tuple[Mark, ...]:
    """Draw lines of equal speed with the zone that holds the line of no change in every model.

    Parameters
    ----------
    lines : sequence of IsoSpeed
        Any number, in rising order of speed.
    ground : Ground
        The plot, in per cent since the start.
    taken : iterable of Mark
        What else is drawn there; labels keep clear of it. A line with no room for its label is left out.
    """
    boxes = [box for mark in taken for box in ground.boxes_of(mark)]
    marks: list[Mark] = []
    labels: list[Mark] = []
    for line, xs, ys in _choose(lines, ground.scale):
        if (label := _label(line, xs, ys, ground, boxes)) is None:
            continue
        boxes.append(ground.box_of(label))
        labels.append(label)
        if line.change == 0.0:
            # The zones of all lines together would cover the map; this one shows how far models disagree.
            marks = [
                _zone(line, ground.scale),
                *marks,
                Mark("line", tuple(xs), tuple(ys), meaning="ink2", tone=("thin",)),
            ]
        else:
            ends = (tuple(xs[:-1]), tuple(ys[:-1]), tuple(xs[1:]), tuple(ys[1:]))
            marks.append(Mark("rule", *ends, meaning="ink2", tone=("quiet",)))
    return (*marks, *labels)


def draw_direction(way: CheapestDirection, ground: Ground, at: tuple[float, float]) -> tuple[Mark, ...]:
    """Draw an arrow from where the athlete stands, between the directions of the models at both ends."""
    across, down = ground.place(*at)
    length = 0.24 * min(ground.width, ground.height)

    def end(push: float, swing: float, reach: float = length) -> tuple[float, float]:
        size = hypot(push, swing)
        return across + reach * push / size, down - reach * swing / size

    tip = end(way.push, way.swing)
    back, aside = end(way.push, way.swing, length - 9.0), (way.swing * 5.0, way.push * 5.0)
    head = [ground.at(back[0] + aside[0], back[1] + aside[1]), ground.at(*tip),
            ground.at(back[0] - aside[0], back[1] - aside[1])]  # fmt: skip
    fan = [(at, ground.at(*end(*one))) for one in (way.least, way.most)]
    (x, y), (tip_x, tip_y) = at, ground.at(*tip)
    return (
        *(Mark("line", (a[0], b[0]), (a[1], b[1]), meaning="unsure", tone=("thin", "dash")) for a, b in fan),
        Mark("line", (x, tip_x), (y, tip_y), tone=("thick",)),
        Mark("line", tuple(one[0] for one in head), tuple(one[1] for one in head), tone=("thick",)),
    )


def line_text(line: IsoSpeed) -> str:
    """Write the change of speed of a line in whole per cent.

    Examples
    --------
    >>> line = IsoSpeed(0.02, np.zeros(2), np.zeros(2), ((np.zeros(2), np.zeros(2)), (np.zeros(2), np.zeros(2))))
    >>> line_text(line)
    '+2 %'
    """
    return f"{signed(100.0 * line.change, 0)} %"


def line_rows(lines: Sequence[IsoSpeed]) -> tuple[tuple[str, ...], ...]:
    """Return for the table what each line asks of push alone and of swing alone, with the range over models."""
    return tuple(
        (
            f"speed {line_text(line)}, one alone",
            *_alone([(line.push, line.swing), *line.ends]),
            *_alone([(line.swing[::-1], line.push[::-1]), *((swing[::-1], push[::-1]) for push, swing in line.ends)]),
        )
        for line in lines
        if line.change != 0.0
    )


def _alone(lines: Sequence[tuple[Array, Array]]) -> tuple[str, str]:
    """Write where lines cross zero change of the other part: the best model's, and the range over models."""
    found = [percent_of_log(_crossing(along, across)) for along, across in lines]
    if np.isnan(found).any():
        return "beyond the models", "–"
    return f"{signed(found[0], 0)} %", f"{signed(min(found), 0)} to {signed(max(found), 0)} % over models"


def _crossing(along: Array, across: Array) -> float:
    # `across` falls while `along` rises.
    inside = along.size > 0 and across[-1] <= 0.0 <= across[0]
    return float(np.interp(0.0, across[::-1], along[::-1])) if inside else float("nan")


def _choose(lines: Sequence[IsoSpeed], scale: Axis) -> list[tuple[IsoSpeed, Array, Array]]:
    """Return the lines the plot holds, cut at its edges, the finest levels left out where there are too many."""
    cut = [(line, *_cut(line.push, line.swing, scale)) for line in lines]
    seen = [one for one in cut if one[1].size > 1]
    for fine in _ROUNDED:
        if len(seen) > MOST_LINES:
            seen = [one for one in seen if abs(abs(one[0].change) - fine) > 1e-9]
    return seen


def _cut(push: Array, swing: Array, scale: Axis) -> tuple[Array, Array]:
    """Turn a line into per cent and cut it at the edges of the plot; it falls from left to right."""
    x, y = 100.0 * np.expm1(push), 100.0 * np.expm1(swing)
    first = max(scale.low, x[0], _x_at(scale.high, x, y))
    last = min(scale.high, x[-1], _x_at(scale.low, x, y))
    if last - first < 0.02 * (scale.high - scale.low):
        return np.empty(0), np.empty(0)
    between = x[(x > first) & (x < last)]
    xs = np.concatenate([[first], between, [last]])
    return xs, np.clip(np.interp(xs, x, y), scale.low, scale.high)


def _x_at(level: float, x: Array, y: Array) -> float:
    return float(np.interp(-level, -y, x))


def _zone(line: IsoSpeed, scale: Axis) -> Mark:
    """Return the zone between the models at both ends, over what both were fitted to."""
    ends = [(100.0 * np.expm1(push), 100.0 * np.expm1(swing)) for push, swing in line.ends]
    top, bottom = (max(scale.low, min(scale.high, float(edge))) for edge in _fitted(ends))
    low, high = max(scale.low, min(x[0] for x, _ in ends)), min(scale.high, max(x[-1] for x, _ in ends))
    xs = np.linspace(low, high, 81)
    one, other = (np.clip(np.interp(xs, x, y, left=top, right=bottom), bottom, top) for x, y in ends)
    return Mark("band", tuple(xs), tuple(one), y2=tuple(other), meaning="ink")


def _fitted(ends: Sequence[tuple[Array, Array]]) -> tuple[float, float]:
    return max(y[0] for _, y in ends), min(y[-1] for _, y in ends)


def _label(line: IsoSpeed, xs: Array, ys: Array, ground: Ground, taken: Sequence[Box]) -> Mark | None:
    """Return the label at the first place along the line that is free, from its lower end."""
    text = line_text(line)
    half = text_width(text) / 2.0
    for share in (0.94, 0.9, 0.85, 0.8, 0.74, 0.68, 0.06, 0.1, 0.15, 0.2, 0.26, 0.32, 0.62, 0.38, 0.56, 0.44, 0.5):
        x = xs[0] + share * (xs[-1] - xs[0])
        y = float(np.interp(x, xs, ys))
        mark = Mark("label", (float(x),), (y,), text=text, tone=("quiet", "halo"), anchor="middle", shift=(0.0, 4.5))
        across, down = ground.place(float(x), y)
        inside = half + _GAP < across < ground.width - half - _GAP and _LABEL / 2 < down < ground.height - _LABEL / 2
        if inside and not any(_touch(ground.box_of(mark), box) for box in taken):
            return mark
    return None


def _touch(one: Box, other: Box) -> bool:
    apart = one[2] + _GAP < other[0] or other[2] + _GAP < one[0] or one[3] < other[1] or other[3] < one[1]
    return not apart
