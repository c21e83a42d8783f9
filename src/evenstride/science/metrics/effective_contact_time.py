"""Time of a contact with more than body weight on the foot."""

import numpy as np

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.roles import Role
from evenstride.core.stance import Stance, StanceSummary
from evenstride.core.units import GRAVITY
from evenstride.science.plates.stance_metrics import NEEDS
from evenstride.science.steps.walking import NO_FLIGHT

METRIC = Metric(
    name="effective_contact_time",
    symbol="t_ce",
    unit="s",
    better=Better.NEITHER,
    plausible=(0.03, 0.4),
    family=StanceSummary.FAMILY,
    grade=Grade.MODERATE,
    needs=NEEDS,
    sources=("weyand2000",),
    role_shares={Role.PUSH: 1.0},
)


def compute(stance: Stance) -> float | Missing:
    """Compute how long the vertical force is above body weight in a contact."""
    if stance.walking:
        return NO_FLIGHT
    times, force = stance.between(stance.touchdown, stance.toe_off)
    above = force[:, 2] - stance.mass * GRAVITY
    first, last = above[:-1], above[1:]
    # On a straight piece between two samples: the part of its change that lies above body weight.
    change = np.abs(last - first)
    share = np.divide(
        np.abs(np.maximum(last, 0.0) - np.maximum(first, 0.0)), change, out=np.ones_like(change), where=change > 0.0
    )
    return float(np.sum(np.where(np.maximum(first, last) > 0.0, share, 0.0) * np.diff(times)))
