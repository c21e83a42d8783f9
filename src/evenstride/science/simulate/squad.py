"""A squad that does not exist, with planted errors of its tests and planted relations to speed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from zlib import crc32

import numpy as np

from evenstride.core.athlete import Athlete
from evenstride.core.protocol import protocols
from evenstride.core.recording import Device, FieldTest
from evenstride.core.roles import Side

FLYING = "T0"

_BASE = {"T0": 8.4, "P1": 2.2, "P2": 2.35, "S3": 0.27, "M1": 0.3}
"""Middle of a squad in the unit of each test (judgement: inside the plausible range)."""

_DEFAULT_BASE = 1.5


@dataclass(frozen=True, slots=True)
class PlantedTest:
    """What is true of one test in a squad; log units, better being positive.

    Attributes
    ----------
    error : float
        SD of one session around the athlete's own level.
    between : float
        SD of athletes' levels.
    gain, gains : float
        Mean and SD over athletes of the true change from the first session after familiarisation to the last.
    correlation : float
        Of that change with the change of speed.
    """

    error: float = 0.03
    between: float = 0.12
    gain: float = 0.03
    gains: float = 0.05
    correlation: float = 0.0


@dataclass(frozen=True, slots=True)
class PlantedSquad:
    """The truth about a squad.

    Attributes
    ----------
    athletes, sessions : int
        People, and sessions of each after the two of familiarisation.
    weeks : int
        Weeks from one session to the next.
    tests : mapping of str to PlantedTest
        Tests by id; the flying run's `gains` are the spread of changes in speed.
    day : float
        SD of how fresh a day is, shared by all that is done on it.
    learning : tuple of float
        How far below their level the first sessions are.
    """

    athletes: int = 24
    sessions: int = 6
    weeks: int = 4
    tests: Mapping[str, PlantedTest] = field(
        default_factory=lambda: {
            FLYING: PlantedTest(0.012, 0.05, 0.01, 0.02),
            "P1": PlantedTest(0.05, 0.15),
            "P2": PlantedTest(0.024, 0.10, correlation=0.7),
            "S1": PlantedTest(0.04, 0.15, correlation=0.0),
        }
    )
    day: float = 0.0
    learning: tuple[float, float] = (0.08, 0.03)


def simulate_squad(
    truth: PlantedSquad, *, start: date, seed: int = 0
) -> tuple[tuple[Athlete, tuple[FieldTest, ...]], ...]:
    """Simulate the field tests of everybody in a squad.

    Parameters
    ----------
    truth : PlantedSquad
        What is planted.
    start : date
        First day of testing; everything is done on one day.
    seed : int
        Seed.

    Notes
    -----
    Gains grow in a straight line from the first session after familiarisation to the last. Every session has one trial,
    so that its error is exactly the planted one.

    Examples
    --------
    >>> squad = simulate_squad(PlantedSquad(athletes=3), start=date(2026, 1, 5))
    >>> len(squad), squad[0][0].simulated, len(squad[0][1])
    (3, True, 48)
    """
    return tuple(
        (Athlete(f"{number + 1:02d} (simulated)", birth_year=2000, simulated=True), _tests(truth, number, start, seed))
        for number in range(truth.athletes)
    )


def _tests(truth: PlantedSquad, number: int, start: date, seed: int) -> tuple[FieldTest, ...]:
    rng = np.random.default_rng([seed, number, crc32(b"squad")])
    speed = float(rng.normal())
    learning = len(truth.learning)
    count = learning + truth.sessions
    fresh = rng.normal(0.0, truth.day, count) if truth.day > 0.0 else np.zeros(count)
    grown = np.clip((np.arange(count) - learning) / max(truth.sessions - 1, 1), 0.0, 1.0)
    learnt = -np.array([*truth.learning, *([0.0] * truth.sessions)])
    found: list[FieldTest] = []
    for test, planted in truth.tests.items():
        own = speed if test == FLYING else (
            planted.correlation * speed + (1.0 - planted.correlation**2) ** 0.5 * float(rng.normal())
        )  # fmt: skip
        level = float(rng.normal(0.0, planted.between))
        logs = level + grown * (planted.gain + planted.gains * own) + fresh + rng.normal(0.0, planted.error, count)
        logs = logs + (learnt if test != FLYING else 0.0)
        for session, log in enumerate(logs):
            found += _rows(f"{number + 1:02d} (simulated)", test, float(log), start + timedelta(
                weeks=truth.weeks * session))  # fmt: skip
    return tuple(found)


def _rows(athlete: str, test: str, log: float, on: date) -> list[FieldTest]:
    protocol = protocols()[test]
    value = _BASE.get(test, _DEFAULT_BASE) * float(np.exp(protocol.better.sign * log))
    sides = tuple(Side) if protocol.sided else (None,)
    return [
        FieldTest(
            athlete,
            test,
            (value,),
            protocol.unit,
            side,
            on=on,
            label=f"{on} {test}",
            device=Device("simulated", "simulated field test"),
            version=protocol.version,
        )
        for side in sides
    ]
