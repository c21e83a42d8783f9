"""How far the knee bends in swing."""

import numpy as np

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS

METRIC = Metric(
    name="knee_flexion_swing",
    symbol="φ",
    unit="rad",
    better=Better.NEITHER,
    plausible=(0.5, 2.8),
    family=MotionSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=(
        "bushnell_hunter2007",
        "mattes2021",
    ),
    role_shares={Role.SWING: 1.0},
)


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the most flexion of the knee from toe_off to touchdown."""
    values = stride.own(Course.KNEE)
    if isinstance(values, Missing):
        return values
    # On the ground the knee bends less than in swing: where no toe_off is known, the whole stride tells the same.
    first = stride.touchdown if np.isnan(stride.toe_off) else stride.toe_off
    return float(np.max(stride.between(values, first, stride.next_touchdown)[1]))
