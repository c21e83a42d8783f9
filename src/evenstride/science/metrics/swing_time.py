"""Time one leg is in the air: toe_off to its own next touchdown; t_c + 2·t_f when steady and even."""

from evenstride.core.estimate import Draws, Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.run import StepSummary
from evenstride.science.steps.summary import NEEDS, StepTiming

METRIC = Metric(
    name="swing_time",
    symbol="t_sw",
    unit="s",
    better=Better.LOWER,
    plausible=(0.25, 0.8),
    family=StepSummary.FAMILY,
    grade=Grade.IDENTITY,
    needs=NEEDS,
    sources=("weyand2000",),
)


def compute(timing: StepTiming) -> Draws | Missing:
    """Compute swing time from the mean times of a run."""
    return timing.swing
