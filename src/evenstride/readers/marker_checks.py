"""Checks that every file of markers passes: names, gaps, and a body that can be a human's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Markers

TALLEST = 2.6
"""m from the lowest marker to the highest: the tallest people, arms not raised (judgement)."""

SHORTEST = 0.5
"""m; a body of which the feet and the trunk are marked is longer (judgement)."""

BODY = 10
"""Markers from which on a set is taken to hold more than a foot or a leg (judgement)."""

TOUCHING = 0.01
"""m; markers are about as wide, so that no set lies within it (judgement)."""

PIXELS = 50.0
"""Span from which on numbers that fit no unit of length are taken for pixels (judgement)."""

_MIXED = (("m", "mm", 1e-3), ("m", "cm", 1e-2), ("cm", "mm", 0.1), ("cm", "m", 100.0), ("mm", "cm", 10.0),
          ("mm", "m", 1000.0), ("m", "ft", 0.3048), ("m", "in", 0.0254))  # fmt: skip
"""Mix-ups of units there are: what a file says, what its numbers are, and the factor that would mend it."""


def distinct(labels: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return names of which each is there once, and a sentence where some had to be numbered.

    Examples
    --------
    >>> distinct(["T8", "C7", "T8"])
    (('T8', 'C7', 'T8 (2)'), ('Names given more than once were numbered: T8.',))
    """
    seen: dict[str, int] = {}
    names: list[str] = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        names.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    twice = [label for label, count in seen.items() if count > 1]
    notes = (f"Names given more than once were numbered: {', '.join(twice)}.",) if twice else ()
    return tuple(names), notes


def gaps(seen: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return first frame and length of every gap that lies between two frames in which a marker was seen.

    Examples
    --------
    >>> gaps(np.array([False, True, False, False, True, False]))
    [(2, 2)]
    """
    where = np.flatnonzero(seen)
    steps = np.diff(where)
    return [(int(where[i]) + 1, int(steps[i]) - 1) for i in np.flatnonzero(steps > 1)]


def gap_notes(markers: Markers) -> tuple[str, ...]:
    """Return sentences on markers never seen and on gaps: how many, how long; nothing is filled."""
    missing = np.isnan(markers.positions)
    seen = {name: ~np.any(missing[:, index], axis=1) for index, name in enumerate(markers.names)}
    never = [name for name, mine in seen.items() if not mine.any()]
    found = [(length, name) for name, mine in seen.items() for _, length in gaps(mine)]
    notes: list[str] = []
    if never:
        notes.append(f"Never seen: {', '.join(never)}.")
    if found:
        longest, name = max(found)
        lengths = sum(length for length, _ in found)
        notes.append(
            f"{len(found)} gap{'s' if len(found) > 1 else ''} in {len({name for _, name in found})} of "
            f"{len(markers.names)} markers, {lengths} frames in all; the longest is "
            f"{1000 * longest / markers.rate:.0f} ms of {name}. None is filled."
        )
    return tuple(notes)


def require_human(markers: Markers, up: int) -> None:
    """Refuse positions that no body has: the unit is another one.

    Raises
    ------
    InputError
        If the median heights of the markers span more than 2.6 m, or less than 0.5 m for ten markers and more; the
        unit that would fit is named. If all markers of a smaller set lie within a centimetre.
    """
    seen = [index for index in range(len(markers.names)) if not np.isnan(markers.positions[:, index, up]).all()]
    if len(seen) < 2:
        return
    heights = np.nanmedian(markers.positions[:, seen, up], axis=0)
    span = float(heights.max() - heights.min())
    places = np.nanmedian(markers.positions[:, seen], axis=0)
    if span <= TALLEST and (span >= SHORTEST or len(seen) < BODY):
        _require_apart(places)
        return
    raise InputError(
        f"its markers reach {span:.4g} m from the lowest to the highest",
        why=f"No runner does{_suspected(span)}",
        remedy="Correct the unit in the file, or which axis points up, and hand it over again",
    )


def _require_apart(places: Array) -> None:
    """Refuse a few markers that all lie within a centimetre: lengths in m called mm."""
    widest = float(np.linalg.norm(np.ptp(places, axis=0)))
    if widest < TOUCHING:
        raise InputError(
            f"its markers all lie within {1000.0 * widest:.2g} mm",
            why="Markers are larger than that: the numbers look like m, and the file says mm",
            remedy="Correct the unit in the file and hand it over again",
        )


def _suspected(span: float) -> str:
    """Return which mix-up of units would explain a span, for the sentence; empty without one."""
    fitting = [
        f"it says {said} and looks like {meant}" for said, meant, factor in _MIXED if 1.2 <= span * factor <= 2.0
    ]
    if not fitting and span >= PIXELS:
        fitting = ["these look like pixels, above which Sports2D writes m too; take its file that ends with _m"]
    return f": {' or '.join(fitting)}" if fitting else ""
