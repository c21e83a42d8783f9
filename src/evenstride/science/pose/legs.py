"""Legs that a pose estimator took for each other, put right by how each of them was moving."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.pose import whole
from evenstride.science.stretches import stretches

HARDEST = 250.0
"""m/s² of a foot in running, beyond which what a leg does between frames is not its own movement (judgement)."""

CHANGE = 12.0
"""By how much the logarithm of the likelihood has to favour an exchange before it is made (judgement: once in 160,000
frames by chance alone)."""

CAP = 30.0
"""Most that one point says in one frame: a point that jumped says nothing of the legs (judgement)."""


@dataclass(frozen=True, slots=True, eq=False)
class LegsPutRight:
    """Legs after the repair.

    Attributes
    ----------
    left, right : ndarray, shape (n, k, 2)
        px, the same parts of both.
    swapped : ndarray of bool, shape (n,)
        Frames in which they were exchanged.
    """

    left: Array
    right: Array
    swapped: np.ndarray

    @property
    def spans(self) -> list[tuple[int, int]]:
        """First and one past the last frame of every stretch that was exchanged."""
        return stretches(self.swapped)


def put_legs_right(left: Array, right: Array, times: Array, *, noise: float, pixels_per_metre: float) -> LegsPutRight:
    """Find the frames in which left and right were taken for each other, and exchange them back.

    Parameters
    ----------
    left, right : ndarray, shape (n, k, 2)
        px, the same parts of both legs, hip to toe; nan where not seen.
    times : ndarray, shape (n,)
        s.
    noise : float
        px, standard deviation of one point along one axis.
    pixels_per_metre : float
        As far as it is known; it says what a foot can do between two frames.

    Notes
    -----
    Each leg goes on as it was moving: where a point is expected from its last two places, with the noise of three
    places and the hardest acceleration as doubt. Of all 2ⁿ ways to exchange the legs the one is taken that makes this
    likeliest (Viterbi over pairs of frames), where every beginning and every end of an exchange costs `CHANGE`.
    Anatomy and the phase of the gait come with it: hip, knee, ankle and foot change together, and while the thighs
    cross, where places say nothing, speeds do. Which of the two is left is what the estimator said most of the time.

    Examples
    --------
    >>> along = np.linspace(0.0, 12.0, 60)
    >>> one = np.stack([100.0 * np.sin(along), np.zeros(60)], axis=1)[:, np.newaxis]
    >>> left, right = one.copy(), -one
    >>> left[20:26], right[20:26] = -one[20:26], one[20:26]
    >>> found = put_legs_right(left, right, np.arange(60) / 120.0, noise=2.0, pixels_per_metre=300.0)
    >>> found.spans
    [(20, 26)]
    """
    swapped = np.zeros(len(times), dtype=np.bool_)
    seen = np.flatnonzero((whole(left).sum(axis=1) > 0) & (whole(right).sum(axis=1) > 0))
    if len(seen) > 3:
        both = np.stack([left[seen], right[seen]], axis=1)
        found = _likeliest(_costs(both, times[seen], noise, HARDEST * pixels_per_metre))
        swapped[seen] = found if found.mean() <= 0.5 else ~found
    mark = swapped[:, np.newaxis, np.newaxis]
    return LegsPutRight(np.where(mark, right, left), np.where(mark, left, right), swapped)


def _costs(both: Array, times: Array, noise: float, hardest: float) -> Array:
    """Return minus the log likelihood of frames 2 to n, by whether the legs are exchanged in the two before and in it.

    Shape (n − 2, 2, 2, 2): exchanged two frames before, in the frame before, in the frame itself.
    """
    steps = np.diff(times)
    ratio = (steps[1:] / steps[:-1])[:, np.newaxis, np.newaxis, np.newaxis]
    spread = noise**2 * (1.0 + (1.0 + ratio) ** 2 + ratio**2)
    move = hardest * steps[1:] * (steps[1:] + steps[:-1]) / 2.0
    variance = spread + (0.5 * move[:, np.newaxis, np.newaxis, np.newaxis]) ** 2
    ways = [both, both[:, ::-1]]
    costs = np.zeros((len(both) - 2, 2, 2, 2))
    for first in range(2):
        for before in range(2):
            expected = ways[before][1:-1] + ratio * (ways[before][1:-1] - ways[first][:-2])
            for here in range(2):
                off = 0.5 * np.nan_to_num((ways[here][2:] - expected) ** 2 / variance).sum(axis=3)
                costs[:, first, before, here] = np.minimum(off, CAP).sum(axis=(1, 2))
    for before in range(2):
        costs[:, :, before, 1 - before] += CHANGE
    return costs


def _likeliest(costs: Array) -> np.ndarray:
    """Return whether the legs are exchanged in each frame on the cheapest way through all of them."""
    total = np.array([[0.0, CHANGE], [CHANGE, 0.0]])
    came = np.zeros((len(costs), 2, 2), dtype=np.int64)
    for index, cost in enumerate(costs):
        ways = total[:, :, np.newaxis] + cost
        came[index] = ways.argmin(axis=0)
        total = ways.min(axis=0)
    before, here = np.unravel_index(int(total.argmin()), total.shape)
    found = [int(here), int(before)]
    for index in range(len(costs) - 1, -1, -1):
        found.append(int(came[index, found[-1], found[-2]]))
    return np.array(found[::-1], dtype=np.bool_)
