"""Horizontal force at standstill on the force–velocity line, with air drag."""

from evenstride.core.estimate import Draws, Missing
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS
from evenstride.science.sprint.force import measure_force_line

METRIC = Metric(
    name="f0",
    symbol="F0",
    unit="N",
    better=Better.HIGHER,
    plausible=(100.0, 1500.0),
    family=FAMILY,
    grade=Grade.MODERATE,
    needs=NEEDS,
    sources=("samozino2016", "shorts", "haugen2019review"),
)


def compute(recording: Splits | SpeedTrace, fit: Fit) -> Draws | Missing:
    """Compute F0 from the curve, body and air."""
    line = measure_force_line(recording, fit)
    return line if isinstance(line, Missing) else line.f0
