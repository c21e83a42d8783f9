"""Athletes whose capacities move by laws the trend model does not hold: saturation, steps, plateaus, straight lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from evenstride.core.capacity_trend import CapacityReading
from evenstride.core.estimate import Array
from evenstride.core.roles import Role

START = date(2026, 1, 5)

LAWS: Mapping[str, Callable[[Array], Array]] = {
    "saturating": lambda share: (1.0 - np.exp(-4.0 * share)) / (1.0 - np.exp(-4.0)),
    "step": lambda share: (share > 0.45).astype(np.float64),
    "plateau then growth": lambda share: np.clip(2.0 * share - 1.0, 0.0, 1.0),
    "growth then plateau": lambda share: np.clip(2.0 * share, 0.0, 1.0),
    "straight": lambda share: share,
}
"""Share of the gain reached at a share of the season."""

TESTS: Mapping[Role, tuple[tuple[str, str], ...]] = {
    Role.PUSH: (("P1", "spring hops"), ("P2", "horizontal jump")),
    Role.SWING: (("S1", "thigh-drive hold"), ("S3", "wall thigh switch")),
}


@dataclass(frozen=True, slots=True)
class Season:
    """One simulated season: readings, the days, and the true level on any day of it."""

    readings: Mapping[Role, tuple[CapacityReading, ...]]
    days: tuple[date, ...]
    law: str
    gains: Mapping[Role, float]
    weeks: int

    def truth(self, role: Role, since: date, until: date) -> float:
        """True change of a role's capacity between two days, log units."""
        share = np.array([(day - START).days / (7.0 * self.weeks) for day in (since, until)])
        before, after = LAWS[self.law](share)
        return self.gains[role] * float(after - before)


def simulate_season(
    rng: np.random.Generator,
    *,
    law: str,
    gains: Mapping[Role, float],
    weeks: int = 12,
    every: int = 1,
    error: float = 0.03,
    assumed: float | None = None,
    family_deviation: float = 0.03,
    gross: float = 0.0,
    absent: float = 0.1,
) -> Season:
    """Simulate field tests every so many weeks, with days missed and families that stray a little on their way."""
    days = [START + timedelta(days=7 * week + int(rng.integers(-1, 2))) for week in range(0, weeks + 1, every)]
    days[0] = START
    shares = np.array([(day - START).days / (7.0 * weeks) for day in days])
    readings: dict[Role, tuple[CapacityReading, ...]] = {}
    for role, tests in TESTS.items():
        rows: list[CapacityReading] = []
        for test, family in tests:
            stray = family_deviation * rng.standard_normal() * shares
            values = gains[role] * LAWS[law](shares) + stray + error * rng.standard_normal(len(days))
            values += np.where(rng.random(len(days)) < gross, 0.3 * rng.choice([-1.0, 1.0]), 0.0)
            kept = rng.random(len(days)) >= absent
            kept[[0, -1]] = True
            rows += [
                CapacityReading(role, test, family, "", day, float(value), assumed or error, 4.0)
                for day, value, use in zip(days, values, kept, strict=True)
                if use
            ]
        readings[role] = tuple(rows)
    return Season(readings, tuple(days), law, gains, weeks)
