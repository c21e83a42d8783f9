"""How often 90 % intervals hold the truth in some cells of the grid: the hard ones, in seconds."""

from __future__ import annotations

from typing import Any

from validation._coverage_grid import LEAST, QUANTITIES, Cell, measure_cell

RUNS = 500
FEW = (
    Cell("10 20 30 40", 0.020, "late clock"),
    Cell("20 40 60 80", 0.020, "late clock"),
    Cell("20 40 60 80", 0.020, "flying"),
    Cell("5 10 20 30 40", 0.010, "not stated"),
    Cell("5 10 15 20 30 40", 0.005, "late clock"),
)
"""Four gates and much noise, gates far apart, a start that is not stated, and an ordinary good run."""

SLACK = 0.02
"""Half of what chance does to a share of 500 runs in one of forty, added to the limits of the whole grid."""


def rows() -> list[dict[str, Any]]:
    """Return the lowest and the highest of the six shares of each cell."""
    found: list[dict[str, Any]] = []
    for cell in FEW:
        shares = measure_cell(cell, runs=RUNS)
        place = f"{cell.layout} m, {cell.noise * 1000:g} ms, {cell.start}"
        ends = sorted((shares[name], name) for name in QUANTITIES)
        for which, (share, name) in (("lowest", ends[0]), ("highest", ends[-1])):
            found.append(
                {
                    "name": f"acceleration.coverage_{which}_{_slug(cell)}",
                    "value": share,
                    "unit": "share",
                    "op": "in",
                    "target": [LEAST[0] - SLACK, LEAST[1] + SLACK],
                    "against": f"90 % intervals of six quantities, gates at {place}: {which}, of {name}",
                    "n": RUNS,
                    "seed": cell.seed,
                }
            )
    return found


def _slug(cell: Cell) -> str:
    return f"{cell.layout}_{cell.noise * 1000:g}ms_{cell.start}".replace(" ", "_")
