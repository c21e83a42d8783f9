"""Single frames in which a marker was somewhere else: labels that changed places for a moment, reflections."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.core.body_points import BodyPoint
from evenstride.core.estimate import Array
from evenstride.core.run import Flag

LEAST_JUMP = 0.03
"""m off the line between its neighbours in time from which a marker has jumped (judgement: noise is a few mm)."""

HARDEST = 2000.0
"""m/s² that no point of a body reaches over two frames; a heel that lands has some 300 (judgement)."""


def without_jumps(
    points: Mapping[BodyPoint, Array], rate: float, *, noise: float = 0.0
) -> tuple[dict[BodyPoint, Array], tuple[Flag, ...]]:
    """Return points of which single frames that jump away and back count as not seen, and what was taken out.

    Parameters
    ----------
    points : mapping of BodyPoint to ndarray, shape (n, 3)
        m, nan where not seen.
    rate : float
        Frames a second, Hz.
    noise : float
        m, standard deviation of a point in one frame along an axis; what six of it reach is no jump.

    Notes
    -----
    A frame counts as a jump where it lies further off the middle of the frames before and after than 3 cm, and than
    2000 m/s² would take it, and further than these two do themselves. A place that stays is no jump.

    Examples
    --------
    >>> still = np.zeros((9, 3))
    >>> still[4, 2] = 0.3
    >>> points, flags = without_jumps({BodyPoint.LEFT_HEEL: still}, 250.0)
    >>> np.flatnonzero(np.isnan(points[BodyPoint.LEFT_HEEL][:, 2])).tolist(), flags[0].code
    ([4], 'jumps')
    """
    most = max(LEAST_JUMP, 0.5 * HARDEST / rate**2, 6.0 * noise)
    found: dict[BodyPoint, Array] = {}
    flags: list[Flag] = []
    for point, values in points.items():
        off = np.zeros(len(values))
        off[1:-1] = np.nan_to_num(np.linalg.norm(values[1:-1] - 0.5 * (values[:-2] + values[2:]), axis=1))
        beside = np.maximum(np.concatenate([[0.0], off[:-1]]), np.concatenate([off[1:], [0.0]]))
        jumps = (off > most) & (off > 1.5 * beside)
        found[point] = values
        if jumps.any():
            found[point] = np.where(jumps[:, np.newaxis], np.nan, values)
            many = int(jumps.sum())
            text = f"it jumps away and back in {many} frame{'s' if many > 1 else ''}; not used there"
            flags.append(Flag("jumps", point.value, text))
    return found, tuple(flags)
