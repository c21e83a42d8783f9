"""Steps in pairs: how often symmetric simulated runs are said to differ beyond error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from evenstride.core.estimate import Missing
from evenstride.core.paired_steps import PAIR_VALUES
from evenstride.core.recording import Contact, Device, StepEvents
from evenstride.core.roles import Side
from evenstride.science.steps.paired import measure_paired_steps
from evenstride.science.steps.prepare import prepare_steps

Row = dict[str, Any]

SEED = 20260401
RUNS = 240
"""Of each length of run."""

CONTACTS = (8, 12, 20)
TIMING_SD = 0.0012
"""One frame at 240 a second, as the device states it."""

CONTACT, FLIGHT, SPEED = 0.105, 0.125, 9.0
SCATTERS = (0.01, 0.02, 0.03)
"""Step to step scatter of contact and flight, log units, in turn; the same for both legs."""

SPEED_SCATTER = 0.005


def rows() -> list[Row]:
    """Measure the share of runs with a false difference: of each value, and of any of the four."""
    beyond = np.array([_beyond(count, number) for count in CONTACTS for number in range(RUNS)])
    shares = dict(zip(PAIR_VALUES, beyond.mean(axis=0), strict=True))
    return [*(_row(name, share, 0.15) for name, share in shares.items()), _row("any", beyond.any(axis=1).mean(), 0.3)]


def _beyond(count: int, number: int) -> list[bool]:
    found = measure_paired_steps(prepare_steps(_symmetric_run(count, number)), seed=number, draws=1000)
    assert not isinstance(found, Missing), found
    return [found.differences[name].beyond_error for name in PAIR_VALUES]


def _symmetric_run(count: int, number: int) -> StepEvents:
    """A run whose legs differ by nothing but scatter and clock."""
    rng = np.random.default_rng([SEED, count, number])
    contacts = tuple(_contacts(rng, count, SCATTERS[number % len(SCATTERS)]))
    return StepEvents("Noa", contacts, device=Device("video", timing_sd=TIMING_SD))


def _contacts(rng: np.random.Generator, count: int, scatter: float) -> Iterable[Contact]:
    now = 0.0
    for index in range(count):
        contact, flight = np.array([CONTACT, FLIGHT]) * np.exp(rng.normal(0.0, scatter, 2))
        down, off = rng.normal(0.0, TIMING_SD, 2)
        speed = SPEED * np.exp(rng.normal(0.0, SPEED_SCATTER))
        side = (Side.LEFT, Side.RIGHT)[index % 2]
        yield Contact(side, float(now + down), float(now + contact + off), float(speed))
        now += contact + flight


def _row(name: str, share: float, most: float) -> Row:
    return {
        "name": f"diagnosis.pairs_{name}_false", "value": float(share), "unit": "1", "op": "<=",
        "target": most, "against": "symmetric simulated runs of 8, 12 and 20 contacts; stated: 0.10 for each value",
        "n": RUNS * len(CONTACTS), "seed": SEED,
    }  # fmt: skip
