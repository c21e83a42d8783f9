"""A squad's dated readings as the series a law is fitted to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from evenstride.core.capacity_trend import CapacityReading
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.law import LEAST_ATHLETES, AthleteSeries, SquadSeries
from evenstride.core.protocol import find_protocol
from evenstride.core.roles import Role
from evenstride.science.capacity.readings import refuse_run_itself

LEAST_WEEKS = 3
"""Weeks with push, with swing and with speed that an athlete needs to be counted (judgement)."""

Readings = Mapping[str, Sequence[CapacityReading]]


def squad_series(
    capacities: Readings, speeds: Readings, *, push: str | None = None, swing: str | None = None
) -> SquadSeries:
    """Put readings of a squad together, one value a week and athlete.

    Parameters
    ----------
    capacities : mapping of athlete to CapacityReading
        Off-run tests; familiarisation is left out.
    speeds : mapping of athlete to CapacityReading
        Of one kind of speed, `role` None.
    push, swing : str or None
        Test to use for each role; None takes the one with most athlete-weeks among those with speed.

    Raises
    ------
    InputError
        If a reading or a test asked for is made from the run's own contact and flight times, a test is not of its
        role, or fewer than five athletes have enough of everything.

    Notes
    -----
    ONE test a role: two tests of a role are two scales, and the elasticity of substitution belongs to scales. Of each
    athlete only the setting (device, version) of most weeks counts. Values are natural logs beside the mean over
    athletes of their own means.

    Examples
    --------
    >>> step = CapacityReading(Role.SWING, "swing_time", "step timing", "", date(2026, 3, 2), 0.0, 0.02, 4.0)
    >>> squad_series({"Noa": [step]}, {})
    Traceback (most recent call last):
    ...
    evenstride.core.errors.InputError: 'swing_time' is made from contact and flight times and was offered ...
    """
    refuse_run_itself(one for rows in capacities.values() for one in rows)
    used = {name: [one for one in rows if not one.learning] for name, rows in capacities.items() if name in speeds}
    tests = {role: _choose(role, asked, used) for role, asked in ((Role.PUSH, push), (Role.SWING, swing))}
    origin = min((one.on for rows in (*used.values(), *speeds.values()) for one in rows), default=date.min)
    origin -= timedelta(days=origin.weekday())
    weekly = _weekly(used, speeds, tests, origin)
    middle = {
        kind: float(np.mean([np.mean(list(own[kind].values())) for own in weekly.values()]))
        for kind in ("push", "swing", "speed")
    }
    return SquadSeries(
        tuple(_athlete(name, own, middle) for name, own in weekly.items()),
        tests[Role.PUSH],
        tests[Role.SWING],
        {
            "push": _error(used, tests[Role.PUSH]),
            "swing": _error(used, tests[Role.SWING]),
            "speed": _error(speeds, None),
        },
        origin,
    )


def _weekly(
    used: Readings, speeds: Readings, tests: Mapping[Role, str], origin: date
) -> dict[str, dict[str, dict[int, float]]]:
    """Return by athlete who has enough of everything, by kind and by week, the values."""
    weekly: dict[str, dict[str, dict[int, float]]] = {}
    for name in sorted(used):
        own = {role.value: _by_week([one for one in used[name] if one.test == tests[role]], origin) for role in tests}
        own["speed"] = _by_week(speeds[name], origin)
        if all(len(weeks) >= LEAST_WEEKS for weeks in own.values()):
            weekly[name] = own
    if len(weekly) < LEAST_ATHLETES:
        raise InputError(
            f"{len(weekly)} athletes have {LEAST_WEEKS} weeks of {tests[Role.PUSH]}, {tests[Role.SWING]} and speed",
            why=f"A law is asked of {LEAST_ATHLETES} athletes at least, and of tests learnt beforehand",
            remedy="Test and time more athletes, or name tests they have in common with --push and --swing",
        )
    return weekly


def _choose(role: Role, asked: str | None, readings: Readings) -> str:
    if asked is not None:
        refuse_run_itself([CapacityReading(role, asked, "", "", date.min, 0.0, 1.0, 1.0)])
        protocol = find_protocol(asked)
        if protocol.role is not role:
            raise InputError(
                f"'{asked}' says nothing about {role.value} alone", remedy=f"Name a field test of {role.value}"
            )
        return protocol.id
    weeks = Counter(
        test for rows in readings.values() for test, _ in {(one.test, one.on) for one in rows if one.role is role}
    )
    if not weeks:
        raise InputError(
            f"no test of {role.value} has been done often enough by anybody who was timed",
            why="The first sessions of a test are learning and do not count",
            remedy="See `evenstride test plan` for tests to do",
        )
    return min(weeks, key=lambda test: (-weeks[test], test))


def _by_week(rows: Iterable[CapacityReading], origin: date) -> dict[int, float]:
    listed = list(rows)
    if not listed:
        return {}
    usual = Counter(one.setting for one in listed).most_common(1)[0][0]
    found: dict[int, list[float]] = {}
    for one in listed:
        if one.setting == usual:
            found.setdefault((one.on - origin).days // 7, []).append(one.value)
    return {week: float(np.mean(values)) for week, values in sorted(found.items())}


def _athlete(name: str, own: Mapping[str, Mapping[int, float]], middle: Mapping[str, float]) -> AthleteSeries:
    weeks = sorted({week for kind in own.values() for week in kind})

    def values(kind: str) -> Array:
        return np.array([own[kind].get(week, np.nan) - middle[kind] for week in weeks])

    return AthleteSeries(name, np.array(weeks, dtype=np.float64), values("push"), values("swing"), values("speed"))


def _error(readings: Readings, test: str | None) -> float:
    return float(np.median([one.error for rows in readings.values() for one in rows if test in (None, one.test)]))
