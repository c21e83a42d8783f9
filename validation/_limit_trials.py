"""Simulated seasons and athletes over which naming a limit is tried, and an observer who knows the simulation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

import numpy as np

from evenstride.app.observe import Measured, measure_stored, measure_trends_of, observe
from evenstride.core.diagnosis import Observations
from evenstride.core.estimate import Array, Draws, Missing
from evenstride.core.roles import Evidence, Role, Weight
from evenstride.science.diagnosis.diagnose import NAMING_ODDS, diagnose
from evenstride.science.diagnosis.limit import BALANCED_MARGIN
from evenstride.science.diagnosis.potential import ELASTICITY, ELASTICITY_SPREAD, REACHABLE, REACHABLE_SPREAD, ROLES
from evenstride.science.simulate.athlete import SimulatedAthlete, simulate_athlete
from evenstride.store import Stored

SEED = 20260905
START, TODAY = date(2026, 2, 2), date(2026, 4, 27)
AT = datetime(2026, 4, 27, tzinfo=UTC)

BATTERY = {
    "T0": 0.008, "P1": 0.020, "P2": 0.022, "P3": 0.030, "S1": 0.020, "S2": 0.030, "S3": 0.015, "U1": 0.030, "M1": 0.050,
}  # fmt: skip
"""Tests of the full pocket battery and their session-to-session errors, log units: those of a careful athlete whose
runs are timed by gates (judgement; the planner starts from wider ones). E1 gives no evidence, variants replace a
test."""

FAMILIES = {Role.PUSH: ("P1", "P2"), Role.SWING: ("S1", "S3")}
CAPACITY_SPREAD, CAPACITY_ERROR, SPEED_ERROR = 0.06, 0.025, 0.008
PRIOR_DRAWS = 20000


@dataclass(frozen=True, slots=True)
class Mix:
    """How elasticities and reachable gains of simulated athletes are drawn: medians times these, log SD these."""

    elasticity: Mapping[Role, float]
    spread: float = ELASTICITY_SPREAD
    reachable_spread: float = REACHABLE_SPREAD


PUBLISHED = Mix(ELASTICITY)
SHIFTED = Mix({Role.PUSH: 0.45, Role.SWING: 0.15, Role.SUPPORT: 0.20, Role.TIMING: 0.15}, 0.9, 0.8)
"""Another world than the priors believe: push counts three times swing, everything scatters more."""


@dataclass(frozen=True, slots=True)
class Season:
    """What became of one simulated season.

    Attributes
    ----------
    named : Role or None
        What the diagnosis named.
    weights : mapping of Role to Weight
        Evidence, hint or nothing.
    """

    named: Role | None
    weights: Mapping[Role, Weight]


def run_seasons(scenario: SimulatedAthlete, count: int) -> list[Season]:
    """Simulate, measure and diagnose so many twelve-week seasons, on all cores."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(partial(_season, scenario), range(count), chunksize=10))


def _season(scenario: SimulatedAthlete, seed: int) -> Season:
    found = diagnose(observe(scenario.athlete, _measured(scenario, seed), on=TODAY, seed=seed), seed=seed)
    return Season(found.named, {one.role: one.weight for one in found.findings})


def detectable_change(scenario: SimulatedAthlete, role: Role, count: int) -> float:
    """Return the median minimal detectable change of a role's trend over a season, natural log.

    MDC90 = 1.645 standard errors of the change, half its 90 % interval.
    """
    found: list[float] = []
    for seed in range(count):
        trend = measure_trends_of(scenario.athlete, _measured(scenario, seed), on=TODAY, seed=seed).roles[role]
        change = trend.change(trend.since, trend.until).estimate()
        found.append((change.high - change.low) / 2.0)
    return float(np.median(found))


def _measured(scenario: SimulatedAthlete, seed: int) -> Measured:
    recordings = simulate_athlete(scenario, start=START, seed=seed)
    stored = [Stored(str(number), scenario.label, AT, noun) for number, noun in enumerate(recordings)]
    return measure_stored(stored, until=TODAY, seed=seed)


def ideal_named(scenario: SimulatedAthlete, count: int) -> list[Role | None]:
    """Return what an observer names who knows every error and shares the priors."""
    rng = np.random.default_rng(SEED)
    prior = _Prior(PUBLISHED, rng)
    sessions = len(scenario.test_weeks) - len(scenario.learning)
    trend = float(np.sqrt(12.0 * (sessions - 1) / (sessions * (sessions + 1.0))))
    named: list[Role | None] = []
    for _ in range(count):
        changes: dict[Role, tuple[float, float]] = {}
        for role in ROLES:
            tests = [BATTERY[test] for test in _tests_of(role)]
            error = trend / float(np.sqrt(sum(one**-2.0 for one in tests)))
            changes[role] = scenario.gains.get(role, 0.0) + error * rng.standard_normal(), error
        error = trend * BATTERY["T0"]
        speed = scenario.speed_gain(scenario.weeks) + error * rng.standard_normal()
        named.append(_name(prior.posterior(changes, (speed, error))))
    return named


def _tests_of(role: Role) -> tuple[str, ...]:
    return {
        Role.PUSH: ("P1", "P2", "P3"), Role.SWING: ("S1", "S3"), Role.SUPPORT: ("U1",), Role.TIMING: ("M1",),
    }[role]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Athlete:
    """One athlete of a mix: the chances told, the truth, and what we and the ideal observer named.

    Attributes
    ----------
    told, happened : ndarray, shape (roles + 1,)
        Chances among answers that are not "cannot tell", and the truth; last is "balanced".
    named, ideal, truth : Role or None
        None where nothing is named, and for balanced athletes.
    """

    told: Array
    happened: Array
    named: Role | None
    ideal: Role | None
    truth: Role | None


def draw_athletes(mix: Mix, count: int) -> Iterator[Athlete]:
    """Yield athletes of a mix; the ideal observer believes the published one, as we do."""
    rng = np.random.default_rng(SEED)
    prior = _Prior(PUBLISHED, np.random.default_rng(SEED + 1))
    for number in range(count):
        elasticity = np.array([mix.elasticity[role] for role in ROLES]) * np.exp(mix.spread * rng.standard_normal(4))
        reachable = np.array([REACHABLE[role] for role in ROLES]) * np.exp(
            mix.reachable_spread * rng.standard_normal(4)
        )
        change = np.array([CAPACITY_SPREAD * rng.standard_normal() if role in FAMILIES else 0.0 for role in ROLES])
        gains = elasticity * reachable
        best, second = np.sort(gains)[::-1][:2]
        truth = None if best - second < BALANCED_MARGIN else ROLES[int(np.argmax(gains))]
        seen = {
            role: change[place] + CAPACITY_ERROR / 2**0.5 * rng.standard_normal() for place, role in enumerate(ROLES)
        }
        speed = float(elasticity @ change) + SPEED_ERROR * rng.standard_normal()
        answer = diagnose(_observations(seen, speed, rng), seed=number)
        told = np.array([*(answer.limit.roles[role] for role in ROLES), answer.limit.balanced])
        known = {role: (seen[role], CAPACITY_ERROR / 2**0.5) for role in FAMILIES}
        known |= {role: (0.0, 0.0) for role in ROLES if role not in FAMILIES}
        yield Athlete(
            told / (1.0 - answer.limit.cannot_tell),
            np.array([*(truth is role for role in ROLES), truth is None], dtype=np.float64),
            answer.named,
            _name(prior.posterior(known, (speed, SPEED_ERROR))),
            truth,
        )


def _observations(seen: Mapping[Role, float], speed: float, rng: np.random.Generator) -> Observations:
    """Two families a side whose mean is what was seen."""

    def around(value: float, error: float) -> Draws:
        return Draws(value, value + error * rng.standard_normal(400), "1")

    evidence: list[Evidence] = []
    for role, tests in FAMILIES.items():
        apart = CAPACITY_ERROR / 2**0.5 * rng.standard_normal()
        for test, sign in zip(tests, (1.0, -1.0), strict=True):
            change = around(seen[role] + sign * apart, CAPACITY_ERROR)
            evidence.append(Evidence(role, test, test, change, CAPACITY_ERROR, START, TODAY, 6, 2))
    return Observations(
        "simulated", TODAY, 25, tuple(evidence), frozenset({"field test"}), frozenset(), around(speed, SPEED_ERROR),
        Missing("not needed"), START,
    )  # fmt: skip


class _Prior:
    """Draws of the prior, weighed by what an observer saw who knows every error."""

    def __init__(self, mix: Mix, rng: np.random.Generator) -> None:
        normals = rng.standard_normal((2, PRIOR_DRAWS, len(ROLES)))
        self.elasticity = np.array([mix.elasticity[role] for role in ROLES]) * np.exp(mix.spread * normals[0])
        gains = (
            self.elasticity * np.array([REACHABLE[role] for role in ROLES]) * np.exp(mix.reachable_spread * normals[1])
        )
        ranked = np.sort(gains, axis=1)
        close = ranked[:, -1] - ranked[:, -2] < BALANCED_MARGIN
        self.winner = np.where(close, len(ROLES), np.argmax(gains, axis=1))

    def posterior(self, changes: Mapping[Role, tuple[float, float]], speed: tuple[float, float]) -> Array:
        """Return the chance of every role, and of balanced last."""
        values, errors = np.array([changes[role] for role in ROLES]).T
        variance = speed[1] ** 2 + self.elasticity**2 @ errors**2
        logs = -0.5 * ((speed[0] - self.elasticity @ values) ** 2 / variance + np.log(variance))
        weights = np.exp(logs - logs.max())
        return np.bincount(self.winner, weights, minlength=len(ROLES) + 1) / weights.sum()


def _name(chances: Array) -> Role | None:
    """Name by the rule of the diagnosis, without any doubt."""
    place = int(np.argmax(chances[:-1]))
    others = np.delete(chances[:-1], place)
    stands_out = chances[place] >= NAMING_ODDS * others.max() and chances[place] > chances[-1]
    return ROLES[place] if stands_out else None


def planted(gains: Mapping[Role, float], elasticities: Mapping[Role, float]) -> SimulatedAthlete:
    """Return the season of one who does the full battery every week, timed over a flying 20 m."""
    return SimulatedAthlete(
        "Planted", mss=8.9, tau=1.05, time_correction=-0.2, gains=gains, elasticities=elasticities,
        test_errors=BATTERY, sprint_weeks=(), run_weeks=(),
    )  # fmt: skip
