"""What if: a little more of one parameter, or another load or wind.

These are sums on one athlete's curve, not forecasts of training: they say what a change would be worth, never that
training can bring it (science.md §1.4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Draws, combine
from evenstride.science.sprint.force import Air
from evenstride.science.sprint.kinetics import (
    UNLOADED,
    Load,
    predict_time_or_never,
    solve_force_line,
    solve_speed_curve,
)

_OfTwo = Callable[[Array, Array], Array]


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
    >>> from evenstride.science.sprint.fit import fit_speed_curve
    >>> splits = Splits("Kim", [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    >>> gains = predict_gains(fit_speed_curve(splits).parameters, 40.0)
    >>> [round(gains[name].point, 3) for name in ("mss", "mac")]
    [-0.065, -0.023]
    """
    check_distance(distance)
    if not -1.0 < change < np.inf:
        raise InputError(f"a change of {change:g} leaves nothing", remedy="Give a share, 0.02 for 2 percent more")
    more = 1.0 + change
    changes = {"mss": _change_curve(distance, more, 1.0), "mac": _change_curve(distance, 1.0, more)}
    if air is not None:
        changes["f0"] = _change_line(distance, air, load, more, 1.0)
        changes["v0"] = _change_line(distance, air, load, 1.0, more)
    pair = (parameters["mss"], parameters["mac"])
    return {name: check_moves(combine(gain, *pair, unit="s")) for name, gain in changes.items()}


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


def check_moves(draws: Draws) -> Draws:
    """Return draws of a time that the athlete needs in every draw; refuse a load that could hold the athlete."""
    if not (np.isfinite(draws.point) and np.all(np.isfinite(draws.samples))):
        raise _holds()
    return draws


def _holds() -> InputError:
    return InputError(
        "this load could hold the athlete",
        why="In some draws the resistance is at least the force at standstill",
        remedy="Take a lighter load, or measure the run more precisely",
    )


def check_distance(distance: float) -> None:
    """Refuse a distance that cannot be run."""
    if not 0.0 < distance < np.inf:
        raise InputError(f"a distance of {distance:g} m cannot be run", remedy="Give metres above zero")
