"""What one outing in short costs: an hour at a sample a second, with hills, contact times and fast runs."""

from __future__ import annotations

from datetime import date
from time import process_time
from typing import Any

from evenstride.science.outings.summary import summarise_outing
from evenstride.science.simulate.outings import PlantedRunner, simulate_outing

TURNS = 200
SEED = 11


def rows() -> list[dict[str, Any]]:
    """Return the processor time of one summary, the best of many."""
    hour = simulate_outing(PlantedRunner(), date(2026, 5, 1), minutes=60.0, hills=0.02, strides=(7.5, 8.0), seed=SEED)
    best = float("inf")
    for _ in range(TURNS):
        begin = process_time()
        summarise_outing(hour)
        best = min(best, process_time() - begin)
    return [
        {
            "name": "activities.summary_of_an_hour", "value": 1000.0 * best, "unit": "ms", "op": "<=", "target": 5.0,
            "against": "processor time, best of 200; 3600 samples, six channels", "n": TURNS, "seed": SEED,
        }
    ]  # fmt: skip
