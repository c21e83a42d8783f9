"""A model fitted to one run: named draws, what was free, what was fixed, and what to know about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array, Draws


class Correction(StrEnum):
    """What may lie between the athlete's start and the zero of clock and tape."""

    NONE = "none"
    TIME = "time-correction"
    """Observed time = model + TC."""
    FLYING = "flying-distance"
    """Way already run when the clock starts."""
    DISTANCE = "distance-correction"
    """Observed distance = model + DC."""

    @property
    def parameter(self) -> str:
        """Its name among the parameters of a fit."""
        return self.value.replace("-", "_")


class Relation(StrEnum):
    """Which of two quantities carries the error, and against which exact one it is fitted."""

    TIME_AT_DISTANCE = "time at distance"
    """Gates: their place is exact."""
    SPEED_AT_TIME = "speed at time"
    """Radar and laser."""
    SPEED_AT_DISTANCE = "speed at distance"
    """Tethers: no clock is needed."""
    DISTANCE_AT_TIME = "distance at time"
    """Positions followed in time."""

    @property
    def unit(self) -> str:
        """Unit of the residuals."""
        return {"time": "s", "speed": "m/s", "distance": "m"}[self.value.split(" ")[0]]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A fitted speed curve.

    Attributes
    ----------
    parameters : mapping of str to Draws
        `mss` (m/s), `mac` (m/s²), `tau` (s), and `time_correction` (s, observed time = model + TC),
        `flying_distance` (m, ≥ 0) and `distance_correction` (m, observed distance = model + DC) where they are free
        or fixed other than zero.
    corrections : tuple of Correction
        The corrections that were free.
    fixed : mapping of str to float
        Parameters held at a given value.
    residuals : ndarray, shape (n,)
        Observed minus fitted, in the unit of the relation.
    sigma : float
        Standard error of one residual, same unit; with a device prior it includes the prior.
    degrees_of_freedom : float
        Of the Student t draws.
    notes : tuple of str
        Sentences: why this correction, what the prior did, what was left out.
    doubt : str
        Why acceleration and force are withheld although a curve was found; empty where nothing speaks against it.
    """

    parameters: Mapping[str, Draws]
    corrections: tuple[Correction, ...]
    residuals: Array = field(repr=False)
    sigma: float
    degrees_of_freedom: float
    fixed: Mapping[str, float] = field(default_factory=dict[str, float])
    notes: tuple[str, ...] = ()
    seed: int = 0
    relation: Relation = Relation.TIME_AT_DISTANCE
    doubt: str = ""

    @property
    def correction(self) -> str:
        """The corrections that were free in one word: a `Correction`, or several joined by `+`."""
        return self.corrections[0] if len(self.corrections) == 1 else "+".join(self.corrections) or Correction.NONE


@dataclass(frozen=True, slots=True, eq=False)
class JointFit:
    """One speed curve fitted to several trials of one athlete.

    Attributes
    ----------
    parameters : mapping of str to Draws
        `mss` (m/s), `mac` (m/s²) and `tau` (s), shared by all trials.
    trials : tuple of Fit
        Each with the shared draws, its own corrections on the same index, and its own residuals.
    notes : tuple of str
        Sentences: what was assumed of the starts, and whether the trials agree.
    """

    parameters: Mapping[str, Draws]
    trials: tuple[Fit, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class InSituProfile:
    """The acceleration–speed line of a whole session: a = A0·(1 − v/S0) above most of its samples.

    Attributes
    ----------
    parameters : mapping of str to Draws
        `s0` (m/s), `a0` (m/s²) and `tau` (S0/A0, s), sharing one index. What of them may be reported depends on the
        device.
    conventional : (float, float)
        S0 and A0 as the published procedure gives them, before what noise and missing efforts do is taken off.
    speeds, accelerations : ndarray, shape (n,)
        All samples that speed up at or above the threshold, m/s and m/s².
    top_speeds, top_accelerations : ndarray, shape (m,)
        The highest of each bin, which carry the line.
    kept : ndarray of bool, shape (m,)
        False where the outlier pass left one out.
    notes : tuple of str
        Sentences: filter, gaps, outliers, extrapolation.
    """

    parameters: Mapping[str, Draws]
    conventional: tuple[float, float]
    speeds: Array = field(repr=False)
    accelerations: Array = field(repr=False)
    top_speeds: Array = field(repr=False)
    top_accelerations: Array = field(repr=False)
    kept: NDArray[np.bool_] = field(repr=False)
    notes: tuple[str, ...] = ()
    seed: int = 0
