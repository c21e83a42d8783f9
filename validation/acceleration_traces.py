"""What the curve makes of the real traces: a tether with a shifted start, a laser that is not to be believed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.core.fit import Fit
from evenstride.core.recording import SpeedTrace
from evenstride.science.sprint.fit import fit_speed_curve

Row = dict[str, Any]

GOOD = {"jb_morin": (0, 1), "dynaspeed": (0, 2, 1)}
"""Traces that must be believed, and the columns of time, speed and distance."""


def rows() -> list[Row]:
    """Return where the tether starts, and which traces are doubted."""
    if _shared() is None:
        return []
    fits = {name: _fit(name, columns) for name, columns in GOOD.items()}
    laser, alone = _fit("laser_gun_data", (0, 2, 1)), _fit("laser_gun_data", (0, 2))
    tether = fits["dynaspeed"]
    added = "dynaspeed of shorts: 1.43 s added by its author on purpose"
    return [
        _row("tether_start", tether.parameters["time_correction"].point, "s", "in", [1.42, 1.44], added, 1),
        _row("tether_miss", float(np.sqrt(np.mean(tether.residuals**2))), "m/s", "<=", 0.1, added, 1),
        _row("good_traces_doubted", sum(bool(one.doubt) for one in fits.values()), "traces", "<=", 0,
             "jb_morin and dynaspeed of shorts", len(fits)),
        _row("laser_doubted", bool(laser.doubt) + bool(alone.doubt), "fits", ">=", 2,
             "laser_gun_data of shorts, with its distances and without", 2),
    ]  # fmt: skip


def skipped() -> list[dict[str, str]]:
    """Name what needs the shared real files, where they are absent."""
    absent = {"name": "acceleration.traces", "reason": "the shared real files are absent"}
    return [absent] if _shared() is None else []


def _row(name: str, value: float, unit: str, op: str, target: float | list[float], against: str, n: int) -> Row:
    return {
        "name": f"acceleration.{name}",
        "value": value,
        "unit": unit,
        "op": op,
        "target": target,
        "against": against,
        "n": n,
        "seed": None,
    }


def _fit(name: str, columns: tuple[int, ...]) -> Fit:
    folder = _shared()
    if folder is None:
        raise FileNotFoundError(name)
    read = np.loadtxt(folder / f"{name}.csv", delimiter=",", skiprows=1, usecols=columns)
    return fit_speed_curve(SpeedTrace(name, *read.T), draws=1)


def _shared() -> Path | None:
    root = Path(os.environ.get("EVENSTRIDE_SHARED") or Path(__file__).resolve().parents[2] / "shared" / "data")
    return root / "shorts" / "csv" if root.is_dir() else None
