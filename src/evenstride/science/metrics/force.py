"""Stance-averaged vertical force in body weights: (t_c + t_f) / t_c.

From vertical impulse balance over a steady step with equal take-off and landing height; it is the step timing in
other words, not a force that was measured (science.md §2.1).
"""

from evenstride.core.estimate import Array, Draws, Missing, combine
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.run import StepSummary
from evenstride.science.steps.summary import NEEDS, StepTiming

METRIC = Metric(
    name="force",
    symbol="F",
    unit="BW",
    better=Better.HIGHER,
    plausible=(1.0, 4.0),
    family=StepSummary.FAMILY,
    grade=Grade.IDENTITY,
    needs=NEEDS,
    sources=("weyand_davis2005", "clark_weyand2014"),
)


def _formula(step: Array, tc: Array) -> Array:
    return step / tc


def compute(timing: StepTiming) -> Draws | Missing:
    """Compute force from the mean times of a run."""
    if isinstance(timing.contact, Missing):
        return timing.contact
    return combine(_formula, timing.step, timing.contact, unit="BW")
