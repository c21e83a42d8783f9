"""Swing of the whole body's angular momentum about the way of running in a step, per kg of body."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import step_span

METRIC = Metric(
    name="angular_momentum_forward",
    symbol="L_x",
    unit="m²/s",
    better=Better.NEITHER,
    plausible=(0.0, 1.0),
    family=MotionSummary.FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=("brooks2022",),
    role_shares={Role.SUPPORT: 0.5, Role.SWING: 0.25, Role.TIMING: 0.25},
)

FRAMES = 74


def compute(stride: StrideMotion) -> float | Missing:
    """Compute highest less lowest angular momentum between touchdown and that of the other foot."""
    return step_span(stride, stride.whole(Course.ABOUT_FORWARD))
