"""Which balance of force and speed would be fastest with the same power.

A sum on one athlete's curve: the slope of a force–velocity line describes, it does not prescribe (science.md §1.4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import exp

import numpy as np
from scipy.optimize import brentq

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Draws, combine
from evenstride.core.show import interval_text, value_text
from evenstride.science.profile.points import measure_line_ends
from evenstride.science.profile.what_if import check_distance, check_moves
from evenstride.science.sprint.force import Air
from evenstride.science.sprint.kinetics import UNLOADED, Load, predict_time_or_never, solve_speed_curve


def _slope_of_time(u: float) -> float:
    return u - 3.0 + (3.0 + 2.0 * u) * exp(-u)


FINISH = float(brentq(_slope_of_time, 1.0, 4.0))
"""Time to the distance in units of TAU at which a curve of given MSS·MAC is fastest over it: about 2.15."""

WAY = FINISH + float(np.expm1(-FINISH))
"""The same in distance, in units of MSS·TAU: about 1.27."""

REACH = 3.0
"""Search range of ln F0 around its start: twenty times more or less force at the same power."""

_OfOne = Callable[[Array], Array]
_OfTwo = Callable[[Array, Array], Array]
_Pair = Callable[[Array, Array], tuple[Array, Array]]

SHARES = np.linspace(-1.0, 1.0, 13)
"""Where the search looks, in shares of its range; it then continues around the best of them."""

ROUNDS = 10
"""Rounds of the search: each is six times finer, so the last is at the digits a minimum can be found to."""

NEAREST, FARTHEST = 0.5, 1000.0
"""Distances in m between which the balanced one is searched."""

LEAN = 1e-4
"""By how much, in logs, force is traded for speed to see which is worth more."""

HALVINGS = 45
"""Rounds of that search: from a factor of 2000 down to a thousandth of a millimetre."""


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

    def __repr__(self) -> str:
        """One line: how far from the fastest balance, which one that is, and what it would be worth."""
        now, gain = self.imbalance.estimate(), self.gain.estimate()
        best = " and ".join(f"{value_text(one.estimate())} {one.unit}" for one in (self.push, self.speed))
        return (
            f"over {self.distance:g} m: {value_text(now)} % of balance ({interval_text(now)}); "
            f"on paper fastest with {best}, worth {value_text(gain)} s ({interval_text(gain)})"
        )


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
    best = np.cbrt(power * distance / WAY)
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

    def line(steps: Array) -> tuple[Array, Array]:
        return f0[..., np.newaxis] * np.exp(steps), v0[..., np.newaxis] * np.exp(-steps)

    def time(steps: Array) -> Array:
        return predict_time_or_never(distance, *solve_speed_curve(*line(steps), air, load=load))

    best = line(search_least(time, f0.shape)[..., np.newaxis])
    return best[0][..., 0], best[1][..., 0]


def search_least(value: _OfOne, shape: tuple[int, ...]) -> Array:
    """Search on ever finer grids where a function is least within `REACH` of zero, for all athletes at once.

    Parameters
    ----------
    value : callable
        Takes candidates of shape (..., n) and returns values of that shape; infinite where there is none.
    shape : tuple of int
        Shape of the athletes, without the candidates.

    Examples
    --------
    >>> search_least(lambda x: (x - np.array([[0.5], [-1.0]])) ** 2, (2,)).round(5).tolist()
    [0.5, -1.0]
    """
    centre, reach = np.zeros(shape), REACH
    for _ in range(ROUNDS):
        steps = centre[..., np.newaxis] + reach * SHARES
        best = np.argmin(value(steps), axis=-1, keepdims=True)
        centre = np.take_along_axis(steps, best, axis=-1)[..., 0]
        reach *= SHARES[1] - SHARES[0]
    return centre


def measure_curve_balance(parameters: Mapping[str, Draws], distance: float) -> Balance:
    """Measure how far the balance of MSS and MAC is from the fastest one over a distance, without drag or load.

    Examples
    --------
    >>> mss, mac = Draws(9.0, np.array([9.0]), "m/s"), Draws(7.2, np.array([7.2]), "m/s²")
    >>> balance = measure_curve_balance({"mss": mss, "mac": mac}, 20.0)
    >>> round(balance.imbalance.point), round(balance.gain.point, 3)
    (125, -0.02)
    """
    check_distance(distance)

    def best(mss: Array, mac: Array) -> tuple[Array, Array]:
        return solve_best_curve(mss, mac, distance)

    def time(mss: Array, mac: Array) -> Array:
        return predict_time_or_never(distance, mss, mac)

    return weigh(parameters["mss"], parameters["mac"], distance, best, time)


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
    return weigh_line(parameters, distance, air, load, solve_best_line)


def measure_balanced_distance(
    parameters: Mapping[str, Draws], *, air: Air | None = None, load: Load = UNLOADED
) -> Draws:
    """Measure the distance (m) over which the balance that the athlete has would be the fastest.

    Parameters
    ----------
    parameters : mapping of str to Draws
        `mss` and `mac` of the run.
    air : Air or None
        Of the run: F0 and v0 are balanced; without it MSS and MAC are.
    load : Load
        What was pulled or worn in the run.

    Raises
    ------
    InputError
        If that distance is not between 0.5 and 1000 m.

    Notes
    -----
    MSS and MAC: d = δ·MSS·TAU with δ of `solve_best_curve`. F0 and v0: the distance where a little more of one at the
    cost of the other gains nothing, by bisection; there one per cent more F0 gains as much as one per cent more v0.
    Source: `samozino2022`, `shorts` (find_optimal_distance); own computation.

    Examples
    --------
    >>> curve = {"mss": Draws(9.0, np.array([9.0]), "m/s"), "mac": Draws(7.2, np.array([7.2]), "m/s²")}
    >>> round(measure_balanced_distance(curve).point, 1)
    14.2
    """

    def plain(mss: Array, mac: Array) -> Array:
        return WAY * mss**2 / mac

    if air is None:
        return combine(plain, parameters["mss"], parameters["mac"], unit="m")

    def loaded(f0: Array, v0: Array) -> Array:
        return _solve_balanced_distance(f0, v0, air, load)

    line = measure_line_ends(parameters, air, load=load)
    found = combine(loaded, line["f0"], line["v0"], unit="m")
    if not 1.001 * NEAREST < found.point < 0.999 * FARTHEST:  # a search without a root ends on its edge
        raise InputError(
            "no distance makes this balance the fastest",
            why=f"From {NEAREST:g} to {FARTHEST:g} m more force, or more speed, is always worth more",
            remedy="Ask balance() at a distance",
        )
    return found


def weigh_line(
    parameters: Mapping[str, Draws], distance: float, air: Air, load: Load, solve: Callable[..., tuple[Array, Array]]
) -> Balance:
    """Weigh F0 and v0 of a run against the best pair, which `solve(f0, v0, distance, air, load=)` finds."""
    check_distance(distance)
    line = measure_line_ends(parameters, air, load=load)

    def best(v0: Array, f0: Array) -> tuple[Array, Array]:
        force, speed = solve(f0, v0, distance, air, load=load)
        return speed, force

    def time(v0: Array, f0: Array) -> Array:
        return predict_time_or_never(distance, *solve_speed_curve(f0, v0, air, load=load))

    return weigh(line["v0"], line["f0"], distance, best, time)


def weigh(speed: Draws, push: Draws, distance: float, best: _Pair, time: _OfTwo) -> Balance:
    """Weigh a pair of speed and push against the best one, which `best` finds and `time` ranks."""
    best_speed, best_push = best(*(np.append(one.point, one.samples) for one in (speed, push)))
    top = Draws(best_speed[0], best_speed[1:], speed.unit, speed.method)
    strongest = Draws(best_push[0], best_push[1:], push.unit, push.method)

    def imbalance(speed: Array, push: Array, top: Array, strongest: Array) -> Array:
        return 100.0 * (push / speed) / (strongest / top)

    def gain(speed: Array, push: Array, top: Array, strongest: Array) -> Array:
        return time(top, strongest) - time(speed, push)

    every = (speed, push, top, strongest)
    lean, won = combine(imbalance, *every, unit="%"), combine(gain, *every, unit="s")
    return Balance(distance, top, strongest, lean, check_moves(won))


def _solve_balanced_distance(f0: Array, v0: Array, air: Air, load: Load) -> Array:
    force, speed = (solve_speed_curve(f0 * np.exp(lean), v0 * np.exp(-lean), air, load=load) for lean in (LEAN, -LEAN))
    near, far = np.full_like(f0, np.log(NEAREST)), np.full_like(f0, np.log(FARTHEST))
    for _ in range(HALVINGS):
        middle = (near + far) / 2.0
        distance = np.exp(middle)
        short = predict_time_or_never(distance, *force) < predict_time_or_never(distance, *speed)
        near, far = np.where(short, middle, near), np.where(short, far, middle)
    return np.exp((near + far) / 2.0)
