"""From everything stored of one athlete to what a diagnosis and a check depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from evenstride.app.analyse import profile_sprint, summarise_steps
from evenstride.core.athlete import Athlete
from evenstride.core.diagnosis import Observations
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.protocol import FieldProtocol, protocols
from evenstride.core.recording import FieldTest, Recording, SpeedTrace, Splits, StepEvents
from evenstride.core.roles import Evidence
from evenstride.core.run import Capacity, StepAccount
from evenstride.science.field_tests import measure_field_test
from evenstride.science.progress import measure_capacity_change, measure_outcome_change
from evenstride.science.steps import account_steps

TOP_SPEED = "top speed"
FLYING_TEST = "T0"

_KINDS = {Splits: "splits", SpeedTrace: "trace", StepEvents: "steps", FieldTest: "field test"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The speed of an athlete day by day, all of one kind: flying tests and fitted top speeds are never mixed."""

    name: str
    values: tuple[tuple[date, Draws], ...]
    day_noise: float | None
    """Day-to-day scatter the values do not hold yet, None for the usual one."""


def observe(athlete: Athlete, recordings: Sequence[Recording], *, on: date, seed: int = 0) -> Observations:
    """Put together what is known of one athlete up to a day."""
    dated = [item for item in recordings if item.on is not None and item.on <= on]
    capacities = field_capacities(dated, seed=seed)
    evidence = _evidence(capacities, seed)
    since = min((item.since for item in evidence), default=None)
    outcome = speed_outcome(dated, capacities, seed=seed)
    return Observations(
        athlete=athlete.name,
        on=on,
        age=athlete.age_on(on),
        evidence=evidence,
        seen=frozenset(_KINDS[type(item)] for item in dated),
        tests_begun=frozenset(capacities),
        speed_change=_speed_change(outcome, since, seed),
        speed_now=_speed_now(outcome),
        since=since,
        kit=frozenset(athlete.intake.kit) if athlete.intake is not None and athlete.intake.kit else None,
        account=_account(dated, since, seed),
    )


def field_capacities(recordings: Sequence[Recording], *, seed: int = 0) -> dict[str, tuple[Capacity, ...]]:
    """Measure every day of every field test, by protocol id, oldest first."""
    tests = sorted(
        (item for item in recordings if isinstance(item, FieldTest) and item.on is not None),
        key=lambda item: (item.test, str(item.on)),
    )
    found: dict[str, list[Capacity]] = {}
    for (test, _), rows in groupby(tests, key=lambda item: (item.test, item.on)):
        value = measure_field_test(list(rows), seed=seed)
        if isinstance(value, Capacity):
            found.setdefault(test, []).append(value)
    return {test: tuple(days) for test, days in found.items()}


def speed_outcome(
    recordings: Sequence[Recording], capacities: dict[str, tuple[Capacity, ...]], *, seed: int = 0
) -> Outcome | None:
    """Return the athlete's speed by day: flying tests where there are two days of them, else fitted top speeds."""
    flying = tuple((day.on, day.value) for day in capacities.get(FLYING_TEST, ()) if day.usable)
    sprints = top_speeds(recordings, seed=seed)
    if len({day for day, _ in flying}) >= 2 or (flying and not sprints):
        return Outcome(f"flying speed ({FLYING_TEST})", flying, 0.0)
    return Outcome(TOP_SPEED, sprints, None) if sprints else None


def top_speeds(recordings: Sequence[Recording], *, seed: int = 0) -> tuple[tuple[date, Draws], ...]:
    """Fit the top speed of every dated sprint that carries a fit."""
    values: list[tuple[date, Draws]] = []
    for recording in recordings:
        if isinstance(recording, Splits | SpeedTrace) and recording.on is not None:
            try:
                _, fit, _ = profile_sprint(recording, seed=seed)
            except FitError:
                continue
            values.append((recording.on, fit.parameters["mss"]))
    return tuple(values)


def _evidence(capacities: dict[str, tuple[Capacity, ...]], seed: int) -> tuple[Evidence, ...]:
    known = protocols()
    changes = [measure_capacity_change(days, known[test], seed=seed) for test, days in capacities.items()]
    return tuple(item for item in changes if isinstance(item, Evidence))


def _speed_change(outcome: Outcome | None, since: date | None, seed: int) -> Draws | Missing:
    if outcome is None:
        return Missing("no speed was measured", "Time a flying 20 m or a sprint over gates")
    within = [item for item in outcome.values if since is None or item[0] >= since]
    noise = {} if outcome.day_noise is None else {"day_noise": outcome.day_noise}
    return measure_outcome_change(within, seed=seed, **noise)


def _speed_now(outcome: Outcome | None) -> Estimate | Missing:
    if outcome is None:
        return Missing("no speed was measured", "Time a flying 20 m or a sprint over gates")
    return max(outcome.values, key=lambda item: item[0])[1].estimate()


def _account(recordings: Sequence[Recording], since: date | None, seed: int) -> StepAccount | None:
    """Account for the change between the first and the last run with steps and speed, None without two."""
    runs = [item for item in recordings if isinstance(item, StepEvents) and item.on is not None]
    runs = sorted(
        (item for item in runs if since is None or str(item.on) >= str(since)), key=lambda item: str(item.on)
    )
    if len(runs) < 2 or runs[0].on == runs[-1].on:
        return None
    try:
        return account_steps(summarise_steps(runs[0], seed=seed), summarise_steps(runs[-1], seed=seed + 1))
    except (FitError, InputError):
        return None


def protocol_of(test: str) -> FieldProtocol:
    """Return the protocol of a field test that is stored."""
    return protocols()[test]
