"""Capacity in time: for each role one latent level behind all its independent tests, with its doubt on every day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from zlib import crc32

import numpy as np

from evenstride.core.capacity_trend import CapacityReading, CapacityTrend, ReadingSeen
from evenstride.core.estimate import Missing
from evenstride.core.roles import Role
from evenstride.science.capacity.readings import refuse_run_itself
from evenstride.science.change.check import SPEED_SWC
from evenstride.science.change.gaussian_trend import Motion, Seen, Smoothed, smooth
from evenstride.science.change.progress import FAMILY_SPREAD
from evenstride.science.diagnosis.potential import ELASTICITY

CAPACITY_MOTION = Motion((0.015, 0.03, 0.06, 0.12), (0.25, 0.25, 0.25, 0.25))
"""How far a capacity may move in eight weeks: from trained (about 1 %) to beginner (6 % and more), judgement in line
with the reachable gains of `potential`. The same for every role, so that exchanged roles give the mirrored answer."""

SPEED_MOTION = Motion((0.003, 0.006, 0.012, 0.024), (0.25, 0.25, 0.25, 0.25))
"""The same for speed: a block changes it by 0.3 to 2 % (science.md §8, judgement)."""

CAPACITY_SWC: Mapping[Role, float] = {role: SPEED_SWC / share for role, share in ELASTICITY.items()}
"""Smallest worthwhile change of a capacity: what would bring the smallest worthwhile change of speed at the prior
elasticity (no verified figure exists for the tests themselves; judgement as far as the elasticities are)."""

_CURVE_DAYS = 7
"""Days between the points of a drawn trend."""


def measure_capacity_trend(
    readings: Iterable[CapacityReading],
    *,
    days: Collection[date] = (),
    seed: int = 0,
    draws: int = 2000,
) -> CapacityTrend | Missing:
    """Measure the latent level behind all readings of one role.

    Parameters
    ----------
    readings : iterable of CapacityReading
        Of one athlete and one role, any order; equal readings count once.
    days : collection of date
        Days on which the level is wanted besides a weekly grid and the days of the readings.
    seed, draws : int
        Of the draws; every role has random numbers of its own.

    Returns
    -------
    CapacityTrend, or Missing
        Missing before two days count.

    Raises
    ------
    InputError
        If a reading is made from the run's own timings.
    ValueError
        If the readings speak for several roles.

    Notes
    -----
    `gaussian_trend.smooth`. Assumes sessions that err independently, tests that follow their role's level apart from
    a slow deviation of their family (`FAMILY_SPREAD`), and a device or version change that shifts a test once.

    Examples
    --------
    >>> rows = [CapacityReading(Role.PUSH, "P2", "jump", "", date(2026, 3, 2 + 7 * k), 0.01 * k, 0.02, 4.0)
    ...         for k in range(4)]
    >>> trend = measure_capacity_trend(rows)
    >>> 0.0 < trend.change(trend.since, trend.until).point < 0.03
    True
    """
    rows = _of_one_role(readings)
    used = [row for row in rows if not row.learning]
    if len({row.on for row in used}) < 2:
        return Missing("a trend needs two days after familiarisation", "Do the same tests again on another day")
    role, since, until = used[0].role, used[0].on, used[-1].on
    seen = _as_numbers(used, 0.0 if role is None else FAMILY_SPREAD)
    at = _days(since, max([until, *days]), [*(row.on for row in used), *days])
    motion = SPEED_MOTION if role is None else CAPACITY_MOTION
    found = smooth(seen, np.array([day.toordinal() for day in at], dtype=np.float64), motion)
    samples = found.sample(np.random.default_rng([seed, crc32(str(role).encode())]), draws)
    samples.flags.writeable = False
    middle, beside = found.chances @ found.means, _beside(rows, used, found, seen)
    return CapacityTrend(role, since, until, at, samples, middle, beside, _errors(used, found))


def _of_one_role(readings: Iterable[CapacityReading]) -> list[CapacityReading]:
    """Return readings in order, each once."""
    rows = sorted(set(readings), key=_order)
    refuse_run_itself(rows)
    if len({row.role for row in rows}) > 1:
        raise ValueError("readings of exactly one role are needed")
    return rows


def _errors(used: Sequence[CapacityReading], found: Smoothed) -> dict[str, float]:
    """Return the error of every test, by its name."""
    tests = sorted({row.test for row in used})
    return {test: float(found.error_scales[number]) * _error_of(used, test) for number, test in enumerate(tests)}


def _order(row: CapacityReading) -> tuple[object, ...]:
    return row.on, row.test, row.setting, row.learning, row.value


def _as_numbers(used: Sequence[CapacityReading], family_spread: float) -> Seen:
    def codes(labels: Sequence[object]) -> np.ndarray:
        known = {label: number for number, label in enumerate(sorted(set(labels), key=str))}
        return np.array([known[label] for label in labels])

    trust = {row.test: row.trust for row in used}
    return Seen(
        days=np.array([row.on.toordinal() for row in used], dtype=np.float64),
        values=np.array([row.value for row in used]),
        errors=np.array([row.error for row in used]),
        offsets=codes([(row.test, row.setting) for row in used]),
        families=codes([row.family for row in used]),
        instruments=codes([row.test for row in used]),
        trust=np.array([trust[test] for test in sorted(trust)]),
        family_spread=family_spread,
    )


def _days(since: date, until: date, wanted: Iterable[date]) -> tuple[date, ...]:
    grid = range(since.toordinal(), until.toordinal(), _CURVE_DAYS)
    every = {*grid, since.toordinal(), *(day.toordinal() for day in wanted)}
    return tuple(date.fromordinal(day) for day in sorted(every) if day >= since.toordinal())


def _beside(
    rows: Sequence[CapacityReading], used: Sequence[CapacityReading], found: Smoothed, seen: Seen
) -> tuple[ReadingSeen, ...]:
    """Put every reading beside the trend; a learning session takes the offset of the test it led to."""
    offsets: dict[tuple[str, str], float] = {}
    for row, group in zip(used, seen.offsets, strict=True):
        offsets[row.test, row.setting] = float(found.offsets[group])
    outliers = {id(row): float(chance) for row, chance in zip(used, found.outliers, strict=True)}
    return tuple(
        ReadingSeen(row, row.value - offsets[row.test, row.setting], outliers.get(id(row), 0.0))
        for row in rows
        if (row.test, row.setting) in offsets
    )


def _error_of(used: Sequence[CapacityReading], test: str) -> float:
    return float(np.median([row.error for row in used if row.test == test]))
