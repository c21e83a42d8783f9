"""Share of the whole force that points forward, over a contact."""

import numpy as np

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.roles import Role
from evenstride.core.stance import Stance, StanceSummary
from evenstride.science.plates.stance_metrics import NEEDS, NO_HORIZONTAL

METRIC = Metric(
    name="ratio_of_forces",
    symbol="RF",
    unit="1",
    better=Better.HIGHER,
    plausible=(-0.2, 0.6),
    family=StanceSummary.FAMILY,
    grade=Grade.MODERATE,
    needs=NEEDS,
    sources=("samozino2016",),
    role_shares={Role.PUSH: 1.0},
)


def compute(stance: Stance) -> float | Missing:
    """Compute mean forward force over mean resultant force in the plane of running."""
    times, force = stance.between(stance.touchdown, stance.toe_off)
    total = float(np.trapezoid(np.hypot(force[:, 0], force[:, 2]), times))
    ratio = float(np.trapezoid(force[:, 0], times)) / total
    return NO_HORIZONTAL if ratio != ratio else ratio
