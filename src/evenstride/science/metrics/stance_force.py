"""Vertical force over the whole contact, in body weights: what the ground gives while the foot is down."""

from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.roles import Role
from evenstride.core.stance import Stance, StanceSummary
from evenstride.core.units import GRAVITY
from evenstride.science.plates.stance_metrics import NEEDS

METRIC = Metric(
    name="stance_force",
    symbol="F",
    unit="BW",
    better=Better.NEITHER,
    plausible=(0.8, 3.2),
    family=StanceSummary.FAMILY,
    grade=Grade.MODERATE,
    needs=NEEDS,
    sources=("weyand2000", "clark_weyand2014"),
    role_shares={Role.PUSH: 1.0},
)


def compute(stance: Stance) -> float:
    """Compute the mean vertical force of a contact."""
    return float(stance.impulse()[2]) / (stance.mass * GRAVITY * stance.contact_time)
