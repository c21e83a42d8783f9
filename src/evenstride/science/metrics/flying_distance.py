"""Distance already run when the clock started; it describes the set-up, not the athlete."""

from evenstride.core.estimate import Draws, Missing
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS

METRIC = Metric(
    name="flying_distance",
    symbol="FD",
    unit="m",
    better=Better.NEITHER,
    plausible=(0.0, 5.0),
    family=FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=("shorts",),
)


def compute(_recording: Splits | SpeedTrace, fit: Fit) -> Draws | Missing:
    """Read the flying distance from the fit."""
    return fit.parameters.get(
        "flying_distance", Missing("The fit has no flying distance", "Ask for the flying distance")
    )
