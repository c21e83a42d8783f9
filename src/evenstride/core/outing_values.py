"""What one activity gives, small enough to keep for years of them: totals, steps against speed, fast stretches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

import numpy as np

from evenstride.core.activity import Sport
from evenstride.core.estimate import Array, Estimate, Missing
from evenstride.core.frozen import freeze

BIN_WIDTH = 0.25
"""Width of a bin of speed, m/s: bin k holds speeds from k to k + 1 widths."""

FAST_SHARE = 0.9
"""Share of own best speed from which metres count as fast (science.md §7.3)."""

ON_FOOT = frozenset({Sport.RUNNING, Sport.WALKING, Sport.TEAM})
"""What fast metres and top speed are read from."""

INDOORS = "without positions"
"""Behind the name of an instrument whose speed does not come from satellites."""


class DistanceFrom(StrEnum):
    """What said how far it was, the most trusted first."""

    TOTAL = "the file's own total"
    DEVICE = "the device's distance, sample by sample"
    SPEED = "speed summed over time"
    POSITIONS = "positions summed up"
    NOTHING = "nothing in the file says"


@dataclass(frozen=True, slots=True)
class DeviceNote:
    """A warning on what an instrument is known to measure wrongly, or not known to measure rightly.

    Attributes
    ----------
    source : str
        The instrument as the file names it; "" where it names none.
    sentence : str
        For people.
    reference : str
        Key of the source of the figure in it; "" where nothing is published here.
    """

    source: str
    sentence: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class FastStretch:
    """A stretch held at nine tenths of its own peak or more, and the peak.

    Attributes
    ----------
    begin, duration : float
        s from the start of the activity, and s.
    length : float
        Metres covered in it.
    peak : float
        Speed in m/s as the device wrote it.
    top_speed : Estimate or Missing
        The peak with the error of the device; Missing where the device may not be used for it.
    """

    begin: float
    duration: float
    length: float
    peak: float
    top_speed: Estimate | Missing


@dataclass(frozen=True, slots=True)
class StepsAtSpeed:
    """Means of one bin of speed over both halves of an outing; nan where not measured.

    Attributes
    ----------
    speed : float
        m/s.
    held : float
        Time in steady stretches, s.
    force, contact_length, swing_time, step_length, step_frequency : float
        Body weights, m, s, m and Hz.
    balance : float
        Left foot's share of contact time.
    """

    speed: float
    held: float
    force: float
    contact_length: float
    swing_time: float
    step_length: float
    step_frequency: float
    balance: float


@dataclass(frozen=True, slots=True, eq=False)
class SpeedBins:
    """Steps of the steady stretches of one outing, by bin of speed and half of the outing: one cell each.

    Only three things are measured: speed, step frequency and contact time. All else follows from them, so that
    v = Lc·(2F − 1)/t_sw holds exactly in every cell.

    Attributes
    ----------
    bins : ndarray, shape (c,)
        Number of the bin of `BIN_WIDTH`.
    second_half : ndarray, shape (c,)
        0 in the first half of the time moved, 1 in the second.
    counts : ndarray, shape (c,)
        Stretches.
    speeds, step_frequencies, contact_times : ndarray, shape (c,)
        Means over the stretches in m/s, Hz and s; nan where not measured.
    frequency_sds, contact_sds : ndarray, shape (c,)
        Standard deviation of the log of one stretch, nan below two.
    balances, balance_sds : ndarray, shape (c,)
        Left foot's share of the contact time of both, and its standard deviation from stretch to stretch.
    grades : ndarray, shape (c,)
        Mean grade, nan where it is not known: then nothing was left out for being steep either.
    frequency_source, contact_source : str
        Instruments; "" where the file names none or nothing was measured. Never two in one set of bins.
    speed_source : str
        Instrument of speed, with `INDOORS` behind it where the file holds no position: speed is told otherwise there,
        and the same steps would stand at another speed.
    stretch : float
        Length of a stretch in s.
    steep, unsteady : int
        Stretches left out for their grade, and for a speed that changed.
    """

    bins: Array
    second_half: Array
    counts: Array
    speeds: Array
    step_frequencies: Array
    contact_times: Array
    frequency_sds: Array
    contact_sds: Array
    balances: Array
    balance_sds: Array
    grades: Array
    frequency_source: str = ""
    contact_source: str = ""
    speed_source: str = ""
    stretch: float = 20.0
    steep: int = 0
    unsteady: int = 0

    def __post_init__(self) -> None:
        freeze(self, *_CELLS)

    @property
    def has_contacts(self) -> bool:
        """Whether any contact time was measured."""
        return bool(np.isfinite(self.contact_times).any())

    @property
    def forces(self) -> Array:
        """Stance-averaged vertical force in body weights: step time over contact time."""
        return 1.0 / (self.step_frequencies * self.contact_times)

    @property
    def swing_times(self) -> Array:
        """Time of a foot from toe_off to its next touchdown, s: two steps less a contact."""
        return 2.0 / self.step_frequencies - self.contact_times

    @property
    def contact_lengths(self) -> Array:
        """How far the body moves during a contact, m."""
        return self.speeds * self.contact_times

    @property
    def step_lengths(self) -> Array:
        """From touchdown to touchdown of the other foot, m."""
        return self.speeds / self.step_frequencies

    @property
    def balance(self) -> float:
        """Left foot's share of contact time over the whole outing; nan where not measured."""
        return _weighted(self.balances, self.counts)

    def by_speed(self) -> tuple[StepsAtSpeed, ...]:
        """Return the means of each bin, the slowest first; each stretch counts alike."""
        told = (self.forces, self.contact_lengths, self.swing_times, self.step_lengths, self.step_frequencies)
        rows: list[StepsAtSpeed] = []
        for one in np.unique(self.bins):
            here = self.bins == one
            counts = self.counts[here]
            speed, *means = (_weighted(values[here], counts) for values in (self.speeds, *told, self.balances))
            rows.append(StepsAtSpeed(speed, float(counts.sum()) * self.stretch, *means))
        return tuple(rows)


def _weighted(values: Array, counts: Array) -> float:
    known = np.isfinite(values) & (counts > 0)
    return float(np.average(values[known], weights=counts[known])) if known.any() else float("nan")


_CELLS = (
    "bins", "second_half", "counts", "speeds", "step_frequencies", "contact_times", "frequency_sds", "contact_sds",
    "balances", "balance_sds", "grades",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class OutingSummary:
    """One activity in short. Nothing here depends on other activities: shares of own best speed are taken later.

    Attributes
    ----------
    athlete, on, started, sport, kind, part
        As in the `Activity`.
    duration : float
        From first sample to last by the clock, s.
    timed : float
        The same without pauses.
    moving : float
        The part of it in which the device said the person moved.
    distance : float or None
        m; None where nothing in the file says.
    distance_from : DistanceFrom
        What said so.
    effort : float or None
        Session RPE 0 to 10, as told.
    metres_by_speed : ndarray, shape (b,)
        Metres covered in each bin of `BIN_WIDTH`, from 0; empty where speed is not known.
    top_speed : Estimate or Missing
        Highest speed held, with the error of the device, m/s.
    fastest : tuple of FastStretch
        The fastest stretches that do not overlap, fastest first; which of them count as fast depends on own best.
    steps : SpeedBins or Missing
        Steps against speed; Missing with the reason where there is nothing to tell.
    notes : tuple of DeviceNote
        What is known against the instruments.
    """

    athlete: str
    on: date
    started: datetime
    sport: Sport
    kind: str
    duration: float
    timed: float
    moving: float
    distance: float | None
    distance_from: DistanceFrom
    effort: float | None
    metres_by_speed: Array = field(repr=False)
    top_speed: Estimate | Missing
    fastest: tuple[FastStretch, ...]
    steps: SpeedBins | Missing
    notes: tuple[DeviceNote, ...] = ()
    part: int = 0

    def __post_init__(self) -> None:
        freeze(self, "metres_by_speed")

    @property
    def load(self) -> float | None:
        """Session-RPE load: effort × minutes timed (`foster2001`); None where no effort was told."""
        return None if self.effort is None else self.effort * self.timed / 60.0

    def fast_metres(self, own_best: float, *, share: float = FAST_SHARE) -> float | Missing:
        """Return the metres covered at a share of own best speed or faster; within a bin they are spread evenly.

        Parameters
        ----------
        own_best : float
            m/s.
        share : float
            Of it.

        Examples
        --------
        >>> from datetime import UTC
        >>> start = datetime(2026, 5, 1, 16, 0, tzinfo=UTC)
        >>> outing = OutingSummary(
        ...     "Noa", start.date(), start, Sport.RUNNING, "run", 60, 60, 60, 34.0, DistanceFrom.SPEED, 5.0,
        ...     [0, 0, 0, 0, 20, 10, 4], Missing("no GPS"), (), Missing("no steps"))
        >>> round(outing.fast_metres(1.5), 6), outing.load
        (10.0, 5.0)
        """
        if not self.metres_by_speed.size:
            return Missing("the file holds no speed")
        lower = BIN_WIDTH * np.arange(self.metres_by_speed.size)
        inside = np.clip((lower + BIN_WIDTH - share * own_best) / BIN_WIDTH, 0.0, 1.0)
        return float(self.metres_by_speed @ inside)

    def fast_stretches(self, own_best: float, *, share: float = FAST_SHARE) -> tuple[FastStretch, ...]:
        """Return the stretches whose peak reached a share of own best speed, in the order they were run."""
        fast = [one for one in self.fastest if one.peak >= share * own_best]
        return tuple(sorted(fast, key=lambda one: one.begin))
