"""Top speed the athlete's curve approaches: maximal sprinting speed."""

from evenstride.core.estimate import Draws
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS

METRIC = Metric(
    name="mss",
    symbol="MSS",
    unit="m/s",
    better=Better.HIGHER,
    plausible=(2.0, 13.0),
    family=FAMILY,
    grade=Grade.IDENTITY,
    needs=NEEDS,
    sources=("shorts",),
)


def compute(_recording: Splits | SpeedTrace, fit: Fit) -> Draws:
    """Read maximal sprinting speed from the fit."""
    return fit.parameters["mss"]
