"""Whether forces can be a runner's: a unit that is not as stated is told by the size of what was measured."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Plate

MOST_FORCE = 20_000.0
"""N; nobody presses a plate harder in running or landing (judgement: five body weights of a heavy sprinter are a
third of it)."""

LEAST_FORCE = 10.0
"""Largest force, N, of a plate with load on it; a smaller one is in kN or body weights (judgement)."""

CLEAR = 20.0
"""How many times its unloaded spread a force has to reach to be a load, not the noise of an empty plate (judgement:
noise reaches four)."""


def require_forces(plates: Sequence[Plate], up: int) -> None:
    """Refuse forces that no runner presses, with the unit they may be in.

    An empty plate, which reads noise or nothing, is none of these: it passes.

    Raises
    ------
    InputError
        If the largest vertical force of all plates is above 20 kN, or is a clear load of less than 10 N.

    Examples
    --------
    >>> load = np.zeros((400, 3))
    >>> load[100:300, 2] = 1500.0
    >>> require_forces([Plate("belt", 1000.0, load)], up=2)
    >>> require_forces([Plate("belt", 1000.0, load / 1000.0)], up=2)
    Traceback (most recent call last):
    ...
    evenstride.core.errors.InputError: belt: its largest vertical force is 1.5 N. No runner presses as little; the \
numbers look like kN or body weights. State the unit the numbers are in, or multiply them: kN by 1000, body weights by \
the weight in N.
    """
    peaks = [(float(np.nanmax(np.abs(mine))), plate.name, mine)
             for plate in plates if np.isfinite(mine := plate.force[:, up]).any()]  # fmt: skip
    if not peaks:
        return
    peak, name, force = max(peaks, key=lambda one: one[0])
    if peak > MOST_FORCE:
        raise InputError(
            f"its largest vertical force is {peak:.3g} N",
            place=name,
            why=f"No runner presses more than {MOST_FORCE:g} N; the numbers look like mN or raw counts",
            remedy="State the unit the numbers are in, or export forces in N",
        )
    if 0.0 < peak < LEAST_FORCE and _is_load(force, peak):
        raise InputError(
            f"its largest vertical force is {peak:.3g} N",
            place=name,
            why="No runner presses as little; the numbers look like kN or body weights",
            remedy="State the unit the numbers are in, or multiply them: kN by 1000, body weights by the weight in N",
        )


def _is_load(force: Array, peak: float) -> bool:
    """Return whether a force stands clear of what the plate reads without load."""
    finite = force[np.isfinite(force)]
    low = finite[np.abs(finite - np.quantile(finite, 0.1)) < 0.2 * peak]
    # Of a handful of samples none may lie near where the plate stands.
    return low.size > 0 and peak > CLEAR * float(low.std())
