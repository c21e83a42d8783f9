"""A squad as arrays of one shape: what the sampler and the held-out scores compute with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.law import LEAST_ATHLETES, SquadSeries

ROLES = ("push", "swing")
QUANTITIES = (*ROLES, "speed")


@dataclass(frozen=True, slots=True)
class LawArrays:
    """Readings of all athletes, shape (athletes, visits); short athletes are filled up with empty visits.

    Attributes
    ----------
    values, known : mapping of str to ndarray
        `push`, `swing` and `speed`, log units, zero where nothing is known; and whether it is known.
    gaps : ndarray
        Weeks since the visit before; 1 at the first.
    """

    values: dict[str, Array]
    known: dict[str, Array]
    gaps: Array

    def without(self, athlete: int) -> LawArrays:
        """Return the same arrays with nothing known of one athlete."""
        known = {name: mask.copy() for name, mask in self.known.items()}
        for mask in known.values():
            mask[athlete] = 0.0
        return LawArrays(self.values, known, self.gaps)


def law_arrays(squad: SquadSeries) -> LawArrays:
    """Put a squad into arrays.

    Raises
    ------
    InputError
        If there are too few athletes, or one of them has no reading of a role or no speed.
    """
    if len(squad.athletes) < LEAST_ATHLETES:
        raise InputError(
            f"{len(squad.athletes)} athletes have {squad.push_test}, {squad.swing_test} and speed",
            why=f"A law is asked of {LEAST_ATHLETES} athletes at least",
            remedy="Test and time more athletes",
        )
    visits = max(one.weeks.size for one in squad.athletes)
    shape = (len(squad.athletes), visits)
    values = {name: np.zeros(shape) for name in QUANTITIES}
    known = {name: np.zeros(shape) for name in QUANTITIES}
    gaps = np.ones(shape)
    for row, athlete in enumerate(squad.athletes):
        count = athlete.weeks.size
        gaps[row, 1:count] = np.diff(athlete.weeks)
        for name in QUANTITIES:
            own = getattr(athlete, name)
            seen = np.isfinite(own)
            if not seen.any():
                raise InputError(
                    f"{athlete.name} has no {name}",
                    why="A law needs both capacities and speed of everybody",
                    remedy="Leave this athlete out, or measure what is missing",
                )
            values[name][row, :count] = np.where(seen, own, 0.0)
            known[name][row, :count] = seen
    return LawArrays(values, known, gaps)
