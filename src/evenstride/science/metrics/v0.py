"""Speed at which the force–velocity line, with air drag, falls to zero."""

from evenstride.core.estimate import Draws, Missing
from evenstride.core.fit import Fit
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import FAMILY, NEEDS
from evenstride.science.sprint.force import measure_force_line

METRIC = Metric(
    name="v0",
    symbol="v0",
    unit="m/s",
    better=Better.HIGHER,
    plausible=(2.0, 14.0),
    family=FAMILY,
    grade=Grade.MODERATE,
    needs=NEEDS,
    sources=("samozino2016", "shorts", "haugen2019review"),
)


def compute(recording: Splits | SpeedTrace, fit: Fit) -> Draws | Missing:
    """Compute v0 from the curve, body and air."""
    line = measure_force_line(recording, fit)
    return line if isinstance(line, Missing) else line.v0
