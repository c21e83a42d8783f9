"""How far ahead of its hip the foot touches down."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS

METRIC = Metric(
    name="touchdown_ahead_of_hip",
    symbol="d_h",
    unit="m",
    better=Better.NEITHER,
    plausible=(-0.1, 0.8),
    family=MotionSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=(
        "simplescience2024",
        "predsim2024",
    ),
    role_shares={Role.SWING: 0.75, Role.TIMING: 0.25},
)

AT_TOUCHDOWN = True


def compute(stride: StrideMotion) -> float | Missing:
    """Compute how far the ball of the foot, else its toe or ankle, is ahead at touchdown."""
    values = stride.own(Course.AHEAD_OF_HIP)
    return values if isinstance(values, Missing) else stride.at(values, stride.touchdown)
