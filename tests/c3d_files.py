"""Small C3D files for tests, written by the library that the reader uses: markers, plates of every type, events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

RATE, ANALOG_RATE = 100.0, 1000.0
FRAMES = 60
SAMPLES = int(FRAMES * ANALOG_RATE / RATE)

POINTS: Mapping[str, tuple[float, float, float]] = {
    "LHEE": (-0.1, 0.0, 0.05), "RHEE": (0.1, 0.0, 0.05), "LTOE": (-0.1, 0.2, 0.04), "RTOE": (0.1, 0.2, 0.04),
    "LASI": (-0.12, 0.1, 0.95), "RASI": (0.12, 0.1, 0.95), "SACR": (0.0, -0.1, 0.97), "C7": (0.0, 0.0, 1.45),
}  # fmt: skip
CHANNELS = {1: 6, 2: 6, 3: 8, 4: 6}
CORNERS = np.array([[400.0, 600.0, 0.0], [0.0, 600.0, 0.0], [0.0, 0.0, 0.0], [400.0, 0.0, 0.0]])
"""mm, as a file numbers them: seen from above, the first at +x and +y."""


def positions(unit: float = 1000.0) -> np.ndarray:
    """Positions of `POINTS` in the file's unit, moving along x; shape (3, points, FRAMES)."""
    start = np.array(list(POINTS.values())).T[:, :, None]
    moved = np.array([1.0, 0.0, 0.0])[:, None, None] * np.linspace(0.0, 1.0, FRAMES)
    return unit * (start + moved)


def write_c3d(
    path: Path,
    *,
    points: np.ndarray | None = None,
    labels: Sequence[str] = tuple(POINTS),
    unit: str = "mm",
    kind: int | None = 2,
    channels: np.ndarray | None = None,
    origin: Sequence[float] = (0.0, 0.0, -40.0),
    events: Sequence[tuple[str, str, float]] = (),
    first_frame: int = 0,
) -> bytes:
    """Write a file and return its bytes; `kind` is the type of its one plate, None for a file without plates."""
    import ezc3d

    trial: Any = ezc3d.c3d()
    found = positions() if points is None else points
    trial["parameters"]["POINT"]["RATE"]["value"] = [RATE]
    trial["parameters"]["POINT"]["LABELS"]["value"] = list(labels)
    trial["parameters"]["POINT"]["UNITS"]["value"] = [unit]
    trial["data"]["points"] = np.concatenate([found, np.ones((1, *found.shape[1:]))])
    trial["header"]["points"]["first_frame"] = first_frame
    if kind is not None:
        count = CHANNELS[kind]
        values = np.zeros((count, SAMPLES)) if channels is None else channels
        units = ["N"] * 8 if kind == 3 else ["N", "N", "N", "Nmm", "Nmm", "Nmm"]
        trial["parameters"]["ANALOG"]["RATE"]["value"] = [ANALOG_RATE]
        trial["parameters"]["ANALOG"]["LABELS"]["value"] = [f"ch{i}" for i in range(count)]
        trial["parameters"]["ANALOG"]["UNITS"]["value"] = units[:count]
        trial["data"]["analogs"] = values[None]
        _plate(trial, kind, origin)
    if events:
        trial.add_parameter("EVENT", "USED", len(events))
        trial.add_parameter("EVENT", "LABELS", [label for label, _, _ in events])
        trial.add_parameter("EVENT", "CONTEXTS", [context for _, context, _ in events])
        trial.add_parameter("EVENT", "TIMES", np.array([[0.0, time] for _, _, time in events]).T)
    trial.write(str(path))
    return path.read_bytes()


def _plate(trial: Any, kind: int, origin: Sequence[float]) -> None:
    group = trial["parameters"]["FORCE_PLATFORM"]
    group["USED"]["value"] = [1]
    group["TYPE"]["value"] = [kind]
    group["ZERO"]["value"] = [0, 0]
    group["CORNERS"]["value"] = CORNERS.T[:, :, None]
    group["ORIGIN"]["value"] = np.array(origin, dtype=float)[:, None]
    group["CHANNEL"]["value"] = np.arange(1, CHANNELS[kind] + 1)[:, None]
    if kind == 4:
        group["CAL_MATRIX"]["value"] = calibration()[:, :, None]


def calibration() -> np.ndarray:
    """A calibration of a plate of type 4, with some crosstalk; shape (6, 6)."""
    return np.diag([2.0, 2.0, 5.0, 1.5, 1.5, 1.2]) + 0.01
