"""Sprints with known truth: splits and traces of the model the fit assumes, with noise from a seed."""

from __future__ import annotations

import numpy as np

from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Missing
from evenstride.core.recording import Conditions, Device, SpeedTrace, Splits
from evenstride.science.sprint.force import measure_air, predict_in_wind
from evenstride.science.sprint.model import Values, predict_speed, predict_time

SOURCE = "simulated with this error"


def simulate_splits(
    distances: Values,
    mss: float,
    tau: float,
    *,
    time_correction: float = 0.0,
    flying_distance: float = 0.0,
    timing_sd: float = 0.0,
    seed: int = 0,
    athlete: str = "Simulated",
    body: Anthropometrics | None = None,
    conditions: Conditions | None = None,
) -> Splits:
    """Simulate the gate times of one sprint.

    Parameters
    ----------
    distances : array_like, shape (n,)
        Gates in m, increasing.
    mss, tau : float
        The athlete in still air: m/s and s.
    time_correction, flying_distance : float
        Set-up of the clock: s (observed = model + TC) and m.
    timing_sd : float
        Normal error of each gate in s, also stated as the device's.
    seed : int
        Seed of the noise.
    athlete : str
        Name on the recording.
    body, conditions : Anthropometrics, Conditions or None
        Kept in the recording; wind acts on the run and needs mass and height.

    Raises
    ------
    InputError
        If there is wind and no mass or height.

    Examples
    --------
    >>> simulate_splits([10, 20, 30], 9.0, 1.25).times.round(2).tolist()
    [2.13, 3.39, 4.55]
    """
    body, conditions = body or Anthropometrics(), conditions or Conditions()
    mss, tau = _blow(mss, tau, body, conditions)
    gates = np.asarray(distances, dtype=np.float64)
    times = predict_time(gates, mss, tau, time_correction=time_correction, flying_distance=flying_distance)
    device = Device("simulated", timing_sd=timing_sd, source=SOURCE)
    noisy = times + _noise(times, timing_sd, seed)
    return Splits(athlete, gates, noisy, body=body, device=device, conditions=conditions)


def simulate_trace(
    times: Values,
    mss: float,
    tau: float,
    *,
    time_correction: float = 0.0,
    speed_sd: float = 0.0,
    seed: int = 0,
    athlete: str = "Simulated",
    body: Anthropometrics | None = None,
    conditions: Conditions | None = None,
) -> SpeedTrace:
    """Simulate the speed trace of one sprint with independent normal errors of speed.

    Parameters
    ----------
    times : array_like, shape (n,)
        Device clock in s.
    mss, tau : float
        The athlete in still air: m/s and s.
    time_correction : float
        Clock time in s at which the athlete starts.
    speed_sd : float
        Normal error of each sample in m/s.
    seed : int
        Seed of the noise.
    athlete : str
        Name on the recording.
    body, conditions : Anthropometrics, Conditions or None
        Kept in the recording; wind acts on the run and needs mass and height.

    Raises
    ------
    InputError
        If there is wind and no mass or height.

    Examples
    --------
    >>> simulate_trace([0.0, 1.25], 9.0, 1.25).speeds.round(2).tolist()
    [0.0, 5.69]
    """
    body, conditions = body or Anthropometrics(), conditions or Conditions()
    mss, tau = _blow(mss, tau, body, conditions)
    clock = np.asarray(times, dtype=np.float64)
    speeds = predict_speed(clock, mss, tau, time_correction=time_correction)
    noisy = speeds + _noise(speeds, speed_sd, seed)
    return SpeedTrace(athlete, clock, noisy, body=body, device=Device("simulated"), conditions=conditions)


def _blow(mss: float, tau: float, body: Anthropometrics, conditions: Conditions) -> tuple[float, float]:
    if conditions.wind == 0.0:
        return mss, tau
    air = measure_air(body, conditions)
    if isinstance(air, Missing):
        raise InputError("wind cannot be simulated without a body", why=air.reason, remedy=air.remedy)
    return predict_in_wind(mss, tau, air)


def _noise(values: Array, sd: float, seed: int) -> Array:
    return np.random.default_rng(seed).normal(0.0, sd, values.shape)
