"""What plates read sideways while somebody only stands on them: axes that lean, or cross-talk of vertical force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.signal import Plate

LEAST_WEIGHT = 100.0
"""N from which somebody stands on a plate."""

MOST_LEAN = 0.03
"""Share of the weight sideways beyond which nobody stands still, or a component is wired wrong (judgement)."""


def standing_lean(plates: Sequence[Plate], up: int = 2) -> Array:
    """Return the force that all plates together read along each axis while somebody stands still, as a share of weight.

    Parameters
    ----------
    plates : sequence of Plate
        Of a trial of standing still, in the laboratory's axes.
    up : int
        Index of the axis that points up.

    Returns
    -------
    ndarray, shape (3,)
        0 along `up`.

    Raises
    ------
    FitError
        If nobody stands on the plates, or more than 3 % of the weight is sideways.

    Notes
    -----
    Who stands still is not pushed anywhere: the horizontal forces of all plates add up to nothing. What they do add up
    to is the lean of their axes against the vertical, as a share of the weight. Over a stride 1 % of the weight is
    0.07 m/s of speed, as much as a runner at constant speed brakes and drives apart.

    Examples
    --------
    >>> still = np.tile([0.0, 7.5, 750.0], (300, 1))
    >>> standing_lean([Plate("plate 1", 100.0, still)]).round(3).tolist()
    [0.0, 0.01, 0.0]
    """
    loaded = [plate.force for plate in plates if np.nanmedian(plate.force[:, up]) > LEAST_WEIGHT]
    if not loaded:
        raise FitError("nobody stands on a plate", remedy="Choose the trial of standing still")
    # A plate that wrote its vertical force alone reads nothing sideways.
    total = np.median(np.sum(np.nan_to_num(loaded), axis=0), axis=0)
    lean = np.asarray(total / total[up], dtype=np.float64)
    lean[up] = 0.0
    if not np.linalg.norm(lean) <= MOST_LEAN:
        raise FitError(
            f"{100.0 * np.linalg.norm(lean):.1f} % of the weight points sideways",
            why="Nobody stands still so",
            remedy="Choose the trial of standing still, and check the axes of the plates",
        )
    return lean


def level_plates(plates: Sequence[Plate], lean: Array | Sequence[float], up: int = 2) -> tuple[Plate, ...]:
    """Return plates whose horizontal forces have the share of the vertical one taken off that standing showed.

    Parameters
    ----------
    plates : sequence of Plate
        In the axes `lean` was found in, as recorded.
    lean : ndarray or sequence, shape (3,)
        From `standing_lean`.
    up : int
        Index of the axis that points up.

    Examples
    --------
    >>> plate = Plate("plate 1", 100.0, np.tile([0.0, 15.0, 1500.0], (10, 1)))
    >>> level_plates([plate], np.array([0.0, 0.01, 0.0]))[0].force[0].tolist()
    [0.0, 0.0, 1500.0]
    """
    share = np.asarray(lean, dtype=np.float64)
    return tuple(replace(plate, force=plate.force - plate.force[:, [up]] * share) for plate in plates)
