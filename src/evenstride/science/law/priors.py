"""What is believed of a squad before its data: one table that the model, the simulator and the docs share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.law import Law


@dataclass(frozen=True, slots=True)
class Prior:
    """A normal prior of a hyper-parameter, or of its natural log where it cannot be negative."""

    middle: float
    spread: float
    positive: bool = True

    def value_at(self, standard: float) -> float:
        """Return the value so many standard deviations from the middle."""
        value = self.middle + self.spread * standard
        return float(np.exp(value)) if self.positive else float(value)

    def draw(self, rng: np.random.Generator, size: int | None = None) -> Array:
        """Return random values."""
        normal = np.asarray(rng.normal(self.middle, self.spread, size))
        return np.exp(normal) if self.positive else normal


def law_priors(law: Law, errors: Mapping[str, float]) -> dict[str, Prior]:
    """Return the prior of every hyper-parameter of a law.

    Parameters
    ----------
    law : Law
        `sigma` belongs to CES alone.
    errors : mapping of str to float
        Stated standard errors of one week's `push`, `swing` and `speed`, log units.

    Notes
    -----
    All log units and all judgement: `speed_mean`, `push_mean`, `swing_mean` beside the means of the readings;
    `speed_spread` (what makes people fast beside these two), `push_spread`, `swing_spread` between athletes;
    `push_weekly`, `swing_weekly` the step of a random walk in one week; errors within about 40 % of what is stated;
    `returns`, % of speed for 1 % of both (12 % of hip flexion went with 4 % of a sprint, `deane2005`); `tilt`, see
    `laws.law_value`; `sigma`, elasticity of substitution, 90 % of it from 0.14 to 7.
    """
    priors = {
        "speed_mean": Prior(0.0, 0.10, positive=False),
        "push_mean": Prior(0.0, 0.10, positive=False),
        "swing_mean": Prior(0.0, 0.10, positive=False),
        "speed_spread": Prior(np.log(0.06), 0.4),
        "push_spread": Prior(np.log(0.12), 0.4),
        "swing_spread": Prior(np.log(0.12), 0.4),
        "push_weekly": Prior(np.log(0.012), 0.4),
        "swing_weekly": Prior(np.log(0.012), 0.4),
        "push_error": Prior(np.log(errors["push"]), 0.2),
        "swing_error": Prior(np.log(errors["swing"]), 0.2),
        "speed_error": Prior(np.log(errors["speed"]), 0.2),
        "returns": Prior(np.log(0.3), 0.6),
        "tilt": Prior(0.0, 1.0, positive=False),
    }
    return priors | ({"sigma": Prior(0.0, 1.2)} if law is Law.CES else {})
