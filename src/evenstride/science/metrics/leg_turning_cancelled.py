"""Share of the legs' angular momentum about the vertical that arms, trunk and head oppose: 1 is all of it."""

import numpy as np

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS

METRIC = Metric(
    name="leg_turning_cancelled",
    symbol="κ",
    unit="1",
    better=Better.NEITHER,
    plausible=(-0.5, 2.0),
    family=MotionSummary.FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=(
        "brooks2022",
        "isbs2021arm",
    ),
    role_shares={Role.SUPPORT: 0.5, Role.SWING: 0.25, Role.TIMING: 0.25},
)

SIDED = False


def compute(stride: StrideMotion) -> float | Missing:
    """Compute −Σ(rest·legs)/Σ(legs²) over a stride, each less its mean."""
    legs, rest = stride.whole(Course.LEGS_ABOUT_VERTICAL), stride.whole(Course.REST_ABOUT_VERTICAL)
    if isinstance(legs, Missing):
        return legs
    if isinstance(rest, Missing):
        return rest
    one, other = (stride.between(values, stride.touchdown, stride.next_touchdown)[1] for values in (legs, rest))
    one, other = one - one.mean(), other - other.mean()
    return float(-np.sum(one * other) / np.sum(one**2))
