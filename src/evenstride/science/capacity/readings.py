"""Readings a capacity trend may be made of: what each test read on each day, and what is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from scipy.special import ndtri

from evenstride.core.capacity_trend import CapacityReading
from evenstride.core.discover import modules
from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws, Estimate
from evenstride.core.metric import Grade
from evenstride.core.protocol import FieldProtocol, protocols
from evenstride.core.run import Capacity, StepSummary
from evenstride.science.capacity.growth import Lengths
from evenstride.science.change.own_error import PRIOR_SESSIONS, prior_weight
from evenstride.science.change.progress import Dated
from evenstride.science.noise import DAY_NOISE

SPEED_FAMILY = "speed"


def read_capacity(
    sessions: Sequence[Capacity], protocol: FieldProtocol, *, lengths: Lengths | None = None
) -> tuple[CapacityReading, ...]:
    """Turn the days of one test into readings; implausible days are left out.

    Parameters
    ----------
    sessions : sequence of Capacity
        Of one athlete and one test.
    protocol : FieldProtocol
        Its role, family, direction and assumed error.
    lengths : Lengths or None
        Dated leg lengths of someone who grows: values are then made free of leg length.

    Notes
    -----
    Every new version of a protocol is learnt anew: its first `familiarisation` sessions are marked. A day that tested
    other sides than usual is another quantity and gets a baseline of its own, as another device does. A test without
    a role of its own (outcome, shared) gives no readings.

    Examples
    --------
    >>> from datetime import date
    >>> days = [Capacity("Noa", "P2", date(2026, 3, day), Draws(2.0, np.array([2.0]), "m")) for day in (2, 9, 16)]
    >>> [one.learning for one in read_capacity(days, protocols()["P2"])]
    [True, True, False]
    """
    role = protocol.role
    if role is None:
        return ()
    ordered = _distinct(sorted((one for one in sessions if one.usable), key=lambda one: (one.on, one.value.point)))
    done: dict[int, int] = {}
    found: list[CapacityReading] = []
    for session in ordered:
        done[session.version] = done.get(session.version, 0) + 1
        free = 0.0 if lengths is None else lengths.log_scale(protocol.unit, session.on)
        sides = "".join(sorted(side.value[0] for side in session.sides))
        device = session.circumstances.device or "device not told"
        found.append(
            CapacityReading(
                role=role,
                test=protocol.id,
                family=protocol.family,
                setting=f"version {session.version}; {device}; {sides or 'both'}",
                on=session.on,
                value=protocol.better.sign * (float(np.log(session.value.point)) - free),
                error=protocol.assumed_error,
                trust=PRIOR_SESSIONS,
                learning=done[session.version] <= protocol.familiarisation,
            )
        )
    trust = prior_weight(protocol, sum(not one.learning for one in found))
    return tuple(replace(one, trust=trust) for one in found)


def read_speed(
    values: Sequence[Dated], *, day_noise: float = DAY_NOISE, name: str = "speed"
) -> tuple[CapacityReading, ...]:
    """Turn dated speeds of ONE kind into readings: the runs of a day are one, with the day's noise on top."""
    days = sorted({day for day, _ in values})
    found: list[CapacityReading] = []
    for day in days:
        runs = sorted({(_log_point(value), _log_error(value)) for on, value in values if on == day})
        weights = np.array([max(error, 1e-4) ** -2.0 for _, error in runs])
        mean = float(weights @ np.array([point for point, _ in runs]) / weights.sum())
        error = float(np.hypot(weights.sum() ** -0.5, day_noise))
        found.append(CapacityReading(None, name, SPEED_FAMILY, "", day, mean, error, PRIOR_SESSIONS))
    trust = max(1.0, PRIOR_SESSIONS - (len(found) - 2))
    return tuple(replace(one, trust=trust) for one in found)


def refuse_run_itself(readings: Iterable[CapacityReading]) -> None:
    """Raise where a reading is the run itself: contact and flight times and all that follows from them.

    Raises
    ------
    InputError
        Naming the reading.
    """
    for test, family, role in sorted({(row.test, row.family, str(row.role)) for row in readings if row.role}):
        if family == StepSummary.FAMILY or (test not in protocols() and test in _identities()):
            raise InputError(
                f"'{test}' is made from contact and flight times and was offered as evidence for {role}",
                why="Those times are the run itself: they say how the steps changed, never what limits them",
                remedy="Use field tests or other measurements made off the run",
            )


@cache
def _identities() -> frozenset[str]:
    metrics = [module.METRIC for module in modules("evenstride.science.metrics", needs=("METRIC",))]
    return frozenset(
        name
        for metric in metrics
        if metric.grade is Grade.IDENTITY or metric.family == StepSummary.FAMILY
        for name in (metric.name, metric.symbol)
    )


def _distinct(sessions: Sequence[Capacity]) -> list[Capacity]:
    """Keep each day of a test once per set-up: an import repeated is no second session."""
    first: dict[tuple[object, ...], Capacity] = {}
    for session in sessions:
        first.setdefault((session.on, session.version, session.value.point, frozenset(session.sides)), session)
    return list(first.values())


def _log_point(value: Draws | Estimate) -> float:
    return float(np.log(value.point if isinstance(value, Draws) else value.value))


def _log_error(value: Draws | Estimate) -> float:
    if isinstance(value, Draws):
        return value.map(np.log, unit="1").standard_error
    return float(np.log(value.high / value.low) / (2.0 * ndtri(0.5 + value.level / 2.0)))
