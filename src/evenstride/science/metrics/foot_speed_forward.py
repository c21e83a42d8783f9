"""Speed of the foot over the ground just before touchdown, forward; the less, the less it brakes."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import before_touchdown

METRIC = Metric(
    name="foot_speed_forward",
    symbol="v_x",
    unit="m/s",
    better=Better.NEITHER,
    plausible=(-6.0, 8.0),
    family=MotionSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=(
        "mattes2021",
        "clark2020",
    ),
    role_shares={Role.SWING: 0.75, Role.TIMING: 0.25},
)

AT_TOUCHDOWN = True
FRAMES = 74


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the mean forward speed of the foot over the ground from 30 to 10 ms before touchdown."""
    return before_touchdown(stride, Course.FOOT_FORWARD)
