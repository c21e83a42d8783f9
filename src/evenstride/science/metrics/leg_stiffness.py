"""Peak vertical force over how much the leg would shorten if it were a spring; descriptive, for nobody is a spring."""

from math import sqrt

from evenstride.core.estimate import Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.roles import Role
from evenstride.core.stance import Stance, StanceSummary
from evenstride.science.motion.leg_length import NO_LEG
from evenstride.science.plates.sinking import peak_and_sinking
from evenstride.science.plates.stance_metrics import NEEDS

METRIC = Metric(
    name="leg_stiffness",
    symbol="k_leg",
    unit="N/m",
    better=Better.NEITHER,
    plausible=(2e3, 80e3),
    family=StanceSummary.FAMILY,
    grade=Grade.WEAK,
    needs=NEEDS,
    sources=("morin2005",),
    role_shares={Role.PUSH: 1.0},
)

NO_SPEED = Missing("no marker shows how fast the runner went", "Record markers with the plates")
TOO_FAST = Missing(
    "the foot would be swept further than the leg is long", "Check the speed, the length of the leg and the contacts"
)


def compute(stance: Stance) -> float | Missing:
    """Compute peak force over ΔL = L − √(L² − (v·t_c/2)²) + Δy, Δy being how far the body sinks.

    The peak and Δy are those the plate shows, not those of a sine; v is the mean speed of the trial.
    """
    if stance.leg is None:
        return NO_LEG
    if stance.speed is None:
        return NO_SPEED
    found = peak_and_sinking(stance)
    if isinstance(found, Missing):
        return found
    peak, sunk = found
    swept, length = 0.5 * stance.speed * stance.contact_time, stance.leg.length
    if swept >= length:
        return TOO_FAST
    return peak / (length - sqrt(length**2 - swept**2) + sunk)
