"""Steps in a second: 1 / (t_c + t_f)."""

from evenstride.core.estimate import Array, Draws
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.run import StepSummary
from evenstride.science.steps.summary import NEEDS, StepTiming

METRIC = Metric(
    name="step_frequency",
    symbol="SF",
    unit="1/s",
    better=Better.NEITHER,
    plausible=(1.6, 6.0),
    family=StepSummary.FAMILY,
    grade=Grade.IDENTITY,
    needs=NEEDS,
    sources=("hunter2004", "salo2011"),
)


def _formula(step: Array) -> Array:
    return 1.0 / step


def compute(timing: StepTiming) -> Draws:
    """Compute step frequency from the mean times of a run."""
    return timing.step.map(_formula, unit="1/s")
