"""Running speed over the measured steps, as recorded with them."""

from evenstride.core.estimate import Draws, Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.science.steps.summary import NEEDS, NO_SPEED, StepTiming

METRIC = Metric(
    name="speed",
    symbol="v",
    unit="m/s",
    better=Better.HIGHER,
    plausible=(2.0, 13.0),
    family="flying speed",
    grade=Grade.STRONG,
    needs=NEEDS,
    sources=("coh2018",),
)


def compute(timing: StepTiming) -> Draws | Missing:
    """Compute speed from the mean times of a run."""
    return NO_SPEED if timing.speed is None else timing.speed
