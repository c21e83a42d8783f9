"""The last times of an exercise, from the log, and how they are spoken of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evenstride.core.plan import Request
from evenstride.core.work import Work
from evenstride.plan.find import find_exercise
from evenstride.plan.history import is_training

RESERVE = 2.0
"""Repetitions to leave in reserve."""


@dataclass(frozen=True, slots=True)
class Time:
    """One time an exercise was done or is planned: what was lifted or how long (s) it was held, and what was left.

    None where not told.
    """

    on: date
    sets: int
    reps: int
    load: float | None = None
    rir: float | None = None
    duration: float | None = None

    @property
    def volume(self) -> int:
        """Repetitions of all sets."""
        return self.sets * self.reps


def last_times(request: Request) -> Mapping[str, tuple[Time, ...]]:
    """Return the times of each exercise that the log tells with sets and repetitions, oldest first.

    Of several lines for one exercise in one entry the heaviest counts, so that sets to warm up do not.
    """
    found: dict[str, dict[tuple[date, str, str], Time]] = {}
    for entry in request.log:
        for work in entry.work if entry.on <= request.start and is_training(entry) else ():
            exercise = find_exercise(work.exercise)
            if exercise is None or work.sets is None or work.reps is None or work.distance is not None:
                continue
            key = (entry.on, "" if entry.logged_at is None else entry.logged_at.isoformat(), entry.id)
            times = found.setdefault(exercise.code, {})
            if key not in times or _heavier(work, times[key]):
                times[key] = Time(entry.on, work.sets, work.reps, work.load, work.rir, work.duration)
    return {code: tuple(times[key] for key in sorted(times)) for code, times in found.items()}


def _heavier(work: Work, known: Time) -> bool:
    told = (work.load or 0.0, (work.sets or 0) * (work.reps or 0))
    return told > (known.load or 0.0, known.volume)


def said(last: Time) -> str:
    """Say what was done the last time.

    Examples
    --------
    >>> said(Time(date(2026, 1, 5), 3, 5, 80.0, 2.0)), said(Time(date(2026, 1, 5), 2, 4, duration=10.0))
    ('Last time 3 × 5 with 80 kg, 2 left', 'Last time 2 × 4 × 10 s')
    """
    done = f"{last.sets} × {last.reps}"
    if last.duration is not None:
        done = f"{done} × {last.duration:g} s"
    if last.load is not None:
        done = f"{done} with {last.load:g} kg" if last.load > 0.0 else f"{done} without a weight"
    if last.rir is not None:
        done = f"{done}, {last.rir:g} left"
    return f"Last time {done}"
