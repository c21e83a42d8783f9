"""How right the diagnosis is on simulated athletes: calibration of its chances, and how often it names a role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from evenstride.app.observe import measure_stored, observe
from evenstride.core.diagnosis import Diagnosis, Observations
from evenstride.core.estimate import Draws, Missing
from evenstride.core.roles import Evidence, Role
from evenstride.science.diagnosis.diagnose import diagnose
from evenstride.science.diagnosis.limit import BALANCED_MARGIN
from evenstride.science.diagnosis.potential import ELASTICITY, ELASTICITY_SPREAD, REACHABLE, REACHABLE_SPREAD, ROLES
from evenstride.science.simulate.athlete import SimulatedAthlete, demo_scenarios, mirror, simulate_athlete
from evenstride.store import Stored

Row = dict[str, Any]

SEED = 20260202
ATHLETES = 1500
LOOPS = 60
START, TODAY = date(2026, 2, 16), date(2026, 4, 27)
FAMILIES = {Role.PUSH: ("P1", "P2"), Role.SWING: ("S1", "S3")}
CAPACITY_SPREAD = 0.06
"""SD of the capacity changes of simulated athletes, natural log: blocks that move a role by a few per cent."""

CAPACITY_ERROR, SPEED_ERROR = 0.025, 0.008


def rows() -> list[Row]:
    """Return calibration of the chances, and what is named with and without a planted effect."""
    apart, _, follows = demo_scenarios()
    still = replace(apart, name="Nobody", gains={}, elasticities={})
    return [
        _calibration(),
        _named("loop.diagnosis_planted_push_growth_names_swing", apart, Role.SWING, ">=", 0.5),
        _named("loop.diagnosis_planted_swing_growth_names_push", mirror(apart), Role.PUSH, ">=", 0.5),
        _named("loop.diagnosis_planted_push_growth_names_push", apart, Role.PUSH, "<=", 0.02),
        _named("loop.diagnosis_speed_follows_push_names_swing", follows, Role.SWING, "<=", 0.10),
        _named("loop.diagnosis_noise_only_names_anybody", still, None, "<=", 0.10),
    ]


def _calibration() -> Row:
    """Expected calibration error of the chances among answers that are not "cannot tell", ten equal-count bins."""
    chances, truths = zip(*_simulated_chances(), strict=True)
    predicted, happened = np.concatenate(chances), np.concatenate(truths)
    order = np.argsort(predicted, kind="stable")
    bins = np.array_split(order, 10)
    gaps = [abs(predicted[one].mean() - happened[one].mean()) * len(one) for one in bins]
    return _row("loop.diagnosis_calibration_error", sum(gaps) / len(order), "1", "<=", 0.05, n=ATHLETES)


def _simulated_chances() -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield chances and truth per athlete; the truth is drawn from the published priors."""
    rng = np.random.default_rng(SEED)
    for number in range(ATHLETES):
        elasticity = [ELASTICITY[role] * np.exp(ELASTICITY_SPREAD * rng.standard_normal()) for role in ROLES]
        reachable = [REACHABLE[role] * np.exp(REACHABLE_SPREAD * rng.standard_normal()) for role in ROLES]
        change = {role: CAPACITY_SPREAD * rng.standard_normal() if role in FAMILIES else 0.0 for role in ROLES}
        speed = sum(share * change[role] for share, role in zip(elasticity, ROLES, strict=True))
        answer = diagnose(_observations(change, speed, rng), seed=number)
        gains = np.array(elasticity) * np.array(reachable)
        best, second = np.sort(gains)[::-1][:2]
        balanced = best - second < BALANCED_MARGIN
        truth = [not balanced and column == int(np.argmax(gains)) for column in range(len(ROLES))] + [balanced]
        certain = 1.0 - answer.limit.cannot_tell
        told = [answer.limit.roles[role] for role in ROLES] + [answer.limit.balanced]
        yield np.array(told) / certain, np.array(truth, dtype=float)


def _observations(change: dict[Role, float], speed: float, rng: np.random.Generator) -> Observations:
    def seen(value: float, error: float) -> Draws:
        found = value + error * rng.standard_normal()
        return Draws(found, found + error * rng.standard_normal(400), "1")

    evidence = tuple(
        Evidence(role, test, test, seen(change[role], CAPACITY_ERROR), CAPACITY_ERROR, START, TODAY, 6, 2)
        for role, tests in FAMILIES.items()
        for test in tests
    )
    return Observations(
        "simulated", TODAY, 25, evidence, frozenset({"field test"}), frozenset(), seen(speed, SPEED_ERROR),
        Missing("not needed"), START,
    )  # fmt: skip


def _named(name: str, scenario: SimulatedAthlete, role: Role | None, op: str, target: float) -> Row:
    """Return in what share of simulated twelve-week seasons a role (any role for None) was named."""
    named = [_loop(scenario, seed).named for seed in range(LOOPS)]
    hits = sum(one is not None if role is None else one is role for one in named)
    return _row(name, hits / LOOPS, "1", op, target, n=LOOPS)


def _loop(scenario: SimulatedAthlete, seed: int) -> Diagnosis:
    recordings = simulate_athlete(scenario, start=date(2026, 2, 2), seed=seed)
    at = date(2026, 4, 27)
    stored = [Stored(str(number), scenario.label, START, noun) for number, noun in enumerate(recordings)]  # pyright: ignore[reportArgumentType]
    return diagnose(observe(scenario.athlete, measure_stored(stored, until=at, seed=seed), on=at, seed=seed), seed=seed)


def _row(name: str, value: float, unit: str, op: str, target: float, *, n: int) -> Row:
    against = "truth drawn from the published priors" if "calibration" in name else "planted truth, full pocket battery"
    return {
        "name": name, "value": round(float(value), 4), "unit": unit, "op": op, "target": target,
        "ok": value <= target if op == "<=" else value >= target, "against": against, "n": n, "seed": SEED,
    }  # fmt: skip
