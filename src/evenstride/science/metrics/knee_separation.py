"""How far the swing knee is ahead of the stance knee at touchdown; behind is negative."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS

METRIC = Metric(
    name="knee_separation",
    symbol="d_k",
    unit="m",
    better=Better.NEITHER,
    plausible=(-0.6, 0.4),
    family=MotionSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=(
        "bushnell_hunter2007",
        "mendiguchia2022",
    ),
    role_shares={Role.TIMING: 0.5, Role.SWING: 0.3, Role.SUPPORT: 0.2},
)

AT_TOUCHDOWN = True


def compute(stride: StrideMotion) -> float | Missing:
    """Compute how far the other knee is ahead of this one at this foot's touchdown."""
    own, other = stride.own(Course.KNEE_AHEAD), stride.other(Course.KNEE_AHEAD)
    if isinstance(own, Missing):
        return own
    return other if isinstance(other, Missing) else stride.at(other - own, stride.touchdown)
