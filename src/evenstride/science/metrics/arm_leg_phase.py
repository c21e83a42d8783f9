"""How far apart in phase the thigh of a side and the arm of the other are: 0 is together."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import relative_phase

METRIC = Metric(
    name="arm_leg_phase",
    symbol="Φ_a",
    unit="rad",
    better=Better.NEITHER,
    plausible=(0.0, 2.5),
    family=MotionSummary.FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=("bayne2020",),
    role_shares={Role.TIMING: 1.0},
)


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the mean size of the relative phase of this thigh and the other arm over a stride, Hilbert variant."""
    return relative_phase(stride, stride.own(Course.THIGH), stride.other(Course.ARM))
