"""What understanding a file costs: a squad's season of splits beside the plain pass of the csv module."""

from __future__ import annotations

import csv
from typing import Any

from benchmarks._clock import measure_turns
from evenstride.readers import read

RUNS = 500
TURNS = 5
GATES = ((5, 1.16), (10, 1.89), (20, 3.15), (30, 4.31))


def _season() -> str:
    lines = ["athlete,date,label,distance,time"]
    for run in range(RUNS):
        day = f"2026-{1 + run % 12:02d}-{1 + run // 12 % 28:02d}"
        lines += [f"Runner {run % 25},{day},run {run},{gate},{time + run % 7 / 100:.3f}" for gate, time in GATES]
    return "\n".join(lines) + "\n"


def rows() -> list[dict[str, Any]]:
    """Return our cost of reading over that of splitting into cells and numbers."""
    text = _season()
    data = text.encode()
    expected = len(read(data, name="season.csv").recordings)
    if expected != RUNS:
        raise RuntimeError(f"the season has {RUNS} runs, the reader found {expected}")

    def plain() -> list[float]:
        return [float(row[4]) for row in list(csv.reader(text.splitlines()))[1:]]

    mine, theirs = measure_turns(lambda: read(data, name="season.csv"), plain, turns=TURNS)
    return [
        {
            "name": "loop.read_cpu_ratio",
            "value": mine / theirs,
            "unit": "ratio",
            "op": "<=",
            "target": 100,
            "against": f"csv.reader and float(), the same {RUNS * len(GATES)} rows; processor time, best of turns",
            "n": TURNS,
            "seed": None,
        }
    ]
