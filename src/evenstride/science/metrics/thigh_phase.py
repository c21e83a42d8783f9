"""How far apart in phase the two thighs are: π is opposite, 0 is together."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import relative_phase

METRIC = Metric(
    name="thigh_phase",
    symbol="Φ_t",
    unit="rad",
    better=Better.NEITHER,
    plausible=(1.5, 3.15),
    family=MotionSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=(
        "donaldson2022",
        "bayne2020",
    ),
    role_shares={Role.TIMING: 1.0},
)

SIDED = False


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the mean size of the relative phase of both thighs over a stride, Hilbert variant."""
    return relative_phase(stride, stride.own(Course.THIGH), stride.other(Course.THIGH))
