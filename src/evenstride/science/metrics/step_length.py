"""Way covered in one step: v·(t_c + t_f)."""

from evenstride.core.estimate import Array, Draws, Missing, combine
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.run import StepSummary
from evenstride.science.steps.summary import NEEDS, NO_SPEED, StepTiming

METRIC = Metric(
    name="step_length",
    symbol="SL",
    unit="m",
    better=Better.NEITHER,
    plausible=(0.8, 3.0),
    family=StepSummary.FAMILY,
    grade=Grade.IDENTITY,
    needs=NEEDS,
    sources=("hunter2004", "salo2011"),
)


def _formula(v: Array, step: Array) -> Array:
    return v * step


def compute(timing: StepTiming) -> Draws | Missing:
    """Compute step length from the mean times of a run."""
    if timing.speed is None:
        return NO_SPEED
    return combine(_formula, timing.speed, timing.step, unit="m")
