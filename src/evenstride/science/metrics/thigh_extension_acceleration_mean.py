"""Mean backward acceleration of the thigh from foremost to its quickest before touchdown; negative."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import extending, mean_acceleration

METRIC = Metric(
    name="thigh_extension_acceleration_mean",
    symbol="ᾱ_e",
    unit="rad/s²",
    better=Better.LOWER,
    plausible=(-400.0, -5.0),
    family=MotionSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=(
        "clark2022",
        "clark_ryan2022",
    ),
    role_shares={Role.SWING: 0.75, Role.TIMING: 0.25},
)

AT_TOUCHDOWN = True
FRAMES = 74


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the mean acceleration from the foremost place of the thigh to where it is quickest before touchdown."""
    return mean_acceleration(extending(stride, Course.THIGH_RATE), -1.0)
