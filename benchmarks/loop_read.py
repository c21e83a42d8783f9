"""What understanding a file costs: a squad's season of splits and a session's trace beside the plainest way to read."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np

from benchmarks._clock import measure_turns
from evenstride.core.recording import SpeedTrace
from evenstride.readers import read

RUNS = 500
TURNS = 5
GATES = ((5, 1.16), (10, 1.89), (20, 3.15), (30, 4.31))

SAMPLES, RATE = 380_000, 1000
"""A trace of ten megabytes: six minutes of a laser at 1000 Hz, seven runs."""
TRACE_TURNS = 2


def _season() -> str:
    lines = ["athlete,date,label,distance,time"]
    for run in range(RUNS):
        day = f"2026-{1 + run % 12:02d}-{1 + run // 12 % 28:02d}"
        lines += [f"Runner {run % 25},{day},run {run},{gate},{time + run % 7 / 100:.3f}" for gate, time in GATES]
    return "\n".join(lines) + "\n"


def _trace() -> str:
    """Time, speed and distance of runs of a minute, as a laser writes them."""
    a_run = 60 * RATE
    lines = ["run,time (s),speed (m/s),distance (m)"]
    for sample in range(SAMPLES):
        time = sample % a_run / RATE
        lines.append(f"{sample // a_run},{time:.3f},{9.1 * time / (1.2 + time):.6f},{8.3 * time:.6f}")
    return "\n".join(lines) + "\n"


def _row(
    name: str, value: float, target: float, against: str, *, unit: str = "ratio", n: int = TURNS
) -> dict[str, Any]:
    return {
        "name": name, "value": value, "unit": unit, "op": "<=", "target": target, "against": against, "n": n,
        "seed": None,
    }  # fmt: skip


def _season_rows() -> list[dict[str, Any]]:
    text = _season()
    data = text.encode()
    expected = len(read(data, name="season.csv").recordings)
    if expected != RUNS:
        raise RuntimeError(f"the season has {RUNS} runs, the reader found {expected}")

    def plain() -> list[float]:
        return [float(row[4]) for row in list(csv.reader(text.splitlines()))[1:]]

    mine, theirs = measure_turns(lambda: read(data, name="season.csv"), plain, turns=TURNS)
    rival = f"csv.reader and float(), the same {RUNS * len(GATES)} rows; processor time, best of turns"
    return [_row("loop.read_cpu_ratio", mine / theirs, 100, rival)]


def _trace_rows() -> list[dict[str, Any]]:
    text = _trace()
    data = text.encode()
    found = read(data, name="trace.csv", unnamed="somebody").recordings
    if sum(len(run.times) for run in found if isinstance(run, SpeedTrace)) != SAMPLES:
        raise RuntimeError(f"the trace has {SAMPLES} samples, the reader found others")

    def plain() -> list[list[float]]:
        return [[float(cell) for cell in row] for row in list(csv.reader(io.StringIO(text)))[1:]]

    def loadtxt() -> np.ndarray:
        return np.loadtxt(io.StringIO(text), delimiter=",", skiprows=1)

    def mine() -> object:
        return read(data, name="trace.csv", unnamed="somebody")

    ours, theirs = measure_turns(mine, plain, turns=TRACE_TURNS)
    again, numpys = measure_turns(mine, loadtxt, turns=TRACE_TURNS)
    size = f"the same {len(data) / 1e6:.0f} MB; processor time, best of turns"
    n = TRACE_TURNS
    return [
        _row("loop.read_trace_cpu_ratio", ours / theirs, 5, f"csv.reader and float() of every cell, {size}", n=n),
        _row("loop.read_trace_numpy_ratio", again / numpys, 12, f"numpy.loadtxt, {size}", n=n),
        _row("loop.read_trace_seconds", min(ours, again), 5, f"a pause (judgement), {size}", unit="s", n=n),
    ]


def rows() -> list[dict[str, Any]]:
    """Return our cost of reading over that of splitting into cells and numbers."""
    return _season_rows() + _trace_rows()
