"""How right the capacity trend is beside the straight line, on athletes whose capacities move by other laws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, SupportsFloat

import numpy as np

from evenstride.core.estimate import Draws, Estimate, Missing, combine
from evenstride.core.plateau import PlateauType
from evenstride.core.roles import Evidence, Role
from evenstride.core.together import Pattern
from evenstride.science.capacity.together import compare_sides, measure_trends
from evenstride.science.change.progress import combine_capacity, measure_outcome_change
from evenstride.science.diagnosis.plateau import judge_plateau
from validation._plateau_signs import simulate_signs
from validation._trend_laws import LAWS, START, Season, simulate_season

Row = dict[str, Any]

SEED = 20260405
SEASONS = 60
"""Seasons a law and setting."""

GAIN_SPREAD = 0.05
PLANTED = 0.09
WINDOW = 8


@dataclass(slots=True)
class _Tally:
    hits: list[bool] = field(default_factory=list[bool])
    whole_hits: list[bool] = field(default_factory=list[bool])
    line_hits: list[bool] = field(default_factory=list[bool])
    widths: list[float] = field(default_factory=list[float])
    line_widths: list[float] = field(default_factory=list[float])
    apart: list[bool] = field(default_factory=list[bool])
    line_apart: list[bool] = field(default_factory=list[bool])


def rows() -> list[Row]:
    """Return coverage over eight weeks, false and true "apart", and how often plateaus are told apart."""
    alike = {law: _run(law, symmetric=True) for law in LAWS}
    planted = {law: _run(law, symmetric=False) for law in LAWS}
    clean = {law: _run(law, symmetric=False, gross=0.0) for law in LAWS}
    hits = [hit for one in alike.values() for hit in one.hits]
    worst = min(np.mean(one.hits) for one in alike.values())
    line = [hit for one in alike.values() for hit in one.line_hits]
    widths = np.mean([np.mean(one.widths) / np.mean(one.line_widths) for one in alike.values()])
    count = SEASONS * len(LAWS)
    return [
        _row("diagnosis.trend_coverage_8_weeks", np.mean(hits), ">=", 0.86, n=2 * count),
        _row("diagnosis.trend_coverage_8_weeks_not_wide", np.mean(hits), "<=", 0.94, n=2 * count),
        _row("diagnosis.trend_coverage_8_weeks_worst_law", worst, ">=", 0.82, n=2 * SEASONS),
        _row("diagnosis.trend_coverage_whole_season", _share(alike, "whole_hits"), ">=", 0.86, n=2 * count),
        _row("diagnosis.line_coverage_whole_season", np.mean(line), ">=", 0.86, n=2 * count),
        _row("diagnosis.trend_width_over_line", widths, "<=", 1.0, n=2 * count),
        _row("diagnosis.trend_false_apart", _share(alike, "apart"), "<=", 0.10, n=count),
        _row("diagnosis.line_false_apart", _share(alike, "line_apart"), "<=", 0.10, n=count),
        _row("diagnosis.trend_planted_apart", _share(planted, "apart"), ">=", 0.5, n=count),
        _row("diagnosis.line_planted_apart", _share(planted, "line_apart"), ">=", 0.2, n=count),
        _row("diagnosis.trend_planted_apart_no_outliers", _share(clean, "apart"), ">=", 0.5, n=count),
        _row("diagnosis.line_planted_apart_no_outliers", _share(clean, "line_apart"), ">=", 0.5, n=count),
        *_plateaus(),
    ]


def _run(law: str, *, symmetric: bool, gross: float = 0.02) -> _Tally:
    tally = _Tally()
    for number in range(SEASONS):
        rng = np.random.default_rng([SEED, number, symmetric])
        gain = GAIN_SPREAD * rng.standard_normal() if symmetric else PLANTED
        gains = {Role.PUSH: gain, Role.SWING: gain if symmetric else 0.0}
        error = float(rng.uniform(0.02, 0.04)) if symmetric else 0.025
        season = simulate_season(rng, law=law, gains=gains, error=error, gross=gross)
        every = [row for mine in season.readings.values() for row in mine]
        first = int(rng.integers(0, len(season.days) - WINDOW))
        begin, end = season.days[first], season.days[first + WINDOW]
        trends = measure_trends(every, days=season.days, seed=number, draws=1000)
        lines = {role: _line(season, role, number) for role in season.readings}
        for role, trend in trends.roles.items():
            _note(trend.change(begin, end).estimate(), season.truth(role, begin, end), tally.hits, None)
            whole = trend.change(START, season.days[-1]).estimate()
            truth = season.truth(role, START, season.days[-1])
            _note(whole, truth, tally.whole_hits, tally.widths)
            _note(lines[role].estimate(), truth, tally.line_hits, tally.line_widths)
        found = compare_sides(trends)
        tally.apart.append(not isinstance(found, Missing) and found.pattern is Pattern.APART)
        apart = combine(np.subtract, lines[Role.PUSH], lines[Role.SWING], unit="1").estimate()
        tally.line_apart.append(not apart.low <= 0.0 <= apart.high)
    return tally


def _line(season: Season, role: Role, seed: int) -> Draws:
    """The straight line of `progress` through each test, families combined."""
    evidence: list[Evidence] = []
    for test in sorted({row.test for row in season.readings[role]}):
        mine = [row for row in season.readings[role] if row.test == test]
        values = [(row.on, _exactly(row.value, row.error)) for row in mine]
        change = measure_outcome_change(values, day_noise=0.0, known_error=True, seed=seed + ord(test[0]))
        assert isinstance(change, Draws), "a season has many days"
        evidence.append(
            Evidence(role, mine[0].family, test, change, mine[0].error, mine[0].on, mine[-1].on, len(mine), 0)
        )
    return combine_capacity(evidence, seed=seed)


def _exactly(log_value: float, error: float) -> Estimate:
    half = 1.6448536 * error
    low, value, high = np.exp([log_value - half, log_value, log_value + half])
    return Estimate(float(value), float(low), float(high), "1")


def _note(interval: Estimate, truth: float, hits: list[bool], widths: list[float] | None) -> None:
    hits.append(interval.low <= truth <= interval.high)
    if widths is not None:
        widths.append(interval.high - interval.low)


def _share(tallies: dict[str, _Tally], name: str) -> float:
    return float(np.mean([hit for one in tallies.values() for hit in getattr(one, name)]))


def _plateaus() -> Iterable[Row]:
    """In what share each planted kind of plateau is named, and in what share another kind is named instead."""
    for kind in PlateauType:
        signs = [simulate_signs(kind, np.random.default_rng([SEED, number])) for number in range(SEASONS)]
        named = [judge_plateau(one).named for one in signs]
        right = float(np.mean([one is kind for one in named]))
        wrong = float(np.mean([one not in (kind, PlateauType.CANNOT_TELL) for one in named]))
        slug = kind.value.replace(" ", "_")
        yield _row(f"diagnosis.plateau_{slug}_named", right, ">=", 0.35, n=SEASONS)
        yield _row(f"diagnosis.plateau_{slug}_confused", wrong, "<=", 0.3, n=SEASONS)


def _row(name: str, value: SupportsFloat, op: str, target: float, *, n: int) -> Row:
    number = round(float(value), 4)
    return {
        "name": name, "value": number, "unit": "1", "op": op, "target": target,
        "ok": number <= target if op == "<=" else number >= target,
        "against": "simulated seasons; capacities move by saturation, step, plateau and straight line",
        "n": n, "seed": SEED,
    }  # fmt: skip
