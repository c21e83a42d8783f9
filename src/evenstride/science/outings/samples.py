"""Speed, clock and ground covered of one activity, sample by sample, whichever of them its file holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from evenstride.core.activity import Activity, Quantity
from evenstride.core.estimate import Array
from evenstride.core.outing_values import BIN_WIDTH, ON_FOOT, DistanceFrom

LONGEST_GAP = 10.0
"""s between two samples up to which the first one's speed is taken to last (judgement: devices that write only changes
write every few seconds)."""

FASTEST = 13.0
"""m/s; a faster sample is an error of the device (the plausible range of MSS ends there)."""

MOVING = 0.5
"""m/s from which somebody moves (judgement: below walking, above what a receiver at rest writes)."""

EARTH_RADIUS = 6_371_008.8
"""m, mean radius (IUGG)."""


@dataclass(frozen=True, slots=True, eq=False)
class OutingSamples:
    """What the samples of an activity say of its course.

    Attributes
    ----------
    clock : ndarray, shape (n,)
        Time without pauses at each sample, s.
    held : ndarray, shape (n,)
        Time each sample stands for, s: to the next one, 0 across a longer gap.
    speeds : ndarray, shape (n,)
        m/s; nan where not known or not possible.
    speed_source : str
        The instrument that wrote them; "" where it is not named or speed was computed here.
    computed : bool
        Whether speed was computed from distances or positions.
    impossible : int
        Samples left out for being faster than anybody runs.
    """

    clock: Array
    held: Array
    speeds: Array
    speed_source: str = ""
    computed: bool = False
    impossible: int = 0

    @property
    def timed(self) -> float:
        """Time without pauses, s."""
        return float(self.clock[-1]) if self.clock.size else 0.0

    @property
    def known(self) -> bool:
        """Whether there is any speed."""
        return bool(np.isfinite(self.speeds).any())

    @property
    def moving(self) -> float:
        """Time at more than a crawl, s; all of the time where speed is not known."""
        return float(self.held[self.speeds >= MOVING].sum()) if self.known else self.timed

    @property
    def metres(self) -> Array:
        """Metres each sample stands for; 0 where speed is not known."""
        return np.where(np.isnan(self.speeds), 0.0, self.speeds) * self.held

    @property
    def metres_by_speed(self) -> Array:
        """Metres in each bin of `BIN_WIDTH`; empty where speed is not known."""
        if not self.known:
            return np.empty(0)
        bins = np.where(np.isnan(self.speeds), 0.0, self.speeds / BIN_WIDTH).astype(np.intp)
        return np.bincount(bins, weights=self.metres).astype(np.float64)


def read_course(activity: Activity, *, sources: Iterable[str] = ()) -> OutingSamples:
    """Return speed and clock of an activity, sample by sample.

    Parameters
    ----------
    activity : Activity
        Any sport.
    sources : iterable of str
        Instruments in order of preference.

    Notes
    -----
    Speed is the device's own where it wrote one, else the slope of its distance, else of its positions.
    """
    times = activity.times
    if not times.size:
        return OutingSamples(times, times, times)
    clock = _clock(activity)
    steps = np.append(np.diff(clock), 0.0)
    held = np.where(steps <= LONGEST_GAP, steps, 0.0)
    channel = activity.channel(Quantity.SPEED, sources=sources)
    if channel is not None and np.isfinite(channel.values).any():
        speeds, source, computed = channel.values, channel.source, False
    else:
        way = activity.channel(Quantity.DISTANCE, sources=sources)
        covered = way.values if way is not None else _along(activity)
        speeds, source, computed = _slope(clock, covered), way.source if way is not None else "", True
    fastest = FASTEST if activity.sport in ON_FOOT else np.inf
    impossible = (speeds > fastest) | (speeds < 0.0)
    speeds = np.where(impossible, np.nan, speeds)
    return OutingSamples(clock, held, speeds, source, computed, int(impossible.sum()))


def measure_distance(activity: Activity, samples: OutingSamples) -> tuple[float | None, DistanceFrom]:
    """Return how far it was in m, None where nothing says, and what said so: the file's total before all else."""
    if activity.totals.distance is not None:
        return activity.totals.distance, DistanceFrom.TOTAL
    channel = activity.channel(Quantity.DISTANCE)
    if channel is not None and np.isfinite(channel.values).any():
        return float(np.nanmax(channel.values) - np.nanmin(channel.values)), DistanceFrom.DEVICE
    if samples.known and not samples.computed:
        return float(samples.metres.sum()), DistanceFrom.SPEED
    along = _along(activity)
    if np.isfinite(along).any():
        return float(np.nanmax(along)), DistanceFrom.POSITIONS
    return None, DistanceFrom.NOTHING


def _clock(activity: Activity) -> Array:
    """Time since the first sample with the pauses taken out."""
    times = activity.times - activity.times[0]
    if not activity.pauses:
        return times
    edges: Array = np.array(sorted((one.begin, one.end) for one in activity.pauses)) - activity.times[0]
    begins, ends = np.maximum(edges[:, 0], 0.0), edges[:, 1]
    # Pauses that overlap count once: each begins where all before it have ended.
    begins = np.maximum(begins, np.concatenate([[0.0], np.maximum.accumulate(ends)[:-1]]))
    lengths: Array = np.maximum(ends - begins, 0.0)
    knots = np.stack([begins, begins + lengths], axis=1).ravel()
    total = np.cumsum(lengths)
    stopped = np.stack([total - lengths, total], axis=1).ravel()
    paused = np.asarray(np.interp(times, knots, stopped, left=0.0), dtype=np.float64)
    return times - paused


def _slope(clock: Array, covered: Array) -> Array:
    """Speed at each sample from metres covered: over both neighbours, nan where it is not known."""
    speeds = np.full(clock.size, np.nan)
    known = np.flatnonzero(np.isfinite(covered))
    if known.size < 2:
        return speeds
    at, far = clock[known], covered[known]
    before, after = np.maximum(np.arange(at.size) - 1, 0), np.minimum(np.arange(at.size) + 1, at.size - 1)
    took = at[after] - at[before]
    good = (took > 0.0) & (took <= 2.0 * LONGEST_GAP)
    speeds[known[good]] = (far[after] - far[before])[good] / took[good]
    return speeds


def _along(activity: Activity) -> Array:
    """Metres along the positions, nan where there is none."""
    latitude, longitude = (activity.channel(one) for one in (Quantity.LATITUDE, Quantity.LONGITUDE))
    covered = np.full(activity.times.size, np.nan)
    if latitude is None or longitude is None:
        return covered
    known = np.flatnonzero(np.isfinite(latitude.values) & np.isfinite(longitude.values))
    if not known.size:
        return covered
    north, east = np.radians(latitude.values[known]), np.radians(longitude.values[known])
    half = np.sin(np.diff(north) / 2.0) ** 2
    half += np.cos(north[:-1]) * np.cos(north[1:]) * np.sin(np.diff(east) / 2.0) ** 2
    steps = 2.0 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    covered[known] = np.concatenate([[0.0], np.cumsum(steps)])
    return covered
