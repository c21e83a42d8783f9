"""What an honest speed curve costs: our fit with 4000 draws beside the plain least-squares call people write."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import curve_fit
from scipy.special import lambertw

from benchmarks._clock import measure_turns
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction
from evenstride.core.recording import Splits
from evenstride.science.sprint.fit import fit_speed_curve

RUNS = 20
TURNS = 7
GATES = np.array([5.0, 10.0, 15.0, 20.0, 30.0, 40.0])
SEED = 7


def _time_at(distance: Array, mss: float, tau: float, shift: float) -> Array:
    reach: Any = -np.exp(-distance / (mss * tau) - 1.0)
    return tau * np.real(lambertw(reach)) + distance / mss + tau + shift


def _simulate_runs() -> list[Array]:
    """Return gate times of runners between club and world class, with 5 ms noise."""
    random = np.random.default_rng(SEED)
    speeds, taus = random.uniform(7.0, 11.0, RUNS), random.uniform(0.8, 1.4, RUNS)
    return [
        _time_at(GATES, mss, tau, -0.2) + random.normal(0.0, 0.005, GATES.size)
        for mss, tau in zip(speeds, taus, strict=True)
    ]


def rows() -> list[dict[str, Any]]:
    """Return our cost of one fit over that of the plain call."""
    runs = _simulate_runs()
    recordings = [Splits("simulated", GATES, times) for times in runs]

    def ours() -> None:
        for recording in recordings:
            fit_speed_curve(recording, correction=Correction.TIME, seed=SEED)

    def plain() -> None:
        for times in runs:
            curve_fit(_time_at, GATES, times, p0=(8.0, 1.0, 0.0))

    mine, theirs = measure_turns(ours, plain, turns=TURNS)
    return [
        {
            "name": "loop.fit_cpu_ratio",
            "value": mine / theirs,
            "unit": "ratio",
            "op": "<=",
            "target": 15,
            "against": "scipy.optimize.curve_fit of the same model, without draws; processor time, best of turns",
            "n": RUNS * TURNS,
            "seed": SEED,
        }
    ]
