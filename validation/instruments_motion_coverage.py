"""Whether intervals of movement hold what was put in, as often as they say: points placed off, events read late."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from evenstride.core.estimate import Draws
from evenstride.core.recording import Contact
from evenstride.science.motion.metrics import measure_motion
from evenstride.science.simulate.motion import Gait, simulate_runner
from validation.instruments_motion import truths

Row = dict[str, Any]

FULL = True

RUNNERS = 150
SEED = 20090816
PLACING, EVENT = 0.008, 0.004
"""m and s by which points sit off and events are read late."""

SIMPLE = ("arm_leg_phase", "thigh_phase")
"""Sizes of a phase, true at the end of their range: what is never beyond it is not held from both sides."""


def rows() -> list[Row]:
    """Return how often intervals hold the truth: over all metrics, in the worst, and for sides that are alike."""
    held, alike = _coverage()
    overall = float(np.mean(list(held.values())))
    worst = min(held, key=lambda name: held[name])
    n = RUNNERS * len(held)
    return [
        _row("motion_coverage", overall, [0.85, 0.96], "what was put in, 90 % intervals", n),
        _row(
            "motion_coverage_worst",
            held[worst],
            [0.8, 1.0],
            f"the same, worst metric ({worst})",
            RUNNERS,
        ),
        _row("motion_sides_alike", alike, [0.0, 0.13], "sides that are alike called different, 0.10 expected", n),
    ]


def _row(name: str, value: float, target: list[float], against: str, n: int) -> Row:
    return {
        "name": f"instruments.{name}", "value": value, "unit": "1", "op": "in", "target": target, "against": against,
        "n": n, "seed": SEED,
    }  # fmt: skip


def _coverage() -> tuple[dict[str, float], float]:
    """Return the share of runners whose interval holds the truth, by metric, and of sides called different."""
    gait = Gait()
    true = {name: value for name, value in truths(gait).items() if name not in SIMPLE}
    held: dict[str, list[bool]] = {name: [] for name in true}
    differ: list[bool] = []
    for number in range(RUNNERS):
        found = measure_motion(_spoilt(gait, number), seed=number, draws=400)
        for name, value in true.items():
            draws = found.both[name]
            assert isinstance(draws, Draws), "a whole body lacks nothing"
            one = draws.estimate()
            held[name].append(one.low <= value <= one.high)
            if name in found.differences:
                differ.append(bool(found.beyond_error(name)))
    return {name: float(np.mean(each)) for name, each in held.items()}, float(np.mean(differ))


def _spoilt(gait: Gait, number: int) -> Any:
    """Return the motion of a runner whose points sit off and whose events are read early or late."""
    rng = np.random.default_rng([SEED, number])
    runner = simulate_runner(gait, strides=4, variation=0.02, seed=SEED + number)
    markers = runner.signal.markers
    assert markers is not None, "a simulated runner has markers"
    off = rng.normal(0.0, PLACING, (1, len(markers.names), 3))
    down, up = rng.normal(0.0, EVENT, 2)
    spoilt = replace(
        runner,
        signal=replace(runner.signal, markers=replace(markers, positions=markers.positions + off)),
        contacts=tuple(Contact(one.side, one.touchdown + down, one.toe_off + up) for one in runner.contacts),
    )
    return spoilt.motion(placing_error=PLACING, event_error=EVENT)
