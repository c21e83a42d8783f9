"""Steps, field tests and change since baseline: coverage on simulated athletes, printed values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from evenstride.core.estimate import Draws
from evenstride.core.protocol import protocols
from evenstride.core.recording import Contact, Device, FieldTest, StepEvents
from evenstride.core.roles import Evidence, Role, Side
from evenstride.core.run import Capacity
from evenstride.science.change.progress import FAMILY_SPREAD, PRIOR_SESSIONS, combine_capacity, measure_capacity_change
from evenstride.science.field.tests import measure_field_test
from evenstride.science.simulate.athlete import demo_scenarios, simulate_athlete
from evenstride.science.steps.prepare import prepare_steps
from evenstride.science.steps.summary import measure_steps

SEED = 20260101
START = date(2026, 1, 5)
FRAME_240 = 1.0 / (240.0 * 12.0**0.5)
COVERS = [0.86, 0.94]


def rows() -> list[dict[str, object]]:
    """Measure every accuracy figure of steps and field tests."""
    return [*_named_values(), *_frame_noise(), *_step_coverage(), *_change_coverage(), *_athlete_coverage()]


def _row(name: str, value: float, unit: str, op: str, target: object, against: str, n: int) -> dict[str, object]:
    return {
        "name": f"loop.{name}",
        "value": value,
        "unit": unit,
        "op": op,
        "target": target,
        "against": against,
        "n": n,
        "seed": SEED,
    }


def _steady(contact: float, flight: float, count: int, *, timing_sd: float = FRAME_240) -> StepEvents:
    step = contact + flight
    sides = (Side.LEFT, Side.RIGHT)
    contacts = tuple(Contact(sides[i % 2], i * step, i * step + contact) for i in range(count))
    return StepEvents("steady", contacts, device=Device("video", timing_sd=timing_sd))


def _named_values() -> list[dict[str, object]]:
    both = measure_steps(prepare_steps(_steady(0.086, 0.145, 9))).both
    source = "Bolt, Zagreb 2011: tc 0.086 s, tf 0.145 s (coh2018)"
    force, swing = both["force"].point, both["swing_time"].point
    return [
        _row("steps.force_bolt_zagreb", force, "BW", "in", [2.68, 2.70], source, 1),
        _row("steps.swing_time_bolt_zagreb", swing, "s", "in", [0.3755, 0.3765], source, 1),
    ]


def _frame_noise() -> list[dict[str, object]]:
    draws = 50_000
    left = measure_steps(prepare_steps(_steady(0.100, 0.125, 3)), seed=SEED, draws=draws, usual={}).sides[Side.LEFT]
    force, swing = left["force"].samples, left["swing_time"].samples
    correlation = float(np.corrcoef(force, swing)[0, 1])
    source = "science.md §9.1, tc .100 s, tf .125 s, 240 frames a second"
    return [
        _row("steps.frame_noise_force_sd", float(force.std()), "BW", "in", [0.032, 0.034], source, draws),
        _row("steps.frame_noise_force_swing_correlation", correlation, "1", "in", [0.55, 0.61], source, draws),
    ]


def step_coverage(count: int, runs: int, *, variation: float = 0.03) -> dict[str, float]:
    """Return how often the 90 % intervals of simulated runs hold the true force, contact and swing time."""
    rng = np.random.default_rng([SEED, count])
    contact, flight = 0.105, 0.130
    truth = {"contact_time": contact, "force": (contact + flight) / contact, "swing_time": contact + 2 * flight}
    hits = dict.fromkeys(truth, 0)
    for seed in range(runs):
        times = np.array([contact, flight]) * (1.0 + rng.normal(0.0, variation, (count, 2)))
        downs = np.concatenate([[0.0], np.cumsum(times.sum(axis=1))[:-1]])
        noise = rng.uniform(-0.5, 0.5, (count, 2)) / 240.0
        contacts = tuple(
            Contact((Side.LEFT, Side.RIGHT)[i % 2], downs[i] + noise[i, 0], downs[i] + times[i, 0] + noise[i, 1])
            for i in range(count)
        )
        events = StepEvents("simulated", contacts, device=Device("simulated", timing_sd=FRAME_240))
        both = measure_steps(prepare_steps(events), seed=seed, draws=1000).both
        for name, value in truth.items():
            interval = both[name].estimate()
            hits[name] += interval.low <= value <= interval.high
    return {name: count / runs for name, count in hits.items()}


def _step_coverage() -> list[dict[str, object]]:
    return [
        _row(f"steps.coverage_{name}_{count}_contacts", share, "1", "in", COVERS, "simulated runs, 240 fps", 400)
        for count in (8, 14)
        for name, share in step_coverage(count, 400).items()
    ]


def change_coverage(test: str, sessions: int, runs: int, *, error: float, spread: bool) -> float:
    """Return how often the 90 % interval of a capacity change holds the truth.

    With `spread`, people differ: each has an error of their own, scaled-inverse-χ² around `error` with the weight
    the assumed error is given (`PRIOR_SESSIONS`); else everybody has exactly `error`.
    """
    rng = np.random.default_rng([SEED, sessions, round(1e4 * error)])
    protocol = protocols()[test]
    sign = -1.0 if protocol.better == "lower" else 1.0
    hits = 0
    for seed in range(runs):
        truth = rng.normal(0.03, 0.05)
        own = error * np.sqrt(PRIOR_SESSIONS / rng.chisquare(PRIOR_SESSIONS)) if spread else error
        between = rng.choice(np.arange(1, 84), sessions - 2, replace=False)
        days = np.sort(np.concatenate([[-14, -7, 0, 84], between]))
        learning = np.where(days < 0, 0.1, 0.0)
        logs = np.clip(days / 84.0, 0.0, 1.0) * truth - learning + rng.normal(0.0, own, days.size)
        values = [
            _day(test, int(day), float(np.exp(sign * log)), protocol.unit) for day, log in zip(days, logs, strict=True)
        ]
        change = measure_capacity_change(values, protocol, seed=seed)
        assert isinstance(change, Evidence)
        interval = change.change.estimate()
        hits += interval.low <= truth <= interval.high
    return hits / runs


def _day(test: str, day: int, value: float, unit: str) -> Capacity:
    return Capacity("simulated", test, START + timedelta(days=day), Draws(value, np.array([value]), unit))


def _change_coverage() -> list[dict[str, object]]:
    cases = [
        ("P2", 4, 0.024, True, "athletes' errors around the stated one"),
        ("P2", 10, 0.024, True, "athletes' errors around the stated one"),
        ("S3", 3, 0.08, True, "athletes' errors around the assumed one"),
        ("S3", 10, 0.02, False, "unknown error, own scatter"),
        ("S3", 10, 0.06, False, "unknown error, own scatter"),
    ]
    return [
        _row(
            f"change.coverage_{test}_{sessions}_sessions_{1000 * error:.0f}_permille",
            change_coverage(test, sessions, 600, error=error, spread=spread),
            "1",
            "in",
            COVERS,
            f"simulated sessions, {note}",
            600,
        )
        for test, sessions, error, spread, note in cases
    ]


def athlete_coverage(runs: int) -> dict[str, float]:
    """Return how often simulate → measure → recover holds the truth, by test and by role."""
    scenario = replace(demo_scenarios()[0], name="coverage")
    rng = np.random.default_rng([SEED, 7])
    hits: dict[str, int] = {}
    for seed in range(runs):
        days: dict[tuple[str, date], list[FieldTest]] = {}
        for one in simulate_athlete(scenario, start=START, seed=seed):
            if isinstance(one, FieldTest) and one.test != "T0" and one.on is not None:
                days.setdefault((one.test, one.on), []).append(one)
        found: list[Evidence] = []
        for test in ("P1", "P2", "S1", "S3"):
            values = [measure_field_test(trials, draws=10) for (of, _), trials in days.items() if of == test]
            usable = [value for value in values if isinstance(value, Capacity)]
            change = measure_capacity_change(usable, protocols()[test], seed=seed)
            assert isinstance(change, Evidence)
            found.append(change)
        intervals = {one.test: (one.role, one.change.estimate()) for one in found}
        for role in (Role.PUSH, Role.SWING):
            combined = combine_capacity([_strayed(one, rng) for one in found if one.role is role], seed=seed)
            intervals[role.value] = (role, combined.estimate())
        for name, (role, interval) in intervals.items():
            hits[name] = hits.get(name, 0) + (interval.low <= scenario.gains[role] <= interval.high)
    return {name: count / runs for name, count in hits.items()}


def _strayed(one: Evidence, rng: np.random.Generator) -> Evidence:
    """Let a family stray from its role, as `combine_capacity` assumes it does."""
    stray = rng.normal(0.0, FAMILY_SPREAD)
    return replace(one, change=Draws(one.change.point + stray, one.change.samples + stray, "1"))


def _athlete_coverage() -> list[dict[str, object]]:
    against = "simulated athlete, simulate → measure → recover"
    shares = athlete_coverage(400)
    return [_row(f"athlete.coverage_{name}", share, "1", "in", COVERS, against, 400) for name, share in shares.items()]
