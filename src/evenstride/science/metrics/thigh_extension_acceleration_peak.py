"""Hardest backward acceleration of the thigh: what reverses it before the body; backward is negative."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import peak, swinging

METRIC = Metric(
    name="thigh_extension_acceleration_peak",
    symbol="α_e",
    unit="rad/s²",
    better=Better.LOWER,
    plausible=(-600.0, -10.0),
    family=MotionSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=(
        "clark2022",
        "clark_ryan2022",
    ),
    role_shares={Role.SWING: 1.0},
)

AT_TOUCHDOWN = True
FRAMES = 74


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the most negative acceleration from the middle of the contact to just before the next touchdown."""
    return peak(swinging(stride, Course.THIGH_ACCELERATION), -1.0)
