"""A chart as a file of its own: the drawing of the pages with its look and its ground inside."""

from __future__ import annotations

import re

from evenstride.charts.look import style_of
from evenstride.charts.svg import chart_id, full_height, render_svg
from evenstride.core.chart import Spec

SCALE = 2.0
"""Pixels a drawing unit takes where nothing else limits its width."""

PADDING = 12
"""Room around the drawing in its units."""


def render_standalone(spec: Spec) -> str:
    """Turn a chart into an SVG document that needs no stylesheet, for files and notebooks.

    Parameters
    ----------
    spec : Spec
        What to draw.

    Returns
    -------
    str
        One `<svg>` element with a `<style>` that reaches nothing else, on its own ground, without script.
    """
    id = chart_id(spec)
    drawing = render_svg(spec)
    classes = {name for names in re.findall(r'class="([^"]*)"', drawing) for name in names.split()}
    used = {"text", ".f-surface", *(f".{name}" for name in classes)}
    width, height = spec.width + 2 * PADDING, full_height(spec) + 2 * PADDING
    start, rest = drawing.split(">", maxsplit=1)
    start = re.sub(
        r'viewBox="[^"]*"',
        f'id="{id}" viewBox="{-PADDING} {-PADDING} {width} {height}" width="{width * SCALE:.0f}" '
        f'height="{height * SCALE:.0f}"',
        start,
    )
    head, body = rest.split("<defs>", maxsplit=1)
    style = f"<style>\n#{id}{{max-width: 100%; height: auto}}\n{style_of(id, used)}\n</style>"
    ground = f'<rect x="{-PADDING}" y="{-PADDING}" width="{width}" height="{height}" rx="8" class="f-surface"/>'
    return f"{start}>{head}{style}<defs>{body.replace('</defs>', f'</defs>{ground}', 1)}\n"
