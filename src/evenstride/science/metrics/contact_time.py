"""Time one foot is on the ground: touchdown to toe_off."""

from evenstride.core.estimate import Draws, Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.run import StepSummary
from evenstride.science.steps.summary import NEEDS, StepTiming

METRIC = Metric(
    name="contact_time",
    symbol="t_c",
    unit="s",
    better=Better.LOWER,
    plausible=(0.05, 0.5),
    family=StepSummary.FAMILY,
    grade=Grade.IDENTITY,
    needs=NEEDS,
    sources=("meng2024", "mattes2021"),
)


def compute(timing: StepTiming) -> Draws | Missing:
    """Compute contact time from the mean times of a run."""
    return timing.contact
