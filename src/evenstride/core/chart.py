"""A chart as data: what to draw, what it says in words, and the table behind it.

Charts are made of few marks on plain linear axes; renderers turn a `Spec` into SVG. Meaning is a word
(`push`, `swing`, `support`, `timing`, `left`, `right`, `ink`, `ink2`, `surface`, …) that the renderer maps
to colour AND texture or shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MarkKind = Literal["line", "points", "band", "bar", "span", "rule", "label", "shape", "glyph", "image"]
Anchor = Literal["start", "middle", "end"]

MEANINGS = (
    "push",
    "swing",
    "support",
    "timing",
    "left",
    "right",
    "ink",
    "ink2",
    "balanced",
    "unsure",
    "surface",
    "sunk",
)


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: title with unit, range, ticks as (value, text)."""

    title: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """One drawn thing, in data coordinates.

    Attributes
    ----------
    kind : MarkKind
        `line` through the points; `points` as circles; `band` between `y` and `y2`; `bar` (textured) and `span` (a
        tinted or hatched zone) from `(x, y)` to `(x2, y2)`; `rule`, straight strokes from `(x, y)` to `(x2, y2)`;
        `label`, `text` at a point; `shape`, a smooth closed outline; `glyph`, the small sign named by `text`;
        `image`, a picture from `(x, y)` to `(x2, y2)` whose bytes are the data address in `text`.
    meaning : str
        One of `MEANINGS`.
    tone : tuple of str
        How loud: `bold`, `quiet`, `big`, `halo`, `thin`, `thick`, `wide`, `dash`, `solid`, `small`, `far`, `soft`.
    anchor : Anchor
        Which part of a label stands at its point.
    shift : (float, float)
        Offset of labels and glyphs in drawing units, right and down.
    """

    kind: MarkKind
    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    x2: tuple[float, ...] = ()
    y2: tuple[float, ...] = ()
    meaning: str = "ink"
    text: str = ""
    tone: tuple[str, ...] = ()
    anchor: Anchor = "start"
    shift: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a chart."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A second plot under the first of a chart, as wide as it, with axes and marks of its own."""

    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    height: int = 130
    margins: tuple[float, float, float, float] = (26.0, 12.0, 44.0, 34.0)


@dataclass(frozen=True, slots=True)
class Spec:
    """A chart: title, a full-sentence description, axes, marks and the table behind it.

    One drawing unit is one pixel on a phone 390 wide; `margins` are top, right, bottom and left of the plot. Panels
    `below` belong to the same chart: title, description and table speak for them too.
    """

    name: str
    title: str
    description: str
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    table: Table
    width: int = 358
    height: int = 260
    margins: tuple[float, float, float, float] = (26.0, 12.0, 44.0, 34.0)
    below: tuple[Panel, ...] = ()

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Every plot of the chart, from the top."""
        return (Panel(self.x, self.y, self.marks, self.height, self.margins), *self.below)


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn chart: its spec and the SVG made from it, free of inline style and script."""

    spec: Spec
    svg: str
