"""Touchdown of one foot to touchdown of the other: t_c + t_f."""

from evenstride.core.estimate import Draws
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.run import StepSummary
from evenstride.science.steps.summary import NEEDS, StepTiming

METRIC = Metric(
    name="step_time",
    symbol="t_step",
    unit="s",
    better=Better.NEITHER,
    plausible=(0.15, 0.6),
    family=StepSummary.FAMILY,
    grade=Grade.IDENTITY,
    needs=NEEDS,
    sources=("hunter2004",),
)


def compute(timing: StepTiming) -> Draws:
    """Compute step time from the mean times of a run."""
    return timing.step
