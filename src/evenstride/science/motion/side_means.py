"""From a metric of every contact or stride to what is said of both sides, of each, and of left less right."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from math import degrees
from types import ModuleType
from typing import Any

import numpy as np

from evenstride.core.discover import modules
from evenstride.core.estimate import Array, Draws, Estimate, Missing, combine
from evenstride.core.metric import Analysis, Metric
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.sided import SidedValues
from evenstride.science.noise import deviation_estimate

ALIKE = 0.25
"""How alike neighbouring contacts of one foot are (correlation), about the mean of a longer run. A 30 s run on a belt
shows 0.23 (`validation/instruments_force.py`); within 5 s it cannot be seen (judgement: one runner)."""

WANDER = ((1.0 + ALIKE) / (1.0 - ALIKE)) ** 0.5
"""How much less contacts that are alike tell of the runner than as many that are not. Two and more contacts want the
same factor within 2 %: few are more independent of each other, and their spread misses more of what they share."""

OVERLAP = 2.0**0.5
"""How much less strides of both sides tell of the body than as many apart would: each is half of the next."""


Values = Mapping[str, Draws | Missing]
Found = tuple[
    Values, Mapping[Side, Values], Mapping[str, Draws], Mapping[str, float], Mapping[str, Draws], tuple[Flag, ...]
]


Couples = Sequence[tuple[int, int]]
"""Index of the left and of the right one of two contacts or strides in a row."""


def find_couples(sides: Sequence[Side | None], times: Sequence[float], within: Collection[float] | None) -> Couples:
    """Return the couples of steps in a row.

    Parameters
    ----------
    sides : sequence of Side or None
        Of each contact or stride, in time order.
    times : sequence of float
        Touchdown of the step each belongs to, s.
    within : collection of float or None
        Touchdowns of the steps that count, in their order in the run: others are no neighbours. None for all.

    Examples
    --------
    >>> find_couples([Side.RIGHT, Side.LEFT, Side.RIGHT], [0.0, 0.3, 0.6], None)
    [(1, 0), (1, 2)]
    >>> find_couples([Side.RIGHT, Side.LEFT, Side.RIGHT], [0.0, 0.3, 0.6], (0.3, 0.6))
    [(1, 2)]
    """
    inside = None if within is None else {round(time, 6) for time in within}
    found: list[tuple[int, int]] = []
    for at, (one, other) in enumerate(pairwise(sides)):
        known = inside is None or {round(times[at], 6), round(times[at + 1], 6)} <= inside
        if known and {one, other} == set(Side):
            found.append((at, at + 1) if one is Side.LEFT else (at + 1, at))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """One metric of every contact or stride.

    Attributes
    ----------
    points : ndarray, shape (n,)
        nan where it was not seen.
    slopes : ndarray, shape (n, 3)
        By how much one standard deviation of all touchdowns, of all toe_offs and of the length of the leg moves it; nan
        where not tried.
    placed : ndarray, shape (k, n)
        What points that sit elsewhere on the body add; nan where not tried.
    """

    points: Array
    slopes: Array
    placed: Array = field(default_factory=lambda: np.empty((0, 0)))


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """What is drawn once for all metrics: contacts or strides (d, n), what is common (d, 3), placings (d, k)."""

    each: Array
    common: Array
    placings: Array
    seed: int


def draw_chance(count: int, *, seed: int, draws: int, placings: int = 0) -> Chance:
    """Draw what all metrics of `count` contacts or strides share."""
    rng = np.random.default_rng([seed, 18])
    each, common = rng.standard_normal((draws, count)), rng.standard_normal((draws, 3))
    placed = rng.standard_normal((draws, placings))
    if placings:
        # So few bodies know their spread only roughly: a Student t deviate.
        placed = placed / np.sqrt(np.random.default_rng([seed, 21]).chisquare(placings, (draws, 1)) / placings)
    return Chance(each, common, placed, seed)


@dataclass(frozen=True, slots=True)
class Repeated:
    """What is repeated, and what to say where it is not seen or seen once."""

    what: str
    doubts: str
    unseen: Missing
    once: Missing


class SideMeans:
    """Collects the metrics of one trial, each as the mean over contacts or strides of a side.

    Notes
    -----
    A side's value is the mean over what was seen of it. Its draws hold how contacts or strides vary (a Student t
    deviate each, their standard deviation pooled over the sides, widened by `WANDER` because neighbours are alike),
    what a common shift of all touchdowns and of all toe_offs by their error and an error of the length of the leg do,
    and what points placed elsewhere do, as a Student t of the same covariance. `both` is the mean of the sides,
    weighing alike. The difference keeps every doubt, so that what all contacts of a foot are wrong by together does not
    look like a habit. Paired, the difference is the mean over couples of steps in a row, one of each side: what drifts
    through a run, such as speed, cancels in each. Its draws hold the same doubts; a step of two couples counts in both.
    """

    def __init__(self, sides: Sequence[Side | None], chance: Chance, repeated: Repeated, couples: Couples = ()) -> None:
        self._of = np.array([None if side is None else side.value for side in sides], dtype=object)
        self._sides = tuple(dict.fromkeys(sides))
        self._chance, self._repeated = chance, repeated
        self._both: dict[str, Draws | Missing] = {}
        self._found: dict[Side | None, dict[str, Draws | Missing]] = {side: {} for side in self._sides}
        self._differences: dict[str, Draws] = {}
        self._couples, self._paired = tuple(couples), dict[str, Draws]()
        self._spread: dict[str, float] = {}
        self._questions: list[Flag] = []

    def add(self, metric: Metric, readings: Readings | Missing, *, sided: bool = True) -> None:
        """Add one metric; one that is not `sided` is of the whole body over strides that overlap."""
        name = metric.name
        if isinstance(readings, Missing):
            self._both[name] = readings
            for side in self._sides if sided else ():
                self._found[side][name] = readings
            return
        scatter, freedom = self._scatter(readings.points)
        self._spread[name] = scatter
        if sided:
            self._add_sides(metric, readings, (scatter, freedom))
        else:
            every = np.ones(readings.points.size, dtype=np.bool_)
            self._both[name] = self._mean(readings, every, (OVERLAP * scatter, freedom), metric.unit)
        self._questions += self._asked(metric)

    def found(self) -> Found:
        """Return all that was added: both sides, each, left less right, spread, pairs, and questions."""
        named = {side: metrics for side, metrics in self._found.items() if side is not None}
        return self._both, named, self._differences, self._spread, self._paired, tuple(self._questions)

    def _add_sides(self, metric: Metric, readings: Readings, scatter: tuple[float, int]) -> None:
        name, known = metric.name, dict[Side | None, Draws]()
        for side in self._sides:
            found = self._mean(readings, self._mine(side), scatter, metric.unit)
            self._found[side][name] = found
            if isinstance(found, Draws):
                known[side] = found
        if known:
            self._both[name] = combine(_average, *known.values(), unit=metric.unit)
        else:
            self._both[name] = self._found[self._sides[0]][name]
        if Side.LEFT in known and Side.RIGHT in known:
            left, right = known[Side.LEFT], known[Side.RIGHT]
            self._differences[name] = combine(_less, left, right, unit=metric.unit, method="left less right")
        paired = self._in_couples(readings, scatter, metric.unit)
        if paired is not None:
            self._paired[name] = paired

    def _in_couples(self, readings: Readings, scatter: tuple[float, int], unit: str) -> Draws | None:
        """Return left less right over the couples in which both were seen; None without one, or with no scatter."""
        deviation, freedom = scatter
        points = readings.points
        seen = [(left, right) for left, right in self._couples if np.isfinite(points[left] - points[right])]
        if not seen or not freedom:
            return None
        weights = np.zeros(points.size)
        for left, right in seen:
            weights[left] += 1.0 / len(seen)
            weights[right] -= 1.0 / len(seen)
        chance, used = self._chance, np.isfinite(points)
        point = float(weights[used] @ points[used])
        scale = np.sqrt(np.random.default_rng([chance.seed, 20]).chisquare(freedom, len(chance.each)) / freedom)
        samples = point + WANDER * deviation * (chance.each @ weights) / scale
        left, right = (self._mine(side) & used for side in (Side.LEFT, Side.RIGHT))
        samples = samples + chance.common @ (_mean_seen(readings.slopes[left]) - _mean_seen(readings.slopes[right]))
        if len(readings.placed):
            placed = _mean_seen(readings.placed[:, left].T) - _mean_seen(readings.placed[:, right].T)
            samples = samples + chance.placings @ placed / np.sqrt(len(readings.placed))
        return Draws(point, samples, unit, f"left less right over {len(seen)} couples of steps in a row")

    def _mine(self, side: Side | None) -> np.ndarray:
        return np.array([one == (None if side is None else side.value) for one in self._of], dtype=np.bool_)

    def _scatter(self, values: Array) -> tuple[float, int]:
        """Return the standard deviation within a side, pooled, and its degrees of freedom."""
        squares, freedom = 0.0, 0
        for side in self._sides:
            mine = values[self._mine(side)]
            mine = mine[np.isfinite(mine)]
            if mine.size:
                squares += float(np.sum((mine - mine.mean()) ** 2))
                freedom += mine.size - 1
        return (float(np.sqrt(squares / freedom)), freedom) if freedom else (float("nan"), 0)

    def _mean(self, readings: Readings, mine: np.ndarray, scatter: tuple[float, int], unit: str) -> Draws | Missing:
        deviation, freedom = scatter
        used = mine & np.isfinite(readings.points)
        if not used.any():
            return self._repeated.unseen
        if not freedom:
            return self._repeated.once
        chance = self._chance
        point = float(readings.points[used].mean())
        draws = len(chance.each)
        scale = np.sqrt(np.random.default_rng([chance.seed, 20]).chisquare(freedom, draws) / freedom)
        samples = point + WANDER * deviation * chance.each[:, used].mean(axis=1) / scale
        samples = samples + chance.common @ _mean_seen(readings.slopes[used])
        if len(readings.placed):
            placed = _mean_seen(readings.placed[:, used].T)
            samples = samples + chance.placings @ placed / np.sqrt(len(readings.placed))
        return Draws(point, samples, unit, f"mean over {self._repeated.what}; {self._repeated.doubts} drawn")

    def _asked(self, metric: Metric) -> list[Flag]:
        """Question what lies outside of what the metric takes for possible, by side where sides are known."""
        low, high = metric.plausible
        by_side = {str(side): self._found[side].get(metric.name) for side in self._sides if side is not None}
        by_side = {side: value for side, value in by_side.items() if value is not None}
        asked = by_side or {"": self._both[metric.name]}
        wrong = {
            side: value.point for side, value in asked.items() if isinstance(value, Draws)
            if not low <= value.point <= high
        }  # fmt: skip
        return [Flag("implausible", f"{metric.name} {side}".strip(), question(metric, point))
                for side, point in wrong.items()]  # fmt: skip


def question(metric: Metric, value: float) -> str:
    """Say that a value is hardly possible, and what to check.

    Examples
    --------
    >>> from evenstride.science.metrics import trunk_lean
    >>> question(trunk_lean.METRIC, 2.0)
    '115 ° lies outside -17.2 to 68.8 °; check sides, names of markers, units and contacts before you use it'
    """
    low, high = metric.plausible
    # Nobody thinks in radians.
    factor = degrees(1.0) if metric.unit.startswith("rad") else 1.0
    unit = "" if metric.unit == "1" else f" {metric.unit.replace('rad', '°')}"
    check = "check sides, names of markers, units and contacts before you use it"
    return f"{factor * value:.3g}{unit} lies outside {factor * low:.3g} to {factor * high:.3g}{unit}; {check}"


def shown_values(found: SidedValues[Any]) -> dict[str, Estimate | Missing]:
    """Return bare names for both sides, `NAME.left`, `NAME.right`, `NAME.difference` and `NAME.paired`."""
    values: dict[str, Estimate | Missing] = {name: _shown(value) for name, value in found.both.items()}
    for side, metrics in found.sides.items():
        values.update({f"{name}.{side}": _shown(value) for name, value in metrics.items()})
    values.update({f"{name}.difference": value.estimate() for name, value in found.differences.items()})
    values.update({f"{name}.paired": value.estimate() for name, value in found.paired.items()})
    return values


def shown_spreads(
    found: SidedValues[Any], sides: Sequence[Side | None], metrics: Mapping[str, ModuleType]
) -> dict[str, Estimate]:
    """Return `NAME.spread`, how much contacts or strides of a side vary, where their number shows it.

    What belongs to the whole body has none: its strides overlap, and what varies is not told by their number.
    """
    freedom = len(sides) - len(set(sides))
    shown: dict[str, Estimate] = {}
    for name, spread in found.spread.items():
        sided = all(name in mine for mine in found.sides.values())
        varying = deviation_estimate(spread, freedom, metrics[name].METRIC.unit)
        if sided and isinstance(varying, Estimate):
            shown[f"{name}.spread"] = varying
    return shown


def sided_analysis(
    found: SidedValues[Any], kind: str, sides: Sequence[Side | None], needs: tuple[str, ...]
) -> Analysis:
    """Make the shown values of a trial: bare names for both sides, `NAME.left`, `NAME.right` and their difference.

    `NAME.difference` is left less right, `NAME.spread` how much contacts or strides of a side vary, where their number
    shows it.

    Parameters
    ----------
    found : SidedValues
        Of a `Trial` or a `Motion`.
    kind : str
        Of the analysis.
    sides : sequence of Side or None
        Of each contact or stride.
    needs : tuple of str
        What the metrics were computed from.
    """
    trial = found.of
    values = shown_values(found) | shown_spreads(found, sides, metric_files(needs))
    flags = tuple(f"{flag.where}: {flag.text}." for flag in (*trial.flags, *found.questions))
    return Analysis(trial.athlete, trial.on, kind, values, (*trial.notes, *flags))


@cache
def metric_files(needs: tuple[str, ...]) -> Mapping[str, ModuleType]:
    """Return the metric files that are computed from one kind of thing, by name."""
    files = modules("evenstride.science.metrics", needs=("METRIC", "compute"))
    return {module.METRIC.name: module for module in files if module.METRIC.needs == needs}


def _mean_seen(values: Array) -> Array:
    """Return the mean over rows without those that are nan; 0 where none is left."""
    seen = np.isfinite(values)
    return np.asarray(np.where(seen, values, 0.0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1), dtype=np.float64)


def _average(*parts: Array) -> Array:
    return np.asarray(np.mean(parts, axis=0), dtype=np.float64)


def _less(left: Array, right: Array) -> Array:
    return left - right


def _shown(value: Draws | Missing) -> Estimate | Missing:
    return value if isinstance(value, Missing) else value.estimate()
