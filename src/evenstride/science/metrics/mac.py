"""Acceleration at the very start of the curve: MAC = MSS / TAU."""

from evenstride.core.estimate import Draws
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS

METRIC = Metric(
    name="mac",
    symbol="MAC",
    unit="m/s²",
    better=Better.HIGHER,
    plausible=(2.0, 14.0),
    family=FAMILY,
    grade=Grade.STRONG,
    needs=NEEDS,
    sources=("shorts",),
)


def compute(_recording: Splits | SpeedTrace, fit: Fit) -> Draws:
    """Read maximal acceleration from the fit."""
    return fit.parameters["mac"]
