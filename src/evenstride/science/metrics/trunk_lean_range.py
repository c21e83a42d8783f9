"""How far the trunk nods in a stride; noise lifts such a small range by about 1 %."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import span

METRIC = Metric(
    name="trunk_lean_range",
    symbol="Δβ",
    unit="rad",
    better=Better.NEITHER,
    plausible=(0.0, 0.6),
    family=MotionSummary.FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=("mendiguchia2022",),
    role_shares={Role.SUPPORT: 1.0},
)

SIDED = False


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the range of the lean of the trunk over a stride."""
    return span(stride, stride.whole(Course.LEAN))
