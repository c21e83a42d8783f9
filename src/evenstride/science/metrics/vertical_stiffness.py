"""Peak vertical force over how far the body sinks in a contact; descriptive, for nobody is a spring."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.roles import Role
from evenstride.core.stance import Stance, StanceSummary
from evenstride.science.plates.sinking import peak_and_sinking
from evenstride.science.plates.stance_metrics import NEEDS

METRIC = Metric(
    name="vertical_stiffness",
    symbol="k_vert",
    unit="N/m",
    better=Better.NEITHER,
    plausible=(5e3, 250e3),
    family=StanceSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=("morin2005",),
    role_shares={Role.PUSH: 1.0},
)


def compute(stance: Stance) -> float | Missing:
    """Compute peak force over the fall of the centre of mass, from the force twice integrated."""
    found = peak_and_sinking(stance)
    return found if isinstance(found, Missing) else found[0] / found[1]
