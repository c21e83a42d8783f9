"""What the contacts of a trial were like: every metric that is computed from one contact's force."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from types import ModuleType

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Missing
from evenstride.core.metric import Analysis
from evenstride.core.motion import LONGEST_STEP
from evenstride.core.run import told_by
from evenstride.core.stance import Stance, StanceSummary, Trial
from evenstride.science.motion.side_means import (
    Couples,
    Readings,
    Repeated,
    SideMeans,
    draw_chance,
    find_couples,
    metric_files,
    sided_analysis,
)

NEEDS = ("Signal",)
"""What a metric names in `needs` to be computed here."""

KIND = "instruments"

NO_HORIZONTAL = Missing(
    "a plate wrote its vertical force alone, or its horizontal force cannot be right",
    "Export the horizontal components with the axes of every plate",
)

NUDGE = 0.001
"""s by which events are moved to see how a metric follows them."""

ONE_CONTACT = Missing("one contact a foot does not show how contacts vary", "Record more contacts of each foot")
REPEATED = Repeated("contacts", "events and contacts", ONE_CONTACT, ONE_CONTACT)

Compute = Callable[[Stance], float | Missing]


def measure_stances(
    trial: Trial, *, within: Collection[float] | None = None, seed: int = 0, draws: int = 2000
) -> StanceSummary:
    """Measure the contacts of a trial: every metric for both feet together and for each.

    Parameters
    ----------
    trial : Trial
        From `prepare_trial`.
    within : collection of float, optional
        Touchdowns of the steps that are put in pairs, s; all where none are given.
    seed, draws : int
        Sample i of every metric belongs to the same drawn steps and events.

    Raises
    ------
    FitError
        If the trial holds no whole contact, or the mass is not known.

    Notes
    -----
    `SideMeans` says what the draws of a value hold. With one foot seen `both` is that foot, and said so by the absence
    of the other in `sides`.

    Examples
    --------
    >>> from evenstride.core.roles import Side
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
        raise FitError("no whole contact is left to measure", why=told_by(trial.flags))
    if any(np.isnan(stance.mass) for stance in trial.stances):
        raise FitError(
            "the runner's mass is not known",
            why="It is not told, and no whole stride is on the plates to show it",
            remedy="Give the mass in kg, or the trial of standing still",
        )
    chance = draw_chance(len(trial.stances), seed=seed, draws=draws)
    sides, times = [stance.side for stance in trial.stances], [stance.touchdown for stance in trial.stances]
    means = SideMeans(sides, chance, REPEATED, _in_a_row(trial.stances, find_couples(sides, times, within)))
    for module in stance_metrics().values():
        means.add(module.METRIC, _readings(trial.stances, module.compute))
    return StanceSummary(trial, *means.found())


def measure_stances_analysis(summary: StanceSummary) -> Analysis:
    """Make the shown values of a trial: see `sided_analysis` for their names.

    Examples
    --------
    >>> measure_stances_analysis(StanceSummary(Trial("Noa", (), None), {})).kind
    'instruments'
    """
    return sided_analysis(summary, KIND, [stance.side for stance in summary.trial.stances], NEEDS)


def stance_metrics() -> Mapping[str, ModuleType]:
    """Return the metric files that are computed from one contact's force, by name."""
    return metric_files(NEEDS)


def part_of_impulse(stance: Stance, sign: float) -> float | Missing:
    """Return the impulse of all forward (+1) or all backward (−1) force of a contact over mass, m/s."""
    times, force = stance.between(stance.touchdown, stance.toe_off)
    if np.isnan(force[:, 0]).any():
        return NO_HORIZONTAL
    return float(np.trapezoid(sign * np.maximum(sign * force[:, 0], 0.0), times)) / stance.mass


def _in_a_row(stances: Sequence[Stance], couples: Couples) -> Couples:
    """Return the couples with no contact missed between them."""
    times = [abs(stances[left].touchdown - stances[right].touchdown) for left, right in couples]
    longest = LONGEST_STEP * float(np.quantile(times, 0.25)) if times else 0.0
    return [couple for couple, time in zip(couples, times, strict=True) if time <= longest]


def _readings(stances: Sequence[Stance], compute: Compute) -> Readings | Missing:
    """Return a metric of every contact, and by how much errors of its events and of the leg move it."""
    values: list[float] = []
    slopes: list[list[float]] = []
    for stance in stances:
        value = compute(stance)
        if isinstance(value, Missing):
            return value
        values.append(value)
        share = stance.error / NUDGE
        moved = (
            (replace(stance, touchdown=stance.touchdown + NUDGE), share),
            (replace(stance, toe_off=stance.toe_off + NUDGE), share),
            (stance if stance.leg is None else replace(stance, leg=stance.leg.longer()), 1.0),
        )
        slopes.append(
            [0.0 if isinstance(found := compute(one), Missing) else (found - value) * share for one, share in moved]
        )
    return Readings(np.array(values), np.array(slopes))
