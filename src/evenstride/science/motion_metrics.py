"""How the strides of a trial were run: every metric that is computed from the movement of one stride."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import ModuleType

import numpy as np

from evenstride.core.discover import modules
from evenstride.core.errors import FitError
from evenstride.core.estimate import Array, Draws, Estimate, Missing, combine
from evenstride.core.metric import Analysis
from evenstride.core.motion import Motion, MotionSummary, StrideMotion
from evenstride.core.roles import Side
from evenstride.science.motion import displaced
from evenstride.science.noise import deviation_estimate

NEEDS = ("Motion",)
"""What a metric names in `needs` to be computed here."""

KIND = "motion"

NUDGE = 0.002
"""s by which events are moved each way to see how a metric follows them."""

PLACINGS = 16
"""Bodies with their points placed elsewhere that a motion is measured with; 16 know the error they make to 18 %."""

SHOWING = 3
"""Strides of a side on which it is tried what events and placings do to a metric: they do it to every stride alike."""

OVERLAP = 2.0**0.5
"""How much less strides of both sides tell of the body than as many apart would: each is half of the next."""

NOT_SEEN = Missing("a point was not seen in any whole stride", "Record the stride with all of its points in view")
ONE_STRIDE = Missing("one stride a foot does not show how strides vary", "Record more strides of each foot")

Compute = Callable[[StrideMotion], float | Missing]


@dataclass(frozen=True, slots=True, eq=False)
class _Values:
    """One metric of every stride, how events move it (n, 2) for one standard deviation, and what placings add (k, n).

    Both of the latter are nan but for some strides of each side.
    """

    points: Array
    slopes: Array
    placed: Array


@dataclass(frozen=True, slots=True, eq=False)
class _Chance:
    """What is drawn once for all metrics: strides (d, n), events (d, 2) and placings (d, k)."""

    strides: Array
    events: Array
    placings: Array
    seed: int


def measure_motion(motion: Motion, *, seed: int = 0, draws: int = 2000) -> MotionSummary:
    """Measure the strides of a trial: every metric for both sides together, for each, and left less right.

    Parameters
    ----------
    motion : Motion
        From `prepare_motion`.
    seed, draws : int
        Sample i of every metric belongs to the same drawn strides, events and placings of points.

    Raises
    ------
    FitError
        If the trial holds no whole stride.

    Notes
    -----
    A side's value is the mean over the strides that begin with its touchdown. Its draws hold three doubts: how strides
    vary (one Student t deviate a stride, shared by all metrics), what a common shift of all touchdowns and of all
    toe_offs by their error would do, and what points that sit elsewhere on the body would do: the motion is measured
    again with every point moved along the axes of running by its placing error, and the deviations enter as a normal
    of the same covariance. That a point moves with its segment and skin over bone is not in it. `both` is the mean of
    the sides, weighing alike. The difference of the sides keeps all three, so that a marker that sits 1 cm off does not
    look like a habit. What is of the whole body over a whole stride has no side, since strides overlap:
    its file says SIDED = False. A stride in which a metric's points were not seen is left out of that metric.

    Sources
    -------
    science.md §2.4, §4, §5; each metric names its own.

    Examples
    --------
    >>> from evenstride.science.simulate_motion import simulate_runner
    >>> found = measure_motion(simulate_runner(seed=1).motion(), draws=200)
    >>> found.both["thigh_range"].unit, found.beyond_error("thigh_range")
    ('rad', False)
    """
    strides = motion.strides()
    if not strides:
        raise FitError(
            "no whole stride is left to measure",
            why="; ".join(flag.text for flag in motion.flags) or f"{len(motion.contacts)} contacts were given",
            remedy="A stride runs from one touchdown to the next of the same foot: record three contacts and more",
        )
    chance = _draw(len(strides), seed, draws)
    shown = _shown_by(strides)
    placed = [[one.strides()[index] for index in shown] for one in _placed(motion, seed)]
    sides = tuple(dict.fromkeys(stride.side for stride in strides))
    found: dict[Side, dict[str, Draws | Missing]] = {side: {} for side in sides}
    both: dict[str, Draws | Missing] = {}
    spread: dict[str, float] = {}
    differences: dict[str, Draws] = {}
    for name, module in motion_metrics().items():
        sided = getattr(module, "SIDED", True)
        values = _values(strides, shown, placed, module.compute)
        if isinstance(values, Missing):
            both[name] = values
            for side in sides if sided else ():
                found[side][name] = values
            continue
        scatter, freedom = _scatter(values.points, strides)
        spread[name] = scatter
        if not sided:
            every = np.ones(len(strides), dtype=np.bool_)
            both[name] = _mean(values, every, chance, (OVERLAP * scatter, freedom), module.METRIC.unit)
            continue
        for side in sides:
            mine = np.array([stride.side is side for stride in strides])
            found[side][name] = _mean(values, mine, chance, (scatter, freedom), module.METRIC.unit)
        known = {side: one for side in sides if isinstance(one := found[side][name], Draws)}
        both[name] = _together(list(known.values())) if known else found[sides[0]][name]
        if len(known) == len(Side):
            left, right = known[Side.LEFT], known[Side.RIGHT]
            differences[name] = combine(_less, left, right, unit=left.unit, method="left less right")
    return MotionSummary(motion, both, found, differences, spread)


def measure_motion_analysis(summary: MotionSummary) -> Analysis:
    """Make the shown values of a motion: bare names for both, `NAME.left`, `NAME.right` and their difference.

    `NAME.difference` is left less right, `NAME.spread` how much strides of a side vary, where strides show it.

    Examples
    --------
    >>> from evenstride.science.simulate_motion import simulate_runner
    >>> found = measure_motion_analysis(measure_motion(simulate_runner(seed=1).motion(), draws=200))
    >>> found.kind, round(found.values["thigh_range.left"].value, 1)
    ('motion', 1.6)
    """
    values: dict[str, Estimate | Missing] = {name: _shown(value) for name, value in summary.both.items()}
    for side, metrics in summary.sides.items():
        values.update({f"{name}.{side}": _shown(value) for name, value in metrics.items()})
    values.update({f"{name}.difference": value.estimate() for name, value in summary.differences.items()})
    motion = summary.motion
    sides = [stride.side for stride in motion.strides()]
    freedom = len(sides) - len(set(sides))
    # Strides of the whole body overlap, and what varies between them is not told by their number.
    for name, spread in summary.spread.items():
        varying = deviation_estimate(spread, freedom, motion_metrics()[name].METRIC.unit)
        sided = all(name in metrics for metrics in summary.sides.values())
        values.update({f"{name}.spread": varying} if sided and not isinstance(varying, Missing) else {})
    flags = tuple(f"{flag.where}: {flag.text}." for flag in motion.flags)
    return Analysis(motion.athlete, motion.on, KIND, values, (*motion.notes, *flags))


@cache
def motion_metrics() -> Mapping[str, ModuleType]:
    """Return the metric files that are computed from the movement of one stride, by name."""
    found = modules("evenstride.science.metrics", needs=("METRIC", "compute"))
    return {module.METRIC.name: module for module in found if module.METRIC.needs == NEEDS}


def _draw(count: int, seed: int, draws: int) -> _Chance:
    rng = np.random.default_rng([seed, 18])
    return _Chance(
        rng.standard_normal((draws, count)),
        rng.standard_normal((draws, 2)),
        rng.standard_normal((draws, PLACINGS)),
        seed,
    )


def _placed(motion: Motion, seed: int) -> list[Motion]:
    """Return the motion with its points placed elsewhere."""
    rng = np.random.default_rng([seed, 19])
    error = motion.placing_error
    return [
        displaced(motion, {point: error * rng.standard_normal(3) for point in motion.points})
        for _ in range(PLACINGS if error > 0.0 else 0)
    ]


def _values(
    strides: Sequence[StrideMotion],
    shown: Sequence[int],
    placed: Sequence[Sequence[StrideMotion]],
    compute: Compute,
) -> _Values | Missing:
    """Compute a metric of every stride; nan where its points were not seen."""
    values: list[float] = []
    for stride in strides:
        value = compute(stride)
        if isinstance(value, Missing):
            return value
        values.append(value)
    if np.isnan(values).all():
        return NOT_SEEN
    slopes, away = np.full((len(strides), 2), np.nan), np.full((len(placed), len(strides)), np.nan)
    for place, index in enumerate(shown):
        slopes[index] = [_slope(strides[index], compute, moved) for moved in (_touchdowns, _toe_offs)]
        away[:, index] = [_number(compute(trial[place])) - values[index] for trial in placed]
    return _Values(np.array(values), slopes, away)


def _shown_by(strides: Sequence[StrideMotion]) -> list[int]:
    """Return the index of some strides of each side, spread over the trial."""
    found: list[int] = []
    for side in Side:
        mine = [index for index, stride in enumerate(strides) if stride.side is side]
        places = np.linspace(0, len(mine) - 1, min(len(mine), SHOWING))
        found += [mine[round(place)] for place in places]
    return sorted(found)


def _slope(stride: StrideMotion, compute: Compute, moved: Callable[[StrideMotion, float], StrideMotion]) -> float:
    """Return by how much a metric changes for one standard deviation of an event."""
    later, earlier = (_number(compute(moved(stride, sign * NUDGE))) for sign in (1.0, -1.0))
    return (later - earlier) / (2.0 * NUDGE) * stride.motion.event_error


def _touchdowns(stride: StrideMotion, by: float) -> StrideMotion:
    return replace(
        stride,
        touchdown=stride.touchdown + by,
        next_touchdown=stride.next_touchdown + by,
        other_touchdown=stride.other_touchdown + by,
    )


def _toe_offs(stride: StrideMotion, by: float) -> StrideMotion:
    return replace(stride, toe_off=stride.toe_off + by, other_toe_off=stride.other_toe_off + by)


def _number(value: float | Missing) -> float:
    return float("nan") if isinstance(value, Missing) else value


def _scatter(values: Array, strides: Sequence[StrideMotion]) -> tuple[float, int]:
    """Return the standard deviation between strides of one side, pooled, and its degrees of freedom."""
    squares, freedom = 0.0, 0
    for side in Side:
        mine = values[[stride.side is side for stride in strides]]
        mine = mine[np.isfinite(mine)]
        if mine.size:
            squares += float(np.sum((mine - mine.mean()) ** 2))
            freedom += mine.size - 1
    return (float(np.sqrt(squares / freedom)), freedom) if freedom else (float("nan"), 0)


def _mean(values: _Values, mine: np.ndarray, chance: _Chance, scatter: tuple[float, int], unit: str) -> Draws | Missing:
    deviation, freedom = scatter
    used = mine & np.isfinite(values.points)
    if not used.any():
        return NOT_SEEN
    if not freedom:
        return ONE_STRIDE
    point = float(values.points[used].mean())
    draws = len(chance.strides)
    scale = np.sqrt(np.random.default_rng([chance.seed, 20]).chisquare(freedom, draws) / freedom)
    samples = point + chance.strides[:, used].mean(axis=1) * deviation / scale
    samples = samples + chance.events @ _mean_seen(values.slopes[used])
    if len(values.placed):
        samples = samples + chance.placings @ _mean_seen(values.placed[:, used].T) / np.sqrt(len(values.placed))
    return Draws(point, samples, unit, "mean over strides; strides, events and placing of points drawn")


def _mean_seen(values: Array) -> Array:
    """Return the mean over rows without those that are nan; 0 where none is left."""
    seen = np.isfinite(values)
    return np.asarray(np.where(seen, values, 0.0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1), dtype=np.float64)


def _together(sides: Sequence[Draws]) -> Draws:
    return combine(_average, *sides, unit=sides[0].unit)


def _average(*parts: Array) -> Array:
    return np.asarray(np.mean(parts, axis=0), dtype=np.float64)


def _less(left: Array, right: Array) -> Array:
    return left - right


def _shown(value: Draws | Missing) -> Estimate | Missing:
    return value if isinstance(value, Missing) else value.estimate()
