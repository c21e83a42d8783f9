"""Peak vertical force over how far the body sinks in a contact; descriptive, for nobody is a spring."""

import numpy as np
from scipy.integrate import cumulative_trapezoid

from evenstride.core.estimate import Array, Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.roles import Role
from evenstride.core.stance import Stance, StanceSummary
from evenstride.core.units import GRAVITY
from evenstride.science.stance_metrics import NEEDS

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
    """Compute peak force over the fall of the centre of mass, from the force twice integrated.

    The body leaves the ground as fast as it landed: the speed at touchdown is half of what the impulse beyond body
    weight changes.
    """
    times, force = stance.between(stance.touchdown, stance.toe_off)
    rise = force[:, 2] / stance.mass - GRAVITY
    speed: Array = np.asarray(cumulative_trapezoid(rise, times, initial=0), dtype=np.float64)
    place: Array = np.asarray(cumulative_trapezoid(speed - 0.5 * float(speed[-1]), times, initial=0), dtype=np.float64)
    sunk = -float(place.min())
    if sunk < 0.005:
        return Missing("the body sinks by less than 5 mm", "Check the mass and the zero of the plate")
    return float(force[:, 2].max()) / sunk
