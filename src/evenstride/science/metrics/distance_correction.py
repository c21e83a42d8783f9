"""Where the tape begins, seen from where the athlete begins; it describes the set-up, not the athlete."""

from evenstride.core.estimate import Draws, Missing
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS

METRIC = Metric(
    name="distance_correction",
    symbol="DC",
    unit="m",
    better=Better.NEITHER,
    plausible=(-10.0, 10.0),
    family=FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=("shorts",),
)


def compute(_recording: Splits | SpeedTrace, fit: Fit) -> Draws | Missing:
    """Read the distance correction (m, observed distance = model + DC) from the fit."""
    return fit.parameters.get(
        "distance_correction", Missing("The fit has no distance correction", "Ask for the distance correction")
    )
