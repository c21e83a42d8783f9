"""Least squares of one gate run after the other: plain loops, quick where they are compiled."""

from __future__ import annotations

import numpy as np

from evenstride.core.estimate import Array
from evenstride.science.batch.formulas import (
    CLOSE,
    DAMPING,
    MOST_STEPS,
    by_lead,
    by_length,
    confine,
    held_tau,
    look_up,
    propose,
    slope_and_bend,
    two_bends,
)


def search_lengths(
    table: Array,
    roots: Array,
    times: Array,
    present: Array,
    shifted: bool,
    stiffness: Array,
    usual: float,
    first: Array,
    low: float,
    high: float,
) -> Array:
    """Return ln L of the least squares of every run; `low` or `high` where there is none between.

    Parameters
    ----------
    table : ndarray
        From `make_table`.
    roots, times, present : ndarray, shape (gates, runs)
        √(2·distance), times less their mean where a time correction is free, and 1 or 0.
    shifted : bool
        Whether it is.
    stiffness, usual : ndarray of shape (runs,), float
        How strongly ln TAU is held at what is usual, s²; 0 where it is not.
    first : ndarray, shape (runs,)
        ln L to start from.
    low, high : float
        ln L between which the search stays.

    Notes
    -----
    Newton on the derivative of the residual sum of squares, with exact second derivative; a step that would leave the
    bracket of its sign change is replaced by halving.
    """
    gates, runs = roots.shape
    found, work = np.empty(runs), np.empty((5, gates))
    for run in range(runs):
        size = 0
        for gate in range(gates):
            if present[gate, run] > 0.0:
                work[0, size], work[1, size] = roots[gate, run], times[gate, run]
                size += 1
        bottom, top = low, high
        place = min(max(first[run], low), high)
        for _ in range(MOST_STEPS):
            slope, bend = slope_at(table, work, size, shifted, stiffness[run], usual, place)
            if slope > 0.0:
                top = place
            else:
                bottom = place
            target = place - slope / bend
            if not (target >= bottom and target <= top):
                target = 0.5 * (bottom + top)
            moved = abs(target - place)
            place = target
            if moved <= CLOSE:
                break
        found[run] = place
    return found


def slope_at(
    table: Array, work: Array, size: int, shifted: bool, stiffness: float, usual: float, place: float
) -> tuple[float, float]:
    """Return `slope_and_bend` of one run at ln L; `work` holds roots, times, and room for three columns."""
    half = np.exp(-0.5 * place)
    middle = drift = 0.0
    for gate in range(size):
        root = work[0, gate] * half
        run, speed = look_up(table, root)
        along, turn = by_length(0.5 * root * root, speed)
        work[2, gate], work[3, gate], work[4, gate] = run, along, turn
        middle += run
        drift += along
    share = 1.0 / size if shifted else 0.0
    middle, drift = middle * share, drift * share
    power = mixed = spread = pull = 0.0
    for gate in range(size):
        run, along = work[2, gate] - middle, work[3, gate] - drift
        power += run * run
        mixed += run * along
        spread += along * along
        pull += run * work[1, gate]
    tau = pull / power
    if stiffness > 0.0:
        tau, power = held_tau(power, pull, stiffness, usual)
    miss = curl = 0.0
    for gate in range(size):
        residual = work[1, gate] - tau * (work[2, gate] - middle)
        miss += residual * (work[3, gate] - drift)
        curl += residual * work[4, gate]
    return slope_and_bend(tau, power, mixed, spread, miss, curl)


def search_leads(
    table: Array,
    roots: Array,
    times: Array,
    present: Array,
    stiffness: Array,
    usual: float,
    first: Array,
    other: Array,
    low: float,
    high: float,
) -> tuple[Array, Array]:
    """Return ln L and lead of the least squares of every run; `low` and 0 where the search does not settle.

    Parameters
    ----------
    table, roots, present, stiffness, usual, low, high
        As in `search_lengths`.
    times : ndarray, shape (gates, runs)
        Times as they are.
    first, other : ndarray, shape (runs,)
        ln L and lead, in units of TAU, to start from.

    Notes
    -----
    Newton with exact second derivatives where the ground is a valley, Gauss–Newton elsewhere; a step uphill is taken
    back and damped.
    """
    gates, runs = roots.shape
    found, leads, work = np.empty(runs), np.empty(runs), np.empty((8, gates))
    for run in range(runs):
        size = 0
        for gate in range(gates):
            if present[gate, run] > 0.0:
                work[0, size], work[1, size] = roots[gate, run], times[gate, run]
                size += 1
        p, q, damping, settled = first[run], other[run], 0.0, False
        cost, bends = judge(table, work, size, stiffness[run], usual, p, q)
        for _ in range(MOST_STEPS):
            step, turn = propose(bends, damping)
            near, far = confine(p, q, step, turn, low, high)
            new_cost, new_bends = judge(table, work, size, stiffness[run], usual, near, far)
            small = abs(near - p) <= CLOSE and abs(far - q) <= CLOSE
            if small or new_cost <= cost:
                p, q, cost, bends = near, far, new_cost, new_bends
                settled = small and damping == 0.0
                damping = damping * 0.1 if damping > DAMPING else 0.0
                if settled:
                    break
            else:
                damping = max(10.0 * damping, DAMPING)
        found[run], leads[run] = (p, q) if settled else (low, 0.0)
    return found, leads


def judge(
    table: Array, work: Array, size: int, stiffness: float, usual: float, p: float, q: float
) -> tuple[float, tuple[float, ...]]:
    """Return cost and bends of one run at ln L and lead; `work` holds roots, times, and room for six columns."""
    half, lead_speed = np.exp(-0.5 * p), -np.expm1(-q)
    before = max(q - lead_speed, 0.0)
    power = pull = 0.0
    for gate in range(size):
        root = work[0, gate] * half
        way = 0.5 * root * root
        run, speed = look_up(table, np.sqrt(2.0 * (way + before)))
        run -= q
        along, turn = by_length(way, speed)
        work[2, gate], work[3, gate], work[4, gate] = run, along, turn
        work[5, gate], work[6, gate], work[7, gate] = by_lead(along, speed, lead_speed)
        power += run * run
        pull += run * work[1, gate]
    tau, stood = pull / power, power
    if stiffness > 0.0:
        tau, stood = held_tau(power, pull, stiffness, usual)
    mixed = miss = mixed_other = miss_other = cost = 0.0
    pp = pq = qq = curl_pp = curl_pq = curl_qq = 0.0
    for gate in range(size):
        run, along, across = work[2, gate], work[3, gate], work[5, gate]
        residual = work[1, gate] - tau * run
        mixed += run * along
        mixed_other += run * across
        miss += residual * along
        miss_other += residual * across
        pp += along * along
        pq += along * across
        qq += across * across
        curl_pp += residual * work[4, gate]
        curl_pq += residual * work[6, gate]
        curl_qq += residual * work[7, gate]
        cost += residual * residual
    if stiffness > 0.0:
        cost += stiffness * (np.log(tau) - usual) ** 2
    bends = two_bends(tau, stood, (mixed, mixed_other), (pp, pq, qq), (miss, miss_other), (curl_pp, curl_pq, curl_qq))
    return cost, bends
