"""Least squares of many gate runs in a row: the searches of `loops` as array operations, where nothing is compiled.

Arrays are (gates, runs), and runs that have arrived are set aside.
"""

from __future__ import annotations

import numpy as np

from evenstride.core.estimate import Array
from evenstride.science.batch.formulas import (
    CLOSE,
    DAMPING,
    LEAST_TAU,
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

CROWD = 0.6
"""Finished runs are set aside once fewer than this share still move: doing so costs about one operation."""


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
    """Return ln L of the least squares of every run, as `loops.search_lengths` does."""
    place = np.clip(first, low, high)
    bottom, top = np.full_like(place, low), np.full_like(place, high)
    found, runs = place.copy(), np.arange(place.size)
    for _ in range(MOST_STEPS):
        slope, bend = _slope(table, roots, times, present, shifted, stiffness, usual, place)
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
            roots, times, present, stiffness = roots[:, left], times[:, left], present[:, left], stiffness[left]
            runs, place, bottom, top = runs[left], place[left], bottom[left], top[left]
    found[runs] = place
    return found


def _slope(
    table: Array,
    roots: Array,
    times: Array,
    present: Array,
    shifted: bool,
    stiffness: Array,
    usual: float,
    place: Array,
) -> tuple[Array, Array]:
    root = roots * np.exp(-0.5 * place)
    run, speed = look_up(table, root)
    along, turn = by_length(0.5 * root * root, speed)
    run, along = _centre(run, present, shifted), _centre(along, present, shifted)
    tau, power = fit_tau(dot(run, run), dot(run, times), stiffness, usual)
    residuals = times - tau * run
    return slope_and_bend(tau, power, dot(run, along), dot(along, along), dot(residuals, along), dot(residuals, turn))


def fit_tau(power: Array, pull: Array, stiffness: Array, usual: float) -> tuple[Array, Array]:
    """Return the best TAU of every run, held at what is usual where there is stiffness, and the power for the bends."""
    tau, stood = pull / power, power
    if stiffness.any():
        held = held_tau(power, pull, np.where(stiffness > 0.0, stiffness, 1.0), usual)
        tau, stood = np.where(stiffness > 0.0, held, (tau, stood))
    return tau, stood


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
    """Return ln L and lead of the least squares of every run, as `loops.search_leads` does."""
    found, leads = np.full_like(first, low), np.zeros_like(first)
    runs, damping, p, q = np.arange(first.size), np.zeros(first.size), first, other
    here = _judge(table, roots, times, present, stiffness, usual, p, q)
    for _ in range(MOST_STEPS):
        step, turn = propose(tuple(here[1:]), damping)
        near, far = confine(p, q, step, turn, low, high)
        there = _judge(table, roots, times, present, stiffness, usual, near, far)
        small = (np.abs(near - p) <= CLOSE) & (np.abs(far - q) <= CLOSE)
        settled = small & (damping == 0.0)
        down = small | (there[0] <= here[0])
        p, q, here = np.where(down, near, p), np.where(down, far, q), np.where(down, there, here)
        calmer = np.where(damping > DAMPING, 0.1 * damping, 0.0)
        damping = np.where(down, calmer, np.maximum(10.0 * damping, DAMPING))
        if settled.any():
            found[runs[settled]], leads[runs[settled]] = p[settled], q[settled]
            left = np.flatnonzero(~settled)
            if not left.size:
                break
            roots, times, present, here = roots[:, left], times[:, left], present[:, left], here[:, left]
            runs, stiffness, damping, p, q = runs[left], stiffness[left], damping[left], p[left], q[left]
    return found, leads


def _judge(
    table: Array, roots: Array, times: Array, present: Array, stiffness: Array, usual: float, p: Array, q: Array
) -> Array:
    """Return cost and bends over ln L and lead, shape (9, runs)."""
    lead_speed = -np.expm1(-q)
    root = roots * np.exp(-0.5 * p)
    way = 0.5 * root * root
    run, speed = look_up(table, np.sqrt(2.0 * (way + np.maximum(q - lead_speed, 0.0))))
    along, curl = by_length(way, speed)
    across, mixed, bend = by_lead(along, speed, lead_speed)
    run, along, across = (run - q) * present, along * present, across * present
    tau, power = fit_tau(dot(run, run), dot(run, times), stiffness, usual)
    residuals = times - tau * run
    bends = two_bends(
        tau,
        power,
        (dot(run, along), dot(run, across)),
        (dot(along, along), dot(along, across), dot(across, across)),
        (dot(residuals, along), dot(residuals, across)),
        (dot(residuals, curl), dot(residuals, mixed), dot(residuals, bend)),
    )
    cost = dot(residuals, residuals)
    if stiffness.any():
        cost = cost + stiffness * (np.log(np.maximum(tau, LEAST_TAU)) - usual) ** 2
    return np.array([cost, *bends])


def _centre(values: Array, present: Array, shifted: bool) -> Array:
    if shifted:
        values = values - dot(values, present) / present.sum(axis=0)
    return values * present


def dot(one: Array, other: Array) -> Array:
    """Return the product of each column of one array with that of another, shape (runs,)."""
    return np.einsum("ij,ij->j", one, other)
