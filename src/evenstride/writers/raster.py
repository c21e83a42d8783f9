"""A chart without axes as pixels: the marks that pictures are made of, drawn by Pillow with smooth edges."""

from __future__ import annotations

import base64
import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import ceil, hypot
from typing import TYPE_CHECKING, Any

import numpy as np

from evenstride.core.chart import Mark, Panel, Spec
from evenstride.core.errors import InputError, to_install

if TYPE_CHECKING:
    from collections.abc import Iterator

Picture = np.ndarray
"""uint8, shape (height, width, 3), RGB."""

FINER = 2
"""Times as fine in either direction as the picture that is made of it."""

FONTS = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
)
"""Fonts of the machine, ordinary and bold; without any of them the one in Pillow, which has fewer letters."""

_WIDTHS = {"thin": 1.25, "thick": 3.0, "wide": 6.0}
_SIZE, _BIG = 13.0, 25.0
_DASH = 4.0
_BEND = 8
"""Straight pieces of one bend of a smooth outline."""

_OTHERWISE = {"−": "-", "–": "-", "·": "·", "≤": "<=", "≥": ">=", "→": "->"}

Point = tuple[float, float]


def paint(spec: Spec, colours: Mapping[str, str], *, scale: float = 2.0, under: Picture | None = None) -> Picture:
    """Return a chart without axes as pixels.

    Parameters
    ----------
    spec : Spec
        Of marks `line`, `points`, `rule`, `bar`, `label`, `shape` and `image`.
    colours : mapping of str to str
        Meaning → `#RRGGBB`, with `bg`, `surface`, and `…-soft` where marks are soft.
    scale : float
        Pixels of a drawing unit.
    under : ndarray, optional
        What lies beneath, uint8 RGB; it begins at the upper left corner and takes one pixel for one.

    Raises
    ------
    InputError
        If the library that draws is not installed.
    ValueError
        If a mark is of another kind.
    """
    image_of, draw_of = _pillow()
    height = sum(panel.height for panel in spec.panels)
    size = ceil(spec.width * scale * FINER), ceil(height * scale * FINER)
    image = image_of.new("RGB", size, colours["surface"])
    if under is not None:
        below = image_of.fromarray(under)
        image.paste(below.resize((below.width * FINER, below.height * FINER), image_of.Resampling.NEAREST))
    above = 0.0
    for panel in spec.panels:
        canvas = _Canvas(image, draw_of.Draw(image), panel, float(spec.width), above, scale * FINER, colours)
        for mark in panel.marks:
            if mark.kind not in _DRAW:
                raise ValueError(f"a picture has no marks of the kind {mark.kind}")
            _DRAW[mark.kind](canvas, mark)
        above += panel.height
    return np.asarray(image.reduce(FINER), dtype=np.uint8)


def with_margin(picture: Picture, colour: str, width: int) -> Picture:
    """Return a picture with a margin of so many pixels in a colour `#RRGGBB`.

    Examples
    --------
    >>> with_margin(np.zeros((2, 3, 3), np.uint8), "#FF8000", 1)[0, 0].tolist()
    [255, 128, 0]
    """
    height, long = picture.shape[:2]
    found = np.empty((height + 2 * width, long + 2 * width, 3), dtype=np.uint8)
    found[:] = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    found[width : width + height, width : width + long] = picture
    return found


@dataclass(frozen=True, slots=True)
class _Canvas:
    """Where marks of one panel land: its upper edge at `above`; `unit` is the pixels of a drawing unit."""

    image: Any
    draw: Any
    panel: Panel
    width: float
    above: float
    unit: float
    colours: Mapping[str, str]

    def at(self, x: float, y: float) -> Point:
        top, right, bottom, left = self.panel.margins
        across, up = self.panel.x, self.panel.y
        along = left + (x - across.low) / (across.high - across.low) * (self.width - left - right)
        down = self.above + top + (up.high - y) / (up.high - up.low) * (self.panel.height - top - bottom)
        return along * self.unit, down * self.unit

    def points(self, mark: Mark) -> list[Point]:
        return [self.at(x, y) for x, y in zip(mark.x, mark.y, strict=True)]

    def pairs(self, mark: Mark) -> list[tuple[Point, Point]]:
        ends = zip(mark.x, mark.y, mark.x2, mark.y2, strict=True)
        return [(self.at(x, y), self.at(x2, y2)) for x, y, x2, y2 in ends]

    def colour(self, mark: Mark) -> str:
        return self.colours[f"{mark.meaning}-soft" if "soft" in mark.tone else mark.meaning]

    def stroke(self, points: Sequence[Point], colour: str, width: float) -> None:
        """Draw a line with round ends and corners."""
        thick = max(1, round(width * self.unit))
        self.draw.line(points, fill=colour, width=thick, joint="curve")
        for x, y in points if thick > 2 else ():
            half = 0.5 * thick
            self.draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)


def _line(canvas: _Canvas, mark: Mark) -> None:
    points, width = canvas.points(mark), _width(mark)
    parts = _dashes(points, _DASH * canvas.unit) if "dash" in mark.tone else [points]
    for part in parts:
        canvas.stroke(part, canvas.colour(mark), width)


def _rule(canvas: _Canvas, mark: Mark) -> None:
    quiet = "quiet" in mark.tone
    for ends in canvas.pairs(mark):
        colour = canvas.colours["line2"] if quiet else canvas.colour(mark)
        canvas.stroke(ends, colour, 1.0 if quiet else _width(mark))


def _points(canvas: _Canvas, mark: Mark) -> None:
    radius = (1.8 if "small" in mark.tone else 4.0) * canvas.unit
    inner = radius if "solid" in mark.tone else radius - canvas.unit
    for x, y in canvas.points(mark):
        # As the page's: a ring whose stroke of 2 lies over its edge.
        outer = radius if "solid" in mark.tone else radius + canvas.unit
        canvas.draw.ellipse((x - outer, y - outer, x + outer, y + outer), fill=canvas.colour(mark))
        if inner < radius:
            fill = canvas.colours["surface"]
            canvas.draw.ellipse((x - inner, y - inner, x + inner, y + inner), fill=fill)


def _bar(canvas: _Canvas, mark: Mark) -> None:
    for (x, y), (x2, y2) in canvas.pairs(mark):
        box = min(x, x2), min(y, y2), max(x, x2), max(y, y2)
        corner = min(3.0 * canvas.unit, 0.5 * (box[3] - box[1]), 0.5 * (box[2] - box[0]))
        canvas.draw.rounded_rectangle(box, radius=corner, fill=canvas.colour(mark))


def _shape(canvas: _Canvas, mark: Mark) -> None:
    outline = _smooth(canvas.points(mark))
    canvas.draw.polygon(outline, fill=canvas.colour(mark))
    edge = max(1, round(1.6 * canvas.unit))
    canvas.draw.line([*outline, outline[0]], fill=canvas.colours["surface"], width=edge)


def _label(canvas: _Canvas, mark: Mark) -> None:
    ((x, y),) = canvas.points(mark)
    bold, size = "bold" in mark.tone or "big" in mark.tone, _BIG if "big" in mark.tone else _SIZE
    font, text = font_for(size * canvas.unit, mark.text, bold=bold)
    plain = canvas.colours["ink2" if "quiet" in mark.tone else "ink"]
    colour = plain if mark.meaning in ("ink", "unsure", "balanced") else canvas.colour(mark)
    anchor = {"start": "ls", "middle": "ms", "end": "rs"}[mark.anchor]
    place = x + mark.shift[0] * canvas.unit, y + mark.shift[1] * canvas.unit
    if "halo" in mark.tone:
        canvas.draw.text(
            place, text, font=font, anchor=anchor, fill=canvas.colours["surface"], stroke_width=round(2 * canvas.unit),
            stroke_fill=canvas.colours["surface"],
        )  # fmt: skip
    canvas.draw.text(place, text, font=font, anchor=anchor, fill=colour)


def _image(canvas: _Canvas, mark: Mark) -> None:
    image_of, _ = _pillow()
    (((x, y), (x2, y2)),) = canvas.pairs(mark)
    held = image_of.open(io.BytesIO(base64.b64decode(mark.text.partition(",")[2]))).convert("RGB")
    size = max(1, round(x2 - x)), max(1, round(y2 - y))
    canvas.image.paste(held.resize(size, image_of.Resampling.LANCZOS), (round(x), round(y)))


_DRAW: Mapping[str, Callable[[_Canvas, Mark], None]] = {
    "line": _line,
    "rule": _rule,
    "points": _points,
    "bar": _bar,
    "shape": _shape,
    "label": _label,
    "image": _image,
}


def _width(mark: Mark) -> float:
    return next((_WIDTHS[tone] for tone in mark.tone if tone in _WIDTHS), 2.0)


def _dashes(points: Sequence[Point], length: float) -> Iterator[list[Point]]:
    for (x, y), (x2, y2) in pairwise(points):
        whole = hypot(x2 - x, y2 - y)
        for begin in np.arange(0.0, whole, 2.0 * length):
            ends = begin / whole, min(begin + length, whole) / whole
            yield [(x + (x2 - x) * share, y + (y2 - y) * share) for share in ends]


def _smooth(points: Sequence[Point]) -> list[Point]:
    """Return a closed curve through the points: the same bends as on a page."""
    at = np.array(points, dtype=np.float64)
    before, after, beyond = np.roll(at, 1, axis=0), np.roll(at, -1, axis=0), np.roll(at, -2, axis=0)
    corners = np.stack([at, at + (after - before) / 6.0, after - (beyond - at) / 6.0, after])
    share = np.arange(_BEND) / _BEND
    rest = 1.0 - share
    weights = np.stack([rest**3, 3.0 * share * rest**2, 3.0 * share**2 * rest, share**3])
    curve = np.einsum("cs,cpd->psd", weights, corners).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in curve]


def font_for(size: float, text: str, *, bold: bool) -> tuple[Any, str]:
    """Return a font of so many pixels, and a text in letters that it has."""
    font, whole = _font(round(size, 1), bold=bold)
    return font, text if whole else _plain(text)


@cache
def _font(size: float, *, bold: bool) -> tuple[Any, bool]:
    from PIL import ImageFont

    for names in FONTS:
        try:
            return ImageFont.truetype(names[bold], size), True
        except OSError:
            continue
    return ImageFont.load_default(size), False


def _plain(text: str) -> str:
    """Return a text without the letters that the font within Pillow lacks."""
    said = "".join(_OTHERWISE.get(mark, mark) for mark in text)
    apart = unicodedata.normalize("NFKD", said)
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


@cache
def _pillow() -> tuple[Any, Any]:
    try:
        from PIL import Image, ImageDraw
    except ImportError:
        raise no_library("pictures are drawn") from None
    return Image, ImageDraw


def no_library(what: str) -> InputError:
    """Return the refusal where the libraries for pictures are not installed."""
    return InputError(
        f"{what} by libraries that are not installed here",
        remedy=f"{to_install('video')}; or write an SVG, which needs none",
    )
