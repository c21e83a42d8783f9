"""Vertical force over the first half of the contact, in body weights."""

from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.roles import Role
from evenstride.core.stance import Stance, StanceSummary
from evenstride.core.units import GRAVITY
from evenstride.science.plates.stance_metrics import NEEDS

METRIC = Metric(
    name="first_half_force",
    symbol="F1",
    unit="BW",
    better=Better.NEITHER,
    plausible=(0.8, 4.0),
    family=StanceSummary.FAMILY,
    grade=Grade.MODERATE,
    needs=NEEDS,
    sources=("clark_weyand2014",),
    role_shares={Role.PUSH: 1.0},
)


def compute(stance: Stance) -> float:
    """Compute the mean vertical force from touchdown to the middle of the contact."""
    middle = 0.5 * (stance.touchdown + stance.toe_off)
    return float(stance.impulse(stance.touchdown, middle)[2]) / (stance.mass * GRAVITY * 0.5 * stance.contact_time)
