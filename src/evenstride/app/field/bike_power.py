"""Own best power of sprints on the bike, from the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from evenstride.app.planning.training import training_of
from evenstride.core.athlete import Athlete
from evenstride.core.bike_power import BikePower, PowerDay
from evenstride.core.log import LogEntry
from evenstride.core.training import Practice
from evenstride.core.work import Work
from evenstride.plan.find import find_exercise
from evenstride.science.field.bike_power import track_power
from evenstride.store import Store
from evenstride.words import FOR_RUNNING

BIKE_SPRINT = "bike_sprint"
SECONDS = 6.0
NEAR = 0.5
"""Sprints this near to six seconds, or of no told length, are one series (judgement): shorter ones have more power."""


def bike_power_of(store: Store, athlete: Athlete, on: date) -> BikePower:
    """Return what the log tells of own best power up to a day."""
    return track_power(power_days(store.log(athlete.name, until=on + timedelta(days=1))))


def power_days(log: Iterable[LogEntry]) -> list[PowerDay]:
    """Return every told power of a six-second sprint on the bike.

    Examples
    --------
    >>> work = Work("bike sprint", 6, 1, duration=6.0, power=812.0, meter="wattbike")
    >>> power_days([LogEntry(date(2026, 3, 2), "bike sprints", work=(work,))])
    [PowerDay(on=datetime.date(2026, 3, 2), power=812.0, meter='wattbike')]
    """
    return [
        PowerDay(entry.on, work.power, work.meter)
        for entry in log
        for work in entry.work
        if work.power is not None and _is_six_seconds(work)
    ]


def _is_six_seconds(work: Work) -> bool:
    found = find_exercise(work.exercise)
    near = work.duration is None or abs(work.duration - SECONDS) <= NEAR
    return found is not None and found.code == BIKE_SPRINT and near


def for_running_only(store: Store, athlete: Athlete) -> str:
    """Return what a cyclist is told beside a diagnosis; empty for everybody else."""
    training = training_of(store, athlete)
    return FOR_RUNNING if training is not None and training.practice is Practice.CYCLING else ""
