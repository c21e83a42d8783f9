"""Way covered while one foot is on the ground: v·t_c."""

from evenstride.core.estimate import Array, Draws, Missing, combine
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.run import StepSummary
from evenstride.science.steps.summary import NEEDS, NO_SPEED, StepTiming

METRIC = Metric(
    name="contact_length",
    symbol="L_c",
    unit="m",
    better=Better.NEITHER,
    plausible=(0.5, 1.4),
    family=StepSummary.FAMILY,
    grade=Grade.IDENTITY,
    needs=NEEDS,
    sources=("meng2024", "weyand2000"),
)


def _formula(v: Array, tc: Array) -> Array:
    return v * tc


def compute(timing: StepTiming) -> Draws | Missing:
    """Compute contact length from the mean times of a run."""
    if timing.speed is None:
        return NO_SPEED
    if isinstance(timing.contact, Missing):
        return timing.contact
    return combine(_formula, timing.speed, timing.contact, unit="m")
