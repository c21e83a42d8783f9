"""How the strides of a trial were run: every metric that is computed from the movement of one stride."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from math import ceil
from types import ModuleType

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Missing
from evenstride.core.metric import Analysis
from evenstride.core.motion import Motion, MotionSummary, StrideMotion
from evenstride.core.roles import Side
from evenstride.core.run import told_by
from evenstride.science.motion.build import displaced
from evenstride.science.motion.foot_motion import LEAST_RATE
from evenstride.science.motion.side_means import (
    Readings,
    Repeated,
    SideMeans,
    draw_chance,
    find_couples,
    metric_files,
    sided_analysis,
)

NEEDS = ("Motion",)
"""What a metric names in `needs` to be computed here."""

KIND = "motion"

FEWEST_FRAMES = 20
"""Frames a stride from which angles, their ranges and their phases are true (see `refused_at`)."""

NUDGE = 0.002
"""s by which events are moved each way to see how a metric follows them."""

PLACINGS = 16
"""Bodies with their points placed elsewhere that a motion is measured with; 16 know the error they make to 18 %."""

SHOWING = 3
"""Strides of a side on which it is tried what events and placings do to a metric: they do it to every stride alike."""

NOT_SEEN = Missing("a point was not seen in any whole stride", "Record the stride with all of its points in view")
ONE_STRIDE = Missing("one stride a foot does not show how strides vary", "Record more strides of each foot")

REPEATED = Repeated("strides", "strides, events and placing of points", NOT_SEEN, ONE_STRIDE)

Compute = Callable[[StrideMotion], float | Missing]


def measure_motion(
    motion: Motion, *, within: Collection[float] | None = None, seed: int = 0, draws: int = 2000
) -> MotionSummary:
    """Measure the strides of a trial: every metric for both sides together, for each, and left less right.

    Parameters
    ----------
    motion : Motion
        From `prepare_motion`.
    within : collection of float, optional
        Touchdowns of the contacts whose steps are put in pairs, s; all where none are given. A stride's swing goes on
        during the contact of the other foot within it, so that this one is its step.
    seed, draws : int
        Sample i of every metric belongs to the same drawn strides, events and placings of points.

    Raises
    ------
    FitError
        If the trial holds no whole stride.

    Notes
    -----
    A side's value is the mean over the strides that begin with its touchdown; `SideMeans` says what its draws hold. The
    third doubt there is what points that sit elsewhere on the body would do: the motion is measured again with every
    point moved along the axes of running by its placing error. That a point moves with its segment and skin over bone
    is not in it. What is of the whole body over a whole stride has no side, since strides overlap:
    its file says SIDED = False. A metric that is read at the very touchdown (AT_TOUCHDOWN = True) is missing where
    touchdowns are known to a frame only; one of quick movement says how many frames a stride it needs (FRAMES). A
    stride in which a metric's points were not seen is left out of that metric.

    Sources
    -------
    science.md §2.4, §4, §5; each metric names its own.

    Examples
    --------
    >>> from evenstride.science.simulate.motion import simulate_runner
    >>> found = measure_motion(simulate_runner(seed=1).motion(), draws=200)
    >>> found.both["thigh_range"].unit, found.beyond_error("thigh_range")
    ('rad', False)
    """
    strides = motion.strides()
    if not strides:
        raise FitError(
            "no whole stride is left to measure",
            why=told_by(motion.flags) or f"{len(motion.contacts)} contacts were given",
            remedy="A stride runs from one touchdown to the next of the same foot: record three contacts and more",
        )
    usual = float(np.median([stride.stride_time for stride in strides]))
    shown = _shown_by(strides)
    placed = [[one.strides()[index] for index in shown] for one in _placed(motion, seed)]
    chance = draw_chance(len(strides), seed=seed, draws=draws, placings=len(placed))
    means = SideMeans([stride.side for stride in strides], chance, REPEATED, _couples(strides, within))
    for module in motion_metrics().values():
        readings = refused_at(motion, usual, module) or _readings(strides, shown, placed, module.compute)
        means.add(module.METRIC, readings, sided=getattr(module, "SIDED", True))
    return MotionSummary(motion, *means.found())


def _couples(strides: Sequence[StrideMotion], within: Collection[float] | None) -> list[tuple[int, int]]:
    """Return left and right strides of which one's swing goes on in the contact that begins the other, by place."""
    found = find_couples([one.side for one in strides], [one.other_touchdown for one in strides], within)
    return [
        (left, right)
        for left, right in found
        if strides[max(left, right)].touchdown == strides[min(left, right)].other_touchdown
    ]


def measure_motion_analysis(summary: MotionSummary) -> Analysis:
    """Make the shown values of a motion: see `sided_analysis` for their names.

    Examples
    --------
    >>> from evenstride.science.simulate.motion import simulate_runner
    >>> found = measure_motion_analysis(measure_motion(simulate_runner(seed=1).motion(), draws=200))
    >>> found.kind, round(found.values["thigh_range.left"].value, 1)
    ('motion', 1.6)
    """
    return sided_analysis(summary, KIND, [stride.side for stride in summary.motion.strides()], NEEDS)


def motion_metrics() -> Mapping[str, ModuleType]:
    """Return the metric files that are computed from the movement of one stride, by name."""
    return metric_files(NEEDS)


def refused_at(motion: Motion, stride_time: float, module: ModuleType) -> Missing | None:
    """Return why a metric is not measured at the frames a second of a motion, None where it is.

    Notes
    -----
    Asked below 120 frames a second only. How many frames a stride are enough was seen on a jog with strides of 0.74 s,
    down-sampled from 250 a second (validation/instruments_low_rate.py): of 22 frames a stride (30 a second) angles,
    ranges and phases are within 1 % (sway of the trunk 3 %); of 37 (50) mean and forward peak rates of the thigh within
    2 %; of 74 (100) accelerations, the backward peak rate, speeds of the foot and angular momentum within 4 %.
    """
    if motion.rate >= LEAST_RATE:
        return None
    needed: float = getattr(module, "FRAMES", FEWEST_FRAMES)
    if motion.rate * stride_time < needed:
        rate = min(LEAST_RATE, 10.0 * ceil(0.1 * needed / stride_time))
        return Missing(
            f"at {motion.rate:.3g} frames a second a stride has {motion.rate * stride_time:.0f}, too few for so quick "
            "a movement",
            f"Record at {rate:g} frames a second or more",
        )
    return motion.untimed if getattr(module, "AT_TOUCHDOWN", False) else None


def _placed(motion: Motion, seed: int) -> list[Motion]:
    """Return the motion with its points placed elsewhere."""
    rng = np.random.default_rng([seed, 19])
    error = motion.placing_error
    return [
        displaced(motion, {point: error * rng.standard_normal(3) for point in motion.points})
        for _ in range(PLACINGS if error > 0.0 else 0)
    ]


def _readings(
    strides: Sequence[StrideMotion],
    shown: Sequence[int],
    placed: Sequence[Sequence[StrideMotion]],
    compute: Compute,
) -> Readings | Missing:
    """Compute a metric of every stride; nan where its points were not seen."""
    values: list[float] = []
    for stride in strides:
        value = compute(stride)
        if isinstance(value, Missing):
            return value
        values.append(value)
    if np.isnan(values).all():
        return NOT_SEEN
    slopes, away = np.full((len(strides), 3), np.nan), np.full((len(placed), len(strides)), np.nan)
    for place, index in enumerate(shown):
        slopes[index, :2] = [_slope(strides[index], compute, moved) for moved in (_touchdowns, _toe_offs)]
        slopes[index, 2] = _number(compute(_longer(strides[index]))) - values[index]
        away[:, index] = [_number(compute(trial[place])) - values[index] for trial in placed]
    return Readings(np.array(values), slopes, away)


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


def _longer(stride: StrideMotion) -> StrideMotion:
    leg = stride.motion.leg
    return stride if leg is None else replace(stride, motion=replace(stride.motion, leg=leg.longer()))


def _number(value: float | Missing) -> float:
    return float("nan") if isinstance(value, Missing) else value
