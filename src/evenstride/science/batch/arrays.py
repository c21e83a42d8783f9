"""Least squares of many gate runs in a row: the searches of `loops` as array operations, where nothing is compiled.

Arrays are (gates, runs), and runs that have arrived are set aside.
"""

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
    return slope_and_bend(tau, power, dot(run, along), dot(along, along), dot(residuals, along), dot(residuals, turn))


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
    found, found_other = np.full_like(first, low), np.zeros_like(first)
    runs, damping = np.arange(first.size), np.zeros(first.size)

    def judge(p: Array, q: Array) -> Array:
        if leading:
            return _judge_lead(table, roots, times, present, p, q)
        return _judge_usual(table, roots, times, present, stiffness, q - usual, p, q)

    p, q = first, other
    here = judge(p, q)
    for _ in range(MOST_STEPS):
        step, turn = propose(tuple(here[1:]), damping)
        near, far = confine(p, q, step, turn, leading, low, high)
        there = judge(near, far)
        small = (np.abs(near - p) <= CLOSE) & (np.abs(far - q) <= CLOSE)
        settled = small & (damping == 0.0)
        down = small | (there[0] <= here[0])
        p, q, here = np.where(down, near, p), np.where(down, far, q), np.where(down, there, here)
        calmer = np.where(damping > DAMPING, 0.1 * damping, 0.0)
        damping = np.where(down, calmer, np.maximum(10.0 * damping, DAMPING))
        if settled.any():
            found[runs[settled]], found_other[runs[settled]] = p[settled], q[settled]
            left = np.flatnonzero(~settled)
            if not left.size:
                break
            roots, times, present, here = roots[:, left], times[:, left], present[:, left], here[:, left]
            runs, stiffness, damping, p, q = runs[left], stiffness[left], damping[left], p[left], q[left]
    return found, found_other


def _judge_usual(
    table: Array, roots: Array, times: Array, present: Array, stiffness: Array, off: Array, p: Array, q: Array
) -> Array:
    """Return cost and bends over ln L and ln TAU, shape (9, runs)."""
    root = roots * np.exp(-0.5 * p)
    run, speed = look_up(table, root)
    along, curl = by_length(0.5 * root * root, speed)
    run, along = _centre(run, present, True), _centre(along, present, True)
    tau = np.exp(q)
    residuals = times - tau * run
    products = (dot(run, run), dot(run, along), dot(along, along))
    pulls = (dot(residuals, run), dot(residuals, along), dot(residuals, curl))
    cost = dot(residuals, residuals) + stiffness * off * off
    return np.array([cost, *usual_bends(tau, *products, *pulls, stiffness, off)])


def _judge_lead(table: Array, roots: Array, times: Array, present: Array, p: Array, q: Array) -> Array:
    """Return cost and bends over ln L and the lead, shape (9, runs)."""
    lead_speed = -np.expm1(-q)
    root = roots * np.exp(-0.5 * p)
    way = 0.5 * root * root
    run, speed = look_up(table, np.sqrt(2.0 * (way + np.maximum(q - lead_speed, 0.0))))
    along, curl = by_length(way, speed)
    across, mixed, bend = by_lead(along, speed, lead_speed)
    run, along, across = (run - q) * present, along * present, across * present
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
    return np.array([dot(residuals, residuals), *bends])


def _centre(values: Array, present: Array, shifted: bool) -> Array:
    if shifted:
        values = values - dot(values, present) / present.sum(axis=0)
    return values * present


def dot(one: Array, other: Array) -> Array:
    """Return the product of each column of one array with that of another, shape (runs,)."""
    return np.einsum("ij,ij->j", one, other)
