"""How far the shoulders turn against the pelvis in a stride."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import span

METRIC = Metric(
    name="counter_turn_range",
    symbol="ψ",
    unit="rad",
    better=Better.NEITHER,
    plausible=(0.0, 2.2),
    family=MotionSummary.FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=(
        "isbs2021arm",
        "brooks2022",
    ),
    role_shares={Role.SUPPORT: 1.0},
)

SIDED = False


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the range of shoulder turning less pelvis turning over a stride."""
    shoulders, pelvis = stride.whole(Course.SHOULDERS), stride.whole(Course.PELVIS)
    if isinstance(shoulders, Missing):
        return shoulders
    return pelvis if isinstance(pelvis, Missing) else span(stride, shoulders - pelvis)
