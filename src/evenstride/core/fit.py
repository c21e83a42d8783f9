"""A model fitted to one run: named draws, what was free, what was fixed, and what to know about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array, Draws


class Correction(StrEnum):
    """Which start correction of the speed curve is free."""

    NONE = "none"
    TIME = "time-correction"
    FLYING = "flying-distance"


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A fitted speed curve.

    Attributes
    ----------
    parameters : mapping of str to Draws
        `mss` (m/s), `mac` (m/s²), `tau` (s), and `time_correction` (s, observed time = model + TC) and
        `flying_distance` (m, ≥ 0) where they are free or fixed other than zero.
    correction : Correction
        The correction that was free.
    fixed : mapping of str to float
        Corrections held at a given value.
    residuals : ndarray, shape (n,)
        Observed minus fitted, in s for gates and m/s for traces.
    sigma : float
        Standard error of one residual, same unit; with a device prior it includes the prior.
    degrees_of_freedom : float
        Of the Student t draws.
    notes : tuple of str
        Sentences: why this correction, what the prior did, what was left out.
    """

    parameters: Mapping[str, Draws]
    correction: Correction
    residuals: Array = field(repr=False)
    sigma: float
    degrees_of_freedom: float
    fixed: Mapping[str, float] = field(default_factory=dict[str, float])
    notes: tuple[str, ...] = ()
    seed: int = 0


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
