"""A chart as data: what to draw, what it says in words, and the table behind it.

Charts are made of few marks on plain linear axes; renderers turn a `Spec` into SVG. Meaning is a word
(`push`, `swing`, `support`, `timing`, `left`, `right`, `ink`, `unsure`, …) that the renderer maps to colour AND
texture or shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MarkKind = Literal["line", "points", "band", "bar", "span", "rule", "label"]


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: title with unit, range, ticks as (value, text)."""

    title: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """One drawn thing.

    `x` and `y` are data coordinates; `y2` the second edge of a band, bar or span; `text` a direct label.
    """

    kind: MarkKind
    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    x2: tuple[float, ...] = ()
    y2: tuple[float, ...] = ()
    meaning: str = "ink"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a chart."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """A chart: title, a full-sentence description, axes, marks and the table behind it."""

    name: str
    title: str
    description: str
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    table: Table
    width: int = 358
    height: int = 260


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn chart: its spec and the SVG made from it, free of inline style and script."""

    spec: Spec
    svg: str
