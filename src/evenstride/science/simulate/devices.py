"""What satellite and local positioning make of a sprint: a course criterion, and the errors published for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.recording import Device, SpeedTrace
from evenstride.science.sprint.model import predict_speed

STEP = 0.002
"""Step in s of the clock on which a device follows the runner; far below every response time here."""


@dataclass(frozen=True, slots=True)
class DeviceError:
    """How one kind of device misreads speed: observed = scale · response(true speed) + noise.

    Attributes
    ----------
    kind : str
        `gps` or `lps`, as in `Device.kind`.
    rate : float
        Samples a second, Hz.
    scale, scale_sd : float
        Mean and SD, over units and runs, of the factor on speed.
    lag, lag_sd : float
        Mean and SD, over units and runs, of the response time in s. Positive: the device follows late, as a smoothing
        filter of first order. Negative: it runs ahead, as the inverse of that filter (a tag on the upper back moves
        before the body does, and a tracking filter overshoots).
    speed_sd : float
        Normal error of one sample in m/s (judgement: published figures do not fix it, and a fit hardly sees it).
    """

    kind: str
    rate: float
    scale: float
    scale_sd: float
    lag: float
    lag_sd: float
    speed_sd: float = 0.05


DEVICES = {
    "gps10": DeviceError("gps", 10.0, 0.978, 0.019, 0.173, 0.162),
    "gps18": DeviceError("gps", 18.0, 0.973, 0.038, 0.172, 0.166),
    "lps20": DeviceError("lps", 20.0, 1.033, 0.023, -0.080, 0.082),
}
"""Calibrated by `python -m validation._device_calibration` to Tables 2–3 of `hoppe2018` (science.md §1.6)."""


def simulate_device_trace(
    mss: float,
    tau: float,
    error: DeviceError,
    *,
    duration: float = 6.0,
    seed: int = 0,
    athlete: str = "Simulated",
) -> SpeedTrace:
    """Simulate one sprint from rest as a positioning device writes it, on the clock of the criterion.

    Parameters
    ----------
    mss, tau : float
        The athlete, as the course criterion has it: m/s and s.
    error : DeviceError
        The device, for example one of `DEVICES`.
    duration : float
        Length of the sprint in s; the clock is 0 where the athlete starts.
    seed : int
        Draws scale, lag and noise of this run.
    athlete : str
        Name on the recording.

    Raises
    ------
    InputError
        If MSS, TAU or the duration is not above 0.

    Notes
    -----
    A late device solves L·do/dt = v − o, an early one writes v + |L|·dv/dt. For v = MSS·(1 − e^(−t/τ)) both are one
    formula: o = MSS·(1 − (τ·e^(−t/τ) − L·e^(−t/L)) / (τ − L)) for L > 0 and o = MSS·(1 − (1 − |L|/τ)·e^(−t/τ)) for
    L < 0. Sources of the parameters: `hoppe2018` by way of the calibration.

    Examples
    --------
    >>> trace = simulate_device_trace(8.5, 1.2, DEVICES["gps10"], duration=3.0)
    >>> trace.device.kind, trace.times.size
    ('gps', 31)
    """
    if not (mss > 0.0 and tau > 0.0 and duration > 0.0):
        raise InputError(
            f"no sprint has MSS {mss} m/s, TAU {tau} s and a duration of {duration} s",
            remedy="Give values above 0",
        )
    rng = np.random.default_rng(seed)
    scale = error.scale + error.scale_sd * rng.standard_normal()
    lag = error.lag + error.lag_sd * rng.standard_normal()
    times = np.arange(int(duration * error.rate + 1e-9) + 1) / error.rate
    noise = error.speed_sd * rng.standard_normal(times.size)
    speeds = scale * _respond(times, mss, tau, lag) + noise
    return SpeedTrace(athlete, times, speeds, device=Device(error.kind, f"{error.kind} {error.rate:g} Hz"))


def _respond(times: Array, mss: float, tau: float, lag: float) -> Array:
    true = predict_speed(times, mss, tau)
    if lag <= 0.0:
        return true - lag * (mss - true) / tau
    if abs(lag - tau) < STEP:
        # The general formula divides by the difference of the two.
        lag = tau + STEP
    late, own = np.exp(-times / lag), np.exp(-times / tau)
    return mss * (1.0 - (tau * own - lag * late) / (tau - lag))


def simulate_session(
    s0: float,
    a0: float,
    *,
    minutes: float = 60.0,
    sprints: int = 40,
    full: float = 0.5,
    rate: float = 20.0,
    speed_sd: float = 0.02,
    kind: str = "lps",
    seed: int = 0,
    athlete: str = "Simulated",
) -> SpeedTrace:
    """Simulate the speed of a whole session: bursts of known best acceleration between jogging and standing.

    Parameters
    ----------
    s0, a0 : float
        The athlete's acceleration–speed line: a = A0·(1 − v/S0), m/s and m/s².
    minutes, sprints : float, int
        Length of the session and number of bursts in it.
    full : float
        Share of bursts at full effort; the others reach 50 to 90 % of the acceleration the line allows.
    rate, speed_sd : float
        Samples a second, and normal error of one sample in m/s.
    kind : str
        `gps` or `lps`.
    seed : int
        Draws bursts and noise.
    athlete : str
        Name on the recording.

    Notes
    -----
    A burst lasts 1.5 to 6 s and follows v(t) = S0 − (S0 − v₀)·e^(−f·A0·t/S0) with effort f; then speed falls to a
    jog with a time constant of 1 s. Full effort means f = 1 exactly: the line is the limit. All of it is judgement;
    it tests the method, it describes no sport.

    Examples
    --------
    >>> session = simulate_session(8.5, 7.0, minutes=10, sprints=8)
    >>> session.times.size, bool(6.0 < session.speeds.max() < 8.6)
    (12000, True)
    """
    rng = np.random.default_rng(seed)
    length = int(minutes * 60.0 * rate / sprints)
    clock = np.arange(length) / rate
    jog, parts = 1.0, list[Array]()
    for _ in range(sprints):
        effort = 1.0 if rng.random() < full else rng.uniform(0.5, 0.9)
        end, onward = rng.uniform(1.5, 6.0), rng.uniform(0.5, 2.5)
        up = s0 - (s0 - jog) * np.exp(-effort * a0 / s0 * np.minimum(clock, end))
        down = np.exp(-np.maximum(clock - end, 0.0))
        parts.append(onward + (up - onward) * down)
        jog = float(parts[-1][-1])
    true = np.concatenate(parts)
    speeds = true + rng.normal(0.0, speed_sd, true.size)
    return SpeedTrace(athlete, np.arange(true.size) / rate, speeds, device=Device(kind, f"{kind} {rate:g} Hz"))
