"""A latent level over time: what was read, what it says about the level, and how changes are held against error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from evenstride.core.estimate import MDC_FACTOR, Array, Draws, Estimate
from evenstride.core.roles import Role


@dataclass(frozen=True, slots=True)
class CapacityReading:
    """What one instrument read on one day, as evidence for the capacity of one role.

    Attributes
    ----------
    role : Role or None
        None for the outcome, speed.
    test, family : str
        Field protocol (or other off-run metric), and the measurement it shares with others.
    setting : str
        Version and device: readings of another setting have a baseline of their own.
    value : float
        Natural log, better being larger.
    error : float
        Standard error of one session, log units.
    trust : float
        How many sessions of scatter `error` is worth beside the athlete's own.
    learning : bool
        A familiarisation session: shown, never used.
    """

    role: Role | None
    test: str
    family: str
    setting: str
    on: date
    value: float
    error: float
    trust: float
    learning: bool = False


@dataclass(frozen=True, slots=True)
class ReadingSeen:
    """A reading beside the trend: its change since the baseline, and the chance that it is a gross outlier."""

    reading: CapacityReading
    change: float
    outlier: float = 0.0


@dataclass(frozen=True, slots=True)
class HeldChange:
    """A change held against what the instruments can tell and against what is worth having, natural log units.

    Attributes
    ----------
    change : Estimate
        Better being positive.
    mdc : float
        Minimal detectable change at 90 %: 1.645 × standard error.
    swc : float or None
        Smallest worthwhile change; None where nothing says how much that is.
    chance_worthwhile : float or None
        Probability of a change above the smallest worthwhile one.
    """

    change: Estimate
    mdc: float
    swc: float | None = None
    chance_worthwhile: float | None = None

    @property
    def beyond_error(self) -> bool:
        """Whether the change exceeds its MDC and its interval excludes zero."""
        return abs(self.change.value) > self.mdc and not self.change.low <= 0.0 <= self.change.high


@dataclass(frozen=True, slots=True, eq=False)
class CapacityTrend:
    """The level of one role (or of speed) on many days, as draws that share one index.

    Attributes
    ----------
    role : Role or None
        None for speed.
    since, until : date
        First and last day with a reading that counts; the level is zero on `since`.
    samples : ndarray, shape (draws, days), read-only
        Natural log of level over level on `since`.
    points : ndarray, shape (days,)
        Best values.
    seen : tuple of ReadingSeen
        Oldest first; familiarisation sessions too.
    errors : mapping of str to float
        Standard error of one session of each test, log units, after pooling with the scatter seen.
    """

    role: Role | None
    since: date
    until: date
    days: tuple[date, ...]
    samples: Array = field(repr=False)
    points: Array = field(repr=False)
    seen: tuple[ReadingSeen, ...] = ()
    errors: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def families(self) -> tuple[str, ...]:
        """Families with a reading that counts."""
        return tuple(sorted({one.reading.family for one in self.seen if not one.reading.learning}))

    def level(self, on: date) -> Draws:
        """Return the level on one of `days`, relative to the baseline.

        Raises
        ------
        KeyError
            If the day is not one of `days`.
        """
        column = self._column(on)
        return Draws(float(self.points[column]), self.samples[:, column], "1", self._method)

    def change(self, since: date, until: date) -> Draws:
        """Return the change between two of `days`, better being positive.

        Raises
        ------
        KeyError
            If one of the days is not one of `days`.
        """
        first, last = self._column(since), self._column(until)
        point = float(self.points[last] - self.points[first])
        return Draws(point, self.samples[:, last] - self.samples[:, first], "1", self._method)

    @property
    def _method(self) -> str:
        return f"state-space trend over {sum(not one.reading.learning for one in self.seen)} sessions"

    def _column(self, on: date) -> int:
        try:
            return self.days.index(on)
        except ValueError:
            raise KeyError(f"the trend was not asked for {on}") from None


def hold_change(change: Draws, swc: float | None = None) -> HeldChange:
    """Hold a change against its own error and against the smallest worthwhile change.

    Notes
    -----
    MDC90 = 1.645·√2·TE with √2·TE the standard error of the change (science.md §7.1).

    Examples
    --------
    >>> import numpy as np
    >>> held = hold_change(Draws(0.05, np.linspace(0.03, 0.07, 101), "1"), swc=0.02)
    >>> held.beyond_error, held.chance_worthwhile
    (True, 1.0)
    """
    return HeldChange(
        change.estimate(),
        MDC_FACTOR * change.standard_error / 2.0**0.5,
        swc,
        None if swc is None else change.probability(above=swc),
    )
