"""The formulas of the batch: the sprint curve, its derivatives, and the steps of the search.

Gate times are t = TAU·(u(way) − lead) + TC with u + e^(−u) − 1 = way. Given L = MSS·TAU (and the lead, in units of TAU)
they are a straight line in u: TAU and TC follow from sums, and one or two numbers are left to search for. Each formula
takes numbers or arrays of them, so that compiled loops and array operations rest on the same lines.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from evenstride.core.estimate import Array

Number = Any
"""A number, or an array of them."""

FINE = 64.0
"""Rows of the table per unit of root."""

REACH = 10.0
"""Root from which e^(−u) is less than rounding, and u = way + 1."""

TERMS = 6
"""Coefficients in a row: half a row away the series err by less than rounding."""

CLOSE = 1e-5
"""A Newton step this small leaves an error near its square: nothing at the sixth digit."""

MOST_STEPS = 60
"""Steps after which halving the range alone would have found the place to `CLOSE`, twice over."""

LEAST_TAU = 1e-8
"""s: stands for a TAU below zero."""

TAU_STEPS = 12
"""Newton steps to a held TAU; half of them would do."""

WANDERING = 20
"""Steps after which a search that may start anywhere has seen enough: many more than it ever needed to settle."""

LONGEST = 1.0
"""Longest step of a search over two numbers: a factor of 2.7 in length."""

NEAR = 0.05
"""Steps of ln TAU as short as this are Newton's own; longer ones could promise more than there is."""

DAMPING = 1e-3
"""Share of its own curvature added to each number when a step of both has led uphill."""


def make_table() -> Array:
    """Return polynomials of u in rows of root = √(2·way), shape (TERMS, rows).

    Notes
    -----
    The curve u + e^(−u) − 1 = way is smooth in root from the start line on, so short polynomials hold it to rounding,
    and e^(−u) = 1 + way − u comes for nothing: no exponential and no logarithm is left.

    Examples
    --------
    >>> run, speed = look_up(make_table(), 2.0)
    >>> round(float(run + np.exp(-run) - 1.0), 12), round(float(speed - 1.0 + np.exp(-run)), 12)
    (2.0, 0.0)
    """
    aside = 0.5 * np.cos(np.pi * (np.arange(TERMS) + 0.5) / TERMS)
    root = (np.arange(int(REACH * FINE) + 1) + aside[:, np.newaxis]) / FINE
    way = root**2 / 2.0
    run = way + 1.0 - np.exp(-root * (1.0 + root * (1.0 / 6.0 + root / 72.0)))
    for _ in range(4):
        run += (run + np.expm1(-run) - way) / np.expm1(-run)
    return np.asarray(np.linalg.solve(np.vander(aside, increasing=True), run), dtype=np.float64)


def look_up(table: Array, root: Number) -> tuple[Number, Number]:
    """Return u and speed in units of MSS, 1 − e^(−u), at a root."""
    place = np.minimum(root, REACH) * FINE
    row = np.intp(place + 0.5)
    x = place - row
    run = table[5][row] * x + table[4][row]
    run = ((run * x + table[3][row]) * x + table[2][row]) * x + table[1][row]
    near = place / FINE
    run = run * x + table[0][row] + 0.5 * (root * root - near * near)
    return run, run - 0.5 * root * root


def by_length(way: Number, speed: Number) -> tuple[Number, Number]:
    """Return first and second derivative of u by ln L; `way` is from the start line in units of L."""
    slow = 1.0 / speed
    along = -way * slow
    return along, -along - along * along * (slow - 1.0)


def by_lead(along: Number, speed: Number, lead_speed: Number) -> tuple[Number, Number, Number]:
    """Return derivatives of u − lead by the lead: first, mixed with ln L, and second."""
    slow = 1.0 / speed
    share, fade = lead_speed * slow, slow - 1.0
    return share - 1.0, -along * share * fade, (1.0 - lead_speed) * slow - share * share * fade


def slope_and_bend(
    tau: Number, power: Number, mixed: Number, spread: Number, miss: Number, curl: Number
) -> tuple[Number, Number]:
    """Return two derivatives of half the sum of squares by one number, the factor `tau` of the curve following.

    From products of the curve (b) with itself, of b with its derivative (c), of c with c, of residuals with c, and of
    residuals with the second derivative.
    """
    turn = tau * mixed - miss
    return -tau * miss, tau * (tau * spread - curl) - turn * turn / power


def two_bends(
    tau: Number, power: Number, mixed: Number, spread: Number, miss: Number, curl: Number
) -> tuple[Number, ...]:
    """Return slopes, bends and Gauss–Newton bends over two numbers p and q, the factor `tau` of the curve following.

    As `slope_and_bend`; `mixed` and `miss` hold (p, q), `spread` and `curl` (pp, pq, qq).
    """
    turn, other = tau * mixed[0] - miss[0], tau * mixed[1] - miss[1]
    return (
        -tau * miss[0],
        -tau * miss[1],
        tau * (tau * spread[0] - curl[0]) - turn * turn / power,
        tau * (tau * spread[1] - curl[1]) - turn * other / power,
        tau * (tau * spread[2] - curl[2]) - other * other / power,
        tau * tau * (spread[0] - mixed[0] * mixed[0] / power),
        tau * tau * (spread[1] - mixed[0] * mixed[1] / power),
        tau * tau * (spread[2] - mixed[1] * mixed[1] / power),
    )


def held_tau(power: Number, pull: Number, stiffness: Number, usual: float) -> tuple[Number, Number]:
    """Return the best TAU where ln TAU is held at what is usual, and what then stands for `power` in the bends.

    Parameters
    ----------
    power, pull : float or ndarray
        Product of the curve with itself, and with the times.
    stiffness : float or ndarray
        How strongly ln TAU is held, s²; above zero.
    usual : float
        ln of the usual TAU in s.

    Notes
    -----
    Root of TAU²·power − TAU·pull + stiffness·(ln TAU − usual). From above it bends upwards all the way, so Newton's
    steps do not overshoot.
    """
    free = np.log(np.maximum(pull / power, LEAST_TAU))
    low, log_tau = np.minimum(free, usual), np.maximum(free, usual)
    for _ in range(TAU_STEPS):
        tau = np.exp(log_tau)
        slope = tau * (tau * power - pull) + stiffness * (log_tau - usual)
        bend = tau * (2.0 * tau * power - pull) + stiffness
        log_tau = np.maximum(log_tau - slope / bend, low)
    tau = np.exp(log_tau)
    return tau, 2.0 * power - pull / tau + stiffness / (tau * tau)


def propose(bends: tuple[Number, ...], damping: Number) -> tuple[Number, Number]:
    """Return the step of two numbers: Newton's where the bends are a valley's, Gauss–Newton's elsewhere."""
    slope, other, pp, pq, qq, safe_pp, safe_pq, safe_qq = bends
    valley = (pp > 0.0) & (pp * qq > pq * pq)
    pp = safe_pp * (1.0 + damping) + valley * (pp - safe_pp)
    pq = safe_pq + valley * (pq - safe_pq)
    qq = safe_qq * (1.0 + damping) + valley * (qq - safe_qq)
    scale = 1.0 / (pp * qq - pq * pq)
    return (pq * other - qq * slope) * scale, (pq * slope - pp * other) * scale


def confine(p: Number, q: Number, step: Number, turn: Number, low: float, high: float) -> tuple[Number, Number]:
    """Return where a step of ln L and lead leads, at most `LONGEST` away; a lead is halved rather than lost."""
    # fmin and fmax: a step that is no number must not leave the table of the curve.
    near = np.minimum(np.maximum(p + np.fmin(np.fmax(step, -LONGEST), LONGEST), low), high)
    far = q + np.fmin(np.fmax(turn, -LONGEST), LONGEST)
    return near, np.maximum(far, 0.5 * q)


def free_start(sums: tuple[Number, ...]) -> tuple[Number, Number, Number, Number]:
    """Return the best speeds A + B·E of the samples after a start, which is found with them.

    Parameters
    ----------
    sums : tuple of 11
        Over those samples: count; E = e^(−x), x·E and x²·E with x = t/TAU; the squares of E, E·x·E, and of x·E; speed,
        and its products with E, x·E and x²·E.

    Returns
    -------
    A, B, step, gain
        MSS in m/s; B = −MSS·e^(start/TAU); Newton's step of ln TAU; and by how much the sum of squares then falls below
        that of the speeds alone.
    """
    count, e, d, q, ee, ed, dd, y, ye, yd, yq = sums
    scale = 1.0 / (count * ee - e * e)
    a, b = (y * ee - ye * e) * scale, (ye * count - y * e) * scale
    miss = yd - a * d - b * ed
    curl = yq - yd - a * (q - d) - b * (dd - ed)
    first, second = b * d, b * ed
    safe = b * b * dd - (ee * first * first - 2.0 * e * first * second + count * second * second) * scale
    turn = second - miss
    bend = b * b * dd - b * curl - (ee * first * first - 2.0 * e * first * turn + count * turn * turn) * scale
    slope = -b * miss
    bend = trust(slope, bend, safe)
    step, gain = -slope / bend, a * y + b * ye + slope * slope / bend
    # A and B move with ln TAU.
    return a - step * (ee * first - e * turn) * scale, b - step * (count * turn - e * first) * scale, step, gain


def held_start(sums: tuple[Number, ...], x: Number) -> tuple[Number, Number]:
    """Return step and gain as `free_start` does, where the start is at x."""
    count, e, d, q, ee, ed, dd, y, ye, yd, yq = sums
    grow = np.exp(x)
    # The curve is 1 − e^(−m) with m = (t − start)/TAU; products with e^(−m), m·e^(−m) and m²·e^(−m).
    e, ye, ee = e * grow, ye * grow, ee * grow * grow
    d, yd, ed, dd = d * grow - x * e, yd * grow - x * ye, ed * grow * grow, dd * grow * grow
    dd = dd - 2.0 * x * ed + x * x * ee
    ed = ed - x * ee
    q, yq = q * grow - 2.0 * x * d - x * x * e, yq * grow - 2.0 * x * yd - x * x * ye
    power = count - 2.0 * e + ee
    mss = (y - ye) / power
    mixed = ed - d
    miss = -yd - mss * mixed
    curl = (yd - yq) - mss * (d - q - ed + dd)
    slope, bend = slope_and_bend(mss, power, mixed, dd, miss, curl)
    safe = mss * mss * (dd - mixed * mixed / power)
    bend = trust(slope, bend, safe)
    return -slope / bend, mss * (y - ye) + slope * slope / bend


def trust(slope: Number, bend: Number, safe: Number) -> Number:
    """Return the exact bend near the bottom, Gauss–Newton's elsewhere: only that one never promises too much."""
    near = np.abs(slope) < NEAR * safe
    return safe + near * (np.minimum(np.maximum(bend, 0.5 * safe), 2.0 * safe) - safe)
