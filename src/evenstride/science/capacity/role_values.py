"""Kept values of a run's instruments, role by role, and the pairs of push and swing over its sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.metric import Analysis, Metric
from evenstride.core.role_values import (
    SESSIONS_FOR_A_HABIT,
    WELL_FOUNDED,
    PairedValue,
    PairedValues,
    RoleValue,
    main_role,
    side_beyond_error,
)
from evenstride.core.roles import Role, Side
from evenstride.science.motion.metrics import motion_metrics
from evenstride.science.plates.stance_metrics import stance_metrics

DIFFERENCE, SPREAD, PAIRED = "difference", "spread", "paired"
"""What follows the name of a metric, as the name of a side does: left less right, how much steps of a side vary, and
left less right step by step."""


@cache
def instrument_metrics() -> Mapping[str, Metric]:
    """Return every metric of force plates and of motion capture, by name; forces first."""
    return {name: module.METRIC for name, module in (*stance_metrics().items(), *motion_metrics().items())}


def values_by_role(analyses: Sequence[Analysis]) -> Mapping[Role, tuple[RoleValue, ...]]:
    """Sort the values of one run by the role each speaks for most.

    Parameters
    ----------
    analyses : sequence of Analysis
        From `measure_stances_analysis` and `measure_motion_analysis`, also those kept by an older version: names that
        are no metric any more are left out.

    Returns
    -------
    mapping of Role to tuple of RoleValue
        Every role; empty where nothing was asked about it.

    Examples
    --------
    >>> one = Estimate(2.0, 1.9, 2.1, "BW")
    >>> sides = {"stance_force.left": one, "stance_force.right": one}
    >>> kept = Analysis("Noa", None, "instruments", {"stance_force": one, **sides})
    >>> [(value.metric.name, len(value.sides)) for value in values_by_role([kept])[Role.PUSH]]
    [('stance_force', 2)]
    """
    known = {name: value for one in analyses for name, value in one.values.items()}
    found: dict[Role, list[RoleValue]] = {role: [] for role in Role}
    for name, metric in instrument_metrics().items():
        if name in known:
            found[main_role(metric)].append(_value(metric, known))
    return {role: tuple(values) for role, values in found.items()}


def pair_values(runs: Sequence[tuple[date | None, Mapping[Role, tuple[RoleValue, ...]]]]) -> PairedValues | Missing:
    """Put left push with right swing against right push with left swing, in the newest run and over the last days.

    Parameters
    ----------
    runs : sequence of (date or None, values by role)
        Of one athlete, measured in one way, oldest first. A run without a day speaks for itself alone.

    Notes
    -----
    While one leg pushes the other swings. A metric of push is paired as it is, a metric of swing the other way round:
    the difference of the pairs is left less right of what the pushing leg did, right less left of what the swinging
    leg did. Each step is held against the one next to it, so that a run's pairs are of the same steps and what drifts
    through the run cancels. One run's difference is one run's: a pair is called larger only where it was so beyond
    error in every run of the last three days (science.md §5). Metrics that are less than well founded are left out: of
    many values in pairs some differ by chance.

    Examples
    --------
    >>> pair_values([(None, {})]).reason
    'no value of push or swing is known of both legs in steps in a row'
    """
    if not runs:
        return Missing("no run of instruments was measured", "Import one with plates, or with points of both legs")
    newest_day, newest = runs[-1]
    days = sorted({day for day, _ in runs if day is not None})
    last = days[-SESSIONS_FOR_A_HABIT:]
    paired = [_differences(values) for _, values in runs]
    found = tuple(
        _paired(value, [(day, differences[name]) for (day, _), differences in zip(runs, paired, strict=True)
                        if day in last and name in differences])
        for name, value in _of_pairs(newest).items()
    )  # fmt: skip
    if not found:
        return Missing(
            "no value of push or swing is known of both legs in steps in a row",
            "Record two whole steps of each foot and more",
        )
    return PairedValues(newest_day, len(days), found)


def _value(metric: Metric, known: Mapping[str, Estimate | Missing]) -> RoleValue:
    sides = {side: one for side in Side if isinstance(one := known.get(f"{metric.name}.{side}"), Estimate)}
    told = (known.get(f"{metric.name}.{what}") for what in (DIFFERENCE, SPREAD, PAIRED))
    difference, spread, paired = (one if isinstance(one, Estimate) else None for one in told)
    return RoleValue(metric, known[metric.name], sides, difference, spread, paired)


def _of_pairs(values: Mapping[Role, tuple[RoleValue, ...]]) -> Mapping[str, RoleValue]:
    return {
        one.metric.name: one
        for role in (Role.PUSH, Role.SWING)
        for one in values.get(role, ())
        if one.metric.grade in WELL_FOUNDED and one.paired is not None and len(one.sides) == len(Side)
    }


def _differences(values: Mapping[Role, tuple[RoleValue, ...]]) -> Mapping[str, Estimate]:
    return {name: _turned(one) for name, one in _of_pairs(values).items()}


def _turned(value: RoleValue) -> Estimate:
    """Return left push with right swing less the reverse: of a swing that is right less left."""
    assert value.paired is not None, "of pairs only"
    one = value.paired
    return one if value.role is Role.PUSH else replace(one, value=-one.value, low=-one.high, high=-one.low)


def _paired(value: RoleValue, sessions: Sequence[tuple[date | None, Estimate]]) -> PairedValue:
    pushes = value.role is Role.PUSH
    pairs = {side: value.sides[side if pushes else side.other] for side in Side}
    difference = _turned(value)
    by_day: dict[date, set[Side | None]] = {}
    for day, one in sessions:
        if day is not None:
            by_day.setdefault(day, set()).add(side_beyond_error(one))
    now = side_beyond_error(difference)
    beyond = sum(now is not None and found == {now} for found in by_day.values())
    lasting = now if beyond >= SESSIONS_FOR_A_HABIT else None
    return PairedValue(value.metric, pairs, difference, len(by_day), beyond, lasting)
