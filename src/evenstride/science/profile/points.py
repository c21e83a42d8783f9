"""Points of a profile: where power peaks, where a share of top speed is reached, and the ends of the force line."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Draws, combine
from evenstride.science.sprint.force import Air
from evenstride.science.sprint.kinetics import (
    UNLOADED,
    Load,
    Motion,
    predict_kinetics,
    predict_motion,
    solve_force_line,
)
from evenstride.science.sprint.model import Values

HALVINGS = 60
"""Rounds of a bisection: down to the last digit of a speed."""


def solve_peak_speed(mss: Array, mac: Array, air: Air, *, load: Load = UNLOADED) -> Array:
    """Solve at which speed (m/s) power is greatest, MSS at most.

    Notes
    -----
    P(v) = F(v)·v has its maximum at a root of a quadratic on either side of the wind speed, or at MSS. Own derivation
    from `predict_kinetics`.

    Examples
    --------
    >>> solve_peak_speed(np.array(8.591), np.array(10.589), Air(0.2335, 0.0, 60.0)).round(2).item()
    4.39
    """
    push = (air.mass + load.moved) * mac
    best, power = np.zeros_like(push), np.full_like(push, -np.inf)
    for sign, low, high in ((-1.0, 0.0, np.minimum(max(air.wind, 0.0), mss)), (1.0, max(air.wind, 0.0), mss)):
        drag = sign * air.factor
        level = push + load.resistance + drag * air.wind**2
        slope = push / mss + 2.0 * drag * air.wind
        root = level / (slope + np.sqrt(np.maximum(slope**2 - 3.0 * drag * level, 0.0)))
        speed = np.minimum(np.maximum(root, low), high)
        found = predict_kinetics(speed, mss, mac, air, load=load).power
        best, power = np.where(found > power, speed, best), np.maximum(found, power)
    return best


def predict_peak_power(mss: Values, mac: Values, air: Air, *, load: Load = UNLOADED) -> Motion:
    """Predict where power is greatest: the motion at the speed of peak power.

    Time and distance are infinite where power still rises at MSS, which is never reached.

    Examples
    --------
    >>> found = predict_peak_power(8.591, 10.589, Air(0.2335, 0.0, 60.0))
    >>> found.distance.round(2).item()
    1.42
    """
    mss, mac = np.asarray(mss, dtype=np.float64), np.asarray(mac, dtype=np.float64)
    return predict_motion(solve_peak_speed(mss, mac, air, load=load), mss, mac, axis="speed")


def solve_power_zone(share: float, mss: Array, mac: Array, air: Air, *, load: Load = UNLOADED) -> tuple[Array, Array]:
    """Solve between which speeds (m/s) power is at least this share of its peak; MSS where it does not fall so low.

    Notes
    -----
    Bisection on either side of the speed of peak power, see `solve_peak_speed`.

    Examples
    --------
    >>> low, high = solve_power_zone(0.5, np.array(8.591), np.array(10.589), Air(0.2335, 0.0, 60.0))
    >>> low.round(2).item(), high.round(2).item()
    (1.28, 7.53)
    """
    top = solve_peak_speed(mss, mac, air, load=load)
    least = share * predict_kinetics(top, mss, mac, air, load=load).power

    def cross(below: Array, above: Array) -> Array:
        for _ in range(HALVINGS):
            middle = (below + above) / 2.0
            enough = predict_kinetics(middle, mss, mac, air, load=load).power >= least
            below, above = np.where(enough, below, middle), np.where(enough, middle, above)
        return above

    falls = predict_kinetics(mss, mss, mac, air, load=load).power < least
    return cross(np.zeros_like(top), top), np.where(falls, cross(mss, top), mss)


def measure_peak_power(parameters: Mapping[str, Draws], air: Air, *, load: Load = UNLOADED) -> dict[str, Draws]:
    """Measure peak `power` (W), its `speed` (m/s), and `time` (s) and `distance` (m) where it is surely reached.

    Examples
    --------
    >>> curve = {"mss": Draws(9.0, np.array([9.0]), "m/s"), "mac": Draws(7.2, np.array([7.2]), "m/s²")}
    >>> {name: round(one.point, 1) for name, one in measure_peak_power(curve, Air(0.27, 0.0, 75.0)).items()}
    {'power': 1240.8, 'speed': 4.6, 'time': 0.9, 'distance': 2.4}
    """

    def top(mss: Array, mac: Array) -> Array:
        return solve_peak_speed(mss, mac, air, load=load)

    def power(speed: Array, mss: Array, mac: Array) -> Array:
        return predict_kinetics(speed, mss, mac, air, load=load).power

    mss, mac = parameters["mss"], parameters["mac"]
    speed = combine(top, mss, mac, unit="m/s")
    found = {"power": combine(power, speed, mss, mac, unit="W"), "speed": speed}
    if _is_reached(speed, mss):
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
    _check_share(share, f"a share of {share:g} of MSS is never reached")

    def part(mss: Array) -> Array:
        return share * mss

    mss = parameters["mss"]
    return _reached(mss.map(part, unit="m/s"), mss, parameters["mac"])


def measure_power_zone(
    parameters: Mapping[str, Draws], share: float, air: Air, *, load: Load = UNLOADED
) -> dict[str, Draws]:
    """Measure from where to where power is at least a share of its peak.

    Parameters
    ----------
    parameters : mapping of str to Draws
        `mss` and `mac` of the run.
    share : float
        Between 0 and 1.
    air, load : Air, Load
        Of the run.

    Returns
    -------
    dict
        `first_speed` and `last_speed` (m/s), `first_time` and `last_time` (s), `first_distance` and `last_distance`
        (m); without time and distance where a draw does not reach the speed.

    Raises
    ------
    InputError
        If the share is not between 0 and 1.

    Examples
    --------
    >>> curve = {"mss": Draws(9.0, np.array([9.0]), "m/s"), "mac": Draws(7.2, np.array([7.2]), "m/s²")}
    >>> zone = measure_power_zone(curve, 0.9, Air(0.27, 0.0, 75.0))
    >>> round(zone["first_distance"].point, 1), round(zone["last_distance"].point, 1)
    (0.9, 5.2)
    """
    _check_share(share, f"no stretch of a run has a share of {share:g} of peak power")
    mss, mac = parameters["mss"], parameters["mac"]

    def bound(which: int) -> Draws:
        def speed(mss: Array, mac: Array) -> Array:
            return solve_power_zone(share, mss, mac, air, load=load)[which]

        return combine(speed, mss, mac, unit="m/s")

    found: dict[str, Draws] = {}
    for name, speed in (("first", bound(0)), ("last", bound(1))):
        found[f"{name}_speed"] = speed
        if _is_reached(speed, mss):
            found |= {f"{name}_{axis}": one for axis, one in _reached(speed, mss, mac).items()}
    return found


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


def _is_reached(speed: Draws, mss: Draws) -> bool:
    return bool(np.all(speed.samples < mss.samples) and speed.point < mss.point)


def _check_share(share: float, sentence: str) -> None:
    if not 0.0 < share < 1.0:
        raise InputError(sentence, remedy="Give a share between 0 and 1, such as 0.9")
