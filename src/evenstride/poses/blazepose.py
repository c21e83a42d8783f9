"""BlazePose: a detector of bodies and a net of 33 landmarks, each body followed by its own landmarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from evenstride.core.estimate import Array
from evenstride.poses.detector import Detector, same_body
from evenstride.poses.nets import Pair, Tensors
from evenstride.poses.regions import Picture, Region, body_region, cut_out

LANDMARKS = 33
"""Points of the body; two more say where to look next."""

_SIDED = ("Shoulder", "Elbow", "Wrist", "Pinky", "Index", "Thumb", "Hip", "Knee", "Ankle", "Heel", "BigToe")

NAMES = (
    "Nose", "LEyeInner", "LEye", "LEyeOuter", "REyeInner", "REye", "REyeOuter", "LEar", "REar", "LMouth", "RMouth",
    *(f"{side}{part}" for part in _SIDED for side in "LR"),
)  # fmt: skip
"""As their makers number them, by the names all estimators share here."""

LEAST_PRESENCE = 0.5
"""Of a body in its square, 0 to 1, below which it is lost; as the makers of the model set it."""

REFINED = 3
"""Places of the heat map on each side of a landmark that it is refined from; as the makers set it."""

AGAIN = 10
"""Frames after which somebody new is looked for while others are followed (judgement)."""

MOST_PEOPLE = 4
"""People followed at once; each costs a run of the net (judgement: a runner, a rival, two who stand by)."""


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """One body in a picture.

    Attributes
    ----------
    points : ndarray, shape (33, 2)
        px.
    confidence : ndarray, shape (33,)
        That the point is in the picture and not hidden, 0 to 1.
    following : Region
        Where to look for it in the next picture.
    presence : float
        That there is a body at all, 0 to 1.
    """

    points: Array
    confidence: Array
    following: Region
    presence: float


class Landmarks:
    """The net that finds the landmarks of the body in a square."""

    def __init__(self, net: Pair) -> None:
        self._net = net

    def find(self, picture: Picture, region: Region) -> Body:
        """Return the body in a square of a picture, however unlikely it is that there is one."""
        return self.find_each(picture, [region])[0]

    def find_each(self, picture: Picture, regions: Sequence[Region]) -> list[Body]:
        """Return the body in each of some squares of a picture."""
        found = self._net.look([partial(self._seen, picture, region) for region in regions])
        return [self._body_in(tensors, region) for tensors, region in zip(found, regions, strict=True)]

    def _seen(self, picture: Picture, region: Region) -> np.ndarray:
        cut = cut_out(picture, region, self._net.side)
        cut /= np.float32(255.0)
        return cut

    def _body_in(self, tensors: Tensors, region: Region) -> Body:
        count = LANDMARKS + 6
        values = tensors[(5 * count,)].reshape(count, 5).astype(np.float64)
        heat = next(one for shape, one in tensors.items() if len(shape) == 3 and shape[2] == count)
        places = region.laid_back(refined(values[:, :2] / self._net.side, heat))
        seen = 1.0 / (1.0 + np.exp(-values[:LANDMARKS, 3]))
        middle, reach = places[LANDMARKS], places[LANDMARKS + 1]
        return Body(places[:LANDMARKS], seen, body_region(middle, reach), float(tensors[(1,)][0]))


def refined(places: Array, heat: np.ndarray) -> Array:
    """Return landmarks, 0 to 1, drawn to the middle of the heat about them where there is any."""
    rows, columns = heat.shape[:2]
    better = np.array(places)
    for index, (x, y) in enumerate(places):
        column, row = int(x * columns), int(y * rows)
        if not (0 <= column < columns and 0 <= row < rows):
            continue
        left, top = max(0, column - REFINED), max(0, row - REFINED)
        part = heat[top : row + REFINED + 1, left : column + REFINED + 1, index].astype(np.float64)
        warm = 1.0 / (1.0 + np.exp(-part))
        if warm.max() >= 0.5:
            total = warm.sum()
            better[index] = (
                (warm.sum(axis=0) @ (left + np.arange(warm.shape[1]))) / total / columns,
                (warm.sum(axis=1) @ (top + np.arange(warm.shape[0]))) / total / rows,
            )
    return better


@dataclass(slots=True)
class BlazePose:
    """Everybody in a film, picture by picture in their order.

    Attributes
    ----------
    name, model : str
        What it is, and the hash of both nets.
    detector, landmarks
        Its two nets.
    most : int
        People followed at once.
    """

    name: str
    model: str
    detector: Detector
    landmarks: Landmarks
    most: int = MOST_PEOPLE
    _followed: list[Region] = field(default_factory=list)
    _since: int = AGAIN

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the 33 landmarks."""
        return NAMES

    def people(self, picture: Picture, time: float) -> tuple[Array, Array]:  # noqa: ARG002
        """Return everybody in the next picture; see `PoseBackend`."""
        bodies = self._go_on(picture)
        self._since += 1
        if len(bodies) < self.most and (not bodies or self._since >= AGAIN):
            self._since = 0
            bodies = self._look_for_more(picture, bodies)
        self._followed = [one.following for one in bodies]
        return (
            np.array([one.points for one in bodies]).reshape(-1, LANDMARKS, 2),
            np.array([one.confidence for one in bodies]).reshape(-1, LANDMARKS),
        )

    def _go_on(self, picture: Picture) -> list[Body]:
        return apart(self.landmarks.find_each(picture, self._followed))

    def _look_for_more(self, picture: Picture, bodies: list[Body]) -> list[Body]:
        for one in self.detector.find(picture):
            if len(bodies) >= self.most:
                break
            if any(same_body(one.region, other.following) for other in bodies):
                continue
            bodies = apart([*bodies, self.landmarks.find(picture, one.region)])
        return bodies


def apart(bodies: list[Body]) -> list[Body]:
    """Return the bodies that are there, each once: of two that became one, the surer."""
    kept: list[Body] = []
    for one in sorted(bodies, key=lambda one: -one.presence):
        if one.presence < LEAST_PRESENCE or not one.following.usable:
            continue
        if not any(same_body(one.following, other.following) for other in kept):
            kept.append(one)
    return kept
