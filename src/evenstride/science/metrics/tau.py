"""Time to 63 % of top speed; near 1 s at nearly every level, so it separates athletes poorly."""

from evenstride.core.estimate import Draws
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS

METRIC = Metric(
    name="tau",
    symbol="TAU",
    unit="s",
    better=Better.NEITHER,
    plausible=(0.4, 2.0),
    family=FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=("shorts", "clark_ryan2022"),
)


def compute(_recording: Splits | SpeedTrace, fit: Fit) -> Draws:
    """Read the time constant from the fit."""
    return fit.parameters["tau"]
