"""Which balance of force and speed would be fastest if the power that was really reached, its peak, were held.

Pmax = F0·v0/4 is the top of a parabola that the run only touches without air and load; peak power is the highest power
of the run itself. A sum on one athlete's curve: the slope describes, it does not prescribe (science.md §1.4).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.core.estimate import Array, Draws
from evenstride.science.profile.balance import Balance, search_least, weigh_line
from evenstride.science.profile.points import solve_peak_speed
from evenstride.science.sprint.force import Air
from evenstride.science.sprint.kinetics import (
    UNLOADED,
    Load,
    predict_kinetics,
    predict_time_or_never,
    solve_force_line,
    solve_speed_curve,
)

NEWTON_ROUNDS = 12
CLOSE = 1e-9
"""Newton's steps for the push that reaches a peak power, and how near in shares of it they must come."""


def solve_peak_push(mss: Array, peak: Array, air: Air, *, load: Load = UNLOADED) -> Array:
    """Solve the MAC (m/s²) with which an athlete of this MSS (m/s) reaches this peak power (W).

    Returns
    -------
    ndarray
        NaN where air and load alone ask for as much power at MSS, so that no push has this peak.

    Notes
    -----
    Peak power is the highest of lines that rise with MAC, one for each speed, so it is convex in MAC and Newton's
    method from a large MAC comes down to the root. Own derivation from `predict_kinetics`.

    Examples
    --------
    >>> air = Air(0.27, 0.0, 75.0)
    >>> solve_peak_push(np.array(9.0), np.array(1240.77), air).round(2).item()
    7.2
    """
    moved = air.mass + load.moved
    mac = 4.0 * peak / (moved * mss)
    miss = np.full_like(mac, np.inf)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for _ in range(NEWTON_ROUNDS):
            speed = solve_peak_speed(mss, mac, air, load=load)
            miss = predict_kinetics(speed, mss, mac, air, load=load).power - peak
            if not np.any(np.abs(miss) > CLOSE * peak):
                break
            mac = mac - miss / (moved * speed * (1.0 - speed / mss))
    return np.where((np.abs(miss) <= CLOSE * peak) & (mac > 0.0), mac, np.nan)


def solve_best_peak_line(
    f0: Array, v0: Array, distance: float, air: Air, *, load: Load = UNLOADED
) -> tuple[Array, Array]:
    """Solve the F0 (N) and v0 (m/s) of equal peak power that are fastest over a distance in this air, with this load.

    Notes
    -----
    Searches ln MSS on ever finer grids, each with the MAC that has the same peak power. Source: `shorts` (optimal_FV
    with the peak method); own computation.

    Examples
    --------
    >>> f0, v0 = solve_best_peak_line(np.array(635.0), np.array(8.85), 20.0, Air(0.2335, 0.0, 60.0))
    >>> round(f0.item()), round(v0.item(), 2)
    (496, 11.53)
    """
    mss, mac = solve_speed_curve(f0, v0, air, load=load)
    peak = predict_kinetics(solve_peak_speed(mss, mac, air, load=load), mss, mac, air, load=load).power

    def curve(steps: Array) -> tuple[Array, Array]:
        top = mss[..., np.newaxis] * np.exp(steps)
        return top, solve_peak_push(top, peak[..., np.newaxis], air, load=load)

    def time(steps: Array) -> Array:
        return predict_time_or_never(distance, *curve(steps))

    best = curve(search_least(time, mss.shape)[..., np.newaxis])
    return solve_force_line(best[0][..., 0], best[1][..., 0], air, load=load)


def measure_peak_balance(
    parameters: Mapping[str, Draws], distance: float, air: Air, *, load: Load = UNLOADED
) -> Balance:
    """Measure how far the balance of F0 and v0 is from the fastest one of equal peak power over a distance.

    Parameters
    ----------
    parameters : mapping of str to Draws
        `mss` and `mac` of the run.
    distance : float
        m.
    air, load : Air, Load
        Of the run.

    Raises
    ------
    InputError
        If the distance is not positive, or the load could hold the athlete.

    Examples
    --------
    >>> mss, mac = Draws(9.0, np.array([9.0]), "m/s"), Draws(7.2, np.array([7.2]), "m/s²")
    >>> balance = measure_peak_balance({"mss": mss, "mac": mac}, 20.0, Air(0.27, 0.0, 75.0))
    >>> round(balance.imbalance.point), round(balance.gain.point, 3)
    (119, -0.012)
    """
    return weigh_line(parameters, distance, air, load, solve_best_peak_line)
