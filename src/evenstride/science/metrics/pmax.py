"""Greatest power per kilogram the curve asks for without air drag: MSS·MAC/4."""

from evenstride.core.estimate import Array, Draws, combine
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS

METRIC = Metric(
    name="pmax",
    symbol="Pmax/m",
    unit="W/kg",
    better=Better.HIGHER,
    plausible=(4.0, 40.0),
    family=FAMILY,
    grade=Grade.STRONG,
    needs=NEEDS,
    sources=("shorts", "samozino2022"),
)


def compute(_recording: Splits | SpeedTrace, fit: Fit) -> Draws:
    """Compute MSS·MAC/4, the peak of m·a·v per kilogram."""

    def power(mss: Array, mac: Array) -> Array:
        return mss * mac / 4.0

    return combine(power, fit.parameters["mss"], fit.parameters["mac"], unit="W/kg")
