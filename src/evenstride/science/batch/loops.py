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
    look_up,
    propose,
    slope_and_bend,
    two_bends,
    usual_bends,
)


def search_lengths(
    table: Array,
    roots: Array,
    times: Array,
    present: Array,
    shifted: bool,
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
            slope, bend = slope_at(table, work, size, shifted, place)
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


def slope_at(table: Array, work: Array, size: int, shifted: bool, place: float) -> tuple[float, float]:
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
    miss = curl = 0.0
    for gate in range(size):
        residual = work[1, gate] - tau * (work[2, gate] - middle)
        miss += residual * (work[3, gate] - drift)
        curl += residual * work[4, gate]
    return slope_and_bend(tau, power, mixed, spread, miss, curl)


def search_pairs(
    table: Array,
    roots: Array,
    times: Array,
    present: Array,
    leading: bool,
    stiffness: Array,
    usual: float,
    first: Array,
    other: Array,
    low: float,
    high: float,
) -> tuple[Array, Array]:
    """Return ln L and a second number of the least squares of every run; `low` and 0 where the search does not settle.

    Parameters
    ----------
    table, roots, times, present, low, high
        As in `search_lengths`.
    leading : bool
        The second number is the lead in units of TAU (≥ 0, times as they are); else ln TAU (times less their mean).
    stiffness, usual : ndarray of shape (runs,), float
        How strongly ln TAU is held at what is usual, s²; of no account for a lead.
    first, other : ndarray, shape (runs,)
        The two numbers to start from.

    Notes
    -----
    Newton with exact second derivatives where the ground is a valley, Gauss–Newton elsewhere; a step uphill is taken
    back and damped.
    """
    gates, runs = roots.shape
    found, found_other, work = np.empty(runs), np.empty(runs), np.empty((8, gates))
    for run in range(runs):
        size = 0
        for gate in range(gates):
            if present[gate, run] > 0.0:
                work[0, size], work[1, size] = roots[gate, run], times[gate, run]
                size += 1
        p, q, damping, settled = first[run], other[run], 0.0, False
        cost, bends = judge(table, work, size, leading, stiffness[run], usual, p, q)
        for _ in range(MOST_STEPS):
            step, turn = propose(bends, damping)
            near, far = confine(p, q, step, turn, leading, low, high)
            new_cost, new_bends = judge(table, work, size, leading, stiffness[run], usual, near, far)
            small = abs(near - p) <= CLOSE and abs(far - q) <= CLOSE
            if small or new_cost <= cost:
                p, q, cost, bends = near, far, new_cost, new_bends
                settled = small and damping == 0.0
                damping = damping * 0.1 if damping > DAMPING else 0.0
                if settled:
                    break
            else:
                damping = max(10.0 * damping, DAMPING)
        found[run], found_other[run] = (p, q) if settled else (low, 0.0)
    return found, found_other


def judge(
    table: Array,
    work: Array,
    size: int,
    leading: bool,
    stiffness: float,
    usual: float,
    p: float,
    q: float,
) -> tuple[float, tuple[float, ...]]:
    """Return cost and bends of one run at ln L and a second number; `work` holds roots, times, and room for six."""
    half, lead = np.exp(-0.5 * p), q if leading else 0.0
    lead_speed = -np.expm1(-lead)
    before = max(lead - lead_speed, 0.0)
    middle = drift = 0.0
    for gate in range(size):
        root = work[0, gate] * half
        way = 0.5 * root * root
        run, speed = look_up(table, np.sqrt(2.0 * (way + before)) if leading else root)
        along, turn = by_length(way, speed)
        work[2, gate], work[3, gate], work[4, gate] = run - lead, along, turn
        if leading:
            work[5, gate], work[6, gate], work[7, gate] = by_lead(along, speed, lead_speed)
        middle += run
        drift += along
    if leading:
        return judge_lead(work, size)
    middle, drift = middle / size, drift / size
    tau = np.exp(q)
    power = mixed = spread = pull = miss = curl = cost = 0.0
    for gate in range(size):
        run, along = work[2, gate] - middle, work[3, gate] - drift
        residual = work[1, gate] - tau * run
        power += run * run
        mixed += run * along
        spread += along * along
        pull += residual * run
        miss += residual * along
        curl += residual * work[4, gate]
        cost += residual * residual
    off = q - usual
    return cost + stiffness * off * off, usual_bends(tau, power, mixed, spread, pull, miss, curl, stiffness, off)


def judge_lead(work: Array, size: int) -> tuple[float, tuple[float, ...]]:
    """Return cost and bends over ln L and the lead, from the columns that `judge` has filled."""
    power = pull = 0.0
    for gate in range(size):
        power += work[2, gate] * work[2, gate]
        pull += work[2, gate] * work[1, gate]
    tau = pull / power
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
    bends = two_bends(tau, power, (mixed, mixed_other), (pp, pq, qq), (miss, miss_other), (curl_pp, curl_pq, curl_qq))
    return cost, bends
