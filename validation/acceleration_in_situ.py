"""How right the line of a session is, and how well simulated devices err as published."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.core.recording import Device, SpeedTrace
from evenstride.science.in_situ.fit import fit_in_situ
from evenstride.science.simulate.devices import DEVICES
from validation._device_calibration import HOPPE, RUNS, measure_device
from validation._device_calibration import SEED as DEVICE_SEED
from validation._in_situ_coverage import SETTINGS, TARGET, measure_coverage

Row = dict[str, Any]

SEED = 20210512
SESSIONS = 200
FULL = True

BIAS = 0.01
"""Published biases are whole per cents of 108 sprints; this is their rounding and ours (share)."""


def rows() -> list[Row]:
    """Return coverage, device errors and the real session."""
    found = [*_coverages(), *_devices()]
    return found if _session() is None else [*found, *_lps()]


def skipped() -> list[dict[str, str]]:
    """Name what needs the shared real files, where they are absent."""
    absent = {"name": "acceleration.in_situ_lps_session", "reason": "the shared real files are absent"}
    return [] if _session() is not None else [absent]


def _row(
    name: str, value: float, unit: str, op: str, target: float | list[float], against: str, n: int, seed: int | None
) -> Row:
    return {
        "name": f"acceleration.{name}",
        "value": value,
        "unit": unit,
        "op": op,
        "target": target,
        "against": against,
        "n": n,
        "seed": seed,
    }


def _coverages() -> list[Row]:
    found: list[Row] = []
    for name, setting in SETTINGS.items():
        seen = measure_coverage(setting, runs=SESSIONS, seed=SEED)
        target = list(TARGET)
        truth = f"simulated sessions, 90 % intervals, noise {setting['speed_sd']:g} m/s"
        found += [
            _row(f"in_situ_coverage_s0_{name}", seen.s0, "share", "in", target, truth, SESSIONS, SEED),
            _row(f"in_situ_coverage_a0_{name}", seen.a0, "share", "in", target, truth, SESSIONS, SEED),
            _row(f"in_situ_bias_s0_{name}", abs(seen.error), "m/s", "<=", 0.05, truth, SESSIONS, SEED),
        ]
    return found


def _devices() -> list[Row]:
    found: list[Row] = []
    for device, error in DEVICES.items():
        seen, published = measure_device(error), HOPPE[device]
        for quantity, bias in published.biases.items():
            against = f"hoppe2018: {100 * bias:+.1f} %"
            miss = abs(seen[quantity] - bias)
            found.append(_row(f"device_{device}_{quantity}_bias_miss", miss, "share", "<=", BIAS, against, RUNS,
                              DEVICE_SEED))  # fmt: skip
        for quantity, (typical, unit, half) in published.errors.items():
            against = f"hoppe2018: typical error {typical:g} {unit}"
            miss = abs(seen[f"{quantity}_error"] - typical)
            found.append(_row(f"device_{device}_{quantity}_error_miss", miss, unit, "<=", half, against, RUNS,
                              DEVICE_SEED))  # fmt: skip
    return found


def _lps() -> list[Row]:
    file = _session()
    if file is None:
        return []
    times, speeds = np.loadtxt(file, delimiter=",", skiprows=1, usecols=(0, 3)).T
    session = SpeedTrace("LPS", times, speeds, device=Device("lps"))
    s0 = fit_in_situ(session).parameters["s0"].point
    against = "LPS_session of shorts: beyond its fastest 7.2 m/s, below any such player's 9.5 (plausibility)"
    return [_row("in_situ_lps_session_s0", s0, "m/s", "in", [7.2, 9.5], against, 1, None)]


def _session() -> Path | None:
    root = Path(os.environ.get("EVENSTRIDE_SHARED") or Path(__file__).resolve().parents[2] / "shared" / "data")
    file = root / "shorts" / "csv" / "LPS_session.csv"
    return file if file.is_file() else None
