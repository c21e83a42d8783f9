"""Signs of planted kinds of plateau, as a log and a good battery would show them."""

from __future__ import annotations

import numpy as np

from evenstride.core.estimate import Draws
from evenstride.core.plateau import PlateauSigns, PlateauType

SPEED_ERROR, CAPACITY_ERROR = 0.005, 0.016
"""Standard errors of a season's change: sixteen sealed flys, two families a side."""

_CHANGES: dict[PlateauType, tuple[float, float, float]] = {
    PlateauType.IMPROVING: (0.022, 0.05, 0.05),
    PlateauType.TOO_MUCH: (-0.022, 0.0, 0.0),
    PlateauType.DETRAINED: (-0.022, -0.05, -0.05),
    PlateauType.NOT_TOGETHER: (0.0, 0.09, 0.0),
    PlateauType.NOT_TRANSFERRING: (0.0, 0.08, 0.08),
    PlateauType.CANNOT_TELL: (-0.012, 0.0, 0.0),
}
"""True changes of speed, push and swing; all zero for the other kinds."""


def simulate_signs(kind: PlateauType, rng: np.random.Generator) -> PlateauSigns:
    """Simulate what is known of an athlete whose standstill is of one kind."""
    speed, push, swing = _CHANGES.get(kind, (0.0, 0.0, 0.0))

    def seen(truth: float, error: float) -> Draws:
        value = truth + error * rng.standard_normal()
        return Draws(value, value + error * rng.standard_normal(1000), "1")

    load = {PlateauType.TOO_MUCH: 0.3, PlateauType.DETRAINED: -0.4}.get(kind, 0.0)
    return PlateauSigns(
        speed=seen(speed, SPEED_ERROR),
        push=seen(push, CAPACITY_ERROR),
        swing=seen(swing, CAPACITY_ERROR),
        weeks=60.0 if kind is PlateauType.AGE else 12.0,
        fast_days=0 if kind is PlateauType.NOT_EXPOSED else int(rng.integers(4, 12)),
        load=load + 0.03 * float(rng.standard_normal()),
        on_purpose=kind is PlateauType.ON_PURPOSE,
        pain=False,
        unwell=False,
        low_readiness=kind is PlateauType.LIFE,
        growing=kind is PlateauType.GROWING,
        conditions=("surface",) if kind is PlateauType.CONDITIONS else (),
        age=52 if kind is PlateauType.AGE else 25,
    )
