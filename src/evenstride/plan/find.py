"""From what somebody calls an exercise to its entry of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from evenstride.core.exercise import Exercise
from evenstride.core.plan import Prescription, Session
from evenstride.core.work import Work
from evenstride.plan.exercises import exercises


def find_exercise(words: str) -> Exercise | None:
    """Return the exercise whose code or name this is, whatever its case, hyphens and plural; None for an own word.

    Examples
    --------
    >>> [found.code for found in map(find_exercise, ("Back-squats", "flying run", "fly_run")) if found]
    ['back_squat', 'fly_run', 'fly_run']
    >>> find_exercise("my garden hill") is None
    True
    """
    return _by_words().get(_plain(words))


def work_of(session: Session) -> tuple[Work, ...]:
    """Return a planned session as work done exactly as it was planned; what was left in reserve only the athlete knows.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.plan import Dose, Kind
    >>> fly = Prescription(exercises()["fly_run"], Dose(reps=4, distance=20.0, run_in=20.0, intensity=0.98))
    >>> work_of(Session(date(2026, 3, 3), Kind.MAX_VELOCITY, "", 40.0, (fly,)))[0].text
    'fly run 4x20m run-in 20m 98%'
    """
    return tuple(_done(item) for item in session.prescriptions)


def _done(item: Prescription) -> Work:
    dose = item.dose
    return Work(
        item.exercise.code,
        sets=dose.sets,
        reps=dose.reps,
        load=dose.load,
        distance=dose.distance,
        run_in=dose.run_in,
        duration=dose.duration,
        intensity=dose.intensity,
        rest=dose.rest,
    )


@cache
def _by_words() -> Mapping[str, Exercise]:
    named = {_plain(exercise.name): exercise for exercise in exercises().values()}
    return named | {_plain(code): exercise for code, exercise in exercises().items()}


def _plain(words: str) -> str:
    parts = words.casefold().replace("_", " ").replace("-", " ").split()
    return " ".join(
        part[:-1] if len(part) > 3 and part.endswith("s") and not part.endswith("ss") else part for part in parts
    )
