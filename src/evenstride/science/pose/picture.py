"""Where the points of a motion are in the picture they were seen in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.motion import Motion
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.pose.clip import PosedClip


@dataclass(frozen=True, slots=True)
class PicturePlane:
    """The plane of running as the picture shows it.

    Attributes
    ----------
    pixels : float
        px of a metre, negative where the run goes to the left.
    right, down : float
        px of where forward and up are 0.
    """

    pixels: float
    right: float
    down: float

    @property
    def leftwards(self) -> bool:
        """Whether the run goes to the left in the picture."""
        return self.pixels < 0.0

    def to_picture(self, places: Array) -> Array:
        """Return px to the right and down of places in m (forward, to the left, up), shape (..., 3) → (..., 2)."""
        return np.stack(
            [self.right + self.pixels * places[..., 0], self.down - abs(self.pixels) * places[..., 2]], axis=-1
        )


def find_picture(clip: PosedClip, motion: Motion, mapping: MarkerMapping) -> PicturePlane:
    """Return the picture plane of a clip and the motion made from it.

    Raises
    ------
    FitError
        If no point is seen in both.
    """
    assert clip.signal.markers is not None, "a posed clip has points"
    per_metre = clip.scale.pixels_per_metre
    seen = mapping.of(clip.signal.markers)
    pairs = [(per_metre * seen[point], values) for point, values in motion.points.items() if point in seen]
    # Of a runner who goes to the left the plane is turned about the vertical, so that forward and right are opposite.
    both = [(own, made) for own, made in pairs if (np.isfinite(own) & np.isfinite(made)).all(axis=1).any()]
    if not both:
        raise FitError("no point of the motion is in the picture", remedy="Import the clip again")
    pixels, metres = (np.concatenate([pair[side] for pair in both]) for side in (0, 1))
    known = np.isfinite(pixels).all(axis=1) & np.isfinite(metres).all(axis=1)
    pixels, metres = pixels[known], metres[known]
    along = np.cov(pixels[:, 0], metres[:, 0])[0, 1]
    across = -per_metre if along < 0.0 else per_metre
    return PicturePlane(
        float(across),
        float(np.median(pixels[:, 0] - across * metres[:, 0])),
        float(np.median(-pixels[:, 2] + per_metre * metres[:, 2])),
    )
