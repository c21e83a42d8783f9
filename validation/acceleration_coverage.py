"""How often 90 % intervals hold the truth over the whole grid of gates, noise and starts: minutes on all cores."""

from __future__ import annotations

from typing import Any

import numpy as np

from validation._coverage_grid import GOOD, LEAST, RUNS, list_shares, measure_grid, share_within

FULL = True


def rows() -> list[dict[str, Any]]:
    """Return what the grid comes to; the cells themselves go to `coverage.json` and from there to the docs."""
    found = measure_grid()
    shares = list_shares(found)
    whole = float(np.mean([share_within([one], GOOD) == 1.0 for one in found]))
    text = f"90 % intervals of six quantities in {len(found)} cells of simulated sprints, refused fits missed"
    figures = [
        ("within", share_within(found, GOOD), "share", ">=", 0.95, f"{text}: shares from 0.87 to 0.93"),
        ("whole_cells", whole, "share", ">=", 0.95, f"{text}: cells with all six shares from 0.87 to 0.93"),
        ("beyond", 1.0 - share_within(found, LEAST), "share", "<=", 0.0, f"{text}: shares below 0.85 or above 0.95"),
        ("lowest", float(shares.min()), "share", ">=", LEAST[0], text),
        ("highest", float(shares.max()), "share", "<=", LEAST[1], text),
        ("refused", max(one["refused"] for one in found), "share", "<=", 0.02, f"{text}: fits refused in one cell"),
    ]
    return [
        {
            "name": f"acceleration.coverage_{name}",
            "value": value,
            "unit": unit,
            "op": op,
            "target": target,
            "against": against,
            "n": len(found) * RUNS,
            "seed": None,
        }
        for name, value, unit, op, target, against in figures
    ]
