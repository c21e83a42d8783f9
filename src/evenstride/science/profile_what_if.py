"""What if: a little more of one parameter, another balance of the same power, another load or wind.

These are sums on one athlete's curve, not forecasts of training: they say what a change would be worth, never that
training can bring it, nor that the slope of a force–velocity line should be trained (science.md §1.4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import exp

import numpy as np
from scipy.optimize import brentq

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Draws, combine
from evenstride.science.force import Air
from evenstride.science.kinetics import (
    UNLOADED,
    Load,
    predict_time_or_never,
    solve_force_line,
    solve_speed_curve,
)
from evenstride.science.profile_points import measure_line_ends


def _slope_of_time(u: float) -> float:
    return u - 3.0 + (3.0 + 2.0 * u) * exp(-u)


FINISH = float(brentq(_slope_of_time, 1.0, 4.0))
"""Time to the distance in units of TAU at which a curve of given MSS·MAC is fastest over it: about 2.15."""

REACH = 3.0
"""Search range of ln F0 around its start: twenty times more or less force at the same power."""

_OfTwo = Callable[[Array, Array], Array]

SHARES = np.linspace(-1.0, 1.0, 13)
"""Where the search looks, in shares of its range; it then continues around the best of them."""

ROUNDS = 14
"""Rounds of the search: each is six times finer, so the last is far below any error of the model."""


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """The balance of speed and force (or acceleration) that would be fastest over a distance with equal power.

    Attributes
    ----------
    distance : float
        m.
    speed, push : Draws
        Best MSS (m/s) with best MAC (m/s²), or best v0 (m/s) with best F0 (N).
    imbalance : Draws
        100·slope/best slope: 100 is balanced, less leans to speed, more to force. It describes; it does not prescribe.
    gain : Draws
        Time in s that the best balance would take off, ≤ 0.
    """

    distance: float
    speed: Draws
    push: Draws
    imbalance: Draws
    gain: Draws


def predict_gains(
    parameters: Mapping[str, Draws],
    distance: float,
    *,
    change: float = 0.02,
    air: Air | None = None,
    load: Load = UNLOADED,
) -> dict[str, Draws]:
    """Predict what a change of one parameter, the other held, would do to the time over a distance.

    Parameters
    ----------
    parameters : mapping of str to Draws
        `mss` and `mac` of the run.
    distance : float
        m, counted and timed from the first movement.
    change : float
        Relative, 0.02 for +2 %.
    air : Air or None
        Of the run; without it MSS and MAC only.
    load : Load
        What was pulled or worn in the run.

    Returns
    -------
    dict
        `mss`, `mac` and, with air, `f0`, `v0` → change of time in s, negative is faster.

    Raises
    ------
    InputError
        If the distance is not positive, or nothing is left after the change.

    Examples
    --------
    >>> from evenstride.core.recording import Splits
    >>> from evenstride.science.sprint import fit_speed_curve
    >>> splits = Splits("Kim", [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    >>> gains = predict_gains(fit_speed_curve(splits).parameters, 40.0)
    >>> [round(gains[name].point, 3) for name in ("mss", "mac")]
    [-0.065, -0.023]
    """
    _check_distance(distance)
    if not -1.0 < change < np.inf:
        raise InputError(f"a change of {change:g} leaves nothing", remedy="Give a share, 0.02 for 2 percent more")
    more = 1.0 + change
    changes = {"mss": _change_curve(distance, more, 1.0), "mac": _change_curve(distance, 1.0, more)}
    if air is not None:
        changes["f0"] = _change_line(distance, air, load, more, 1.0)
        changes["v0"] = _change_line(distance, air, load, 1.0, more)
    pair = (parameters["mss"], parameters["mac"])
    return {name: _finite(combine(gain, *pair, unit="s")) for name, gain in changes.items()}


def predict_elsewhere(
    parameters: Mapping[str, Draws], here: Air, there: Air, *, load: Load = UNLOADED, new_load: Load = UNLOADED
) -> dict[str, Draws]:
    """Predict the speed curve of the same athlete in another wind or with another load: equal force at equal speed.

    Parameters
    ----------
    parameters : mapping of str to Draws
        `mss` and `mac` of the run.
    here, there : Air
        Of the run, and of the one to predict.
    load, new_load : Load
        Of the run, and of the one to predict.

    Raises
    ------
    InputError
        If the new load holds the athlete.

    Examples
    --------
    >>> mss, mac = Draws(9.0, np.array([9.0]), "m/s"), Draws(7.2, np.array([7.2]), "m/s²")
    >>> air = Air(0.27, 0.0, 75.0)
    >>> sled = predict_elsewhere({"mss": mss, "mac": mac}, air, air, new_load=Load(inertia=20, resistance=50))
    >>> round(sled["mss"].point, 2), round(sled["mac"].point, 2)
    (8.17, 5.16)
    """

    def top(mss: Array, mac: Array) -> Array:
        return solve_speed_curve(*solve_force_line(mss, mac, here, load=load), there, load=new_load)[0]

    def first(mss: Array, mac: Array) -> Array:
        return solve_speed_curve(*solve_force_line(mss, mac, here, load=load), there, load=new_load)[1]

    pair = (parameters["mss"], parameters["mac"])
    mss, mac = combine(top, *pair, unit="m/s"), combine(first, *pair, unit="m/s²")
    if min(mac.point, float(mac.samples.min())) <= 0.0:
        raise _holds()
    return {"mss": mss, "mac": mac, "tau": combine(np.divide, mss, mac, unit="s")}


def solve_best_curve(mss: Array, mac: Array, distance: float) -> tuple[Array, Array]:
    """Solve the MSS (m/s) and MAC (m/s²) of equal product MSS·MAC that are fastest over a distance.

    Notes
    -----
    Minimising t(d) at fixed MSS·MAC gives one curve for all: the athlete reaches the distance after `FINISH`·TAU, at
    88 % of MSS, hence MSS = (MSS·MAC·d/δ)^⅓ with δ = FINISH + e^(−FINISH) − 1. Own derivation of what `shorts`
    (optimal_MSS_MAC) searches for numerically; `samozino2022`.

    Examples
    --------
    >>> mss, mac = solve_best_curve(np.array(9.0), np.array(7.2), 20.0)
    >>> round(mss.item(), 2), round(mac.item(), 2)
    (10.08, 6.43)
    """
    power = mss * mac
    way = FINISH + np.expm1(-FINISH)
    best = np.cbrt(power * distance / way)
    return best, power / best


def solve_best_line(f0: Array, v0: Array, distance: float, air: Air, *, load: Load = UNLOADED) -> tuple[Array, Array]:
    """Solve the F0 (N) and v0 (m/s) of equal product F0·v0 fastest over a distance in this air, with this load.

    Notes
    -----
    Holds Pmax = F0·v0/4 and searches ln F0 on ever finer grids, all draws at once. Source: `samozino2022`, `shorts`
    (optimal_FV); science.md §1.4.

    Examples
    --------
    >>> f0, v0 = solve_best_line(np.array(635.0), np.array(8.85), 20.0, Air(0.2335, 0.0, 60.0))
    >>> round(f0.item()), round(v0.item(), 2)
    (508, 11.07)
    """
    f0, v0 = np.asarray(f0, dtype=np.float64), np.asarray(v0, dtype=np.float64)
    centre, reach = np.zeros_like(f0), REACH
    for _ in range(ROUNDS):
        steps = centre[..., np.newaxis] + reach * SHARES
        more = np.exp(steps)
        curve = solve_speed_curve(f0[..., np.newaxis] * more, v0[..., np.newaxis] / more, air, load=load)
        best = np.argmin(predict_time_or_never(distance, *curve), axis=-1, keepdims=True)
        centre = np.take_along_axis(steps, best, axis=-1)[..., 0]
        reach *= SHARES[1] - SHARES[0]
    return f0 * np.exp(centre), v0 * np.exp(-centre)


def measure_curve_balance(parameters: Mapping[str, Draws], distance: float) -> Balance:
    """Measure how far the balance of MSS and MAC is from the fastest one over a distance, without drag or load.

    Examples
    --------
    >>> mss, mac = Draws(9.0, np.array([9.0]), "m/s"), Draws(7.2, np.array([7.2]), "m/s²")
    >>> balance = measure_curve_balance({"mss": mss, "mac": mac}, 20.0)
    >>> round(balance.imbalance.point), round(balance.gain.point, 3)
    (125, -0.02)
    """
    _check_distance(distance)

    def best_speed(mss: Array, mac: Array) -> Array:
        return solve_best_curve(mss, mac, distance)[0]

    def time(mss: Array, mac: Array) -> Array:
        return predict_time_or_never(distance, mss, mac)

    return _weigh(parameters["mss"], parameters["mac"], distance, best_speed, time)


def measure_line_balance(
    parameters: Mapping[str, Draws], distance: float, air: Air, *, load: Load = UNLOADED
) -> Balance:
    """Measure how far the balance of F0 and v0 is from the fastest one over a distance, in this air, with this load.

    Examples
    --------
    >>> mss, mac = Draws(9.0, np.array([9.0]), "m/s"), Draws(7.2, np.array([7.2]), "m/s²")
    >>> balance = measure_line_balance({"mss": mss, "mac": mac}, 20.0, Air(0.27, 0.0, 75.0))
    >>> round(balance.imbalance.point), round(balance.gain.point, 3)
    (112, -0.005)
    """
    _check_distance(distance)
    line = measure_line_ends(parameters, air, load=load)

    def best_speed(v0: Array, f0: Array) -> Array:
        return solve_best_line(f0, v0, distance, air, load=load)[1]

    def time(v0: Array, f0: Array) -> Array:
        return predict_time_or_never(distance, *solve_speed_curve(f0, v0, air, load=load))

    return _weigh(line["v0"], line["f0"], distance, best_speed, time)


def _weigh(speed: Draws, push: Draws, distance: float, best_speed: _OfTwo, time: _OfTwo) -> Balance:
    def best_push(speed: Array, push: Array, best: Array) -> Array:
        return speed * push / best

    def imbalance(speed: Array, best: Array) -> Array:
        return 100.0 * (best / speed) ** 2  # equal power: slopes go with the squares of speeds

    def gain(speed: Array, push: Array, best: Array, best_push: Array) -> Array:
        return time(best, best_push) - time(speed, push)

    best = combine(best_speed, speed, push, unit=speed.unit)
    strongest = combine(best_push, speed, push, best, unit=push.unit)
    return Balance(
        distance,
        best,
        strongest,
        combine(imbalance, speed, best, unit="%"),
        _finite(combine(gain, speed, push, best, strongest, unit="s")),
    )


def _change_curve(distance: float, more_speed: float, more_acceleration: float) -> _OfTwo:
    def gain(mss: Array, mac: Array) -> Array:
        changed = predict_time_or_never(distance, mss * more_speed, mac * more_acceleration)
        return changed - predict_time_or_never(distance, mss, mac)

    return gain


def _change_line(distance: float, air: Air, load: Load, more_force: float, more_speed: float) -> _OfTwo:
    def gain(mss: Array, mac: Array) -> Array:
        f0, v0 = solve_force_line(mss, mac, air, load=load)
        changed = solve_speed_curve(f0 * more_force, v0 * more_speed, air, load=load)
        return predict_time_or_never(distance, *changed) - predict_time_or_never(distance, mss, mac)

    return gain


def _finite(draws: Draws) -> Draws:
    if not (np.isfinite(draws.point) and np.all(np.isfinite(draws.samples))):
        raise _holds()
    return draws


def _holds() -> InputError:
    return InputError(
        "this load could hold the athlete",
        why="In some draws the resistance is at least the force at standstill",
        remedy="Take a lighter load, or measure the run more precisely",
    )


def _check_distance(distance: float) -> None:
    if not 0.0 < distance < np.inf:
        raise InputError(f"a distance of {distance:g} m cannot be run", remedy="Give metres above zero")
