"""Mean forward acceleration of the thigh from rearmost to its quickest."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import flexing, mean_acceleration

METRIC = Metric(
    name="thigh_flexion_acceleration_mean",
    symbol="ᾱ_f",
    unit="rad/s²",
    better=Better.HIGHER,
    plausible=(5.0, 400.0),
    family=MotionSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=(
        "clark2022",
        "clark_ryan2022",
    ),
    role_shares={Role.SWING: 1.0},
)

FRAMES = 74


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the mean acceleration from the rearmost place of the thigh to where it is quickest."""
    return mean_acceleration(flexing(stride, Course.THIGH_RATE), 1.0)
