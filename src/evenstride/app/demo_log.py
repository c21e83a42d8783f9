"""What the demo's simulated athletes tell of their training: the log that goes with the truth they were made from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from evenstride.core.log import LogEntry
from evenstride.core.roles import Role
from evenstride.core.work import Work
from evenstride.science.simulate.athlete import SimulatedAthlete

_FLY, _STARTS, _STRONG = 0, 3, 4
"""Monday, Thursday and Friday."""


def simulate_log(scenario: SimulatedAthlete, *, start: date) -> Iterator[LogEntry]:
    """Yield a season's log, oldest first: three sessions a week, sets and loads by which capacity grew.

    Who has many tests tells every exercise; who has few tells mostly how long it was and how hard.
    """
    pushing = scenario.gains.get(Role.PUSH, 0.0) > scenario.gains.get(Role.SWING, 0.0)
    thorough = len(scenario.test_errors) > 3
    for week in range(scenario.weeks):
        monday, light = start + timedelta(weeks=week), week % 4 == 3
        tells = thorough or week % 3 == 0
        yield _session(
            monday + timedelta(days=_FLY), "maximal velocity", 50, 6, _fly(light, pushing=pushing) if tells else ()
        )
        yield _session(
            monday + timedelta(days=_STARTS), "acceleration", 45, 6, _starts(light, pushing=pushing) if tells else ()
        )
        strong = _strong(week, light, pushing=pushing) if tells else ()
        rpe = 7 if thorough or week % 2 else None
        yield _session(monday + timedelta(days=_STRONG), "strength", 40, rpe, strong)


def _session(on: date, kind: str, minutes: float, rpe: float | None, work: tuple[Work, ...]) -> LogEntry:
    return LogEntry(on, kind, minutes, rpe, joy=7, work=work)


def _fly(light: bool, *, pushing: bool) -> tuple[Work, ...]:
    """Flying runs; who pushes does only the timed ones."""
    reps = 2 if pushing else 3 if light else 4
    fly = Work("fly_run", 1, reps, distance=10.0 if pushing else 20.0, run_in=20.0, intensity=0.98)
    return Work("jog_and_skip", 1, 1, duration=720.0), fly


def _starts(light: bool, *, pushing: bool) -> tuple[Work, ...]:
    return (
        Work("jog_and_skip", 1, 1, duration=600.0),
        Work("standing_start", 1, 3 if light else 4, distance=15.0 if pushing else 20.0, intensity=0.98),
        Work("pogo", 2 if light else 3, 10),
    )


def _strong(week: int, light: bool, *, pushing: bool) -> tuple[Work, ...]:
    """A main lift that gets heavier by and by; swing work only where swing is trained."""
    sets, load = 2 if light else 4, 70.0 + 2.5 * (week // 2)
    lifts = (Work("back_squat", sets, 5, load, 2.0), Work("split_squat", sets, 8, load / 4.0))
    if pushing:
        return (*lifts, Work("plank_reach", 2, 8))
    return (lifts[0], Work("thigh_drive_hold", sets, 4, duration=10.0), Work("plank_reach", 2, 8))
