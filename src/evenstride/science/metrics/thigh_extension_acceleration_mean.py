"""Mean of the backward acceleration of the thigh while it is backward; negative."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion_metrics import NEEDS
from evenstride.science.stride_reading import mean_of_sign

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
    role_shares={Role.SWING: 1.0},
)


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the mean acceleration over the part of a stride in which it is backward."""
    values = stride.own(Course.THIGH_ACCELERATION)
    if isinstance(values, Missing):
        return values
    return mean_of_sign(stride.between(values, stride.touchdown, stride.next_touchdown), -1.0)
