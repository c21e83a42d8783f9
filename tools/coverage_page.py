"""The page of intervals tried against the truth, from what the full validation last wrote."""

from __future__ import annotations

import json
from typing import Any

from validation._coverage_grid import (
    FILE,
    FLYING,
    GOOD,
    LEAST,
    MSS,
    QUANTITIES,
    REASONS,
    SHIFT,
    STARTS,
    TAU,
    list_shares,
    share_within,
)
from validation._coverage_grid import cells as grid_cells

HEADS = {"mss": "MSS", "mac": "MAC", "tau": "TAU", "f0": "F0", "pmax": "Pmax", "time_40": "40 m time"}


def draw_coverage() -> str:
    """Return the page: what was tried, the summary, every cell, and why some shares leave the band."""
    results = json.loads(FILE.read_text(encoding="utf-8"))
    cells: list[dict[str, Any]] = results["cells"]
    shares = list_shares(cells)
    lines = [
        "# Intervals against the truth",
        "",
        f"A 90 % interval must hold the truth in nine of ten runs, whatever the gates, the noise and the start. "
        f"{results['runs']} simulated sprints in each of {len(cells)} cells, fitted as `evenstride profile` does; a "
        "refused fit counts as a miss of all six. Measured again by `make validate-full`.",
        "",
        *_lacking(len(cells)),
        f"**{share_within(cells, GOOD):.1%} of {shares.size} shares lie between {GOOD[0]:g} and {GOOD[1]:g}** (aim: "
        f"95 %), {1.0 - share_within(cells, LEAST):.1%} outside {LEAST[0]:g} to {LEAST[1]:g} (aim: none). Lowest "
        f"{shares.min():.3f}, highest {shares.max():.3f}. Chance alone moves a share of {results['runs']} runs by "
        f"{1.96 * (0.09 / results['runs']) ** 0.5:.3f} in nineteen of twenty cases.",
        "",
        "Athletes are drawn evenly: MSS {} m/s, TAU {} s, any body. MAC, F0 and Pmax with the true body. "
        "*40 m time* is the athlete's own from first movement, whatever the clock did. The device states its error. "
        "Starts:".format(*("{:g} to {:g}".format(*one) for one in (MSS, TAU))),
        "",
        *(f"- *{name}*: {text}" for name, text in STARTS.items()),
        "",
        f"Time corrections are drawn from {_span(SHIFT)} s, flying distances from {_span(FLYING)} m. "
        f"Shares outside {GOOD[0]:g} to {GOOD[1]:g} are **bold**, outside {LEAST[0]:g} to {LEAST[1]:g} also marked †.",
    ]
    for layout in dict.fromkeys(one["layout"] for one in cells):
        own = [one for one in cells if one["layout"] == layout]
        lines += ["", f"## Gates at {layout} m", ""]
        lines += ["| noise | start | " + " | ".join(HEADS.values()) + " | refused |"]
        lines += ["|---:|---|" + "---:|" * (len(HEADS) + 1)]
        lines += [_row(one) for one in own]
        reasons = [text for (gates, noise), text in REASONS.items() if gates == layout and _leaves(own, noise)]
        lines += ["", *reasons] if reasons else []
    return "\n".join(lines) + "\n"


def _lacking(measured: int) -> list[str]:
    left = len(grid_cells()) - measured
    if left == 0:
        return []
    return [f"**{left} of {measured + left} cells are not measured yet**; `make validate-full` goes on with them.", ""]


def _span(limits: tuple[float, float]) -> str:
    return "{:g} to {:g}".format(*limits).replace("-", "−")


def _leaves(cells: list[dict[str, Any]], noise: float) -> bool:
    return any(one["noise"] == noise and share_within([one], GOOD) < 1.0 for one in cells)


def _row(cell: dict[str, Any]) -> str:
    refused = f"{cell['refused']:.1%}" if cell["refused"] else ""
    cells = [f"{cell['noise'] * 1000:g} ms", cell["start"], *(_mark(cell[name]) for name in QUANTITIES), refused]
    return "| " + " | ".join(cells) + " |"


def _mark(share: float) -> str:
    text = f"{share:.3f}"
    if GOOD[0] <= share <= GOOD[1]:
        return text
    return f"**{text}**" if LEAST[0] <= share <= LEAST[1] else f"**{text}** †"
