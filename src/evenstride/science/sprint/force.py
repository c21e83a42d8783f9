"""Force, power and air drag behind a speed curve: what moved the body, not what a muscle can do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Draws, Missing, combine
from evenstride.core.fit import Fit
from evenstride.core.recording import Conditions, SpeedTrace, Splits
from evenstride.core.units import GRAVITY

DRAG_COEFFICIENT = 0.9
"""Of a runner (`samozino2016`, by way of `shorts`)."""


FIRST_PUSH = 0.3
"""Time in s from which RF is taken: before it the athlete is still rising (convention from memory, §1.4 [M])."""


@dataclass(frozen=True, slots=True)
class Air:
    """What the air does to one body: drag = factor · (v − wind)·|v − wind|.

    Attributes
    ----------
    factor : float
        k in kg/m.
    wind : float
        m/s, tailwind positive.
    mass : float
        Of the body, kg.
    """

    factor: float
    wind: float
    mass: float

    def __post_init__(self) -> None:
        if not np.isfinite(self.wind):
            raise InputError(f"a wind of {self.wind} m/s does not blow", remedy="Give m/s, tailwind positive")


@dataclass(frozen=True, slots=True)
class ForceLine:
    """The force–velocity line of one curve: F0 in N, v0 in m/s, and the air it was computed in."""

    f0: Draws
    v0: Draws
    air: Air


def measure_air(body: Anthropometrics, conditions: Conditions) -> Air | Missing:
    """Return the drag factor of a body in the air of a run.

    Notes
    -----
    k = ½·ρ·A·0.9; ρ = 1.293·(p/760)·273/(273 + T) kg/m³ with p in Torr and T in °C;
    A = 0.2025·h^0.725·m^0.425·0.266 m². Source: `samozino2016` and `shorts` (get_air_resistance); science.md §1.4.

    Examples
    --------
    >>> air = measure_air(Anthropometrics(mass=75, height=1.72), Conditions())
    >>> round(air.factor, 4)
    0.2665
    """
    lacking = [name for name in ("mass", "height") if getattr(body, name) is None]
    if len(lacking) == 1:
        return Missing(f"Force needs body {lacking[0]} too", f"Add {lacking[0]} of the athlete")
    if body.mass is None or body.height is None:
        return Missing("Force needs body mass and height", "Add mass and height of the athlete")
    density = 1.293 * conditions.pressure_torr / 760.0 * 273.0 / (273.0 + conditions.temperature_c)
    area = 0.2025 * body.height**0.725 * body.mass**0.425 * 0.266
    return Air(0.5 * density * area * DRAG_COEFFICIENT, conditions.wind, body.mass)


def predict_drag(speeds: Array | float, air: Air) -> Array:
    """Return the drag in N at each speed; negative where a tailwind pushes.

    Examples
    --------
    >>> predict_drag(5.0, Air(0.25, -1.0, 75.0)).item()
    9.0
    """
    relative = np.asarray(speeds, dtype=np.float64) - air.wind
    return air.factor * relative * np.abs(relative)


def predict_force(speeds: Array, mss: Array, mac: Array, air: Air) -> Array:
    """Return the mean horizontal force in N that the curve asks for at each speed: m·a(v) + drag.

    Notes
    -----
    a(v) = MAC·(1 − v/MSS). Arrays broadcast. Source: `samozino2016`; science.md §1.4.
    """
    return air.mass * mac * (1.0 - speeds / mss) + predict_drag(speeds, air)


def predict_in_wind(mss: float, tau: float, air: Air) -> tuple[float, float]:
    """Return MSS and TAU of the same athlete, force for force, with the wind of `air` instead of still air.

    Parameters
    ----------
    mss, tau : float
        In still air, m/s and s.
    air : Air
        With the wind to run in.

    Notes
    -----
    With equal force at equal speed a_w(v) = a(v) + (k/m)·(v² − (v − w)²), which is linear in v again: the curve
    stays exponential with 1/TAU' = 1/TAU − 2kw/m and MAC' = MAC − kw²/m. Exact for head wind; in a tailwind the
    moment before the athlete outruns the wind is left out (below 0.05 m/s² at 2 m/s). Own derivation from §1.4.

    Examples
    --------
    >>> mss, tau = predict_in_wind(9.0, 1.25, Air(0.25, -2.0, 70.0))
    >>> round(mss, 2), round(tau, 2)
    (8.82, 1.23)
    """
    pull = air.factor / air.mass
    slower = 1.0 / (1.0 / tau - 2.0 * pull * air.wind)
    return (mss / tau - pull * air.wind**2) * slower, slower


def measure_force_line(recording: Splits | SpeedTrace, fit: Fit) -> ForceLine | Missing:
    """Return F0 (N) and v0 (m/s) of the force–velocity line, or why there is none.

    Notes
    -----
    F(v) = m·MAC·(1 − v/MSS) + k·(v − w)·|v − w|. F0 = F(0); v0 as in `solve_zero_force`, in still air
    v0 = [F0 − √(F0² − 4k·MSS²·F0)] / (2k·MSS). Closed form read in `shorts` (create_FVP, MIT); science.md §1.4. The
    line re-describes the speed curve and is no muscle capacity (`haugen2019review`).
    """
    air = measure_air(recording.body, recording.conditions)
    if isinstance(air, Missing):
        return air

    def rest_force(mss: Array, mac: Array) -> Array:
        return predict_force(np.zeros_like(mss), mss, mac, air)

    def zero_speed(mss: Array, mac: Array) -> Array:
        return solve_zero_force(air.mass * mac, mss, air)

    mss, mac = fit.parameters["mss"], fit.parameters["mac"]
    f0, v0 = combine(rest_force, mss, mac, unit="N"), combine(zero_speed, mss, mac, unit="m/s")
    return ForceLine(f0, v0, air)


def solve_zero_force(push: Array, mss: Array, air: Air, *, resistance: float = 0.0) -> Array:
    """Solve the lowest speed in m/s at which the horizontal force of a run has fallen to zero.

    Parameters
    ----------
    push : ndarray
        Moved mass · MAC in N; broadcasts with `mss`.
    mss : ndarray
        m/s.
    air : Air
        Of the run.
    resistance : float
        Constant pull backwards in N.

    Notes
    -----
    Lower root of push·(1 − v/MSS) + k·(v − w)·|v − w| + resistance, which is a parabola on either side of the wind: a
    sled in a tailwind may never outrun it. Where force never falls to zero, the speed of least force.

    Examples
    --------
    >>> solve_zero_force(np.array(540.0), np.array(9.0), Air(0.27, 0.0, 75.0)).round(1).item()
    9.4
    """
    steep, gust = push / mss, air.factor * air.wind**2
    turn = 2.0 * air.factor * air.wind
    beyond = steep + turn
    root = np.sqrt(np.maximum(beyond**2 - 4.0 * air.factor * (push + resistance + gust), 0.0))
    faster = 2.0 * (push + resistance + gust) / (beyond + root)
    if air.wind <= 0.0:
        return faster
    # Below the wind the drag pushes.
    within = steep - turn
    level = push + resistance - gust
    slower = 2.0 * level / (within + np.sqrt(np.maximum(within**2 + 4.0 * air.factor * level, 0.0)))
    return np.where(push * (1.0 - air.wind / mss) + resistance < 0.0, slower, faster)


def predict_force_ratio(speeds: Array, mss: Array, mac: Array, air: Air) -> Array:
    """Return RF, the horizontal share of the mean ground force at each speed.

    Notes
    -----
    RF = F / √(F² + (m·g)²): the mean vertical force of a step is taken as body weight. Source: science.md §1.4.
    """
    force = predict_force(speeds, mss, mac, air)
    return force / np.hypot(force, air.mass * GRAVITY)
