"""What the contacts of a trial were like: every metric that is computed from one contact's force."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import ModuleType

import numpy as np

from evenstride.core.discover import modules
from evenstride.core.errors import FitError
from evenstride.core.estimate import Array, Draws, Estimate, Missing, combine
from evenstride.core.metric import Analysis
from evenstride.core.roles import Side
from evenstride.core.stance import Stance, StanceSummary, Trial
from evenstride.science.noise import deviation_estimate

NEEDS = ("Signal",)
"""What a metric names in `needs` to be computed here."""

KIND = "instruments"

NO_HORIZONTAL = Missing("the plate wrote its vertical force alone", "Export the horizontal components too")

LEAST_STEPS = 2
"""Contacts of a side below which nothing shows how they vary."""

NUDGE = 0.001
"""s by which events are moved to see how a metric follows them."""

Compute = Callable[[Stance], float | Missing]


def measure_stances(trial: Trial, *, seed: int = 0, draws: int = 2000) -> StanceSummary:
    """Measure the contacts of a trial: every metric for both feet together and for each.

    Parameters
    ----------
    trial : Trial
        From `prepare_trial`.
    seed, draws : int
        Sample i of every metric belongs to the same drawn steps and events.

    Raises
    ------
    FitError
        If the trial holds no whole contact, or the mass is not known.

    Notes
    -----
    A side's value is the mean over its contacts. Its draws hold two doubts: how contacts vary (one Student t deviate
    a contact, shared by all metrics) and what a common shift of all touchdowns and of all toe_offs by the error of the
    method would do. `both` is the mean of the sides, weighing alike; with one foot seen it is that foot, and said so by
    the absence of the other in `sides`.

    Examples
    --------
    >>> times = np.arange(0.0, 0.2, 0.001)
    >>> force = np.zeros((200, 3))
    >>> force[:, 2] = 70 * 9.81 * 2.0
    >>> feet = (Side.LEFT, Side.RIGHT, Side.LEFT, Side.RIGHT)
    >>> stances = tuple(Stance(side, 0.0, 0.19, times, force, 70.0, 0.001) for side in feet)
    >>> found = measure_stances(Trial("Noa", stances, None))
    >>> round(found.both["stance_force"].point, 3), found.both["stance_force"].unit
    (2.0, 'BW')
    """
    if not trial.stances:
        raise FitError("no whole contact is left to measure", why="; ".join(flag.text for flag in trial.flags))
    if any(np.isnan(stance.mass) for stance in trial.stances):
        raise FitError(
            "the runner's mass is not known",
            why="It is not told, and no whole stride is on the plates to show it",
            remedy="Give the mass in kg, or the trial of standing still",
        )
    rng = np.random.default_rng([seed, 8])
    deviates = rng.standard_normal((draws, len(trial.stances)))
    events = rng.standard_normal((draws, 2))
    sides = tuple(dict.fromkeys(stance.side for stance in trial.stances))
    found: dict[Side | None, dict[str, Draws | Missing]] = {side: {} for side in sides}
    both: dict[str, Draws | Missing] = {}
    spread: dict[str, float] = {}
    for name, module in stance_metrics().items():
        values = _values(trial.stances, module.compute)
        if isinstance(values, Missing):
            both[name] = values
            for side in sides:
                found[side][name] = values
            continue
        scatter, freedom = _scatter(values[0], trial.stances)
        spread[name] = scatter
        scale = np.sqrt(np.random.default_rng([seed, 9]).chisquare(max(freedom, 1), draws) / max(freedom, 1))
        for side in sides:
            mine = np.array([stance.side is side for stance in trial.stances])
            found[side][name] = _mean(
                values, mine, deviates / scale[:, np.newaxis], events, scatter, module.METRIC.unit
            )
        both[name] = _together([found[side][name] for side in sides])
    named = {side: metrics for side, metrics in found.items() if side is not None}
    return StanceSummary(trial, both, named, spread, _differences(named))


def measure_stances_analysis(summary: StanceSummary) -> Analysis:
    """Make the shown values of a trial: bare names for both feet, `NAME.left`, `NAME.right` and their difference.

    `NAME.difference` is left less right, `NAME.spread` how much steps of a side vary, where steps show it.

    Examples
    --------
    >>> measure_stances_analysis(StanceSummary(Trial("Noa", (), None), {})).kind
    'instruments'
    """
    values: dict[str, Estimate | Missing] = {name: _shown(value) for name, value in summary.both.items()}
    for side, metrics in summary.sides.items():
        values.update({f"{name}.{side}": _shown(value) for name, value in metrics.items()})
    values.update({f"{name}.difference": value.estimate() for name, value in summary.differences.items()})
    trial = summary.trial
    sides = [stance.side for stance in trial.stances]
    freedom = len(sides) - len(set(sides))
    for name, spread in summary.spread.items():
        varying = deviation_estimate(spread, freedom, stance_metrics()[name].METRIC.unit)
        values.update({} if isinstance(varying, Missing) else {f"{name}.spread": varying})
    flags = tuple(f"{flag.where}: {flag.text}." for flag in trial.flags)
    return Analysis(trial.athlete, trial.on, KIND, values, (*trial.notes, *flags))


@cache
def stance_metrics() -> Mapping[str, ModuleType]:
    """Return the metric files that are computed from one contact's force, by name."""
    found = modules("evenstride.science.metrics", needs=("METRIC", "compute"))
    return {module.METRIC.name: module for module in found if module.METRIC.needs == NEEDS}


def part_of_impulse(stance: Stance, sign: float) -> float | Missing:
    """Return the impulse of all forward (+1) or all backward (−1) force of a contact over mass, m/s."""
    times, force = stance.between(stance.touchdown, stance.toe_off)
    if np.isnan(force[:, 0]).any():
        return NO_HORIZONTAL
    return float(np.trapezoid(sign * np.maximum(sign * force[:, 0], 0.0), times)) / stance.mass


def _values(stances: Sequence[Stance], compute: Compute) -> tuple[Array, Array] | Missing:
    """Return a metric of every contact, and by how much an error of its events moves it, shape (n, 2)."""
    values: list[float] = []
    slopes: list[tuple[float, float]] = []
    for stance in stances:
        value = compute(stance)
        if isinstance(value, Missing):
            return value
        values.append(value)
        moved = (
            compute(replace(stance, touchdown=stance.touchdown + NUDGE)),
            compute(replace(stance, toe_off=stance.toe_off + NUDGE)),
        )
        first, last = (0.0 if isinstance(one, Missing) else (one - value) / NUDGE * stance.error for one in moved)
        slopes.append((first, last))
    return np.array(values), np.array(slopes)


def _scatter(values: Array, stances: Sequence[Stance]) -> tuple[float, int]:
    """Return the standard deviation between contacts of one side, pooled, and its degrees of freedom."""
    squares, freedom = 0.0, 0
    for side in dict.fromkeys(stance.side for stance in stances):
        mine = values[[stance.side is side for stance in stances]]
        squares += float(np.sum((mine - mine.mean()) ** 2))
        freedom += len(mine) - 1
    return (float(np.sqrt(squares / freedom)), freedom) if freedom else (float("nan"), 0)


def _mean(
    values: tuple[Array, Array], mine: np.ndarray, deviates: Array, events: Array, scatter: float, unit: str
) -> Draws | Missing:
    if np.isnan(scatter):
        return Missing("one contact a foot does not show how contacts vary", "Record more contacts of each foot")
    point = float(values[0][mine].mean())
    varying = deviates[:, mine].mean(axis=1) * scatter
    shifted = events @ values[1][mine].mean(axis=0)
    return Draws(point, point + varying + shifted, unit, "mean over contacts; events and contacts drawn")


def _together(sides: Sequence[Draws | Missing]) -> Draws | Missing:
    known = [one for one in sides if isinstance(one, Draws)]
    if not known:
        return sides[0]
    return combine(_average, *known, unit=known[0].unit)


def _differences(sides: Mapping[Side, Mapping[str, Draws | Missing]]) -> Mapping[str, Draws]:
    """Return left less right of every metric that both feet have."""
    if len(sides) < len(Side):
        return {}
    pairs = {name: (one, sides[Side.RIGHT][name]) for name, one in sides[Side.LEFT].items()}
    return {
        name: combine(_less, left, right, unit=left.unit, method="left less right")
        for name, (left, right) in pairs.items()
        if isinstance(left, Draws) and isinstance(right, Draws)
    }


def _less(left: Array, right: Array) -> Array:
    return left - right


def _average(*parts: Array) -> Array:
    return np.asarray(np.mean(parts, axis=0), dtype=np.float64)


def _shown(value: Draws | Missing) -> Estimate | Missing:
    return value if isinstance(value, Missing) else value.estimate()
