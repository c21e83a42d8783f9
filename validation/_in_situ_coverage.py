"""How often the interval of an in-situ profile holds the truth: simulated sessions, device by device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from evenstride.science.in_situ.fit import fit_in_situ
from evenstride.science.simulate.devices import simulate_session


class Setting(TypedDict):
    """Samples a second and noise in m/s."""

    rate: float
    speed_sd: float


SETTINGS: dict[str, Setting] = {
    "20hz": {"rate": 20.0, "speed_sd": 0.05},
    "20hz_quiet": {"rate": 20.0, "speed_sd": 0.02},
    "18hz": {"rate": 18.0, "speed_sd": 0.05},
    "10hz": {"rate": 10.0, "speed_sd": 0.05},
}
"""Devices the intervals are tried on."""

TARGET = (0.86, 0.96)
"""Where the share of 90 % intervals that hold the truth must lie: a little too wide is allowed (judgement)."""


@dataclass(frozen=True)
class Coverage:
    """Shares of sessions whose interval holds the truth, and mean errors of S0 in m/s as corrected and as published."""

    s0: float
    a0: float
    error: float
    conventional_error: float


def measure_coverage(setting: Setting, *, runs: int, seed: int) -> Coverage:
    """Simulate sessions of one hour with 40 bursts, half of them all out, and count."""
    rng = np.random.default_rng(seed)
    inside, errors = np.zeros(2), np.zeros(2)
    for index in range(runs):
        s0, a0 = rng.uniform([7.0, 5.5], [9.5, 8.0])
        session = simulate_session(s0, a0, seed=int(rng.integers(2**32)), **setting)
        profile = fit_in_situ(session, seed=index, draws=400)
        found = [profile.parameters[name].estimate() for name in ("s0", "a0")]
        inside += [one.low <= truth <= one.high for one, truth in zip(found, (s0, a0), strict=True)]
        errors += [found[0].value - s0, profile.conventional[0] - s0]
    return Coverage(*map(float, inside / runs), *map(float, errors / runs))
