"""Points of a profile: where power peaks, where a share of top speed is reached, and the ends of the force line."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Draws, combine
from evenstride.science.force import Air
from evenstride.science.kinetics import UNLOADED, Load, Motion, predict_kinetics, predict_motion, solve_force_line
from evenstride.science.sprint_model import Values


def predict_peak_power(mss: Values, mac: Values, air: Air, *, load: Load = UNLOADED) -> Motion:
    """Predict where power is greatest: the motion at the speed of peak power.

    Notes
    -----
    P(v) = F(v)·v has its maximum at a root of a quadratic on either side of the wind speed, or at MSS, which is never
    reached (time and distance are then infinite). Own derivation from `predict_kinetics`.

    Examples
    --------
    >>> found = predict_peak_power(8.591, 10.589, Air(0.2335, 0.0, 60.0))
    >>> found.distance.round(2).item()
    1.42
    """
    mss, mac = np.asarray(mss, dtype=np.float64), np.asarray(mac, dtype=np.float64)
    push = (air.mass + load.moved) * mac
    best, power = np.zeros_like(mss), np.full_like(mss, -np.inf)
    for sign, low, high in ((-1.0, 0.0, np.minimum(max(air.wind, 0.0), mss)), (1.0, max(air.wind, 0.0), mss)):
        drag = sign * air.factor
        level = push + load.resistance + drag * air.wind**2
        slope = push / mss + 2.0 * drag * air.wind
        root = level / (slope + np.sqrt(np.maximum(slope**2 - 3.0 * drag * level, 0.0)))
        speed = np.minimum(np.maximum(root, low), high)
        found = predict_kinetics(speed, mss, mac, air, load=load).power
        best, power = np.where(found > power, speed, best), np.maximum(found, power)
    return predict_motion(best, mss, mac, axis="speed")


def measure_peak_power(parameters: Mapping[str, Draws], air: Air, *, load: Load = UNLOADED) -> dict[str, Draws]:
    """Measure peak `power` (W), its `speed` (m/s), and `time` (s) and `distance` (m) where it is surely reached.

    Examples
    --------
    >>> curve = {"mss": Draws(9.0, np.array([9.0]), "m/s"), "mac": Draws(7.2, np.array([7.2]), "m/s²")}
    >>> {name: round(one.point, 1) for name, one in measure_peak_power(curve, Air(0.27, 0.0, 75.0)).items()}
    {'power': 1240.8, 'speed': 4.6, 'time': 0.9, 'distance': 2.4}
    """

    def top(mss: Array, mac: Array) -> Array:
        return predict_peak_power(mss, mac, air, load=load).speed

    def power(speed: Array, mss: Array, mac: Array) -> Array:
        return predict_kinetics(speed, mss, mac, air, load=load).power

    mss, mac = parameters["mss"], parameters["mac"]
    speed = combine(top, mss, mac, unit="m/s")
    found = {"power": combine(power, speed, mss, mac, unit="W"), "speed": speed}
    if np.all(speed.samples < mss.samples) and speed.point < mss.point:
        found |= _reached(speed, mss, mac)
    return found


def measure_reach(parameters: Mapping[str, Draws], share: float) -> dict[str, Draws]:
    """Measure after what `time` (s) and `distance` (m) a share of MSS is reached.

    Raises
    ------
    InputError
        If the share is not between 0 and 1.

    Examples
    --------
    >>> curve = {"mss": Draws(9.0, np.array([9.0]), "m/s"), "mac": Draws(7.2, np.array([7.2]), "m/s²")}
    >>> round(measure_reach(curve, 0.95)["distance"].point, 1)
    23.0
    """
    if not 0.0 < share < 1.0:
        raise InputError(f"a share of {share:g} of MSS is never reached", remedy="Ask for one between 0 and 1")

    def part(mss: Array) -> Array:
        return share * mss

    mss = parameters["mss"]
    return _reached(mss.map(part, unit="m/s"), mss, parameters["mac"])


def measure_line_ends(parameters: Mapping[str, Draws], air: Air, *, load: Load = UNLOADED) -> dict[str, Draws]:
    """Measure `f0` (N), `v0` (m/s) and `pmax` = F0·v0/4 (W) of the force line, see `solve_force_line`.

    Examples
    --------
    >>> curve = {"mss": Draws(9.0, np.array([9.0]), "m/s"), "mac": Draws(7.2, np.array([7.2]), "m/s²")}
    >>> {name: round(one.point, 1) for name, one in measure_line_ends(curve, Air(0.27, 0.0, 75.0)).items()}
    {'f0': 540.0, 'v0': 9.4, 'pmax': 1268.6}
    """

    def force(mss: Array, mac: Array) -> Array:
        return solve_force_line(mss, mac, air, load=load)[0]

    def speed(mss: Array, mac: Array) -> Array:
        return solve_force_line(mss, mac, air, load=load)[1]

    def power(f0: Array, v0: Array) -> Array:
        return f0 * v0 / 4.0

    pair = (parameters["mss"], parameters["mac"])
    f0, v0 = combine(force, *pair, unit="N"), combine(speed, *pair, unit="m/s")
    return {"f0": f0, "v0": v0, "pmax": combine(power, f0, v0, unit="W")}


def _reached(speed: Draws, mss: Draws, mac: Draws) -> dict[str, Draws]:
    def time(speed: Array, mss: Array, mac: Array) -> Array:
        return predict_motion(speed, mss, mac, axis="speed").time

    def distance(speed: Array, mss: Array, mac: Array) -> Array:
        return predict_motion(speed, mss, mac, axis="speed").distance

    return {
        "time": combine(time, speed, mss, mac, unit="s"),
        "distance": combine(distance, speed, mss, mac, unit="m"),
    }
