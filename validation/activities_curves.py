"""Outings: do intervals of curves over speed hold the truth, and is a planted shift found as what it is."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import numpy as np

from evenstride.core.estimate import Missing
from evenstride.core.outing_values import OutingSummary
from evenstride.core.season_values import SEASON_VALUES, Shifted, Span, SpeedCurve
from evenstride.science.outings.devices import contact_error
from evenstride.science.outings.summary import summarise_outing
from evenstride.science.seasons.curves import measure_seasons
from evenstride.science.seasons.shift import a_year_earlier, measure_balance, measure_shift
from evenstride.science.simulate.outings import PlantedPod, PlantedRunner, simulate_season

Row = dict[str, Any]

SEED = 20260601
RUNNERS = 120
"""Simulated runners of each row on shifts and balance."""

CURVES = 300
"""Simulated runners of the rows on coverage."""

OUTINGS = 8
"""Of each span of two months."""

MINUTES = 30.0
HILLS = 0.02
PUSH, SWING = 0.05, -0.05
NOW = Span(date(2026, 4, 1), date(2026, 5, 31))
BEFORE = a_year_earlier(NOW)
DAYS = 61


def rows() -> list[Row]:
    """Measure coverage of the curves, and how often shifts are named rightly and wrongly."""
    return [*_curves(), *_shifts(), _balance()]


def season(
    number: int, first: date, *, push: float = 0.0, swing: float = 0.0, bias: float = 0.0
) -> list[OutingSummary]:
    """Return the summaries of one simulated span of one runner."""
    outings = simulate_season(
        runner_of(number), first, outings=OUTINGS, days=DAYS, push=push, swing=swing, minutes=MINUTES, hills=HILLS,
        pod=PlantedPod(contact_bias=bias), seed=SEED + 1000 * number + first.year,
    )  # fmt: skip
    return [summarise_outing(one) for one in outings]


def runner_of(number: int) -> PlantedRunner:
    """Return a runner with a noise of days, level and fatigue of his own."""
    rng = np.random.default_rng([SEED, number])
    day = float(rng.uniform(0.006, 0.02))
    return PlantedRunner(
        force=float(rng.normal(1.55, 0.05)), swing_time=float(rng.normal(0.472, 0.015)), day=(day, day),
        fatigue=(float(rng.normal(-0.02, 0.01)), float(rng.normal(0.0, 0.01))),
    )  # fmt: skip


def _curves() -> list[Row]:
    """Share of intervals that hold the truth: without the error of the instrument, and with it."""
    narrow: dict[str, list[float]] = {name: [] for name in SEASON_VALUES}
    wide: dict[str, list[float]] = {name: [] for name in SEASON_VALUES}
    for number in range(CURVES):
        bias = float(np.expm1(np.random.default_rng([SEED, number, 3]).normal(0.0, contact_error("pod"))))
        for held, off, which in ((narrow, 0.0, "low"), (wide, bias, "wide_low")):
            found = measure_seasons(season(number, NOW.first, bias=off), spans=[NOW], seed=number)
            # An instrument that reads so long that no flight is left gives nothing to judge.
            if isinstance(found, Missing) or not found.spans:
                continue
            for name, curve in found.spans[0].curves.items():
                if isinstance(curve, SpeedCurve):
                    held[name].append(_share(curve, truth(runner_of(number), curve, name), which))
    return [
        *(_row(f"curve_{name}_covered", float(np.mean(held)), [0.86, 0.94],
               "simulated, no shared error of the instrument", n=len(held))
          for name, held in narrow.items()),
        *(_row(f"curve_{name}_covered_wide", float(np.mean(held)), [0.86, 0.94],
               "simulated, contact times all off by a share drawn as stated", n=len(held))
          for name, held in wide.items() if name not in ("step_length", "step_frequency")),
    ]  # fmt: skip


def truth(runner: PlantedRunner, curve: SpeedCurve, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return what is true in the middle of an outing on level ground, on no particular day."""
    middle = [0.5 * change for change in runner.fatigue]
    frequency, contact = runner.steps(curve.speeds, push=middle[0], swing=middle[1])
    return {
        "force": 1.0 / (frequency * contact), "swing_time": 2.0 / frequency - contact, "contact_time": contact,
        "contact_length": curve.speeds * contact, "step_length": curve.speeds / frequency, "step_frequency": frequency,
    }[name]  # fmt: skip


def _share(curve: SpeedCurve, true: np.ndarray[Any, np.dtype[np.float64]], which: str) -> float:
    low, high = (curve.low, curve.high) if which == "low" else (curve.wide_low, curve.wide_high)
    return float(np.mean((low <= true) & (true <= high)))


def _shifts() -> list[Row]:
    planted = {"push": (PUSH, 0.0), "swing": (0.0, SWING), "none": (0.0, 0.0)}
    found = {name: _named(push, swing) for name, (push, swing) in planted.items()}
    covered = found["push"][1] + found["swing"][1] + found["none"][1]
    pushed, swung, still = (
        f"simulated, 8 outings in each span, {what}" for what in ("push + 5 %", "swing time − 5 %", "nothing shifted")
    )
    return [
        _row("shift_push_named", _rate(found["push"], Shifted.PUSH), 0.8, pushed, op=">="),
        _row("shift_push_as_swing", _rate(found["push"], Shifted.SWING), 0.02, pushed, op="<="),
        _row("shift_swing_named", _rate(found["swing"], Shifted.SWING), 0.8, swung, op=">="),
        _row("shift_swing_as_push", _rate(found["swing"], Shifted.PUSH), 0.02, swung, op="<="),
        _row("shift_false", 1.0 - _rate(found["none"], Shifted.NEITHER), 0.1, still, op="<="),
        _row("shift_covered", float(np.mean(covered)), [0.91, 0.99],
             "simulated, all of these; F and swing time, intervals of 95 %", n=3 * RUNNERS),
    ]  # fmt: skip


def _rate(found: tuple[Counter[Shifted], list[bool]], what: Shifted) -> float:
    return found[0][what] / RUNNERS


def _named(push: float, swing: float) -> tuple[Counter[Shifted], list[bool]]:
    named: Counter[Shifted] = Counter()
    covered: list[bool] = []
    for number in range(RUNNERS):
        every = [*season(number, BEFORE.first), *season(number, NOW.first, push=push, swing=swing)]
        shift = measure_shift(every, BEFORE, NOW, seed=number)
        assert not isinstance(shift, Missing), shift
        named[shift.shifted] += 1
        for name, true in (("force", push), ("swing_time", swing)):
            covered.append(shift.changes[name].low <= true <= shift.changes[name].high)
    return named, covered


def _balance() -> Row:
    beyond = 0
    for number in range(RUNNERS):
        trend = measure_balance(season(number, NOW.first), seed=number)
        assert not isinstance(trend, Missing), trend
        beyond += trend.beyond_error
    return _row("balance_false", beyond / RUNNERS, 0.15, "simulated, 8 outings, no trend; stated: 0.10", op="<=")


def _row(name: str, value: float, target: object, against: str, *, op: str = "in", n: int = RUNNERS) -> Row:
    return {
        "name": f"activities.{name}", "value": value, "unit": "1", "op": op, "target": target,
        "against": against, "n": n, "seed": SEED,
    }  # fmt: skip
