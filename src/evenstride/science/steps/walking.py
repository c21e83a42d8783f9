"""Whether somebody walks: both feet down together, or contacts no runner has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evenstride.core.estimate import Missing
from evenstride.core.run import Flag

LEAST_DOUBLE = 0.03
"""s that both feet are down together in walking at least: three times the largest error of an event (judgement)."""

LONGEST_RUNNING = 0.5
"""s of the longest contact of running: what one foot alone can say (judgement: slow jogging takes 0.35 s; the same
limit as the contact times of steps have)."""

STEPS = (0.25, 1.5)
"""s from one touchdown to the next foot's in walking (judgement: quick 0.4, very slow 1.2); a shorter one is one foot
across two plates, a longer one is another pass."""

NO_FLIGHT = Missing("this is walking: no step has a flight", "Record running for what springs and flights are made of")


@dataclass(frozen=True, slots=True)
class Walking:
    """How somebody walks.

    Attributes
    ----------
    double : float or None
        s that both feet are down together, median; None where no two contacts follow each other.
    contact : float
        s, median.
    step : float or None
        s from touchdown to that of the other foot, median.
    """

    double: float | None
    contact: float
    step: float | None

    def flag(self) -> Flag:
        """Say it with its numbers."""
        contact = f"contacts take {1000.0 * self.contact:.0f} ms"
        if self.double is None or self.step is None:
            text = f"{contact}, longer than running has: this is walking"
        else:
            share = 100.0 * self.contact / (2.0 * self.step)
            text = (
                f"both feet are down together for {1000.0 * self.double:.0f} ms a step and {contact}, {share:.0f} % of "
                f"a stride: this is walking"
            )
        return Flag("walking", "feet", f"{text}; what needs a flight is not shown")


def find_walking(spans: Sequence[tuple[float, float]]) -> Walking | None:
    """Return how somebody walks; None who runs.

    Parameters
    ----------
    spans : sequence of (float, float)
        Touchdown and toe_off in s of whole contacts, in time order, of both feet.

    Notes
    -----
    Walking is both feet down together for more than 30 ms a step (median), a duty factor above one half; where no two
    contacts follow each other, a median contact of more than 0.5 s.

    Examples
    --------
    >>> found = find_walking([(0.0, 0.65), (0.55, 1.2), (1.1, 1.75)])
    >>> round(found.double, 3), round(found.contact, 3), round(found.step, 3)
    (0.1, 0.65, 0.55)
    >>> find_walking([(0.0, 0.2), (0.35, 0.55)]) is None
    True
    """
    if not spans:
        return None
    contact = float(np.median([last - first for first, last in spans]))
    steps = [
        (later[0] - one[0], one[1] - later[0])
        for one, later in pairwise(spans)
        if STEPS[0] <= later[0] - one[0] <= STEPS[1]
    ]
    if not steps:
        return Walking(None, contact, None) if contact > LONGEST_RUNNING else None
    step, double = (float(np.median(values)) for values in zip(*steps, strict=True))
    return Walking(double, contact, step) if double > LEAST_DOUBLE else None
