"""Quickest forward swing of the thigh."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import flexing, peak

METRIC = Metric(
    name="thigh_flexion_rate_peak",
    symbol="ω_f",
    unit="rad/s",
    better=Better.HIGHER,
    plausible=(1.0, 25.0),
    family=MotionSummary.FAMILY,
    grade=Grade.MODERATE,
    needs=NEEDS,
    sources=(
        "clark2020",
        "macadam2021",
    ),
    role_shares={Role.SWING: 1.0},
)

FRAMES = 37


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the highest rate between the rearmost and the foremost place of the thigh."""
    return peak(flexing(stride, Course.THIGH_RATE))
