"""Efficiency of steady runs, from the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from evenstride.app.blocks.sealed import find_seal
from evenstride.app.blocks.sealed_fly import veiled
from evenstride.core.athlete import Athlete
from evenstride.core.equal_effort import EqualEffort, SteadyRun
from evenstride.core.log import LogEntry
from evenstride.core.plan import Kind
from evenstride.plan.history import kind_of
from evenstride.science.outings.equal_effort import judge_equal_effort
from evenstride.store import Store

WINDOW = timedelta(weeks=12)
SHORTEST = 1000.0
"""Metres from which a run is steady (judgement): shorter ones are strides or repetitions."""


def equal_effort_of(store: Store, athlete: Athlete, on: date) -> EqualEffort:
    """Return what the steady runs of the last twelve weeks show; sealed times do not count."""
    log = store.log(athlete.name, since=on - WINDOW, until=on + timedelta(days=1))
    return judge_equal_effort(steady_runs(veiled(log, find_seal(store, athlete, on))))


def steady_runs(log: Iterable[LogEntry]) -> list[SteadyRun]:
    """Return the easy and tempo runs whose distance, time and effort were told.

    Examples
    --------
    >>> from evenstride.core.work import Work
    >>> run = Work("easy_jog", distance=5000.0, times=(1650.0,))
    >>> [round(one.speed, 2) for one in steady_runs([LogEntry(date(2026, 3, 2), "easy", rpe=3.0, work=(run,))])]
    [3.03]
    """
    return [
        SteadyRun(entry.on, work.distance * len(work.times) / sum(work.times), entry.rpe)
        for entry in log
        if entry.rpe is not None and kind_of(entry) in (Kind.EASY, Kind.TEMPO)
        for work in entry.work
        if work.times and work.distance is not None and work.distance >= SHORTEST and not work.power
    ]
