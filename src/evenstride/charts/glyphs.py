"""Small signs, each in a box of 18 × 18. A sign carries its meaning by shape; colour only repeats it."""

from __future__ import annotations

GLYPHS = {
    "push": '<path d="M6.2 2h9.3l-3.7 14H2.5z" class="f-push"/>',
    "swing": (
        '<path d="M1.5 2.5a14 14 0 0 0 15 13V9.3A7.5 7.5 0 0 1 8 2.5Z" class="f-swing"/>'
        '<path d="M1 8.5 9 3M4 13l8-5.5" class="f-none s-surface w2"/>'
    ),
    "support": (
        '<path d="M9 1l8 8-8 8-8-8z" class="f-support"/><circle cx="9" cy="5.5" r="1" class="f-surface"/>'
        '<circle cx="6" cy="9" r="1" class="f-surface"/><circle cx="12" cy="9" r="1" class="f-surface"/>'
        '<circle cx="9" cy="12.5" r="1" class="f-surface"/>'
    ),
    "timing": (
        '<circle cx="6.6" cy="9" r="5.1" class="f-none s-timing w2"/>'
        '<circle cx="11.4" cy="9" r="5.1" class="f-none s-timing w2"/>'
    ),
    "rings": (
        '<circle cx="9" cy="9" r="9.6" class="f-surface"/>'
        '<circle cx="6.6" cy="9" r="5" class="f-none s-timing w2"/>'
        '<circle cx="11.4" cy="9" r="5" class="f-none s-timing w2"/>'
    ),
    "ink": '<circle cx="9" cy="9" r="5.5" class="f-ink"/>',
    "speed": '<path d="M6.2 1.5h9.3l-3.7 15H2.500z" class="f-ink"/>',
    "strength": '<rect x="2.5" y="2.5" width="13" height="13" rx="1.5" class="f-ink"/>',
    "technique": '<path d="M9 1.5l7.5 7.5L9 16.5 1.5 9z" class="f-none s-ink w2"/>',
    "easy": '<circle cx="9" cy="9" r="7" class="f-none s-ink w2"/>',
    "play": '<path d="M9 1.2l2.4 5 5.5.7-4 3.8 1 5.5L9 13.5l-4.9 2.7 1-5.5-4-3.8 5.5-.7z" class="f-ink"/>',
    "rest": '<path d="M2 9h14" class="s-ink w3 rc"/>',
}
"""Name → SVG fragment."""
