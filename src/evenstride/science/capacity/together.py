"""Together or apart: the trends of push and swing over one period, by the definition of diagnosis_logic.md §3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from evenstride.core.capacity_trend import CapacityReading, CapacityTrend, HeldChange, hold_change
from evenstride.core.estimate import Draws, Missing, combine
from evenstride.core.roles import Role
from evenstride.core.together import Pattern, Together
from evenstride.science.capacity.trend import CAPACITY_SWC, measure_capacity_trend
from evenstride.science.change.check import SPEED_SWC
from evenstride.science.diagnosis.limit import TELLING_SPEED_ERROR

FAMILIES_OF_EVIDENCE = 2
"""Families a role needs before its trend is more than a hint (diagnosis_logic.md §2)."""


@dataclass(frozen=True, slots=True, eq=False)
class Trends:
    """The trends of all roles and of speed, evaluated on the ends of each other's periods."""

    roles: Mapping[Role, CapacityTrend]
    speed: CapacityTrend | None

    @property
    def period(self) -> tuple[date, date] | None:
        """From the day on which push and swing both have a baseline to the last reading of either."""
        both = [self.roles[role] for role in (Role.PUSH, Role.SWING) if role in self.roles]
        if len(both) < 2:
            return None
        since, until = max(one.since for one in both), min(one.until for one in both)
        return (since, max(one.until for one in both)) if since < until else None


def measure_trends(
    readings: Iterable[CapacityReading],
    speeds: Iterable[CapacityReading] = (),
    *,
    days: Iterable[date] = (),
    seed: int = 0,
    draws: int = 2000,
) -> Trends:
    """Measure the trend of every role with readings, and of speed.

    Parameters
    ----------
    readings, speeds : iterable of CapacityReading
        Of one athlete, any order.
    days : iterable of date
        Days on which levels are wanted besides those of the readings.
    seed, draws : int
        Every role has random numbers of its own; one index is shared by all days of a role.

    Raises
    ------
    InputError
        If a reading is made from the run's own timings.
    """
    rows, runs = tuple(readings), tuple(speeds)
    ends = {*days, *(row.on for group in _groups(rows) for row in _ends(group))}
    roles: dict[Role, CapacityTrend] = {}
    for role in Role:
        found = measure_capacity_trend([row for row in rows if row.role is role], days=ends, seed=seed, draws=draws)
        if isinstance(found, CapacityTrend):
            roles[role] = found
    speed = measure_capacity_trend(runs, days=ends, seed=seed, draws=draws)
    return Trends(roles, None if isinstance(speed, Missing) else speed)


def compare_sides(trends: Trends) -> Together | Missing:
    """Say whether push and swing grew together or apart since both have a baseline.

    Notes
    -----
    Together: both changes above zero and beyond their error, and |Δ push − Δ swing| inside its MDC. Apart: the
    difference exceeds its MDC and its 90 % interval excludes zero. "Not together" also requires speed level. All
    after familiarisation. With fewer than two families on a side the pattern is "cannot tell" and the chances are
    only a hint.
    """
    period = trends.period
    if period is None:
        return Missing("push and swing do not both have a trend over one period", "Test both, on two days at least")
    since, until = period
    push, swing = (trends.roles[role].change(since, until) for role in (Role.PUSH, Role.SWING))
    difference = combine(np.subtract, push, swing, unit="1", method="push − swing")
    margin = CAPACITY_SWC[Role.PUSH]
    speed = _speed_over(trends.speed, since, until)
    held = hold_change(difference, margin)
    both = [hold_change(change, margin) for change in (push, swing)]
    families = (len(trends.roles[Role.PUSH].families), len(trends.roles[Role.SWING].families))
    pattern = _pattern(both, held) if min(families) >= FAMILIES_OF_EVIDENCE else Pattern.CANNOT_TELL
    apart = np.abs(difference.samples) > margin
    growing = (push.samples > 0.0) & (swing.samples > 0.0) & ~apart
    return Together(
        since,
        until,
        both[0],
        both[1],
        held,
        None if speed is None else hold_change(speed, SPEED_SWC),
        pattern,
        pattern is Pattern.APART and speed is not None and is_level(speed),
        None if pattern is not Pattern.APART else Role.PUSH if held.change.value > 0.0 else Role.SWING,
        float(growing.mean()),
        float(apart.mean()),
        float((~apart & ~growing).mean()),
        families,
    )


def is_level(speed: Draws) -> bool:
    """Whether speed was seen well enough to be called level, and is: its interval holds zero."""
    interval = speed.estimate()
    return interval.low <= 0.0 <= interval.high and speed.standard_error <= TELLING_SPEED_ERROR


def _pattern(both: list[HeldChange], difference: HeldChange) -> Pattern:
    if difference.beyond_error:
        return Pattern.APART
    rising = all(one.beyond_error and one.change.value > 0.0 for one in both)
    return Pattern.TOGETHER if rising and abs(difference.change.value) <= difference.mdc else Pattern.CANNOT_TELL


def _speed_over(speed: CapacityTrend | None, since: date, until: date) -> Draws | None:
    """Return the change of speed over a period it was measured in at least twice, None otherwise."""
    if speed is None:
        return None
    inside = [one for one in speed.seen if since <= one.reading.on <= until]
    return speed.change(max(since, speed.since), until) if len({one.reading.on for one in inside}) >= 2 else None


def _groups(rows: tuple[CapacityReading, ...]) -> list[list[CapacityReading]]:
    used = [row for row in rows if not row.learning]
    groups = [[row for row in used if row.role is role] for role in Role]
    return [group for group in groups if group]


def _ends(group: list[CapacityReading]) -> tuple[CapacityReading, CapacityReading]:
    return min(group, key=lambda row: row.on), max(group, key=lambda row: row.on)
