"""What else could be held equal when the wind changes: the same race under other hypotheses, for comparison only."""

from __future__ import annotations

from collections.abc import Callable
from math import exp

import numpy as np
from scipy.integrate import solve_ivp

from evenstride.core.fit import Fit
from evenstride.science.race.deceleration_model import predict_fading_distance, predict_fading_speed
from evenstride.science.sprint.force import Air, predict_drag

DISTANCE = 100.0
LAST = 13.0
"""Time in s up to which the fitted race is tabulated."""

FIRST = 0.3
"""Time in s until which force follows speed even where power is held: power starts at nothing."""

Push = Callable[[float, float, float], float]
"""Time (s), speed (m/s) and distance (m) to the athlete's force per mass (m/s²)."""


def hypotheses(fit: Fit, here: Air) -> dict[str, Push]:
    """Return what the athlete of a fitted race may do alike in any wind.

    Parameters
    ----------
    fit : Fit
        Of `fit_fading_curve`.
    here : Air
        Of that race.
    """
    push, tau, fading = (fit.parameters[name].point for name in ("mac", "tau", "fading"))
    times = np.linspace(0.0, LAST, 4000)
    speeds = predict_fading_speed(times, push, tau, fading)
    ways = predict_fading_distance(times, push, tau, fading)

    def force(time: float, speed: float) -> float:
        return push - speed / tau - fading * time + predict_drag(speed, here).item() / here.mass

    forces = np.array([force(time, speed) for time, speed in zip(times, speeds, strict=True)])
    powers = forces * speeds
    return {
        "force at speed and time": lambda time, speed, _: force(time, speed),
        "force at speed and distance": lambda _, speed, way: force(float(np.interp(way, ways, times)), speed),
        "power at time": lambda time, speed, _: (
            force(time, speed) if time < FIRST else float(np.interp(time, times, powers)) / speed
        ),
        "force at time": lambda time, *_: float(np.interp(time, times, forces)),
    }


def run(push: Push, there: Air, *, here: Air | None = None) -> float:
    """Return the time in s from the first movement over 100 m with this push in this air.

    With the air of the race, what the air does differently counts less while the sprinter still crouches: a quarter
    less drag at first, all of it after two seconds (judgement).
    """

    def slope(time: float, state: np.ndarray) -> list[float]:
        speed, way = state
        drag = predict_drag(speed, there).item()
        if here is not None:
            was = predict_drag(speed, here).item()
            drag = was + (drag - was) * (1.0 - 0.25 * exp(-(time**2)))
        return [push(time, speed, way) - drag / there.mass, speed]

    def arrives(_: float, state: np.ndarray) -> float:
        return state[1] - DISTANCE

    arrives.terminal = True  # pyright: ignore[reportFunctionMemberAccess]
    path = solve_ivp(slope, (0.0, LAST), [1e-6, 0.0], events=arrives, rtol=1e-8, atol=1e-9)
    assert path.t_events is not None  # events were asked for
    return float(path.t_events[0][0])
