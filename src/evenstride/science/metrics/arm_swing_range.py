"""How far the upper arm of a side swings in a stride."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import span

METRIC = Metric(
    name="arm_swing_range",
    symbol="γ",
    unit="rad",
    better=Better.NEITHER,
    plausible=(0.1, 3.5),
    family=MotionSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=(
        "brooks2022",
        "isbs2021arm",
    ),
    role_shares={Role.SUPPORT: 1.0},
)


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the range of the upper arm's angle over a stride."""
    return span(stride, stride.own(Course.ARM))
