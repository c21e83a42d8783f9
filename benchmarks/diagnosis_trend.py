"""What one new run costs: a trend anew after it, against the fifty milliseconds a person does not notice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._clock import measure_turns
from evenstride.core.capacity_trend import CapacityReading
from evenstride.core.roles import Role
from evenstride.science.capacity.trend import measure_capacity_trend

LIMIT_S = 0.050
WEEKS = 52
TURNS = 7
SEED = 7


def rows() -> list[dict[str, Any]]:
    """Return the processor time of an update after a year of weekly sessions over the limit.

    Measured in a process of its own with one thread of linear algebra: on a busy machine the threads of small
    matrices wait for each other, and the wait would be counted as work.
    """
    here = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "benchmarks.diagnosis_trend"]
    done = subprocess.run(command, env=here, cwd=root, capture_output=True, text=True, check=True)
    against = f"{1000 * LIMIT_S:.0f} ms; processor time, one thread, best of turns, a year of weekly sessions"
    return [
        {
            "name": name, "value": seconds / LIMIT_S, "unit": "ratio", "op": "<=", "target": 1, "against": against,
            "n": TURNS, "seed": SEED,
        }
        for name, seconds in json.loads(done.stdout).items()
    ]  # fmt: skip


def measure() -> dict[str, float]:
    """Return seconds of an update of speed by one new run, and of a role of two families."""
    rng = np.random.default_rng(SEED)
    start = date(2026, 1, 5)

    def reading(role: Role | None, test: str, week: int) -> CapacityReading:
        value = 0.001 * week + 0.02 * float(rng.standard_normal())
        return CapacityReading(role, test, f"{test} family", "", start + timedelta(weeks=week), value, 0.02, 4.0)

    push = [reading(Role.PUSH, test, week) for week in range(WEEKS) for test in ("P1", "P2")]
    speed = [reading(None, "T0", week) for week in range(WEEKS)]
    new_run = replace(speed[-1], on=start + timedelta(weeks=WEEKS))

    def run() -> None:
        measure_capacity_trend([*speed, new_run])

    def role() -> None:
        measure_capacity_trend(push)

    one, other = measure_turns(run, role, turns=TURNS)
    return {"diagnosis.trend_update_run": one, "diagnosis.trend_update_role": other}


if __name__ == "__main__":
    print(json.dumps(measure()))
