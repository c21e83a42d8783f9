"""Time between one foot's toe_off and the other's touchdown."""

from evenstride.core.estimate import Draws, Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.run import StepSummary
from evenstride.science.steps.summary import NEEDS, StepTiming

METRIC = Metric(
    name="flight_time",
    symbol="t_f",
    unit="s",
    better=Better.NEITHER,
    plausible=(0.0, 0.3),
    family=StepSummary.FAMILY,
    grade=Grade.IDENTITY,
    needs=NEEDS,
    sources=("meng2024",),
)


def compute(timing: StepTiming) -> Draws | Missing:
    """Compute flight time from the mean times of a run."""
    return timing.flight
