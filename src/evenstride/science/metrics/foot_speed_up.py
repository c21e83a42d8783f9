"""Vertical speed of the foot just before touchdown; down is negative."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import before_touchdown

METRIC = Metric(
    name="foot_speed_up",
    symbol="v_z",
    unit="m/s",
    better=Better.NEITHER,
    plausible=(-6.0, 2.0),
    family=MotionSummary.FAMILY,
    grade=Grade.MODERATE,
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
    """Compute the mean vertical speed of the foot from 30 to 10 ms before touchdown."""
    return before_touchdown(stride, Course.FOOT_UP)
