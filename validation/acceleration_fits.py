"""Fits beyond one run with one correction: trials together, outliers, and every way to read a tether."""

from __future__ import annotations

from typing import Any

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.fit import Relation
from evenstride.core.recording import SpeedTrace
from evenstride.science.simulate.sprint import simulate_splits
from evenstride.science.sprint.fit import Errors, fit_speed_curve
from evenstride.science.sprint.joint import fit_together
from evenstride.science.sprint.model import predict_distance, predict_speed

Row = dict[str, Any]

GATES = (5.0, 10.0, 15.0, 20.0, 30.0, 40.0)
LONG = (5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 50.0)
TRIALS, RUNS, JOINT_RUNS = 3, 300, 1500
NOISE, HIT = 0.010, 0.1
"""Noise of a gate, and by how much an arm sets one off too early, s."""

DRAWS, SEED = 1000, 17


def rows() -> list[Row]:
    """Return coverage of joint and robust fits, and the agreement of the relations."""
    return [*_joint(), *_robust(), _tether()]


def _row(name: str, value: float, unit: str, op: str, target: float | list[float], against: str, n: int) -> Row:
    return {
        "name": f"acceleration.{name}",
        "value": value,
        "unit": unit,
        "op": op,
        "target": target,
        "against": against,
        "n": n,
        "seed": SEED,
    }


def _joint() -> list[Row]:
    random = np.random.default_rng(SEED)
    inside = np.zeros(2)
    for index in range(JOINT_RUNS):
        mss, tau = random.uniform([7.0, 0.8], [11.0, 1.4])
        trials = [
            simulate_splits(
                GATES,
                mss,
                tau,
                time_correction=random.uniform(-0.4, 0.1),
                timing_sd=NOISE,
                seed=int(random.integers(2**32)),
            )
            for _ in range(TRIALS)
        ]
        fit = fit_together(trials, seed=index, draws=DRAWS).parameters
        found = [fit[name].estimate() for name in ("mss", "mac")]
        inside += [one.low <= truth <= one.high for one, truth in zip(found, (mss, mss / tau), strict=True)]
    against = f"{TRIALS} trials of six gates together, starts from −0.4 to 0.1 s, {NOISE} s noise; 90 % intervals"
    return [
        _row(f"joint_coverage_{name}", float(share), "share", "in", [0.86, 0.94], against, JOINT_RUNS)
        for name, share in zip(("mss", "mac"), inside / JOINT_RUNS, strict=True)
    ]


def _robust() -> list[Row]:
    random = np.random.default_rng(SEED)
    errors: dict[Errors, list[float]] = {one: [] for one in Errors}
    inside = 0
    for index in range(RUNS):
        mss, tau, shift = random.uniform([7.0, 0.8, -0.4], [11.0, 1.4, 0.1])
        run = simulate_splits(LONG, mss, tau, time_correction=shift, timing_sd=NOISE, seed=int(random.integers(2**32)))
        clean = fit_speed_curve(run, errors=Errors.STUDENT, seed=index, draws=DRAWS).parameters["mac"].estimate()
        inside += clean.low <= mss / tau <= clean.high
        gate = int(random.integers(1, len(LONG)))
        hit = np.where(np.arange(len(LONG)) == gate, -HIT, 0.0)
        for one in Errors:
            try:
                found = fit_speed_curve(
                    type(run)(run.athlete, run.distances, run.times + hit), errors=one, draws=1
                ).parameters["mac"]
            except FitError:
                errors[one].append(float("inf"))
                continue
            errors[one].append(abs(found.point * tau / mss - 1.0))
    middle = {one: float(np.median(values)) for one, values in errors.items()}
    nine = f"nine gates, {NOISE} s noise"
    return [
        _row(
            "robust_error_ratio",
            middle[Errors.STUDENT] / middle[Errors.NORMAL],
            "ratio",
            "<=",
            0.75,
            f"{nine}, one gate {HIT} s early: median error of MAC with Student t errors over that with normal ones",
            RUNS,
        ),
        _row("robust_coverage_mac", inside / RUNS, "share", "in", [0.86, 0.94], f"{nine}, no outlier", RUNS),
    ]


def _tether() -> Row:
    clock = np.linspace(0.0, 6.0, 601)
    worst = 0.0
    for mss, tau, shift, place in ((9.0, 1.2, 0.7, 2.6), (7.5, 0.9, 1.4, 0.3), (10.5, 1.4, 0.2, 5.0)):
        speeds = predict_speed(clock, mss, tau, time_correction=shift)
        ways = predict_distance(clock, mss, tau, time_correction=shift) + place
        trace = SpeedTrace("Tether", clock, speeds, ways)
        for relation in (Relation.SPEED_AT_TIME, Relation.SPEED_AT_DISTANCE, Relation.DISTANCE_AT_TIME):
            found = fit_speed_curve(trace, relation=relation, draws=1).parameters
            worst = max(worst, abs(found["mss"].point / mss - 1.0), abs(found["tau"].point / tau - 1.0))
    against = "noise-free tether read over time, over distance and as positions, zeros of clock and tape shifted"
    return _row("tether_relations_error", worst, "1", "<=", 1e-4, against, 9)
