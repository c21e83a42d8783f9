"""Forward impulse less backward impulse over mass: the change of speed a contact makes, drag apart."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.roles import Role
from evenstride.core.stance import Stance, StanceSummary
from evenstride.science.plates.stance_metrics import NEEDS, NO_HORIZONTAL

METRIC = Metric(
    name="net_horizontal_impulse",
    symbol="J",
    unit="m/s",
    better=Better.HIGHER,
    plausible=(-0.6, 2.0),
    family=StanceSummary.FAMILY,
    grade=Grade.IDENTITY,
    needs=NEEDS,
    sources=("nagahara2018",),
    role_shares={Role.PUSH: 1.0},
)


def compute(stance: Stance) -> float | Missing:
    """Compute the horizontal impulse of a contact over mass."""
    net = float(stance.impulse()[0]) / stance.mass
    return NO_HORIZONTAL if net != net else net
