"""How far the thigh swings in a stride, from rearmost to foremost."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import span

METRIC = Metric(
    name="thigh_range",
    symbol="θ",
    unit="rad",
    better=Better.NEITHER,
    plausible=(0.3, 2.8),
    family=MotionSummary.FAMILY,
    grade=Grade.MODERATE,
    needs=NEEDS,
    sources=(
        "clark2022",
        "clark2020",
    ),
    role_shares={Role.SWING: 1.0},
)


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the range of the thigh's angle over a stride."""
    return span(stride, stride.own(Course.THIGH))
