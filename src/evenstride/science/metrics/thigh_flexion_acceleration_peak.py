"""Hardest forward acceleration of the thigh: what reverses it behind the body."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import peak, swinging

METRIC = Metric(
    name="thigh_flexion_acceleration_peak",
    symbol="α_f",
    unit="rad/s²",
    better=Better.HIGHER,
    plausible=(10.0, 600.0),
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
    """Compute the highest acceleration from the middle of the contact to just before the next touchdown."""
    return peak(swinging(stride, Course.THIGH_ACCELERATION))
