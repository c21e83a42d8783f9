"""FIT files: processor time of our reader on 1 MB, beside fitdecode and Garmin's own SDK in the same run."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from benchmarks._clock import measure_turns
from evenstride.readers.outings import fit
from tools.fit_writer import DeveloperChannel, FitActivity, write_fit

SAMPLES = 24_000
TURNS = 3
SDK = "garmin_fit_sdk"


def rows() -> list[dict[str, Any]]:
    """Return how many times longer fitdecode, and the SDK where it is installed, take for the same bytes."""
    data = _run()
    [run] = fit.read(data, name="run.fit").activities
    if len(run.times) != SAMPLES:
        raise RuntimeError(f"{len(run.times)} of {SAMPLES} samples were read")
    about = f"{SAMPLES} samples of 20 fields, {len(data) / 1e6:.2f} MB; processor time, best of turns in one run"
    found = [_row("activities.fit_fitdecode", data, _fitdecode, 12.0, f"fitdecode 0.11, all fields; {about}")]
    if importlib.util.find_spec(SDK):
        found.append(_row("activities.fit_sdk", data, _sdk, 12.0, f"Garmin's FIT SDK for Python; {about}"))
    return found


def skipped() -> list[dict[str, str]]:
    """Name the rival that is not installed."""
    if importlib.util.find_spec(SDK):
        return []
    return [{"name": "activities.fit_sdk", "reason": "garmin-fit-sdk is not installed (dependency group rivals)"}]


def _row(name: str, data: bytes, rival: Callable[[bytes], object], target: float, against: str) -> dict[str, Any]:
    fit.read(data, name="run.fit")
    ours, theirs = measure_turns(lambda: fit.read(data, name="run.fit"), lambda: rival(data), turns=TURNS)
    return {
        "name": name, "value": theirs / ours, "unit": "ratio", "op": ">=", "target": target, "against": against,
        "n": SAMPLES, "seed": None,
    }  # fmt: skip


def _fitdecode(data: bytes) -> int:
    import fitdecode

    with fitdecode.FitReader(data) as reader:
        return sum(1 for _ in reader)


def _sdk(data: bytes) -> object:
    sdk: Any = importlib.import_module(SDK)
    return sdk.Decoder(sdk.Stream.from_byte_array(bytearray(data))).read()


def _run() -> bytes:
    """A run of almost seven hours with all running dynamics, a pod of two fields and heart beats."""
    wave = [math.sin(place / 60.0) for place in range(SAMPLES)]
    channels = {
        "position_lat": [622_000_000 + place for place in range(SAMPLES)],
        "position_long": [53_000_000 - place for place in range(SAMPLES)],
        "distance": [3.3 * place for place in range(SAMPLES)],
        "enhanced_speed": [3.3 + 0.5 * one for one in wave],
        "enhanced_altitude": [100.0 + 10.0 * one for one in wave],
        "heart_rate": [150 + round(10 * one) for one in wave],
        "cadence": [88 + round(3 * one) for one in wave],
        "fractional_cadence": [0.5 * (place % 2) for place in range(SAMPLES)],
        "power": [260 + round(40 * one) for one in wave],
        "temperature": [18] * SAMPLES,
        "vertical_oscillation": [80.0 + one for one in wave],
        "stance_time": [240.0 - 10.0 * one for one in wave],
        "stance_time_percent": [36.0 + one for one in wave],
        "stance_time_balance": [50.0 + one for one in wave],
        "vertical_ratio": [7.0 + 0.1 * one for one in wave],
        "step_length": [1130.0 + 50.0 * one for one in wave],
    }
    pod = [
        DeveloperChannel("Form Power", "Watts", [70 + round(one) for one in wave], "uint16"),
        DeveloperChannel("Leg Spring Stiffness", "kN/m", [9.5 + 0.1 * one for one in wave]),
    ]
    start = datetime(2026, 5, 1, 7, 0, tzinfo=UTC)
    laps = [(300.0 * lap, 300.0 * (lap + 1), 990.0) for lap in range(SAMPLES // 300)]
    return write_fit(FitActivity(start, channels, pod, laps=laps, beats=[0.4] * 20_000))
