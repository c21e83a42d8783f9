"""Greatest horizontal power on the force–velocity line, with air drag: F0·v0/4."""

from evenstride.core.estimate import Array, Draws, Missing, combine
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS
from evenstride.science.sprint.force import measure_force_line

METRIC = Metric(
    name="pmax_fv",
    symbol="Pmax",
    unit="W",
    better=Better.HIGHER,
    plausible=(100.0, 5000.0),
    family=FAMILY,
    grade=Grade.STRONG,
    needs=NEEDS,
    sources=("samozino2016", "samozino2022", "shorts"),
)


def compute(recording: Splits | SpeedTrace, fit: Fit) -> Draws | Missing:
    """Compute F0·v0/4 from the curve, body and air."""
    line = measure_force_line(recording, fit)
    if isinstance(line, Missing):
        return line

    def power(force: Array, speed: Array) -> Array:
        return force * speed / 4.0

    return combine(power, line.f0, line.v0, unit="W")
