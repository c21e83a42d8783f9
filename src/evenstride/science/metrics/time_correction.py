"""Shift of the clock against the athlete's start: observed time = model + TC; it describes the set-up."""

from evenstride.core.estimate import Draws, Missing
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS

METRIC = Metric(
    name="time_correction",
    symbol="TC",
    unit="s",
    better=Better.NEITHER,
    plausible=(-3600.0, 3600.0),
    family=FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=("shorts",),
)


def compute(_recording: Splits | SpeedTrace, fit: Fit) -> Draws | Missing:
    """Read the time correction from the fit."""
    return fit.parameters.get(
        "time_correction", Missing("The fit has no time correction", "Ask for the time correction")
    )
