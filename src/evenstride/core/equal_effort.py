"""Efficiency of steady runs as two plain questions: speed at equal effort, and effort at equal speed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenstride.core.estimate import Estimate, Missing


@dataclass(frozen=True, slots=True)
class SteadyRun:
    """A steady run of the log: mean speed in m/s, and effort 0 to 10."""

    on: date
    speed: float
    rpe: float


@dataclass(frozen=True, slots=True)
class EqualEffort:
    """What the steady runs of some weeks show. Speed over effort is no ratio scale, so no quotient is made.

    Attributes
    ----------
    runs : tuple of SteadyRun
        Oldest first.
    speed : Estimate or Missing
        Change of speed at equal effort from the first day to the last, a share.
    effort : Estimate or Missing
        Change of effort at equal speed over the same days, in steps of the scale.
    """

    runs: tuple[SteadyRun, ...]
    speed: Estimate | Missing
    effort: Estimate | Missing
