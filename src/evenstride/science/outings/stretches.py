"""Steps of the steady stretches of an outing: from contact time and step frequency to push and swing at each speed.

At a steady speed the ground carries the body's weight over each whole step, so that F = T/tc (science.md §2.1), uphill
and downhill too. It needs a flight: walking is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.core.activity import Activity, Channel, Quantity, Sport
from evenstride.core.estimate import Array, Missing
from evenstride.core.outing_values import BIN_WIDTH, INDOORS, SpeedBins
from evenstride.core.roles import Side
from evenstride.science.outings.devices import contact_sensor
from evenstride.science.outings.samples import OutingSamples

STRETCH = 20.0
"""s of one stretch (judgement: some 50 steps, short enough to keep one speed)."""

COVERED = 0.75
"""Share of a stretch that lies between its first and last sample (judgement)."""

LARGEST_GAP = 6.0
"""s between two samples of a stretch at most (judgement)."""

PAUSED = 0.5
"""s that the clock stood between two samples from which a pause lay between them (judgement: below the shortest)."""

ROUNDING = 1e-6
"""s by which the difference of two late times may be wrong: no stretch may depend on it."""

LEAST_SAMPLES = 3
"""Samples of a quantity in a stretch (judgement)."""

STEADY = 0.1
"""Change of speed along a stretch, as a share of its mean, up to which it is steady (judgement)."""

SLOWEST = 2.0
"""m/s; slower may be walking, which step frequency alone cannot tell (judgement)."""

STEEPEST = 0.03
"""Grade up to which a stretch counts as nearly flat where altitude is known (judgement)."""

SPRINTING = 7.0
"""m/s; from about here runners go faster by swinging faster (dorn2012, science.md §0.6). No outing device has been
checked there: contact time is not used."""

CONTACTS = (0.08, 0.5)
"""s; contact times outside are errors of the device (judgement, the same as for steps)."""

SHARES = (0.3, 0.7)
"""Left foot's share of contact time; others are errors of the device (judgement)."""

FREQUENCIES = (2.0, 6.0)
"""Hz; step frequencies outside are not running (judgement)."""


@dataclass(frozen=True, slots=True, eq=False)
class _Tiles:
    """Which samples make which stretch: each begins where `begins` says; `whole` says which are long enough."""

    begins: NDArray[np.intp]
    sizes: NDArray[np.intp]
    whole: NDArray[np.bool_]

    def total(self, values: Array) -> Array:
        """Sum of each stretch."""
        return np.add.reduceat(values, self.begins)

    def mean(self, values: Array, *, least: int = LEAST_SAMPLES) -> Array:
        """Mean of what is known in each stretch; nan where fewer than `least` samples are."""
        _, count, total = self._known(values)
        return np.where(count >= least, total / np.maximum(count, 1.0), np.nan)

    def slope(self, values: Array, along: Array) -> Array:
        """Least-squares slope of values along something that is known everywhere, in each stretch."""
        known, count, sum_y = self._known(values)
        x = along - np.repeat(along[self.begins], self.sizes)
        y = values
        if known is not None:
            x, y = np.where(known, x, 0.0), np.where(known, y, 0.0)
        sum_x = self.total(x)
        spread = count * self.total(x * x) - sum_x**2
        good = (count >= LEAST_SAMPLES) & (spread > 0.0)
        rise = count * self.total(x * y) - sum_x * sum_y
        return np.where(good, rise / np.where(good, spread, 1.0), np.nan)

    def _known(self, values: Array) -> tuple[NDArray[np.bool_] | None, Array, Array]:
        """Which values are known, None where all are, and how many there are and their sum in each stretch."""
        known = np.isfinite(values)
        if known.all():
            return None, self.sizes.astype(np.float64), self.total(values)
        return known, self.total(known.astype(np.float64)), self.total(np.where(known, values, 0.0))


def measure_steps(activity: Activity, samples: OutingSamples, *, sources: Sequence[str] = ()) -> SpeedBins | Missing:
    """Measure steps against speed over the steady stretches of an activity.

    Parameters
    ----------
    activity : Activity
        A run.
    samples : OutingSamples
        Its course.
    sources : sequence of str
        Instruments in order of preference. Step frequency is taken from the instrument of the contact times where
        that wrote one.

    Notes
    -----
    Stretches of 20 s that follow each other, without pause or gap, with a speed that changes by less than a tenth, at
    2 m/s or more and, where altitude is known, a grade within ±3 %. A stretch without a flight (F ≤ 1) is no run.
    """
    if activity.sport not in (Sport.RUNNING, Sport.TEAM):
        return Missing(f"steps are not read from {activity.sport.value}")
    if not samples.known:
        return Missing("the file holds no speed")
    written = _as_written(activity, sources)
    contact, balance, contact_source = _contacts(activity, written)
    frequency = _frequency(activity, written, contact_source if contact is not None else None)
    if frequency is None:
        return Missing("the file holds no step frequency")
    tiles = _tiles(activity.times, samples.clock)
    if tiles is None:
        return Missing("no stretch of 20 s without a gap", "Let the device write a sample every second")
    nothing = np.full(samples.clock.size, np.nan)
    rows = _rows(activity, samples, tiles, frequency.values, nothing if contact is None else contact, balance)
    source = contact_sensor(contact_source, activity.devices) if np.isfinite(rows.contact).any() else ""
    if not rows.used.any():
        return Missing("no stretch of 20 s at a steady running speed")
    return _gather(rows, frequency.source, source, _speed_source(activity, samples))


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """One row a stretch."""

    speed: Array
    frequency: Array
    contact: Array
    balance: Array
    grade: Array
    half: Array
    used: NDArray[np.bool_]
    steep: int
    unsteady: int


def _rows(
    activity: Activity, samples: OutingSamples, tiles: _Tiles, frequency: Array, contact: Array, balance: Array
) -> _Rows:
    speed = tiles.mean(samples.speeds)
    change = tiles.slope(samples.speeds, samples.clock) * STRETCH
    grade = _grade(activity, samples, tiles, speed)
    steps = tiles.mean(_within(frequency, FREQUENCIES))
    contacts = tiles.mean(_within(contact, CONTACTS))
    shares = tiles.mean(balance)
    with np.errstate(invalid="ignore"):
        running = (speed >= SLOWEST) & np.isfinite(steps) & ~(steps * contacts >= 1.0)
        steady = np.abs(change) <= STEADY * speed
        flat = ~(np.abs(grade) > STEEPEST)
        slow = speed < SPRINTING
    middle = tiles.mean(samples.clock, least=1)
    return _Rows(
        speed,
        steps,
        np.where(slow, contacts, np.nan),
        np.where(slow, shares, np.nan),
        grade,
        (middle + ROUNDING >= 0.5 * samples.timed).astype(np.float64),
        tiles.whole & running & steady & flat,
        int((tiles.whole & running & steady & ~flat).sum()),
        int((tiles.whole & running & ~steady).sum()),
    )


def _tiles(times: Array, clock: Array) -> _Tiles | None:
    """Cut the clock into stretches; a gap or a pause begins a new count."""
    if clock.size < LEAST_SAMPLES:
        return None
    ran = np.diff(clock)
    breaks = np.append(True, (ran > LARGEST_GAP + ROUNDING) | (np.diff(times) - ran > PAUSED))
    origin = clock[np.flatnonzero(breaks)][np.cumsum(breaks) - 1]
    number = np.floor((clock - origin + ROUNDING) / STRETCH)
    begins = np.flatnonzero(breaks | np.append(True, np.diff(number) != 0.0))
    ends = np.append(begins[1:], clock.size) - 1
    whole = clock[ends] - clock[begins] + ROUNDING >= COVERED * STRETCH
    return _Tiles(begins, ends - begins + 1, whole) if whole.any() else None


def _grade(activity: Activity, samples: OutingSamples, tiles: _Tiles, speed: Array) -> Array:
    """Rise over run of each stretch: as written, else the slope of altitude over time divided by speed."""
    written = activity.channel(Quantity.GRADE)
    if written is not None and np.isfinite(written.values).any():
        return tiles.mean(written.values)
    altitude = activity.channel(Quantity.ALTITUDE)
    if altitude is None:
        return np.full(speed.size, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        return tiles.slope(altitude.values, samples.clock) / np.where(speed > 0.0, speed, np.nan)


def _within(values: Array, limits: tuple[float, float]) -> Array:
    with np.errstate(invalid="ignore"):
        return np.where((values >= limits[0]) & (values <= limits[1]), values, np.nan)


def steps_as_written(activity: Activity, sources: Sequence[str]) -> dict[str, tuple[Array, str]]:
    """Return step frequency (Hz) and contact time (s) sample by sample with their instruments, those a file holds.

    They are of the same instruments as `measure_steps` takes; what no runner can have made is nan.
    """
    written = _as_written(activity, sources)
    contact, _, source = _contacts(activity, written)
    frequency = _frequency(activity, written, source if contact is not None else None)
    found: dict[str, tuple[Array, str]] = {}
    if frequency is not None:
        found["step_frequency"] = (_within(frequency.values, FREQUENCIES), frequency.source)
    if contact is not None:
        found["contact_time"] = (_within(contact, CONTACTS), contact_sensor(source, activity.devices))
    return found


def _as_written(activity: Activity, sources: Sequence[str]) -> list[str]:
    """Names of instruments as channels have them: a strap's contact times stand under the name of the watch."""
    shown = {
        contact_sensor(one.source, activity.devices).casefold(): one.source
        for one in activity.channels
        if one.quantity == Quantity.CONTACT_TIME
    }
    return [shown.get(one.casefold(), one) for one in sources]


def _contacts(activity: Activity, sources: Sequence[str]) -> tuple[Array | None, Array, str]:
    """Contact time of both feet, the left one's share of it, and the instrument; one instrument for all of it."""
    both = activity.channel(Quantity.CONTACT_TIME, sources=sources)
    feet = [activity.channel(Quantity.CONTACT_TIME, side=side, sources=sources) for side in Side]
    left, right = feet
    nothing = np.full(activity.times.size, np.nan)
    if left is not None and right is not None and left.source == right.source and _first(left, both, sources):
        total = _within(left.values, CONTACTS) + _within(right.values, CONTACTS)
        return 0.5 * total, _within(left.values / total, SHARES), left.source
    if both is None:
        return None, nothing, ""
    named = activity.channel(Quantity.CONTACT_BALANCE, sources=[both.source])
    share = named.values if named is not None and named.source == both.source else nothing
    return both.values, _within(share, SHARES), both.source


def _first(foot: Channel, both: Channel | None, sources: Sequence[str]) -> bool:
    """Whether the instrument of the feet comes before that of both together."""
    if both is None or foot.source.casefold() == both.source.casefold():
        return True
    order = [one.casefold() for one in sources]
    return foot.source.casefold() in order and (
        both.source.casefold() not in order or order.index(foot.source.casefold()) < order.index(both.source.casefold())
    )


def _frequency(activity: Activity, sources: Sequence[str], contact_source: str | None) -> Channel | None:
    """Step frequency of the instrument of the contact times, else of the first in the order of preference."""
    order = sources if contact_source is None else [contact_source, *sources]
    return activity.channel(Quantity.STEP_FREQUENCY, sources=order)


def _speed_source(activity: Activity, samples: OutingSamples) -> str:
    """The instrument of speed, and whether it saw satellites: a treadmill's speed is another one."""
    position = activity.channel(Quantity.LATITUDE)
    if position is not None and np.isfinite(position.values).any():
        return samples.speed_source
    return f"{samples.speed_source} {INDOORS}".strip()


def _gather(rows: _Rows, frequency_source: str, contact_source: str, speed_source: str) -> SpeedBins:
    """Put stretches into cells of speed and half."""
    use = rows.used
    speed, half = rows.speed[use], rows.half[use]
    bins = np.floor(speed / BIN_WIDTH)
    keys, of = np.unique(2.0 * bins + half, return_inverse=True)

    def summed(weights: Array) -> Array:
        # every row of weights has cells of its own, so that one count does for all
        cells = of + keys.size * np.arange(len(weights))[:, None]
        total = np.bincount(cells.ravel(), weights.ravel(), len(weights) * keys.size).astype(np.float64)
        return total.reshape(-1, keys.size)

    def mean(values: Array) -> Array:
        known = np.isfinite(values)
        count, total = summed(known.astype(np.float64)), summed(np.where(known, values, 0.0))
        return np.where(count > 0.0, total / np.maximum(count, 1.0), np.nan)

    def spread(values: Array) -> Array:
        count = summed(np.isfinite(values).astype(np.float64))
        squares = summed(np.nan_to_num(values - mean(values)[:, of]) ** 2)
        return np.where(count > 1.0, np.sqrt(squares / np.maximum(count - 1.0, 1.0)), np.nan)

    frequency, contact, balance = rows.frequency[use], rows.contact[use], rows.balance[use]
    speeds, frequencies, contacts, balances, grades = mean(
        np.stack([speed, frequency, contact, balance, rows.grade[use]])
    )
    frequency_sds, contact_sds, balance_sds = spread(np.stack([np.log(frequency), np.log(contact), balance]))
    return SpeedBins(
        bins=np.floor(keys / 2.0),
        second_half=keys % 2.0,
        counts=np.bincount(of, minlength=keys.size).astype(np.float64),
        speeds=speeds,
        step_frequencies=frequencies,
        contact_times=contacts,
        frequency_sds=frequency_sds,
        contact_sds=contact_sds,
        balances=balances,
        balance_sds=balance_sds,
        grades=grades,
        frequency_source=frequency_source,
        contact_source=contact_source,
        speed_source=speed_source,
        stretch=STRETCH,
        steep=rows.steep,
        unsteady=rows.unsteady,
    )
