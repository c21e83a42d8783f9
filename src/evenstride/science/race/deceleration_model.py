"""The speed curve of a whole 100 m: exponential approach to top speed, and a push that fades with time.

v' = f − v/TAU − c·t: the push f fades by c every second. c = 0 is the plain speed curve with MAC = f, MSS = f·TAU.
Source: Hill–Keller with the linear fatigue of Tibshirani (1997); the form is from memory, the solution checked here
(science.md §1.3).
"""

from __future__ import annotations

import numpy as np

from evenstride.core.estimate import Array
from evenstride.science.sprint.model import Values

NEWTON_ROUNDS = 60
NEWTON_GAIN = 1e-13
"""Newton's steps for the time at a distance end when none moves more than this share of the time."""


def predict_fading_speed(times: Values, push: Values, tau: Values, fading: Values) -> Array:
    """Predict the speed in m/s at each time from the first movement.

    Parameters
    ----------
    times : array_like
        s, ≥ 0; all arguments broadcast.
    push : array_like
        f, acceleration at standstill in m/s².
    tau : array_like
        Time constant in s.
    fading : array_like
        c, by how much the push falls each second, in m/s³.

    Notes
    -----
    v(t) = (f + c·TAU)·TAU·(1 − e^(−t/TAU)) − c·TAU·t. Source: science.md §1.3.

    Examples
    --------
    >>> predict_fading_speed([1.0, 6.0, 10.0], 9.0, 1.4, 0.08).round(2).tolist()
    [6.4, 11.91, 11.63]
    """
    t, f, tau, c = _arrays(times, push, tau, fading)
    return -(f + c * tau) * tau * np.expm1(-t / tau) - c * tau * t


def predict_fading_distance(times: Values, push: Values, tau: Values, fading: Values) -> Array:
    """Predict the distance in m at each time from the first movement; arguments as in `predict_fading_speed`.

    Notes
    -----
    d(t) = (f + c·TAU)·TAU·(t + TAU·(e^(−t/TAU) − 1)) − c·TAU·t²/2. Source: science.md §1.3.

    Examples
    --------
    >>> predict_fading_distance(10.0, 9.0, 1.4, 0.08).round(1).item()
    104.1
    """
    t, f, tau, c = _arrays(times, push, tau, fading)
    return (f + c * tau) * tau * (t + tau * np.expm1(-t / tau)) - c * tau * t**2 / 2.0


def predict_top_speed(push: Values, tau: Values, fading: Values) -> tuple[Array, Array]:
    """Predict the time in s and the value in m/s of the highest speed; without fading it is never reached.

    Notes
    -----
    t = TAU·ln(1 + f/(c·TAU)), where v' = 0. Source: science.md §1.3.

    Examples
    --------
    >>> time, speed = predict_top_speed(9.0, 1.4, 0.08)
    >>> time.round(2).item(), speed.round(2).item()
    (6.16, 11.91)
    """
    f, tau, c = (np.asarray(value, dtype=np.float64) for value in (push, tau, fading))
    never = c <= 0.0
    time = np.where(never, np.inf, tau * np.log1p(f / (np.where(never, 1.0, c) * tau)))
    speed = predict_fading_speed(np.where(never, 0.0, time), f, tau, c)
    return time, np.where(never, f * tau, speed)


def predict_fading_time(distances: Values, push: Values, tau: Values, fading: Values) -> Array:
    """Predict the time in s from the first movement to each distance, infinite where the push has faded before.

    Notes
    -----
    Newton's method on d(t) from the moment of top speed: d is convex before it and concave after it, so that the steps
    approach the root from one side.

    Examples
    --------
    >>> predict_fading_time(100.0, 9.0, 1.4, 0.08).round(3).item()
    9.646
    """
    way, f, tau, c = _arrays(distances, push, tau, fading)
    turn, _ = predict_top_speed(f, tau, c)
    times = np.where(np.isinf(turn), way / (f * tau) + tau, turn)  # without fading: behind the root
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for _ in range(NEWTON_ROUNDS):
            speed = predict_fading_speed(times, f, tau, c)
            step = (predict_fading_distance(times, f, tau, c) - way) / speed
            done = (way == 0.0) | (np.abs(step) <= NEWTON_GAIN * times)
            if np.all(done | (speed <= 0.0)):
                break
            times = np.where(done | (speed <= 0.0), times, np.maximum(times - step, 0.0))
        speed = predict_fading_speed(times, f, tau, c)
    return np.where(way == 0.0, 0.0, np.where(speed > 0.0, times, np.inf))


def _arrays(*values: Values) -> list[Array]:
    return list(np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values)))
