"""Squads that obey a law, or one that no model here holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.law import AthleteSeries, Law, SquadSeries
from evenstride.science.law.laws import law_value
from evenstride.science.law.priors import law_priors

Rule = Callable[[Array, Array], Array]

USUAL_ERRORS: Mapping[str, float] = {"push": 0.035, "swing": 0.04, "speed": 0.012}
"""Standard error of one week's readings, log units: a jump, a thigh-drive hold, a timed flying run (judgement)."""


def synthesising_unit(push: Array, swing: Array) -> Array:
    """A law outside the family: the synthesising unit of science.md §6.2 (M5), 1/(1/P + 1/S − 1/(P + S)), in logs.

    Examples
    --------
    >>> float(synthesising_unit(np.array(0.0), np.array(0.0)))
    0.0
    """
    unit = np.exp(-push) + np.exp(-swing) - 1.0 / (np.exp(push) + np.exp(swing))
    return np.log(1.5 / unit)


def threshold(push: Array, swing: Array, *, width: float = 0.05) -> Array:
    """A law outside the family: Cobb–Douglas while the two are within `width` of each other, else the one behind.

    Examples
    --------
    >>> threshold(np.array([0.02, 0.30]), np.zeros(2)).round(3).tolist()
    [0.01, 0.025]
    """
    return np.minimum(push, swing) + np.minimum(np.abs(push - swing), width) / 2.0


@dataclass(frozen=True, slots=True)
class PlantedLaw:
    """The truth about a simulated squad: hyper-parameters (`priors.law_priors`) and the law or rule it obeys."""

    law: Law | Rule
    hyper: Mapping[str, float]

    def value(self, push: Array, swing: Array) -> Array:
        """Return what the law makes of two capacities."""
        if isinstance(self.law, Law):
            return np.asarray(law_value(self.law, push, swing, self.hyper["tilt"], self.hyper.get("sigma", 1.0)))
        return self.law(push, swing)


def draw_planted(
    law: Law | Rule,
    rng: np.random.Generator,
    *,
    errors: Mapping[str, float] = USUAL_ERRORS,
    held: Mapping[str, float] | None = None,
) -> PlantedLaw:
    """Draw a truth from the priors; `held` values are kept as given."""
    priors = law_priors(law if isinstance(law, Law) else Law.COBB_DOUGLAS, errors)
    hyper = {name: float(prior.draw(rng)) for name, prior in priors.items()}
    return PlantedLaw(law, hyper | dict(held or {}))


def simulate_law_squad(
    truth: PlantedLaw,
    *,
    athletes: int,
    weeks: int,
    errors: Mapping[str, float] = USUAL_ERRORS,
    missed: float = 0.0,
    rng: np.random.Generator,
) -> SquadSeries:
    """Simulate the weekly readings of a squad.

    Parameters
    ----------
    truth : PlantedLaw
        What is true.
    athletes, weeks : int
        Size.
    errors : mapping of str to float
        What is STATED of the errors; the true ones are the truth's.
    missed : float
        Share of readings that are not there; the first week is always whole.
    rng : Generator
        Source of chance.

    Notes
    -----
    Capacities walk at random from a level of each athlete's own; speed is own level + returns × law + error.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> squad = simulate_law_squad(draw_planted(Law.MINIMUM, rng), athletes=5, weeks=10, rng=rng)
    >>> len(squad.athletes), squad.weeks
    (5, 50)
    """
    hyper = truth.hyper
    shape = (athletes, weeks)

    def walk(role: str) -> Array:
        first = rng.normal(hyper[f"{role}_mean"], hyper[f"{role}_spread"], (athletes, 1))
        steps = rng.normal(0.0, hyper[f"{role}_weekly"], (athletes, weeks - 1))
        return first + np.concatenate([np.zeros((athletes, 1)), np.cumsum(steps, axis=1)], axis=1)

    def read(true: Array, role: str) -> Array:
        values = true + rng.normal(0.0, hyper[f"{role}_error"], shape)
        gone = rng.random(shape) < missed
        gone[:, 0] = False
        return np.where(gone, np.nan, values)

    push, swing = walk("push"), walk("swing")
    own = rng.normal(hyper["speed_mean"], hyper["speed_spread"], (athletes, 1))
    speed = own + hyper["returns"] * truth.value(push, swing)
    rows = (read(push, "push"), read(swing, "swing"), read(speed, "speed"))
    numbers = np.arange(weeks, dtype=np.float64)
    return SquadSeries(
        tuple(AthleteSeries(f"{k + 1:02d} (simulated)", numbers, *(row[k] for row in rows)) for k in range(athletes)),
        "P2",
        "S1",
        dict(errors),
    )
