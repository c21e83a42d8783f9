"""Own best power of sprints on the bike against its own day-to-day scatter.

The scatter is that of the days before the newest, so that a jump of the newest does not hide itself, and is taken from
successive differences of those n days, s² = Σ(xᵢ₊₁ − xᵢ)² / 2(n − 1), so that a slow gain is not called noise. Under
normal noise Var s² = σ⁴ (3n − 4) / (n − 1)², that of a χ² with 2(n − 1)² / (3n − 4) degrees of freedom, which the draws
carry; a test holds the coverage against simulated days. Readings are whole watts, so s is no smaller than the rounding,
1/√12 W. That a best is the highest of several days, and so partly luck, is not taken off: its interval is that of one
day's reading (judgement).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evenstride.core.bike_power import BikePower, PowerDay
from evenstride.core.estimate import Draws, Missing

LEAST_DAYS = 3
"""Days from which a scatter is spoken of (judgement)."""
ROUNDING = 1.0 / 12.0**0.5
_DRAWS = 8000


def track_power(days: Sequence[PowerDay], *, seed: int = 0) -> BikePower:
    """Return what the newest bike's or meter's days show.

    Parameters
    ----------
    days : sequence of PowerDay
        In any order; of several on a day with one meter the highest counts.
    seed : int
        Of the draws.

    Examples
    --------
    >>> from datetime import date
    >>> told = [PowerDay(date(2026, 3, day), power) for day, power in ((2, 800.0), (9, 812.0))]
    >>> track_power(told).change
    Missing(reason='2 of 3 days are told', remedy='log the best of 1 day more, like "bike sprint 6x6s best 812W"')
    """
    if not days:
        nothing = Missing("no power of a sprint on the bike is told", 'log it, like "bike sprint 6x6s best 812W"')
        return BikePower((), nothing, nothing)
    meter = max(days, key=lambda one: one.on).meter
    highest: dict[object, PowerDay] = {}
    for one in sorted((one for one in days if one.meter == meter), key=lambda one: one.power):
        highest[one.on] = one
    series = tuple(sorted(highest.values(), key=lambda one: one.on))
    other = len({(one.on, one.meter) for one in days if one.meter != meter})
    lacking = LEAST_DAYS - len(series)
    if lacking > 0:
        few = Missing(
            f"{len(series)} of {LEAST_DAYS} days are told",
            f'log the best of {lacking} day{"s" if lacking > 1 else ""} more, like "bike sprint 6x6s best 812W"',
        )
        return BikePower(series, few, few, other=other)
    return _told(series, other, seed)


def _told(series: tuple[PowerDay, ...], other: int, seed: int) -> BikePower:
    powers = np.array([one.power for one in series])
    before = powers[:-1]
    count = before.size
    scatter = max(float(np.sqrt(np.sum(np.diff(before) ** 2) / (2.0 * (count - 1)))), ROUNDING)
    freedom = 2.0 * (count - 1) ** 2 / (3.0 * count - 4.0)
    rng = np.random.default_rng(seed)
    noise = scatter * np.sqrt(freedom / rng.chisquare(freedom, _DRAWS)) * rng.standard_normal(_DRAWS)
    best, change = float(powers.max()), float(powers[-1] - before.mean())
    method = "own readings, day-to-day scatter from successive differences"
    wider = float(np.sqrt(1.0 + 1.0 / count))
    return BikePower(
        series,
        Draws(best, best + noise, "W", method).estimate(),
        Draws(change, change + wider * noise, "W", method).estimate(),
        scatter,
        other,
    )
