"""Where the hip joint is, from markers on the pelvis."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.core.body_points import BodyPoint
from evenstride.core.estimate import Array

DEPTH, WIDTH_DOWN, WIDTH_OUT = (-0.24, -0.0099), (-0.30, -0.0109), (0.33, 0.0073)
"""Slope and m of Harrington's equations of one variable each: forward from the depth of the pelvis, up and outward from
its width."""


def estimate_hips(points: Mapping[BodyPoint, Array]) -> dict[BodyPoint, Array]:
    """Return both hip joint centres in m, shape (n, 3) each; nothing where the pelvis is not marked by three points.

    Parameters
    ----------
    points : mapping of BodyPoint to ndarray
        With both ASIS and the sacrum, the latter in the middle of the PSIS.

    Notes
    -----
    From the middle of the ASIS, along the axes of the pelvis (forward from the sacrum to that middle, square to the
    line of the ASIS): −0.24·depth − 9.9 mm forward, −0.30·width − 10.9 mm up, ±(0.33·width + 7.3 mm) outward. Width is
    that between the ASIS, depth that from their middle to the sacrum, both as their median over the trial. Errors in
    its own sample, one left out at a time, 3 to 5 mm an axis; a marker on the skin adds to that.

    Sources
    -------
    Harrington et al. 2007, J Biomech 40:595-602, doi 10.1016/j.jbiomech.2006.02.003 (abstract read; the equations as
    three published programs hold them).

    Examples
    --------
    >>> frame = {BodyPoint.LEFT_ASIS: [[0.1, 0.12, 1.0]], BodyPoint.RIGHT_ASIS: [[0.1, -0.12, 1.0]],
    ...          BodyPoint.SACRUM: [[-0.08, 0.0, 1.0]]}
    >>> hips = estimate_hips({point: np.array(place) for point, place in frame.items()})
    >>> hips[BodyPoint.LEFT_HIP].round(4).tolist()
    [[0.0469, 0.0865, 0.9171]]
    """
    needed = (BodyPoint.LEFT_ASIS, BodyPoint.RIGHT_ASIS, BodyPoint.SACRUM)
    if any(point not in points for point in needed):
        return {}
    left, right, sacrum = (points[point] for point in needed)
    middle = 0.5 * (left + right)
    width, outward = _split(left - right)
    depth, _ = _split(middle - sacrum)
    ahead = middle - sacrum
    _, forward = _split(ahead - np.sum(ahead * outward, axis=1, keepdims=True) * outward)
    up = np.cross(forward, outward)
    base = middle + _line(DEPTH, depth) * forward + _line(WIDTH_DOWN, width) * up
    return {
        BodyPoint.LEFT_HIP: base + _line(WIDTH_OUT, width) * outward,
        BodyPoint.RIGHT_HIP: base - _line(WIDTH_OUT, width) * outward,
    }


def _split(vector: Array) -> tuple[float, Array]:
    """Return the median length in m, nan where nothing was seen, and the direction in each frame."""
    length = np.linalg.norm(vector, axis=1, keepdims=True)
    seen = length[np.isfinite(length)]
    return (float(np.median(seen)) if seen.size else float("nan")), vector / length


def _line(coefficients: tuple[float, float], value: float) -> float:
    return coefficients[0] * value + coefficients[1]
