"""One foot on the ground as force plates saw it, and a trial of such contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.leg import LegLength
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.sided import SidedValues


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
    leg : LegLength or None
        Of the runner; None where it is not known.
    walking : bool
        Whether it is a step of walking: what springs and flights are made of is not computed from it.
    """

    side: Side | None
    touchdown: float
    toe_off: float
    times: Array
    force: Array
    mass: float
    error: float
    speed: float | None = None
    leg: LegLength | None = None
    walking: bool = False

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

    @property
    def walking(self) -> bool:
        """Whether this is walking."""
        return any(stance.walking for stance in self.stances)


class StanceSummary(SidedValues[Trial]):
    """What the contacts of one trial were like."""

    __slots__ = ()

    FAMILY = "force plate"

    @property
    def trial(self) -> Trial:
        """The trial whose contacts these are."""
        return self.of
