"""Backward impulse of a contact over mass: the speed that braking takes."""

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.roles import Role
from evenstride.core.stance import Stance, StanceSummary
from evenstride.science.plates.stance_metrics import NEEDS, part_of_impulse

METRIC = Metric(
    name="braking_impulse",
    symbol="J-",
    unit="m/s",
    better=Better.NEITHER,
    plausible=(-1.0, 0.0),
    family=StanceSummary.FAMILY,
    grade=Grade.MODERATE,
    needs=NEEDS,
    sources=("nagahara2018",),
    role_shares={Role.PUSH: 1.0},
)


def compute(stance: Stance) -> float | Missing:
    """Compute the impulse of all backward force in a contact, over mass; negative."""
    return part_of_impulse(stance, -1.0)
