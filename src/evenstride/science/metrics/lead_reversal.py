"""When the thigh is foremost, share of a stride after its touchdown."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS
from evenstride.science.motion.stride_reading import reversals

METRIC = Metric(
    name="lead_reversal",
    symbol="t_f",
    unit="1",
    better=Better.NEITHER,
    plausible=(0.5, 1.0),
    family=MotionSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=("lenthall2024",),
    role_shares={Role.TIMING: 1.0},
)

AT_TOUCHDOWN = True


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the share of a stride at which the thigh turns from forth to back."""
    found = reversals(stride)
    return found if isinstance(found, Missing) else (found[1] - stride.touchdown) / stride.stride_time
