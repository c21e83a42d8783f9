"""Least squares of many gate runs in a row: the searches of `loops` as array operations, where nothing is compiled.

Arrays are (gates, runs), and runs that have arrived are set aside.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

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

CROWD = 0.6
"""Finished runs are set aside once fewer than this share still move: doing so costs about one operation."""


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
    """Return ln L of the least squares of every run, as `loops.search_lengths` does."""
    place = np.clip(first, low, high)
    bottom, top = np.full_like(place, low), np.full_like(place, high)
    found, runs = place.copy(), np.arange(place.size)
    for _ in range(MOST_STEPS):
        slope, bend = _slope(table, roots, times, present, shifted, place)
        rising = slope > 0.0
        top, bottom = np.where(rising, place, top), np.where(rising, bottom, place)
        target = place - slope / bend
        target = np.where((target >= bottom) & (target <= top), target, 0.5 * (bottom + top))
        moving = np.abs(target - place) > CLOSE
        place = target
        still = np.count_nonzero(moving)
        if still < CROWD * moving.size:
            found[runs] = place
            if not still:
                return found
            left = np.flatnonzero(moving)
            roots, times, present = roots[:, left], times[:, left], present[:, left]
            runs, place, bottom, top = runs[left], place[left], bottom[left], top[left]
    found[runs] = place
    return found


def _slope(
    table: Array, roots: Array, times: Array, present: Array, shifted: bool, place: Array
) -> tuple[Array, Array]:
    root = roots * np.exp(-0.5 * place)
    run, speed = look_up(table, root)
    along, turn = by_length(0.5 * root * root, speed)
    run, along = _centre(run, present, shifted), _centre(along, present, shifted)
    power = dot(run, run)
    tau = dot(run, times) / power
    residuals = times - tau * run
    return slope_and_bend(
        tau, power, dot(run, along), dot(along, along), dot(residuals, along), dot(residuals, turn)
    )


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
    """Return ln L and a second number of the least squares of every run, as `loops.search_pairs` does."""
    found = np.full((2, first.size), np.nan)
    runs, damping = np.arange(first.size), np.zeros(first.size)
    p, q = first.copy(), other.copy()
    gates = (roots, times, present)
    judge = _judge_lead if leading else _judge_usual
    cost, bends = judge(table, *gates, stiffness, usual, p, q)
    for _ in range(MOST_STEPS):
        step, turn = propose(bends, damping)
        near, far = confine(p, q, step, turn, leading, low, high)
        new_cost, new_bends = judge(table, *gates, stiffness, usual, near, far)
        small = (np.abs(near - p) <= CLOSE) & (np.abs(far - q) <= CLOSE)
        down = small | (new_cost <= cost)
        settled = small & (damping == 0.0)
        p, q, cost = np.where(down, near, p), np.where(down, far, q), np.where(down, new_cost, cost)
        bends = tuple(np.where(down, new, old) for new, old in zip(new_bends, bends, strict=True))
        calmer = np.where(damping > DAMPING, 0.1 * damping, 0.0)
        damping = np.where(down, calmer, np.maximum(10.0 * damping, DAMPING))
        if settled.any():
            found[:, runs[settled]] = p[settled], q[settled]
            left = np.flatnonzero(~settled)
            if not left.size:
                break
            gates = tuple(part[:, left] for part in gates)
            runs, p, q, cost, damping, stiffness = (part[left] for part in (runs, p, q, cost, damping, stiffness))
            bends = tuple(part[left] for part in bends)
    return found[0], found[1]


def _judge_usual(
    table: Array, roots: Array, times: Array, present: Array, stiffness: Array, usual: float, p: Array, q: Array
) -> tuple[Array, tuple[Array, ...]]:
    root = roots * np.exp(-0.5 * p)
    run, speed = look_up(table, root)
    along, curl = by_length(0.5 * root * root, speed)
    run, along = _centre(run, present, True), _centre(along, present, True)
    tau, off = np.exp(q), q - usual
    residuals = times - tau * run
    products = (dot(run, run), dot(run, along), dot(along, along))
    pulls = (dot(residuals, run), dot(residuals, along), dot(residuals, curl))
    cost = dot(residuals, residuals) + stiffness * off * off
    return cost, usual_bends(tau, *products, *pulls, stiffness, off)


def _judge_lead(
    table: Array, roots: Array, times: Array, present: Array, _stiffness: Array, _usual: float, p: Array, q: Array
) -> tuple[Array, tuple[Array, ...]]:
    lead_speed = -np.expm1(-q)
    root = roots * np.exp(-0.5 * p)
    way = 0.5 * root * root
    run, speed = look_up(table, np.sqrt(2.0 * (way + q - lead_speed)))
    run = (run - q) * present
    along, curl = by_length(way, speed)
    across, mixed, bend = by_lead(along, speed, lead_speed)
    along, across = along * present, across * present
    power = dot(run, run)
    tau = dot(run, times) / power
    residuals = times - tau * run
    bends = two_bends(
        tau,
        power,
        (dot(run, along), dot(run, across)),
        (dot(along, along), dot(along, across), dot(across, across)),
        (dot(residuals, along), dot(residuals, across)),
        (dot(residuals, curl), dot(residuals, mixed), dot(residuals, bend)),
    )
    return dot(residuals, residuals), bends


def _centre(values: Array, present: Array, shifted: bool) -> Array:
    if shifted:
        values = values - dot(values, present) / present.sum(axis=0)
    return values * present


def dot(one: Array, other: Array) -> Array:
    """Return the product of each column of one array with that of another, shape (runs,)."""
    return np.einsum("ij,ij->j", one, other)
