"""Many sprints at once: the batch kernel beside the call people write in a loop, and what intervals and room cost."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from scipy.optimize import curve_fit

from benchmarks._clock import measure_turns
from benchmarks.loop_fit import GATES, _time_at
from evenstride.core.estimate import Array
from evenstride.science.batch.fit import fit_sprints
from evenstride.science.batch.result import BatchFit
from evenstride.science.sprint_model import predict_time

RUNS = 100_000
PLAIN_RUNS = 200
TURNS = 7
CORES = 2
MODEST = 100
"""What pure NumPy keeps on one core and on two cores shared with others; 300 is the aim (decision 0007)."""

SEED = 11


def _simulate_runs() -> Array:
    """Return gate times of runners between club and world class, with 10 ms noise, shape (runs, gates)."""
    random = np.random.default_rng(SEED)
    mss, tau, shift = (random.uniform(*limits, (RUNS, 1)) for limits in ((7.0, 11.0), (0.8, 1.4), (-0.4, 0.1)))
    return predict_time(GATES, mss, tau, time_correction=shift) + random.normal(0.0, 0.010, (RUNS, GATES.size))


def _measure_wall(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Time two functions in turns on the clock: threads share the work, so processor time would hide the gain."""
    best = [float("inf"), float("inf")]
    for _ in range(TURNS):
        for place, function in enumerate((one, other)):
            begin = perf_counter()
            function()
            best[place] = min(best[place], perf_counter() - begin)
    return best[0], best[1]


def _measure_memory(times: Array) -> float:
    """Return the peak of one call over twice the input plus the output."""
    tracemalloc.start()
    fit = fit_sprints(GATES, times, workers=CORES)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    columns = (getattr(fit, name) for name in BatchFit.__slots__)
    output = sum(column.nbytes for column in columns if isinstance(column, np.ndarray))
    return peak / (2 * times.nbytes + output)


def rows() -> list[dict[str, Any]]:
    """Return throughput on one core and on two, the price of intervals, and memory."""
    times = _simulate_runs()
    fit = fit_sprints(GATES, times)

    def plain() -> None:
        for run in times[:PLAIN_RUNS]:
            curve_fit(_time_at, GATES, run, p0=(8.0, 1.0, 0.0))

    def intervals() -> None:
        for name in ("mss", "mac", "tau", "time_correction"):
            fit.interval(name)

    share = RUNS / PLAIN_RUNS
    ours, theirs = _measure_wall(lambda: fit_sprints(GATES, times, workers=CORES), plain)
    alone, once = measure_turns(lambda: fit_sprints(GATES, times), plain, turns=TURNS)
    spans, point = measure_turns(intervals, lambda: fit_sprints(GATES, times), turns=TURNS)
    rival = "scipy.optimize.curve_fit of the same model in one process, six gates, free time correction"
    figures = [
        (
            "throughput_ratio",
            theirs / ours * share,
            ">=",
            MODEST,
            f"{rival}; {CORES} cores, best of turns on the clock",
        ),
        ("throughput_ratio_one_core", once / alone * share, ">=", MODEST, f"{rival}; processor time, best of turns"),
        ("interval_cost", spans / point, "<=", 3, "the point fit alone; all four parameters, processor time"),
        ("memory", _measure_memory(times), "<=", 1, "2 × input + output; peak of the call"),
    ]
    return [
        {
            "name": f"acceleration.batch_{name}",
            "value": value,
            "unit": "ratio",
            "op": op,
            "target": target,
            "against": against,
            "n": RUNS,
            "seed": SEED,
        }
        for name, value, op, target, against in figures
    ]
