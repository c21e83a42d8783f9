"""One foot on the ground as force plates saw it, and a trial of such contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from evenstride.core.estimate import Array, Draws, Missing
from evenstride.core.roles import Side
from evenstride.core.run import Flag


@dataclass(frozen=True, slots=True, eq=False)
class Stance:
    """The force under one foot from touchdown to toe_off.

    Attributes
    ----------
    side : Side or None
        None where nothing in the file says which foot it was.
    touchdown, toe_off : float
        s from the first sample of the trial.
    times, force : ndarray, shapes (n,) and (n, 3)
        s, and N on the foot: forward, to the left, up. A little longer than the contact, so that it can be read at
        events a few ms apart.
    mass : float
        kg; nan where it is not known.
    error : float
        s, standard deviation of one event.
    speed : float or None
        m/s over the stride around it.
    """

    side: Side | None
    touchdown: float
    toe_off: float
    times: Array
    force: Array
    mass: float
    error: float
    speed: float | None = None

    @property
    def contact_time(self) -> float:
        """Touchdown to toe_off, s."""
        return self.toe_off - self.touchdown

    def between(self, first: float, last: float) -> tuple[Array, Array]:
        """Return times and force from one time to another, both ends read between samples."""
        inner = (self.times > first) & (self.times < last)
        times = np.concatenate([[first], self.times[inner], [last]])
        ends = [[np.interp(time, self.times, self.force[:, axis]) for axis in range(3)] for time in (first, last)]
        return times, np.concatenate([ends[:1], self.force[inner], ends[1:]])

    def impulse(self, first: float | None = None, last: float | None = None) -> Array:
        """Return the impulse in N·s over the contact or a part of it, shape (3,)."""
        begin = self.touchdown if first is None else first
        times, force = self.between(begin, self.toe_off if last is None else last)
        return np.asarray(np.trapezoid(force, times, axis=0), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """The contacts of one trial of instruments, ready to be measured.

    Attributes
    ----------
    stances : tuple of Stance
        Whole contacts in time order.
    speed : float or None
        m/s along the way the athlete ran; None where no marker moved.
    notes : tuple of str
        How it was read: threshold, filter, axes, mass.
    """

    athlete: str
    stances: tuple[Stance, ...]
    speed: float | None
    on: date | None = None
    flags: tuple[Flag, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StanceSummary:
    """What the contacts of one trial were like.

    Attributes
    ----------
    both, sides : mapping of str to Draws or Missing
        By name of metric: the mean of the sides, and each side.
    spread : mapping of str to float
        Standard deviation from step to step within a side, in the metric's unit; nan with one step a side.
    differences : mapping of str to Draws
        Left less right, in the metric's unit; what shifts the events of both feet alike is in both.
    """

    trial: Trial
    both: Mapping[str, Draws | Missing]
    sides: Mapping[Side, Mapping[str, Draws | Missing]] = field(
        default_factory=dict[Side, Mapping[str, Draws | Missing]]
    )
    spread: Mapping[str, float] = field(default_factory=dict[str, float])
    differences: Mapping[str, Draws] = field(default_factory=dict[str, Draws])

    FAMILY = "force plate"
