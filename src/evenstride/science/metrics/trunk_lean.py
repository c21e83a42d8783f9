"""Mean lean of the trunk over a stride; forward is positive."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import mean_between

METRIC = Metric(
    name="trunk_lean",
    symbol="β",
    unit="rad",
    better=Better.NEITHER,
    plausible=(-0.3, 1.2),
    family=MotionSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=("mendiguchia2022",),
    role_shares={Role.SUPPORT: 1.0},
)

SIDED = False


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the mean angle of the trunk against the vertical."""
    return mean_between(stride, stride.whole(Course.LEAN), stride.touchdown, stride.next_touchdown)
