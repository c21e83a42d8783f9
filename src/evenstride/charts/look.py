"""The look of a chart that stands alone: the pages' colours and strokes for the classes a drawing uses.

A page styles its charts with its own sheet; a file or a notebook has none. A test holds both to the same values.
"""

from __future__ import annotations

COLOURS: dict[str, tuple[str, str]] = {
    "bg": ("#F1F5F4", "#0A1012"),
    "surface": ("#FFFFFF", "#131B1E"),
    "sunk": ("#E9EFED", "#1C2629"),
    "ink": ("#0C1719", "#EEF4F2"),
    "ink2": ("#45535A", "#AEBCBC"),
    "line": ("#D3DCDA", "#2B373A"),
    "line2": ("#71807F", "#72827F"),
    "left": ("#A84A02", "#FC984C"),
    "right": ("#145EC1", "#6DB3FA"),
    "push": ("#8F0146", "#F878A4"),
    "swing": ("#03705F", "#64E4CA"),
    "support": ("#4D4063", "#BFB3D9"),
    "timing": ("#6B6508", "#E0DE69"),
    "push-soft": ("#F8DFE9", "#43152A"),
    "swing-soft": ("#D3EEE8", "#0E3A34"),
    "support-soft": ("#E7E2EF", "#2F2A3C"),
    "timing-soft": ("#F0EDC6", "#36350F"),
    "ink-soft": ("#CBD7D4", "#35464A"),
    "unsure": ("#55606A", "#A4AEB9"),
}
"""Token → colour on light and on dark ground."""

FONT = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Inter, "Helvetica Neue", system-ui, sans-serif'

_FILLED = ("ink", "ink2", "surface", "sunk", "line2", "push", "swing", "support", "timing", "left", "right")
_TINTED = ("push-soft", "swing-soft", "support-soft", "timing-soft", "ink-soft")
_STROKED = ("push", "swing", "support", "timing", "left", "right", "ink", "ink2", "unsure", "surface")

RULES: dict[str, str] = {
    "text": f"font-family: {FONT}; fill: var(--ink); font-size: 13px",
    ".q": "fill: var(--ink2)",
    ".b": "font-weight: 700",
    ".big": "font-size: 25px; font-weight: 700; letter-spacing: -.02em",
    ".halo": "paint-order: stroke; stroke: var(--surface); stroke-width: 4px; stroke-linejoin: round",
    ".e": "text-anchor: end",
    ".m": "text-anchor: middle",
    ".grid": "stroke: var(--line); stroke-width: 1; fill: none",
    ".axis": "stroke: var(--line2); stroke-width: 1.25; fill: none",
    ".lead": "stroke: var(--line2); stroke-width: 1; fill: none",
    ".f-none": "fill: none",
    **{f".f-{name}": f"fill: var(--{name})" for name in (*_FILLED, *_TINTED)},
    **{f".s-{name}": f"stroke: var(--{name})" for name in _STROKED},
    ".w1": "stroke-width: 1.25",
    ".w2": "stroke-width: 2",
    ".w3": "stroke-width: 3",
    ".w5": "stroke-width: 6",
    ".dash": "stroke-dasharray: 4 4",
    ".rc": "stroke-linecap: round",
    ".part": "stroke: var(--surface); stroke-width: 1.6; stroke-linejoin: round",
    ".far": "opacity: .62",
}
"""Selector inside a chart → declarations, as in the pages' sheet."""


def style_of(id: str, used: set[str]) -> str:
    """Return the rules for one drawing, with colours written out, light and for readers who prefer dark.

    Parameters
    ----------
    id : str
        Id of the drawing: no rule reaches beyond it.
    used : set of str
        Selectors that occur in it; rules for others are left out.

    Examples
    --------
    >>> print(style_of("a", {".f-ink"}))
    #a .f-ink{fill: #0C1719}
    @media (prefers-color-scheme: dark){
    #a .f-ink{fill: #EEF4F2}
    }
    """
    shown = {selector: body for selector, body in RULES.items() if selector in used}
    light, dark = (
        "\n".join(f"#{id} {selector}{{{_resolve(body, ground)}}}" for selector, body in shown.items())
        for ground in (0, 1)
    )
    return f"{light}\n@media (prefers-color-scheme: dark){{\n{dark}\n}}"


def _resolve(body: str, ground: int) -> str:
    for name, colours in COLOURS.items():
        body = body.replace(f"var(--{name})", colours[ground])
    return body
