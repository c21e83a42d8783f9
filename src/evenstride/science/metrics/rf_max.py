"""Largest ratio of horizontal to total force, taken 0.3 s after the start of the curve."""

from evenstride.core.estimate import Array, Draws, Missing, combine
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS
from evenstride.science.sprint.force import FIRST_PUSH, measure_air, predict_force_ratio
from evenstride.science.sprint.model import predict_speed

METRIC = Metric(
    name="rf_max",
    symbol="RFmax",
    unit="1",
    better=Better.HIGHER,
    plausible=(0.1, 0.7),
    family=FAMILY,
    grade=Grade.UNPROVEN,
    needs=NEEDS,
    sources=("samozino2016",),
)


def compute(recording: Splits | SpeedTrace, fit: Fit) -> Draws | Missing:
    """Compute RF at 0.3 s from the curve, body and air."""
    air = measure_air(recording.body, recording.conditions)
    if isinstance(air, Missing):
        return air

    def ratio(mss: Array, mac: Array) -> Array:
        return predict_force_ratio(predict_speed(FIRST_PUSH, mss, mss / mac), mss, mac, air)

    return combine(ratio, fit.parameters["mss"], fit.parameters["mac"], unit="1")
