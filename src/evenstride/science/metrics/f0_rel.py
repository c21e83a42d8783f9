"""Horizontal force at standstill per kilogram of body mass, with air drag."""

from evenstride.core.estimate import Draws, Missing
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS
from evenstride.science.sprint.force import measure_force_line

METRIC = Metric(
    name="f0_rel",
    symbol="F0/m",
    unit="N/kg",
    better=Better.HIGHER,
    plausible=(2.0, 14.0),
    family=FAMILY,
    grade=Grade.MODERATE,
    needs=NEEDS,
    sources=("samozino2016", "shorts", "haugen2019review"),
)


def compute(recording: Splits | SpeedTrace, fit: Fit) -> Draws | Missing:
    """Compute F0 per kilogram from the curve, body and air."""
    line = measure_force_line(recording, fit)
    if isinstance(line, Missing):
        return line
    return line.f0.map(lambda force: force / line.air.mass, unit="N/kg")
