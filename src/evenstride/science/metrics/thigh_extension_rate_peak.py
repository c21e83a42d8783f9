"""Quickest backward swing of the thigh before touchdown; backward is negative."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import extending, peak

METRIC = Metric(
    name="thigh_extension_rate_peak",
    symbol="ω_e",
    unit="rad/s",
    better=Better.LOWER,
    plausible=(-25.0, 0.0),
    family=MotionSummary.FAMILY,
    grade=Grade.MODERATE,
    needs=NEEDS,
    sources=(
        "mattes2021",
        "miyashiro2019",
    ),
    role_shares={Role.SWING: 0.75, Role.TIMING: 0.25},
)

AT_TOUCHDOWN = True
FRAMES = 74


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the most negative rate between the foremost place of the thigh and touchdown."""
    return peak(extending(stride, Course.THIGH_RATE), -1.0)
