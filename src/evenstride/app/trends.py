"""From everything measured of one athlete to the trends of roles and of speed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from evenstride.core.athlete import Anthropometrics
from evenstride.core.estimate import Draws
from evenstride.core.protocol import protocols
from evenstride.core.recording import Recording
from evenstride.core.roles import Role
from evenstride.core.run import Capacity
from evenstride.science.capacity.growth import Lengths, measure_lengths
from evenstride.science.capacity.readings import read_capacity, read_speed
from evenstride.science.capacity.together import Trends, measure_trends

GROWN_AGE = 20
"""Age from which two lengths of a leg are one leg measured twice (judgement)."""

SpeedDays = Sequence[tuple[date, Draws]]


def trends_of(
    capacities: Mapping[str, Sequence[Capacity]],
    speeds: SpeedDays,
    *,
    day_noise: float,
    lengths: Lengths | None = None,
    seed: int = 0,
) -> Trends:
    """Return the trend of every role that has tests, and of speed."""
    known = protocols()
    readings = [one for test, days in capacities.items() for one in read_capacity(days, known[test], lengths=lengths)]
    return measure_trends(readings, read_speed(speeds, day_noise=day_noise), seed=seed)


def role_changes(trends: Trends) -> tuple[date | None, Mapping[Role, Draws]]:
    """Return the change of each role, push and swing over their common period, and the day that period begins."""
    period = trends.period
    changes = {role: trend.change(trend.since, trend.until) for role, trend in trends.roles.items()}
    if period is not None:
        changes |= {role: trends.roles[role].change(*period) for role in (Role.PUSH, Role.SWING)}
    return None if period is None else period[0], changes


def growing_lengths(recordings: Iterable[Recording], age: int | None) -> Lengths | None:
    """Return dated lengths of somebody who still grows, None for adults and where the age is not known."""
    if age is None or age >= GROWN_AGE:
        return None
    return measure_lengths(
        Anthropometrics(item.on, leg_length=item.body.leg_length, height=item.body.height) for item in recordings
    )
