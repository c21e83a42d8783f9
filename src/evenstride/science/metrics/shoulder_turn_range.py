"""How far the shoulders turn about the vertical in a stride."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import span

METRIC = Metric(
    name="shoulder_turn_range",
    symbol="ψ_s",
    unit="rad",
    better=Better.NEITHER,
    plausible=(0.0, 1.8),
    family=MotionSummary.FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=("isbs2021arm",),
    role_shares={Role.SUPPORT: 1.0},
)

SIDED = False


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the range of the shoulders' axial turning over a stride."""
    return span(stride, stride.whole(Course.SHOULDERS))
