"""A trial in which somebody only stands on the plates: it tells a weight, and no step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evenstride.core.athlete import MASS_RANGE
from evenstride.core.errors import FitError, InputError
from evenstride.core.signal import Plate
from evenstride.core.units import GRAVITY
from evenstride.science.plates.level import LEAST_WEIGHT

STEADY = 0.05
"""Share of the weight within which nine tenths of the force of somebody who stands still lie (judgement)."""


def weigh(plates: Sequence[Plate], up: int = 2) -> float:
    """Return the weight in N of somebody standing still on one or two plates: the median of the total vertical force.

    Parameters
    ----------
    plates : sequence of Plate
        Of the trial of standing still.
    up : int
        Index of the axis that points up.

    Raises
    ------
    FitError
        If the force is not steady: the spread is more than 5 % of it.

    Examples
    --------
    >>> weigh([Plate("plate 1", 100.0, np.full((300, 3), 745.0))])
    745.0
    """
    loaded = [
        plate.force[:, up] for plate in plates if plate.force.size and np.nanmedian(plate.force[:, up]) > LEAST_WEIGHT
    ]
    if not loaded:
        raise FitError("nobody stands on a plate", remedy="Choose the trial of standing still")
    total = np.sum(loaded, axis=0)
    low, high = np.quantile(total, [0.1, 0.9])
    if high - low > STEADY * np.median(total):
        raise FitError(
            f"the force goes from {low:.0f} to {high:.0f} N",
            why="That is nobody standing still",
            remedy="Choose the trial of standing still, or cut it to the quiet part",
        )
    return float(np.median(total))


def require_steps(plates: Sequence[Plate], up: int = 2) -> None:
    """Refuse a trial in which one person only stands on the plates, and say what it is good for.

    Raises
    ------
    FitError
        If the plates carry the steady weight of one person from beginning to end.

    Examples
    --------
    >>> require_steps([Plate("plate 1", 100.0, np.full((300, 3), 744.6))])
    Traceback (most recent call last):
    ...
    evenstride.core.errors.FitError: this is a trial of standing still: 745 N, 75.9 kg, stand on the plates all the \
time. It has no step; it tells the mass and how the plates lean. Hand it over beside a run: measure RUN --standing FILE.
    """
    try:
        weight = weigh(plates, up)
    except FitError:
        return
    if MASS_RANGE[0] <= weight / GRAVITY <= MASS_RANGE[1]:
        raise FitError(
            f"this is a trial of standing still: {weight:.0f} N, {weight / GRAVITY:.1f} kg, stand on the plates all "
            "the time",
            why="It has no step; it tells the mass and how the plates lean",
            remedy="Hand it over beside a run: measure RUN --standing FILE",
        )


def require_person(carried: float | None) -> None:
    """Refuse a mass in kg that plates carried through whole strides and that nobody has.

    Raises
    ------
    InputError
        If it is less or more than a person can weigh; the bounds are those of a mass told (plausibility).

    Examples
    --------
    >>> require_person(75.9)
    >>> require_person(759.0)
    Traceback (most recent call last):
    ...
    evenstride.core.errors.InputError: over whole strides the plates carry 759 kg. No runner weighs less than 10 or \
more than 300 kg: the forces are in another unit than the file says, or not scaled. State the unit the forces are in.
    """
    if carried is not None and not MASS_RANGE[0] <= carried <= MASS_RANGE[1]:
        low, high = MASS_RANGE
        raise InputError(
            f"over whole strides the plates carry {carried:.3g} kg",
            why=f"No runner weighs less than {low:g} or more than {high:g} kg: the forces are in another unit than the "
            "file says, or not scaled",
            remedy="State the unit the forces are in",
        )
