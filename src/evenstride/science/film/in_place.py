"""Whether what moves in a film stays in place, as on a treadmill, and how tall it then is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from evenstride.core.estimate import Array
from evenstride.science.film.pictures import largest, moving, reduced
from evenstride.science.film.shift import find_shift

Box = tuple[int, int, int, int]
"""Left, top, right and bottom, px."""

FEWEST = 4
"""Moments that tell whether somebody stays in place, at least."""

LASTS = 1.5
"""s over which they are spread, at least: whoever walks past has gone a body height by then (judgement)."""

STRAYS = 1.0
"""Part of its own height by which what moves strays to the sides at most: feet alone go to and fro nearly as far."""

ALL = 0.9
"""Share of the picture from which not somebody moves, but the light changed."""

GROUND_ROWS = 270
"""Rows at which pictures are laid over each other, at least."""


def height_in_place(
    times: Sequence[float], pictures: Sequence[Array], boxes: Sequence[Box | None], noise: float
) -> float | None:
    """Return how tall in px the room is in which somebody moves who stays in place; None where nobody does.

    Parameters
    ----------
    times : sequence of float
        s of life of the pictures, which are spread over the film.
    pictures : sequence of ndarray, shape (h, w)
        Grey steps.
    boxes : sequence of (int, int, int, int) or None
        Of each picture, what moves from it to the next frames.
    noise : float
        Grey steps that a still pixel flickers.

    Notes
    -----
    Between neighbouring frames the trunk of somebody on a treadmill hardly moves, and legs alone are seen. Over the
    whole film trunk and head sway too. What keeps still to less than a pixel or two is never seen: the height is the
    least that it can be.
    """
    rows = pictures[0].shape[0]
    kept = [(index, box) for index, box in enumerate(boxes) if box is not None and box[3] - box[1] < ALL * rows]
    if len(kept) < FEWEST or times[kept[-1][0]] - times[kept[0][0]] < LASTS:
        return None
    moved = _moved([pictures[index] for index, _ in kept], noise)
    moved[:, : min(box[0] for _, box in kept)] = False
    moved[:, max(box[2] for _, box in kept) :] = False
    box = largest(moved)
    if box is None:
        return None
    height = float(box[3] - box[1])
    middles = [0.5 * (one[0] + one[2]) for _, one in kept]
    return height if max(middles) - min(middles) <= STRAYS * height else None


def _moved(pictures: Sequence[Array], noise: float) -> np.ndarray:
    """Return where anything moved from any picture to the next, bool of shape (h, w)."""
    moved = np.zeros(pictures[0].shape, dtype=np.bool_)
    for first, second in pairwise(pictures):
        small, block = reduced(first, GROUND_ROWS)
        ground = find_shift(small, reduced(second, GROUND_ROWS)[0]).times(block)
        right, down = (ground.right, ground.down) if ground.known else (0.0, 0.0)
        moved |= moving(first, second, right, down, noise)
    return moved
