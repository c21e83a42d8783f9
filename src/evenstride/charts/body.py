"""Parts of a body as closed outlines: a middle line with half-widths, ends rounded."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, hypot, pi, sin

from evenstride.core.chart import Mark

Joint = tuple[float, float, float]
"""x, y and half-width of a limb at one point of its middle line."""


def limb(middle: Sequence[Joint], meaning: str, *tone: str) -> Mark:
    """Turn a middle line with half-widths into a closed outline with round ends."""
    near: list[tuple[float, float]] = []
    far: list[tuple[float, float]] = []
    for i, (x, y, half) in enumerate(middle):
        before, after = middle[max(i - 1, 0)], middle[min(i + 1, len(middle) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = hypot(dx, dy)
        near.append((x - dy / length * half, y + dx / length * half))
        far.append((x + dy / length * half, y - dx / length * half))
    start = _cap(middle[0], middle[1])
    end = _cap(middle[-1], middle[-2])
    outline = [*near, *end, *reversed(far), *start]
    return Mark("shape", tuple(x for x, _ in outline), tuple(y for _, y in outline), meaning=meaning, tone=tone)


def disc(x: float, y: float, radius: float, meaning: str, *tone: str) -> Mark:
    """Return a round outline."""
    turns = [k * pi / 4.0 for k in range(8)]
    xs, ys = tuple(x + radius * cos(turn) for turn in turns), tuple(y + radius * sin(turn) for turn in turns)
    return Mark("shape", xs, ys, meaning=meaning, tone=tone)


def _cap(end: Joint, inner: Joint) -> list[tuple[float, float]]:
    """Points of the half-circle beyond an end, in the outline's order."""
    x, y, half = end
    outward = atan2(y - inner[1], x - inner[0])
    return [(x + half * cos(outward + turn), y + half * sin(outward + turn)) for turn in (pi / 4, 0.0, -pi / 4)]
