"""The one renderer: a `Spec` becomes an SVG with classes for every look, and no inline style or script.

Colours come from the page's stylesheet; the textures that must tell roles apart without colour travel inside
each SVG, so that a figure keeps them wherever it is put.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from evenstride.charts.glyphs import GLYPHS
from evenstride.core.chart import Figure, Mark, Panel, Spec

_TEXTURES = {
    "swing": (
        'width="5.6" height="5.6" patternTransform="rotate(38)"',
        '<rect width="5.6" height="5.6" class="f-swing"/><rect width="1.3" height="5.6" class="f-swing-soft"/>',
    ),
    "support": (
        'width="5" height="5" patternTransform="rotate(45)"',
        '<rect width="5" height="5" class="f-support"/><circle cx="2.5" cy="2.5" r=".8" class="f-support-soft"/>',
    ),
    "timing": (
        'width="7" height="7"',
        '<rect width="7" height="7" class="f-timing-soft"/>'
        '<circle cx="3.5" cy="3.5" r="2.2" class="f-none s-timing w1"/>',
    ),
    "balanced": (
        'width="6" height="6"',
        '<rect width="6" height="6" class="f-sunk"/><rect width="6" height="2" y="2" class="f-line2"/>',
    ),
    "unsure": (
        'width="6" height="6" patternTransform="rotate(-45)"',
        '<rect width="6" height="6" class="f-sunk"/><rect width="1.1" height="6" class="f-line2"/>',
    ),
}
_TONES = {
    "bold": "b",
    "quiet": "q",
    "big": "big",
    "halo": "halo",
    "thin": "w1",
    "thick": "w3",
    "dash": "dash",
    "wide": "w5",
}
_ANCHORS = {"start": "", "middle": "m", "end": "e"}


@dataclass(frozen=True, slots=True)
class _Page:
    """Where data coordinates land: one panel, as wide as the chart, its upper edge at `above`."""

    panel: Panel
    width: float
    above: float
    id: str

    def x(self, value: float) -> float:
        _, right, _, left = self.panel.margins
        axis = self.panel.x
        return left + (value - axis.low) / (axis.high - axis.low) * (self.width - left - right)

    def y(self, value: float) -> float:
        top, _, bottom, _ = self.panel.margins
        axis = self.panel.y
        plot = self.panel.height - top - bottom
        return self.above + top + (axis.high - value) / (axis.high - axis.low) * plot

    def points(self, mark: Mark) -> list[tuple[float, float]]:
        return [(self.x(x), self.y(y)) for x, y in zip(mark.x, mark.y, strict=True)]

    def pairs(self, mark: Mark) -> list[tuple[float, float, float, float]]:
        ends = zip(mark.x, mark.y, mark.x2, mark.y2, strict=True)
        return [(self.x(x), self.y(y), self.x(x2), self.y(y2)) for x, y, x2, y2 in ends]

    def fill(self, meaning: str) -> str:
        return f'fill="url(#{self.id}-{meaning})"' if meaning in _TEXTURES else f'class="f-{meaning}"'


def draw_figure(spec: Spec) -> Figure:
    """Draw a chart: its spec together with the SVG made from it."""
    return Figure(spec, render_svg(spec))


def render_svg(spec: Spec) -> str:
    """Turn a chart into an SVG document fragment.

    Parameters
    ----------
    spec : Spec
        What to draw. Title and description become `<title>` and `<desc>`; every text is escaped.

    Returns
    -------
    str
        One `<svg>` element, well-formed XML, equal for equal specs; its ids are unique to its content.
    """
    id = chart_id(spec)
    used = {mark.meaning for panel in spec.panels for mark in panel.marks if mark.meaning in _TEXTURES}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {spec.width} {full_height(spec)}" role="img" '
        f'class="chart c-{escape(spec.name)}" aria-labelledby="{id}-t {id}-d">',
        f'<title id="{id}-t">{escape(spec.title)}</title>',
        f'<desc id="{id}-d">{escape(spec.description)}</desc>',
        "<defs>",
        *(_texture(id, name) for name in sorted(used)),
        "</defs>",
    ]
    above = 0
    for panel in spec.panels:
        page = _Page(panel, spec.width, above, id)
        parts += [*_y_axis(page), *_x_axis(page), *(_DRAW[mark.kind](page, mark) for mark in panel.marks)]
        above += panel.height
    return "".join([*parts, "</svg>"])


def chart_id(spec: Spec) -> str:
    """Return the id that begins every id inside the drawing of a chart: unique to its content."""
    return f"{spec.name}-{hashlib.sha256(repr(spec).encode()).hexdigest()[:8]}"


def full_height(spec: Spec) -> int:
    """Return the height of a chart with all its panels, in drawing units."""
    return sum(panel.height for panel in spec.panels)


def _texture(id: str, name: str) -> str:
    attributes, body = _TEXTURES[name]
    return f'<pattern id="{id}-{name}" patternUnits="userSpaceOnUse" {attributes}>{body}</pattern>'


def _y_axis(page: _Page) -> list[str]:
    axis, left, right = page.panel.y, page.panel.margins[3], page.width - page.panel.margins[1]
    parts = [
        f'<path class="grid" d="M{left:.1f} {page.y(at):.1f}H{right:.1f}"/>'
        + _text(left - 6, page.y(at) + 4.5, text, "q e")
        for at, text in axis.ticks
    ]
    return [*parts, _text(0, page.above + 12, axis.title, "q")] if axis.title else parts


def _x_axis(page: _Page) -> list[str]:
    axis, margins = page.panel.x, page.panel.margins
    base, right = page.above + page.panel.height - margins[2], page.width - margins[1]
    parts = [
        f'<path class="axis" d="M{page.x(at):.1f} {base:.1f}v4"/>' + _text(page.x(at), base + 19, text, "q m")
        for at, text in axis.ticks
    ]
    if axis.ticks:
        parts.insert(0, f'<path class="axis" d="M{margins[3]:.1f} {base:.1f}H{right:.1f}"/>')
    return [*parts, _text(right, base + 38, axis.title, "q e")] if axis.title else parts


def _text(x: float, y: float, text: str, classes: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{classes}">{escape(text)}</text>'


def _classes(mark: Mark, *more: str) -> str:
    return " ".join([*more, *(_TONES[tone] for tone in mark.tone if tone in _TONES)])


def _line(page: _Page, mark: Mark) -> str:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in page.points(mark))
    width = () if {"thin", "thick", "wide"} & set(mark.tone) else ("w2",)
    return f'<path class="{_classes(mark, "f-none", "rc", f"s-{mark.meaning}", *width)}" d="M{path}"/>'


def _points(page: _Page, mark: Mark) -> str:
    radius = 1.8 if "small" in mark.tone else 4
    look = f"f-{mark.meaning}" if "solid" in mark.tone else f"f-surface s-{mark.meaning} w2"
    return "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" class="{look}"/>' for x, y in page.points(mark))


def _band(page: _Page, mark: Mark) -> str:
    upper = [(page.x(x), page.y(y)) for x, y in zip(mark.x, mark.y2, strict=True)]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in [*page.points(mark), *reversed(upper)])
    return f'<path class="f-{mark.meaning}-soft" d="M{path}Z"/>'


def _rectangles(page: _Page, mark: Mark, look: str, corner: float) -> str:
    boxes = ((min(x, x2), min(y, y2), abs(x2 - x), abs(y2 - y)) for x, y, x2, y2 in page.pairs(mark))
    return "".join(
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{corner}" {look}/>'
        for x, y, width, height in boxes
    )


def _bar(page: _Page, mark: Mark) -> str:
    return _rectangles(page, mark, page.fill(mark.meaning), 3)


def _span(page: _Page, mark: Mark) -> str:
    look = page.fill(mark.meaning) if mark.meaning == "unsure" else f'class="f-{mark.meaning}-soft"'
    return _rectangles(page, mark, look, 0)


def _rule(page: _Page, mark: Mark) -> str:
    path = "".join(f"M{x:.1f} {y:.1f}L{x2:.1f} {y2:.1f}" for x, y, x2, y2 in page.pairs(mark))
    if "quiet" in mark.tone:
        return f'<path class="lead" d="{path}"/>'
    width = () if {"thin", "thick", "wide"} & set(mark.tone) else ("w2",)
    return f'<path class="{_classes(mark, "f-none", f"s-{mark.meaning}", *width)}" d="{path}"/>'


def _label(page: _Page, mark: Mark) -> str:
    ((x, y),) = page.points(mark)
    dx, dy = mark.shift
    colour = () if mark.meaning in ("ink", "unsure", "balanced") else (f"f-{mark.meaning}",)
    return _text(x + dx, y + dy, mark.text, _classes(mark, _ANCHORS[mark.anchor], *colour).strip())


def _shape(page: _Page, mark: Mark) -> str:
    points = page.points(mark)
    count = len(points)
    path = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for i in range(count):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        path.append(
            f"C{x1 + (x2 - x0) / 6:.1f} {y1 + (y2 - y0) / 6:.1f} "
            f"{x2 - (x3 - x1) / 6:.1f} {y2 - (y3 - y1) / 6:.1f} {x2:.1f} {y2:.1f}"
        )
    look = f'class="f-{mark.meaning}-soft"' if "soft" in mark.tone else page.fill(mark.meaning)
    body = f'<path d="{"".join(path)}Z" {look}/>'
    return f'<g class="part{" far" if "far" in mark.tone else ""}">{body}</g>'


def _glyph(page: _Page, mark: Mark) -> str:
    scale = 1.55 if "big" in mark.tone else 0.9
    places = ((x + mark.shift[0], y + mark.shift[1]) for x, y in page.points(mark))
    return "".join(
        f'<g transform="translate({x - 9 * scale:.1f} {y - 9 * scale:.1f}) scale({scale})">{GLYPHS[mark.text]}</g>'
        for x, y in places
    )


def _image(page: _Page, mark: Mark) -> str:
    ((x, y, x2, y2),) = page.pairs(mark)
    # Bytes alone: a chart that fetches something would not be whole by itself.
    assert mark.text.startswith("data:image/jpeg;base64,"), "a picture travels inside its chart"
    size = f'x="{x:.1f}" y="{y:.1f}" width="{x2 - x:.1f}" height="{y2 - y:.1f}"'
    return f'<image {size} preserveAspectRatio="none" href="{escape(mark.text)}"/>'


_DRAW: dict[str, Callable[[_Page, Mark], str]] = {
    "line": _line,
    "points": _points,
    "band": _band,
    "bar": _bar,
    "span": _span,
    "rule": _rule,
    "label": _label,
    "shape": _shape,
    "glyph": _glyph,
    "image": _image,
}
