"""Where bodies are in a picture: the detector of BlazePose, whole and in squares of its height."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from evenstride.core.estimate import Array
from evenstride.poses.nets import Pair, Tensors
from evenstride.poses.regions import Picture, Region, body_region, cut_out

LEAST_SCORE = 0.5
"""As the makers of the model set it."""

SAME = 0.3
"""Overlap of two boxes, as a share of both together, from which they are one body; as the makers set it."""

A_HIP = 0.14
"""Width of a hip as a share of a body's square: two bodies' middles are further apart (judgement)."""

STRIDES: Mapping[int, int] = MappingProxyType({8: 2, 16: 2, 32: 6})
"""Anchors at each place, by how many px the places lie apart; as the makers set it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A body: the square a net of landmarks looks at, and how sure the detector is, 0 to 1."""

    region: Region
    score: float


class Detector:
    """The net of 224 px that finds bodies."""

    def __init__(self, net: Pair) -> None:
        self._net = net
        self._anchors = anchors(net.side)

    def find(self, picture: Picture) -> tuple[Found, ...]:
        """Return everybody it finds, surest first.

        Notes
        -----
        The whole picture first; a picture longer than high is looked at again in squares of its height, since a runner
        far off is a few pixels of the whole.
        """
        height, width = picture.shape[:2]
        regions = [Region(width / 2, height / 2, float(max(width, height)))]
        short = min(height, width)
        if max(height, width) > 1.3 * short:
            many = int(np.ceil(1.25 * max(height, width) / short))
            places = np.linspace(short / 2, max(height, width) - short / 2, many)
            for place in places:
                x, y = (place, height / 2) if width > height else (width / 2, place)
                regions.append(Region(float(x), y, float(short)))
        seen = self._net.look([partial(self._seen, picture, region) for region in regions])
        return one_each([one for each, region in zip(seen, regions, strict=True) for one in self._found(each, region)])

    def _seen(self, picture: Picture, region: Region) -> np.ndarray:
        cut = cut_out(picture, region, self._net.side)
        cut /= np.float32(127.5)
        cut -= np.float32(1.0)
        return cut

    def _found(self, tensors: Tensors, region: Region) -> list[Found]:
        count = len(self._anchors)
        scores = 1.0 / (1.0 + np.exp(-np.clip(tensors[(count, 1)][:, 0].astype(np.float64), -100.0, 100.0)))
        sure = np.flatnonzero(scores >= LEAST_SCORE)
        values = tensors[(count, 12)][sure].astype(np.float64) / self._net.side
        boxes = np.hstack([values[:, :2] + self._anchors[sure], values[:, 2:4]])
        points = values[:, 4:8].reshape(-1, 2, 2) + self._anchors[sure, np.newaxis]
        found: list[Found] = []
        for group in groups(boxes, scores[sure]):
            weights = scores[sure][group]
            middle, reach = region.laid_back(np.einsum("n,nij->ij", weights / weights.sum(), points[group]))
            found.append(Found(body_region(middle, reach), float(weights.max())))
        return found


def anchors(side: int) -> Array:
    """Return the middles of the anchors, 0 to 1, shape (n, 2).

    Examples
    --------
    >>> anchors(224).shape, anchors(224)[0].round(4).tolist()
    ((2254, 2), [0.0179, 0.0179])
    """
    layers: list[Array] = []
    for stride, each in STRIDES.items():
        many = -(-side // stride)
        places = (np.arange(many) + 0.5) / many
        layers.append(np.repeat(np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2), each, axis=0))
    return np.vstack(layers)


def groups(boxes: Array, scores: Array) -> list[np.ndarray]:
    """Return which boxes, as middle and size, are of one body: the surest of each first."""
    left = list(np.argsort(-scores))
    found: list[np.ndarray] = []
    while left:
        near = _overlap(boxes[left[0]], boxes[left]) > SAME
        near[0] = True
        found.append(np.array(left)[near])
        left = [one for one, taken in zip(left, near, strict=True) if not taken]
    return found


def _overlap(one: Array, others: Array) -> Array:
    sides = [
        np.minimum(one[axis] + one[axis + 2] / 2, others[:, axis] + others[:, axis + 2] / 2)
        - np.maximum(one[axis] - one[axis + 2] / 2, others[:, axis] - others[:, axis + 2] / 2)
        for axis in (0, 1)
    ]
    both = np.clip(sides[0], 0.0, None) * np.clip(sides[1], 0.0, None)
    return both / np.maximum(one[2] * one[3] + others[:, 2] * others[:, 3] - both, 1e-12)


def one_each(found: list[Found]) -> tuple[Found, ...]:
    """Return everybody once, surest first, whatever squares they were found in."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: -one.score):
        if one.region.usable and not any(same_body(one.region, other.region) for other in kept):
            kept.append(one)
    return tuple(kept)


def same_body(one: Region, other: Region) -> bool:
    """Return whether two squares are about one body: alike in size, their middles a hip's width apart at most.

    Examples
    --------
    >>> same_body(Region(0.0, 0.0, 500.0), Region(30.0, 0.0, 480.0)), same_body(Region(0, 0, 500), Region(200, 0, 500))
    (True, False)
    """
    apart = np.hypot(one.x - other.x, one.y - other.y)
    alike = 0.5 < one.size / other.size < 2.0
    return bool(alike and apart < A_HIP * min(one.size, other.size))
