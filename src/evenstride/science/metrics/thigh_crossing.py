"""When the swing thigh passes the stance thigh after touchdown, share of a step; before it is negative."""

import numpy as np

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.motion import Course, MotionSummary, StrideMotion
from evenstride.core.roles import Role
from evenstride.science.motion.metrics import NEEDS

METRIC = Metric(
    name="thigh_crossing",
    symbol="t_x",
    unit="1",
    better=Better.NEITHER,
    plausible=(-0.4, 0.8),
    family=MotionSummary.FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=(
        "bayne2020",
        "lenthall2024",
    ),
    role_shares={Role.TIMING: 1.0},
)

AT_TOUCHDOWN = True


def compute(stride: StrideMotion) -> float | Missing:
    """Compute the upward zero of the other thigh less this one nearest to a quarter of a step after touchdown."""
    own, other = stride.own(Course.THIGH), stride.other(Course.THIGH)
    if isinstance(own, Missing):
        return own
    if isinstance(other, Missing):
        return other
    first, last = stride.touchdown - 0.5 * stride.step_time, stride.other_touchdown
    times, apart = stride.between(other - own, first, last)
    at = np.flatnonzero((apart[:-1] < 0.0) & (apart[1:] >= 0.0))
    if np.isnan(apart).any() or not at.size:
        return float("nan")
    zeros = times[at] - apart[at] * (times[at + 1] - times[at]) / (apart[at + 1] - apart[at])
    passed = (zeros - stride.touchdown) / stride.step_time
    return float(passed[np.argmin(np.abs(passed - 0.25))])
