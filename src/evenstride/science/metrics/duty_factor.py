"""Share of a stride one foot is on the ground: t_c / (2·(t_c + t_f))."""

from evenstride.core.estimate import Array, Draws, Missing, combine
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.run import StepSummary
from evenstride.science.steps.summary import NEEDS, StepTiming

METRIC = Metric(
    name="duty_factor",
    symbol="DF",
    unit="1",
    better=Better.NEITHER,
    plausible=(0.12, 0.5),
    family=StepSummary.FAMILY,
    grade=Grade.IDENTITY,
    needs=NEEDS,
    sources=("meng2024",),
)


def _formula(step: Array, tc: Array) -> Array:
    return tc / (2.0 * step)


def compute(timing: StepTiming) -> Draws | Missing:
    """Compute duty factor from the mean times of a run."""
    if isinstance(timing.contact, Missing):
        return timing.contact
    return combine(_formula, timing.step, timing.contact, unit="1")
