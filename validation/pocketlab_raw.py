"""Raw input from a phone on simulated athletes: switches of a thigh, hops, flying runs and steps in coded frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from evenstride.core.raw import FrameRate
from evenstride.core.roles import Side
from evenstride.science.field.raw_tests import measure_raw
from evenstride.science.simulate.frames import Coder, SimulatedClip, simulate_flying, simulate_hops, simulate_meet
from evenstride.science.simulate.raw import PhoneGyro, ThighSwitch, simulate_switch

Row = dict[str, Any]

SEED = 20260508
RUNS = 300
COVERS = [0.86, 1.0]
"""Intervals of raw input hold the truth at least as often as they say: only too narrow ones would mislead."""


def rows() -> list[Row]:
    """Measure every accuracy figure of raw input."""
    return [*_switches(), *_clips()]


def _row(name: str, value: float, unit: str, op: str, target: object, against: str) -> Row:
    return {
        "name": f"pocketlab.raw_{name}", "value": value, "unit": unit, "op": op, "target": target, "against": against,
        "n": RUNS, "seed": SEED,
    }  # fmt: skip


def switch_errors(switch: ThighSwitch, phone: PhoneGyro, runs: int) -> dict[str, tuple[float, float]]:
    """Return for each quantity the median absolute error as a share, and how often the interval holds the truth."""
    errors: dict[str, list[tuple[float, bool]]] = {"switch_time": [], "peak_rate": [], "range": []}
    for run in range(runs):
        simulated = simulate_switch(switch, phone, seed=SEED + run)
        found = measure_raw(simulated.raw, seed=run, draws=1000)
        for name, seen in errors.items():
            (draws,), truth = found.of(name, Side.LEFT), getattr(simulated.truth[0], name)
            interval = draws.estimate()
            seen.append((abs(draws.point / truth - 1.0), interval.low <= truth <= interval.high))
    return {name: (float(np.median([one for one, _ in seen])), float(np.mean([hit for _, hit in seen])))
            for name, seen in errors.items()}  # fmt: skip


def _switches() -> list[Row]:
    cases = {
        "50hz": (ThighSwitch(), PhoneGyro(rate=50.0)),
        "100hz": (ThighSwitch(), PhoneGyro(rate=100.0)),
        "200hz": (ThighSwitch(), PhoneGyro(rate=200.0)),
        "100hz_pauses": (ThighSwitch(pause=0.08), PhoneGyro(rate=100.0)),
        "100hz_noisy": (ThighSwitch(), PhoneGyro(rate=100.0, noise=0.2, jitter=0.001)),
    }
    found: list[Row] = []
    for case, (switch, phone) in cases.items():
        against = f"simulated thigh at {phone.rate:g} samples a second, noise {phone.noise:g} rad/s"
        for name, (error, holds) in switch_errors(switch, phone, RUNS).items():
            found.append(_row(f"gyro_error_{name}_{case}", error, "share", "<=", 0.012, against))
            found.append(_row(f"gyro_coverage_{name}_{case}", holds, "share", "in", COVERS, against))
    return found


def clip_coverage(
    make: Callable[[Coder, int], SimulatedClip], coder: Coder, runs: int
) -> dict[str, tuple[float, float]]:
    """Return for each quantity the mean error as a share, and how often the interval holds the truth."""
    seen: dict[str, list[tuple[float, bool]]] = {}
    for run in range(runs):
        clip = make(coder, SEED + run)
        found = measure_raw(clip.raw, seed=run, draws=1000)
        for (name, side), truth in clip.truth.items():
            for draws in found.of(name, side):
                interval = draws.estimate()
                seen.setdefault(name, []).append((draws.point / truth - 1.0, interval.low <= truth <= interval.high))
    return {name: (float(np.mean([one for one, _ in all_])), float(np.mean([hit for _, hit in all_])))
            for name, all_ in seen.items()}  # fmt: skip


def _clips() -> list[Row]:
    makes: dict[str, Callable[[Coder, int], SimulatedClip]] = {
        "hops": lambda coder, seed: simulate_hops(coder=coder, seed=seed),
        "flying": lambda coder, seed: simulate_flying(coder=coder, seed=seed),
        "meet": lambda coder, seed: simulate_meet(coder=coder, seed=seed),
    }
    coders = {
        "240": Coder(FrameRate(240.0, 30.0, 8.0)),
        "120": Coder(FrameRate(120.0, 120.0)),
        "240_coded_twice": Coder(FrameRate(240.0, 240.0), error=0.5, twice=True),
    }
    found: list[Row] = []
    for clip, make in makes.items():
        for coder_name, coder in coders.items():
            against = f"simulated {clip}, frames of {1000 * coder.rate.frame:.1f} ms, coder's SD {coder.error:g} frames"
            for name, (bias, holds) in clip_coverage(make, coder, RUNS).items():
                found.append(_row(f"frames_coverage_{name}_{coder_name}", holds, "share", "in", COVERS, against))
                if name == "rsi":
                    found.append(_row(f"frames_bias_{name}_{coder_name}", abs(bias), "share", "<=", 0.01, against))
    return found


if __name__ == "__main__":
    for row in rows():
        print(row["name"], round(row["value"], 4), row["op"], row["target"])
