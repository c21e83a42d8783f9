"""Force, power and motion behind a speed curve, with what was pulled or worn; the curve and its force line both ways.

A speed curve (MSS, MAC) and a force line (F0, v0) say the same thing in other words once body, air and load are
given. The force–velocity slope describes a sprint, it does not prescribe training (science.md §1.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.units import GRAVITY
from evenstride.science.sprint.force import Air, predict_drag, predict_force, solve_zero_force
from evenstride.science.sprint.model import Values, predict_distance, predict_speed, predict_time

Axis = Literal["time", "distance", "speed"]
"""What the athlete is asked about: the moment (s), the place (m) or the speed (m/s)."""


@dataclass(frozen=True, slots=True)
class Load:
    """What the athlete moves besides the body.

    Attributes
    ----------
    inertia : float
        Mass dragged along in kg: a sled. It must be sped up but does not press on the feet.
    resistance : float
        Constant horizontal pull backwards in N: friction of a sled, a tether; negative where it tows.
    worn : float
        Mass on the body in kg: a vest. It must be sped up and carried.

    Examples
    --------
    >>> Load(inertia=20, resistance=50).moved
    20.0
    """

    inertia: float = 0.0
    resistance: float = 0.0
    worn: float = 0.0

    def __post_init__(self) -> None:
        finite = all(map(np.isfinite, (self.inertia, self.resistance, self.worn)))
        if not finite or self.inertia < 0.0 or self.worn < 0.0:
            raise InputError(
                f"a load of {self.inertia} kg pulled, {self.worn} kg worn and {self.resistance} N is impossible",
                remedy="Give masses in kg, not below 0, and resistance in N",
            )

    @property
    def moved(self) -> float:
        """Mass that is sped up with the body, kg."""
        return self.inertia + self.worn


UNLOADED = Load()


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """Time (s) and distance (m) from the first movement, speed (m/s) and acceleration (m/s²), of one shape.

    Time and distance are infinite at a speed the curve never reaches.
    """

    time: Array
    distance: Array
    speed: Array
    acceleration: Array


@dataclass(frozen=True, slots=True, eq=False)
class Kinetics:
    """Drag (N), horizontal force (N), power (W) and share of the ground force that is horizontal (1)."""

    drag: Array
    force: Array
    power: Array
    force_ratio: Array


def predict_motion(at: Values, mss: Values, mac: Values, *, axis: Axis) -> Motion:
    """Predict time, distance, speed and acceleration where one of the first three is known.

    Parameters
    ----------
    at : array_like
        Times (s), distances (m) or speeds (m/s), ≥ 0, from the first movement.
    mss, mac : array_like
        Speed curve in m/s and m/s²; all arguments broadcast.
    axis : {"time", "distance", "speed"}
        What `at` is.

    Notes
    -----
    The equations of `sprint_model`, and t(v) = −TAU·ln(1 − v/MSS), a(v) = MAC·(1 − v/MSS). Source: `shorts`;
    science.md §1.1.

    Examples
    --------
    >>> motion = predict_motion([10.0, 40.0], 9.0, 7.2, axis="distance")
    >>> motion.time.round(2).tolist(), motion.speed.round(2).tolist()
    ([2.13, 5.68], [7.37, 8.9])
    """
    where, mss, mac = (np.asarray(value, dtype=np.float64) for value in (at, mss, mac))
    if np.any(where < 0.0):
        raise InputError(f"{axis} cannot be {where.min():g}", why="A sprint is counted from its first movement")
    tau = mss / mac
    if axis == "speed":
        share = np.minimum(where / mss, 1.0)
        with np.errstate(divide="ignore"):
            time = -tau * np.log1p(-share)
        speed = where + np.zeros_like(time)
    else:
        time = predict_time(where, mss, tau) if axis == "distance" else where + np.zeros_like(tau)
        speed = predict_speed(time, mss, tau)
    distance = where + np.zeros_like(time) if axis == "distance" else predict_distance(time, mss, tau)
    return Motion(time, distance, speed, mac * (1.0 - speed / mss))


def predict_kinetics(speeds: Values, mss: Values, mac: Values, air: Air, *, load: Load = UNLOADED) -> Kinetics:
    """Predict what moved the body at each speed of a run with this curve, in this air, with this load.

    Parameters
    ----------
    speeds : array_like
        m/s; all arrays broadcast.
    mss, mac : array_like
        Speed curve of the run as it was, load included.
    air : Air
        Drag factor, wind and body mass of the run.
    load : Load
        What was pulled or worn.

    Notes
    -----
    F = (m + load)·a(v) + k·(v − w)·|v − w| + resistance; power = F·v; RF = F/√(F² + ((m + worn)·g)²), the mean
    vertical force of a step taken as weight. The load catches no wind. Source: `samozino2016`, `shorts`;
    science.md §1.4. Mean forces over a step, not peaks.

    Examples
    --------
    >>> from evenstride.core.athlete import Anthropometrics
    >>> from evenstride.core.recording import Conditions
    >>> from evenstride.science.sprint.force import measure_air
    >>> air = measure_air(Anthropometrics(mass=75, height=1.75), Conditions())
    >>> speed = predict_motion(0.5, 9.0, 7.0, axis="time").speed
    >>> found = predict_kinetics(speed, 9.0, 7.0, air, load=Load(inertia=20, resistance=50))
    >>> round(found.force.item()), round(found.power.item())
    (503, 1459)
    """
    speeds, mss, mac = (np.asarray(value, dtype=np.float64) for value in (speeds, mss, mac))
    force = predict_force(speeds, mss, mac, air) + load.moved * mac * (1.0 - speeds / mss) + load.resistance
    weight = (air.mass + load.worn) * GRAVITY
    return Kinetics(predict_drag(speeds, air), force, force * speeds, force / np.hypot(force, weight))


def solve_force_line(mss: Values, mac: Values, air: Air, *, load: Load = UNLOADED) -> tuple[Array, Array]:
    """Solve the force line of a speed curve: F0 in N at standstill and v0 in m/s where force falls to zero.

    Notes
    -----
    F0 = F(0); v0 = the lower root of F(v) = 0, see `solve_zero_force`, and `predict_kinetics` for F. Source:
    `shorts` (create_FVP), `samozino2016`; science.md §1.4.

    Examples
    --------
    >>> f0, v0 = solve_force_line(8.591, 10.589, Air(0.2335, 0.0, 60.0))
    >>> round(f0.item()), round(v0.item(), 2)
    (635, 8.84)
    """
    mss, mac = np.asarray(mss, dtype=np.float64), np.asarray(mac, dtype=np.float64)
    push = (air.mass + load.moved) * mac
    f0 = push + predict_drag(0.0, air) + load.resistance
    return f0, solve_zero_force(push, mss, air, resistance=load.resistance)


def solve_speed_curve(f0: Values, v0: Values, air: Air, *, load: Load = UNLOADED) -> tuple[Array, Array]:
    """Solve MSS (m/s) and MAC (m/s²) of a force line in this air with this load; the inverse of `solve_force_line`.

    Parameters
    ----------
    f0, v0 : array_like
        N and m/s.
    air, load : Air, Load
        Of the run to predict, which may be another one than the line came from: equal force at equal speed.

    Returns
    -------
    mss, mac : ndarray
        MAC is not positive where the load holds the athlete.

    Notes
    -----
    MAC = (F0 − resistance − drag(0))/(m + load); MSS from F(v0) = 0. Source: `shorts` (convert_FVP); science.md §1.4.

    Examples
    --------
    >>> mss, mac = solve_speed_curve(750, 8, Air(0.269, 0.0, 75.0), load=Load(inertia=20, resistance=50))
    >>> predict_time(10, mss, mss / mac).round(2).item()
    2.26
    """
    f0, v0 = np.asarray(f0, dtype=np.float64), np.asarray(v0, dtype=np.float64)
    push = f0 - load.resistance - predict_drag(0.0, air)
    mss = push * v0 / (push + predict_drag(v0, air) + load.resistance)
    return mss, push / (air.mass + load.moved)


def predict_time_or_never(distance: Values, mss: Array, mac: Array) -> Array:
    """Predict the time in s to a distance from the first movement, infinite where the athlete cannot move off.

    Examples
    --------
    >>> predict_time_or_never(10.0, np.array([9.0, 9.0]), np.array([7.2, -1.0])).round(2).tolist()
    [2.13, inf]
    """
    moves = (mac > 0.0) & (mss > 0.0)
    mss, mac = np.where(moves, mss, 1.0), np.where(moves, mac, 1.0)
    return np.where(moves, predict_time(distance, mss, mss / mac), np.inf)
