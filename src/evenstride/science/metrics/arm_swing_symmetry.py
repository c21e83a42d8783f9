"""The lesser arm swing over the greater: 1 is alike. Noise alone keeps it below 1."""

import numpy as np

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import span

METRIC = Metric(
    name="arm_swing_symmetry",
    symbol="γ/γ",
    unit="1",
    better=Better.NEITHER,
    plausible=(0.2, 1.0),
    family=MotionSummary.FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=("brooks2022",),
    role_shares={Role.SUPPORT: 1.0},
)

SIDED = False


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the smaller over the larger range of the two upper arms in a stride."""
    own, other = span(stride, stride.own(Course.ARM)), span(stride, stride.other(Course.ARM))
    if isinstance(own, Missing):
        return own
    return other if isinstance(other, Missing) else float(np.minimum(own, other) / np.maximum(own, other))
