"""What a pose estimator is to the rest of the house."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from evenstride.core.estimate import Array


class PoseBackend(Protocol):
    """An estimator that is given the pictures of one film in their order."""

    @property
    def name(self) -> str:
        """What it is, for people."""
        ...

    @property
    def model(self) -> str:
        """Hash of its model."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its points, in their order, by the names of `readers.keypoint_names`."""
        ...

    def people(self, picture: np.ndarray, time: float) -> tuple[Array, Array]:
        """Return everybody in the next picture.

        Parameters
        ----------
        picture : ndarray of uint8, shape (h, w, 3)
            RGB, upright.
        time : float
            s on the film's clock.

        Returns
        -------
        points : ndarray, shape (p, m, 2)
            px to the right and down.
        confidence : ndarray, shape (p, m)
            0 to 1, as the estimator says it.
        """
        ...
