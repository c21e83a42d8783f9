"""Many sprints at once: beside the call people write in a loop, and what compiling, intervals, room and traces cost."""

from __future__ import annotations

import os
import sys
import tempfile
import tracemalloc
from time import perf_counter
from typing import Any

import numpy as np
from scipy.optimize import curve_fit

from benchmarks._clock import measure_command, measure_turns
from benchmarks.loop_fit import GATES, _time_at
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction
from evenstride.science.batch.engine import Engine
from evenstride.science.batch.fit import fit_sprints
from evenstride.science.batch.result import BatchFit
from evenstride.science.batch.trace import fit_traces
from evenstride.science.sprint.model import predict_speed, predict_time

RUNS = 100_000
PLAIN_RUNS = 200
TURNS = 7
CORES = 2
ASKED = 300
"""Times the throughput of the plain call that is asked for; 500 is the aim."""

MODEST = 100
"""What either engine keeps on one core alone, by processor time; what is asked for is the clock of two."""

TRACES, SAMPLES = 10_000, 600
FEWER = 1_000
"""Traces measured without numba, counted ten times."""

SEED = 11

_FIRST_CALL = """
import numpy as np
from time import perf_counter
begin = perf_counter()
from evenstride.science.batch.engine import Engine
from evenstride.science.batch.fit import fit_sprints
from evenstride.science.batch.trace import fit_traces
from evenstride.core.fit import Correction
gates, clock = np.array([5.0, 10.0, 20.0, 30.0, 40.0]), np.arange(0.0, 5.0, 0.1)
for correction in (Correction.TIME, Correction.FLYING):
    fit_sprints(gates, [[1.2, 1.9, 3.2, 4.3, 5.4]], correction=correction, engine=Engine.NUMBA)
fit_traces([clock], [9.0 - 9.0 * np.exp(-clock)], engine=Engine.NUMBA)
print(perf_counter() - begin)
"""


def _simulate_runs() -> Array:
    """Return gate times of runners between club and world class, with 10 ms noise, shape (runs, gates)."""
    random = np.random.default_rng(SEED)
    mss, tau, shift = (random.uniform(*limits, (RUNS, 1)) for limits in ((7.0, 11.0), (0.8, 1.4), (-0.4, 0.1)))
    return predict_time(GATES, mss, tau, time_correction=shift) + random.normal(0.0, 0.010, (RUNS, GATES.size))


def _simulate_traces() -> tuple[Array, Array, np.ndarray]:
    """Return radar traces at 100 Hz with 0.2 m/s noise: times and speeds behind each other, and offsets."""
    random = np.random.default_rng(SEED)
    mss, tau, shift = (random.uniform(*limits, (TRACES, 1)) for limits in ((7.0, 11.0), (0.8, 1.4), (0.1, 1.0)))
    clock = np.arange(SAMPLES) / 100.0
    speeds = predict_speed(clock, mss, tau, time_correction=shift) + random.normal(0.0, 0.2, (TRACES, SAMPLES))
    return np.tile(clock, TRACES), speeds.ravel(), np.arange(TRACES + 1) * SAMPLES


def _measure_memory(times: Array) -> float:
    """Return the peak of one call over twice the input plus the output."""
    tracemalloc.start()
    fit = fit_sprints(GATES, times, workers=CORES)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    columns = (getattr(fit, name) for name in BatchFit.__slots__)
    output = sum(column.nbytes for column in columns if isinstance(column, np.ndarray))
    return peak / (2 * times.nbytes + output)


def _measure_first_calls() -> tuple[float, float]:
    """Return the processor time in s of a first call with nothing compiled yet, and of one that finds it on disk."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NUMBA_CACHE_DIR"] = folder
        try:
            command = [sys.executable, "-c", _FIRST_CALL]
            return measure_command(command)[0], min(measure_command(command)[0] for _ in range(3))
        finally:
            del os.environ["NUMBA_CACHE_DIR"]


def _throughput(times: Array) -> list[tuple[str, float, str, str, float, str]]:
    def plain() -> None:
        for run in times[:PLAIN_RUNS]:
            curve_fit(_time_at, GATES, run, p0=(8.0, 1.0, 0.0))

    share = RUNS / PLAIN_RUNS
    rival = "scipy.optimize.curve_fit of the same model in one process, six gates, free time correction"
    found: list[tuple[str, float, str, str, float, str]] = []
    both, theirs = measure_turns(
        lambda: fit_sprints(GATES, times, engine=Engine.NUMBA, workers=CORES), plain, turns=TURNS, clock=perf_counter
    )
    against = f"{rival}; numba, {CORES} cores, best of turns on the clock"
    found.append(("throughput_ratio", theirs / both * share, "ratio", ">=", ASKED, against))
    for engine in Engine:
        alone, once = measure_turns(lambda: fit_sprints(GATES, times, engine=engine, workers=1), plain, turns=TURNS)  # noqa: B023
        against = f"{rival}; {engine}, processor time, best of turns"
        found.append((f"throughput_ratio_{engine}", once / alone * share, "ratio", ">=", MODEST, against))
    return found


def _intervals(times: Array, correction: Correction) -> float:
    """Return the cost of all intervals over that of the point fit."""
    fit = fit_sprints(GATES, times, correction=correction)

    def intervals() -> None:
        for name in ("mss", "mac", "tau", correction.parameter):
            fit.interval(name)

    spans, point = measure_turns(intervals, lambda: fit_sprints(GATES, times, correction=correction), turns=TURNS)
    return spans / point


def _traces() -> list[tuple[str, float, str, str, float, str]]:
    clock, speeds, offsets = _simulate_traces()
    own = slice(0, offsets[FEWER])
    begin = perf_counter()
    fit_traces(clock, speeds, offsets, engine=Engine.NUMBA, workers=CORES)
    both = perf_counter() - begin
    alone, arrays = measure_turns(
        lambda: fit_traces(clock[own], speeds[own], offsets[: FEWER + 1], engine=Engine.NUMBA, workers=1),
        lambda: fit_traces(clock[own], speeds[own], offsets[: FEWER + 1], engine=Engine.NUMPY, workers=1),
        turns=3,
    )
    share, text = TRACES / FEWER, f"{TRACES} radar traces of {SAMPLES} samples"
    return [
        ("trace_seconds", both, "s", "<=", 10, f"{text}; numba, {CORES} cores, on the clock"),
        ("trace_seconds_numba", alone * share, "s", "<=", 10, f"{text}; processor time, from {FEWER} of them"),
        (
            "trace_seconds_numpy",
            arrays * share,
            "s",
            "<=",
            30,
            f"{text}; processor time, from {FEWER} of them (judgement)",
        ),
    ]


def rows() -> list[dict[str, Any]]:
    """Return throughput, first calls, the price of intervals, memory, and traces."""
    times = _simulate_runs()
    compiling, loading = _measure_first_calls()
    patience = "a patience limit (judgement); processor time, gates and traces"
    figures = [
        *_throughput(times),
        ("first_compile_seconds", compiling, "s", "<=", 60, f"{patience}, nothing compiled yet"),
        ("first_call_seconds", loading, "s", "<=", 5, f"{patience}, compiled code on disk"),
        ("interval_cost", _intervals(times, Correction.TIME), "ratio", "<=", 3, "the point fit; all four parameters"),
        ("interval_cost_flying", _intervals(times, Correction.FLYING), "ratio", "<=", 3, "the point fit; all four"),
        ("memory", _measure_memory(times), "ratio", "<=", 1, "2 × input + output; peak of the call"),
        *_traces(),
    ]
    return [
        {
            "name": f"acceleration.batch_{name}",
            "value": value,
            "unit": unit,
            "op": op,
            "target": target,
            "against": against,
            "n": RUNS if "trace" not in name else TRACES,
            "seed": SEED,
        }
        for name, value, unit, op, target, against in figures
    ]
