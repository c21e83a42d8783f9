"""The grid over which intervals are tried against the truth: gates, noise, and how the run began."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from time import monotonic
from typing import Any
from zlib import crc32

import numpy as np

from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import FitError
from evenstride.core.estimate import Array, Draws, Estimate, Missing, combine
from evenstride.core.fit import Fit
from evenstride.core.recording import Conditions, Splits, Start
from evenstride.science.simulate.sprint import simulate_splits
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.force import measure_air, measure_force_line
from evenstride.science.sprint.kinetics import solve_force_line
from evenstride.science.sprint.model import predict_time

LAYOUTS: dict[str, tuple[float, ...]] = {
    "10 20 30": (10, 20, 30),
    "10 20 30 40": (10, 20, 30, 40),
    "5 10 20 30": (5, 10, 20, 30),
    "20 40 60 80": (20, 40, 60, 80),
    "5 10 20 30 35": (5, 10, 20, 30, 35),
    "5 10 20 30 40": (5, 10, 20, 30, 40),
    "5 10 15 20 30 40": (5, 10, 15, 20, 30, 40),
    "10 to 60 by 10": (10, 20, 30, 40, 50, 60),
    "10 to 80 by 10": (10, 20, 30, 40, 50, 60, 70, 80),
}
"""Gate layouts in m that are in use; 5 10 20 30 35 are those of `vescovi`."""

NOISES = (0.005, 0.010, 0.020)
"""Standard deviation of a gate time in s, which the device states."""

STARTS = {
    "on time": "the clock starts with the athlete; the fit is not told and estimates a time correction",
    "late clock": "the clock is off by −0.4 to 0.1 s, drawn anew each run; a time correction is estimated",
    "known clock": "off by as much, but known and held",
    "flying": "0 to 0.8 m run when the clock starts; the flying distance is estimated",
    "not stated": "half of the runs like `late clock`, half like `flying`; the fit is told nothing",
}
"""How the runs began."""

QUANTITIES = ("mss", "mac", "tau", "f0", "pmax", "time_40")
"""What is tried; `time_40` is the athlete's own time over 40 m from first movement, whatever the clock did."""

MSS, TAU, SHIFT, FLYING = (7.0, 11.0), (0.8, 1.4), (-0.4, 0.1), (0.0, 0.8)
MASS, HEIGHT = (50.0, 100.0), (1.55, 2.00)
"""Athletes and set-ups are drawn evenly from these (m/s, s, s, m, kg, m): club runner to world class (judgement)."""

GOOD, LEAST = (0.87, 0.93), (0.85, 0.95)
"""Where the share of 90 % intervals that hold the truth must lie in 95 of 100 shares, and in all."""

REASONS: dict[tuple[str, float], str] = {}
"""Why shares of a layout leave the band at a noise, for the page."""

RUNS = 2000
DRAWS = 1000
FILE = Path(__file__).with_name("coverage.json")


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the grid, named by the keys of `LAYOUTS` and `STARTS`; beside it the start `wrongly stated`."""

    layout: str
    noise: float
    start: str

    @property
    def seed(self) -> int:
        """Its own seed, the same on every machine."""
        return crc32(f"{self.layout}|{self.noise}|{self.start}".encode())


def cells() -> list[Cell]:
    """Return the whole grid; three gates carry no correction that is not known."""
    every = [Cell(*one) for one in product(LAYOUTS, NOISES, STARTS)]
    return [one for one in every if len(LAYOUTS[one.layout]) > 3 or one.start in ("on time", "known clock")]


def measure_cell(cell: Cell, *, runs: int = RUNS) -> dict[str, Any]:
    """Simulate, fit and count one cell; a refused fit is a miss of all six."""
    rng = np.random.default_rng(cell.seed)
    inside, refused = np.zeros(len(QUANTITIES)), 0
    for index in range(runs):
        splits, known, truth = _simulate(cell, rng)
        try:
            fit = fit_speed_curve(splits, fixed=known, seed=index, draws=DRAWS)
        except FitError:
            refused += 1
            continue
        inside += [low <= true <= high for (low, high), true in zip(_intervals(splits, fit), truth, strict=True)]
    shares = {name: round(float(share), 4) for name, share in zip(QUANTITIES, inside / runs, strict=True)}
    return {"layout": cell.layout, "noise": cell.noise, "start": cell.start, **shares, "refused": refused / runs}


def measure_grid(*, runs: int = RUNS, workers: int | None = None) -> list[dict[str, Any]]:
    """Measure every cell that `FILE` lacks with worker processes, saying how far it is; cancelled, it goes on there."""
    found = _measured(runs)
    seen = {(one["layout"], one["noise"], one["start"]) for one in found}
    left = [one for one in cells() if (one.layout, one.noise, one.start) not in seen]
    begin, before = monotonic(), len(found)
    with ProcessPoolExecutor(workers or os.cpu_count()) as pool:
        for one in pool.map(partial(measure_cell, runs=runs), left, chunksize=1):
            found.append(one)
            _write(found, runs)
            minutes = (monotonic() - begin) / (len(found) - before) * (before + len(left) - len(found)) / 60
            text = f"\r{len(found)} of {before + len(left)} cells, about {minutes:.0f} min left "
            print(text, end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def _measured(runs: int) -> list[dict[str, Any]]:
    """Return the cells that an earlier, cancelled measuring left; delete `FILE` to begin anew."""
    if not FILE.exists():
        return []
    document = json.loads(FILE.read_text(encoding="utf-8"))
    whole = {(one.layout, one.noise, one.start) for one in cells()}
    cut_short = document["runs"] == runs and len(document["cells"]) < len(whole)
    return document["cells"] if cut_short else []


def _write(found: Sequence[dict[str, Any]], runs: int) -> None:
    order = {(one.layout, one.noise, one.start): place for place, one in enumerate(cells())}
    ordered = sorted(found, key=lambda one: order[one["layout"], one["noise"], one["start"]])
    lines = ",\n".join(f"  {json.dumps(one)}" for one in ordered)
    FILE.write_text(f'{{"runs": {runs}, "cells": [\n{lines}\n]}}\n', encoding="utf-8")


def list_shares(found: Sequence[dict[str, Any]]) -> Array:
    """Return all shares of some cells."""
    return np.array([one[name] for one in found for name in QUANTITIES])


def share_within(found: Sequence[dict[str, Any]], limits: tuple[float, float]) -> float:
    """Return which part of the shares lies within limits."""
    shares = list_shares(found)
    return float(np.mean((shares >= limits[0]) & (shares <= limits[1])))


def _simulate(cell: Cell, rng: np.random.Generator) -> tuple[Splits, dict[str, float], Iterator[float]]:
    """Return one run, what the fit is told to hold, and the truth of each quantity."""
    mss, tau, shift, flying, mass, height = (rng.uniform(*one) for one in (MSS, TAU, SHIFT, FLYING, MASS, HEIGHT))
    late = rng.random() < 0.5
    seed = int(rng.integers(2**32))
    clock = cell.start in ("late clock", "known clock") or (cell.start == "not stated" and late)
    behind = cell.start in ("flying", "wrongly stated") or (cell.start == "not stated" and not late)
    start = {"flying": Start.FLYING, "not stated": Start.UNKNOWN}.get(cell.start, Start.STANDING)
    body = Anthropometrics(mass=mass, height=height)
    conditions = Conditions(start=start)
    splits = simulate_splits(
        LAYOUTS[cell.layout],
        mss,
        tau,
        time_correction=shift if clock else 0.0,
        flying_distance=flying if behind else 0.0,
        timing_sd=cell.noise,
        seed=seed,
        body=body,
        conditions=conditions,
    )
    air = measure_air(body, conditions)
    assert not isinstance(air, Missing)
    f0, v0 = (one.item() for one in solve_force_line(mss, mss / tau, air))
    truth = iter((mss, mss / tau, tau, f0, f0 * v0 / 4.0, predict_time(40.0, mss, tau).item()))
    return splits, {"time_correction": shift} if cell.start == "known clock" else {}, truth


def _intervals(splits: Splits, fit: Fit) -> Iterator[tuple[float, float]]:
    line = measure_force_line(splits, fit)
    assert not isinstance(line, Missing)
    mss, mac, tau = (fit.parameters[name] for name in ("mss", "mac", "tau"))
    power = combine(lambda f0, v0: f0 * v0 / 4.0, line.f0, line.v0, unit="W")
    time = combine(lambda top, constant: predict_time(40.0, top, constant), mss, tau, unit="s")
    found: list[Draws] = [mss, mac, tau, line.f0, power, time]
    estimates: list[Estimate] = [one.estimate() for one in found]
    return ((one.low, one.high) for one in estimates)
