"""Draws over every curve that the gates of one run allow, not only over those near the best one.

Few gates leave long, bent ridges of curves that fit alike; a Student t around the best one is then too short in one
direction and too long in another. Given its shape a curve is linear in TAU and TC, so both are drawn exactly, and only
the shape, one number or two, is laid out on a grid. Prior: every curve counts as much as it moves the gate times
(Jeffreys; uniform over distinguishable gate times), within the ranges of any sprint. No usual value is put in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, stdtr

from evenstride.core.estimate import Array
from evenstride.core.fit import Correction
from evenstride.science.sprint.model import LEAD, LN_MSS, LN_TAU, SHIFT
from evenstride.science.sprint.shapes import LEAST_POWER, Gates, Shapes, fit_shapes
from evenstride.science.sprint.solve import MSS_RANGE, TAU_RANGE, Problem

LENGTHS = (log(MSS_RANGE[0] * TAU_RANGE[0]), log(MSS_RANGE[1] * TAU_RANGE[1]))
"""Range of ln L of any sprint."""

FARTHEST_LEAD = 5.0
"""Lead in units of TAU beyond which a runner is at 99 % of top speed and no start is left to see."""

LENGTH_NODES, FLYING_NODES, LEAD_NODES = 257, 65, 33
"""Nodes of the grids over ln L alone, and over ln L and lead. They lie where the curve is likely, and thin out."""

LEAD_STEPS = 5
"""Gauss–Newton steps to the best lead of each length; the first ones nearly arrive."""

EXACT = 1e-6
"""Error of a gate time in s below which the curves are so much alike that the straight approximation is exact."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What a run says of its shape: gates, noise as (B + squares)^−(ν + p)/2, and where to look.

    Attributes
    ----------
    gates : Gates
        Of the run.
    base : float
        B in s²: what the device's stated error adds to the residual sum of squares.
    dof : float
        ν, degrees of freedom of the noise.
    centre, width : float
        ln L near the best one, and its standard error.
    """

    gates: Gates
    base: float
    dof: float
    centre: float
    width: float


def see_gates(problem: Problem) -> Gates | None:
    """Return the gates of a problem whose shapes can be laid out; None for others."""
    free = set(problem.corrections)
    whole = problem.place_of(LN_MSS) is not None and problem.place_of(LN_TAU) is not None and "mac" not in problem.fixed
    if problem.distances is None or not whole or free not in (set(), {Correction.TIME}, {Correction.FLYING}):
        return None
    distances = problem.distances - problem.fixed.get("distance_correction", 0.0)
    if np.any(distances <= 0.0):
        return None
    times = problem.y - problem.fixed.get("time_correction", 0.0)
    behind = problem.fixed.get("flying_distance", 0.0)
    if Correction.FLYING not in free:
        return Gates(distances, times, problem.weights, Correction.TIME in free, behind)
    # A flying start cannot also have a held one.
    return Gates(distances, times, problem.weights, False)


def draw_curves(seen: Seen, *, flying: bool, seed: int, draws: int) -> Array:
    """Return draws of all parameters of the fit.

    Parameters
    ----------
    seen : Seen
        One run.
    flying : bool
        Whether a flying distance is free.
    seed, draws : int
        Seed and number of the draws.

    Returns
    -------
    ndarray, shape (draws, 5)
        ln MSS, ln TAU, TC, lead and DC; what is not free is 0.

    Notes
    -----
    Density of shape, TAU and TC: √|JᵀWJ|·(B + squares)^−(ν + p)/2, p free parameters. TAU and TC are integrated
    out exactly (Student t), but for the factor TAU of √|JᵀWJ|, which is taken at its best value for the shape.
    A lead below zero would be a clock that started late; the probability of that side goes to a lead of zero, as a
    constrained best value does.
    """
    rng = np.random.default_rng(seed)
    if flying:
        table = _lay_out(seen)
        late = round(draws * _share_late(seen, table))
        rows = np.concatenate([_draw_lengths(seen, rng, late), _draw_flying(seen, table, rng, draws - late)])
    else:
        rows = _draw_lengths(seen, rng, draws)
    return rng.permutation(rows)


def is_inside(ln_length: Array, shapes: Shapes) -> NDArray[np.bool_]:
    """Say which shapes have the MSS and TAU of a sprint."""
    mss = np.exp(ln_length) / np.maximum(shapes.tau, LEAST_POWER)
    slow, fast = (shapes.tau > TAU_RANGE[0]) & (mss > MSS_RANGE[0]), (shapes.tau < TAU_RANGE[1]) & (mss < MSS_RANGE[1])
    return slow & fast


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Density over ln L and lead: one row a length, one column a lead that lies where this length wants it."""

    columns: Array
    """ln L, TAU, squares, power, mean and lead of each cell, shape (rows, columns, 6)."""
    log_mass: Array
    """ln of density times area of each cell, shape (rows, columns)."""


def _draw_lengths(seen: Seen, rng: np.random.Generator, draws: int) -> Array:
    place, steps = _spread_out(seen, LENGTH_NODES)
    shapes = fit_shapes(seen.gates, place)
    log_density = _log_density(seen, place, shapes)
    ln_length = np.interp(_levels(rng, draws), *_cumulate(place, np.exp(log_density - log_density.max()) * steps))
    between = (np.interp(ln_length, place, one) for one in (shapes.tau, shapes.squares, shapes.power, shapes.mean))
    return _fill(seen, np.stack([ln_length, *between], axis=1), rng)


def _lay_out(seen: Seen) -> _Table:
    place, steps = _spread_out(seen, FLYING_NODES)
    lead = np.full_like(place, 0.5)
    for _ in range(LEAD_STEPS):
        shapes = fit_shapes(seen.gates, place, lead)
        lead = np.clip(lead + shapes.turn, 0.0, FARTHEST_LEAD)
    shapes = fit_shapes(seen.gates, place, lead)
    left = seen.dof + 2.0
    width = np.sqrt((seen.base + shapes.squares) / left / np.maximum(shapes.bend, LEAST_POWER))
    width = np.clip(width, EXACT, FARTHEST_LEAD)[:, np.newaxis]
    low, high = np.arcsinh(-lead[:, np.newaxis] / width), np.arcsinh((FARTHEST_LEAD - lead[:, np.newaxis]) / width)
    along = low + (high - low) * np.linspace(0.0, 1.0, LEAD_NODES)
    nodes = np.maximum(lead[:, np.newaxis] + width * np.sinh(along), 0.0)
    rows = np.repeat(place, LEAD_NODES).reshape(nodes.shape)
    shapes = fit_shapes(seen.gates, rows, nodes)
    area = width * np.cosh(along) * (high - low) / (LEAD_NODES - 1)
    area[:, [0, -1]] *= 0.5
    log_mass = _log_density(seen, rows, shapes, lead=True) + np.log(area) + np.log(steps)[:, np.newaxis]
    return _Table(np.stack([rows, shapes.tau, shapes.squares, shapes.power, shapes.mean, nodes], axis=2), log_mass)


def _share_late(seen: Seen, table: _Table) -> float:
    """Return the probability that the clock started late rather than behind the athlete."""
    late = replace(seen, gates=replace(seen.gates, shifted=True))
    place, steps = _spread_out(late, LENGTH_NODES)
    shapes = fit_shapes(late.gates, place)
    log_density = _log_density(late, place, shapes) + np.log(steps)
    left = seen.dof + 1.0
    best = late.gates.mean(late.gates.times) - shapes.tau * shapes.mean
    spread = 1.0 / late.gates.weights.sum() + shapes.mean**2 / shapes.power
    side = np.asarray(stdtr(left, best / np.sqrt((seen.base + shapes.squares) / left * spread)), dtype=np.float64)
    top = max(log_density.max(), table.log_mass.max())
    one, other = float((np.exp(log_density - top) * side).sum()), float(np.exp(table.log_mass - top).sum())
    return one / (one + other)


def _draw_flying(seen: Seen, table: _Table, rng: np.random.Generator, draws: int) -> Array:
    mass = np.exp(table.log_mass - table.log_mass.max())
    order: Array = np.arange(float(len(mass)))
    row = np.interp(_levels(rng, draws), *_cumulate(order, mass.sum(axis=1)))
    near = np.rint(row).astype(np.intp)
    # Within the nearest row by the same rule, all draws at once: row r fills the levels from r to r + 1.
    heap = np.cumsum(0.5 * (mass[:, 1:] + mass[:, :-1]), axis=1)
    heap = np.pad(heap / np.maximum(heap[:, -1:], LEAST_POWER), ((0, 0), (1, 0)))
    level = rng.random(draws)
    found = np.searchsorted((heap + order[:, np.newaxis]).ravel(), near + level, side="right") - 1
    left = np.clip(found - near * LEAD_NODES, 0, LEAD_NODES - 2)
    begin = heap[near, left]
    right = np.clip((level - begin) / np.maximum(heap[near, left + 1] - begin, LEAST_POWER), 0.0, 1.0)
    top = np.minimum(row.astype(np.intp), len(mass) - 2)
    down, right = (row - top)[:, np.newaxis], right[:, np.newaxis]
    upper = table.columns[top, left] * (1.0 - right) + table.columns[top, left + 1] * right
    lower = table.columns[top + 1, left] * (1.0 - right) + table.columns[top + 1, left + 1] * right
    return _fill(seen, upper * (1.0 - down) + lower * down, rng)


def _fill(seen: Seen, columns: Array, rng: np.random.Generator) -> Array:
    """Draw TAU and TC for drawn shapes, given as the columns of `_Table`, without the last where no lead is free."""
    gates, draws = seen.gates, len(columns)
    ln_length, best, squares, power, mean, *lead = columns.T
    left = seen.dof + 1.0 + len(lead)
    squares = seen.base + squares
    tau = best + np.sqrt(squares / left / power) * rng.standard_t(left, draws)
    tau = np.clip(tau, *TAU_RANGE)
    rows = np.zeros((draws, 5))
    rows[:, LN_TAU] = np.log(tau)
    rows[:, LN_MSS] = ln_length - rows[:, LN_TAU]
    if lead:
        rows[:, LEAD] = lead[0] * tau
    if gates.shifted:
        spread = np.sqrt((squares + power * (tau - best) ** 2) / (left + 1.0) / gates.weights.sum())
        rows[:, SHIFT] = gates.mean(gates.times) - tau * mean + spread * rng.standard_t(left + 1.0, draws)
    return rows


def _spread_out(seen: Seen, nodes: int) -> tuple[Array, Array]:
    """Return places of ln L, close together near the best one and sparse far from it, and their distances."""
    low, high = np.arcsinh((np.array(LENGTHS) - seen.centre) / seen.width)
    step = float(high - low) / (nodes - 1)
    # The centre is a node, whatever else is missed.
    along = (np.arange(nodes) + np.ceil(low / step)) * step
    return seen.centre + seen.width * np.sinh(along), seen.width * np.cosh(along) * step


def _cumulate(place: Array, mass: Array) -> tuple[Array, Array]:
    """Return levels from 0 to 1 and the places they belong to."""
    heap = np.concatenate([[0.0], np.cumsum(0.5 * (mass[1:] + mass[:-1]))])
    return heap / heap[-1], place


def _levels(rng: np.random.Generator, draws: int) -> Array:
    """Return one level in each of `draws` equal parts: quantiles then hardly depend on the seed."""
    return (np.arange(draws) + rng.random(draws)) / max(draws, 1)


def _log_density(seen: Seen, ln_length: Array, shapes: Shapes, *, lead: bool = False) -> Array:
    """Return ln of the density over ln L, and lead in units of TAU, with TAU and TC integrated out."""
    linear = 1 + seen.gates.shifted
    free = 2 + seen.gates.shifted + lead
    found = np.log(np.maximum(shapes.spread, LEAST_POWER)) - 0.5 * np.log(shapes.power)
    if seen.gates.shifted:
        found = found - 0.5 * np.log(seen.gates.weights.sum())
    found = found + (1.0 + lead) * np.log(np.maximum(shapes.tau, LEAST_POWER))
    found = found - 0.5 * (seen.dof + free - linear) * np.log(np.maximum(seen.base + shapes.squares, LEAST_POWER))
    constant = sum(_integral(seen.dof + free - one) for one in range(1, linear + 1))
    return np.where(is_inside(ln_length, shapes), found + constant, -np.inf)


def _integral(dof: float) -> float:
    """Return ln ∫(1 + x²)^−(dof + 1)/2 dx."""
    return 0.5 * np.log(np.pi) + float(gammaln(0.5 * dof) - gammaln(0.5 * (dof + 1.0)))
