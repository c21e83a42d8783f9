"""How fast the ratio of horizontal to total force falls with speed, from 0.3 s to the end of the run."""

import numpy as np

from evenstride.core.estimate import Array, Draws, Missing, combine
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS
from evenstride.science.sprint.force import FIRST_PUSH, measure_air, predict_force_ratio
from evenstride.science.sprint.model import predict_speed

METRIC = Metric(
    name="drf",
    symbol="DRF",
    unit="s/m",
    better=Better.NEITHER,
    plausible=(-0.2, -0.01),
    family=FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=("samozino2016",),
)

NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)
"""Moments and how much each counts, on −1 to 1: the slope is that of continuous time, of no sampling rate."""


def compute(recording: Splits | SpeedTrace, fit: Fit) -> Draws | Missing:
    """Compute the least-squares slope of RF on speed, every moment of the run counting alike."""
    air = measure_air(recording.body, recording.conditions)
    if isinstance(air, Missing):
        return air
    shift = fit.parameters.get("time_correction")
    end = float(recording.times[-1]) - (0.0 if shift is None else shift.point)
    if end < 1.0:
        return Missing(f"DRF needs a run well beyond {FIRST_PUSH} s", "Measure to 30 m or more")
    times = FIRST_PUSH + (end - FIRST_PUSH) * (NODES + 1.0) / 2.0

    def slope(mss: Array, mac: Array) -> Array:
        mss, mac = mss[:, np.newaxis], mac[:, np.newaxis]
        speeds = predict_speed(times, mss, mss / mac)
        ratios = predict_force_ratio(speeds, mss, mac, air)
        centred = speeds - (speeds @ WEIGHTS / 2.0)[:, np.newaxis]
        # A wild draw may stand at top speed all the time: it has no slope, and zero keeps it finite.
        return (centred * ratios) @ WEIGHTS / np.maximum(centred**2 @ WEIGHTS, np.finfo(np.float64).tiny)

    return combine(slope, fit.parameters["mss"], fit.parameters["mac"], unit="s/m")
