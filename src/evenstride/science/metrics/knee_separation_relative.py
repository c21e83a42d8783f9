"""How far the swing knee is ahead of the stance knee at touchdown, as a share of the leg's length."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import MotionSummary, StrideMotion
from evenstride.science.metrics import knee_separation
from evenstride.science.motion.leg_length import NO_LEG
from evenstride.science.motion.metrics import NEEDS

METRIC = Metric(
    name="knee_separation_relative",
    symbol="d_k/L",
    unit="1",
    better=Better.NEITHER,
    plausible=(-0.65, 0.45),
    family=MotionSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=knee_separation.METRIC.sources,
    role_shares=knee_separation.METRIC.role_shares,
)

AT_TOUCHDOWN = True


def compute(stride: StrideMotion) -> float | Missing:
    """Compute knee separation over the length of the leg."""
    leg = stride.motion.leg
    if leg is None:
        return NO_LEG
    apart = knee_separation.compute(stride)
    return apart if isinstance(apart, Missing) else apart / leg.length
