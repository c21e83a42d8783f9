"""Mean rate of the thigh from rearmost to foremost."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import flexing, mean

METRIC = Metric(
    name="thigh_flexion_rate_mean",
    symbol="ω̄_f",
    unit="rad/s",
    better=Better.HIGHER,
    plausible=(0.5, 15.0),
    family=MotionSummary.FAMILY,
    grade=Grade.MODERATE,
    needs=NEEDS,
    sources=(
        "clark2020",
        "clark2022",
    ),
    role_shares={Role.SWING: 1.0},
)

FRAMES = 37


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the mean rate between the rearmost and the foremost place of the thigh."""
    return mean(flexing(stride, Course.THIGH_RATE))
