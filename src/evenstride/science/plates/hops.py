"""Hops on one plate: how long each stood and flew, whoever stands there before and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.signal import Plate
from evenstride.science.plates.zero import CUT_OFF, MOST_OFFSET, low_pass

THRESHOLD = 20.0
"""N above what the plate reads in flight, from which a foot is on it (science.md §9.1)."""

LONGEST_FLIGHT, SHORTEST_FLIGHT = 0.8, 0.05
"""s in the air: 0.8 s is a jump of 0.8 m, and what is shorter than 0.05 s is no hop (judgement)."""

LONGEST_CONTACT = 0.6
"""s on the ground between two hops; what is longer is standing (judgement)."""

FEWEST = 3
"""Hops that make a series."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One contact between two flights, and the flight that follows it.

    Attributes
    ----------
    touchdown : float
        s on the clock of the plate.
    contact, flight : float
        s on the ground, and in the air after it.
    """

    touchdown: float
    contact: float
    flight: float

    @property
    def ratio(self) -> float:
        """Flight over contact, without unit."""
        return self.flight / self.contact


def find_hops(plate: Plate, up: int) -> tuple[Hop, ...]:
    """Find the hops of a trial on one plate; standing before and after belongs to none.

    Parameters
    ----------
    plate : Plate
        Vertical force in N.
    up : int
        Which of its columns is the vertical one.

    Returns
    -------
    tuple of Hop
        In order of time. The first contact is the one after the first flight: the take-off from standing is none.

    Raises
    ------
    FitError
        If fewer than three hops follow one another.

    Notes
    -----
    Zero is the median of the lowest force of the trial, that of flight. Contacts are read at 20 N above it, low pass
    100 Hz, as those of running are. Which foot hopped no plate can tell.

    Examples
    --------
    >>> from numpy import arange, column_stack, nan, full, pi, sin, where
    >>> clock = arange(3000) / 1000
    >>> into = clock % 0.45
    >>> force = where(into < 0.25, 1500 * sin(pi * into / 0.25), 0.0)
    >>> plate = Plate("plate 1", 1000.0, column_stack([full((3000, 2), nan), force]))
    >>> hops = find_hops(plate, 2)
    >>> len(hops), round(hops[0].contact, 2), round(hops[0].flight, 2)
    (5, 0.25, 0.2)
    """
    smooth = low_pass(plate.force[:, up], plate.rate, CUT_OFF)
    if np.isnan(smooth).any():
        raise FitError(f"'{plate.name}' has samples missing", remedy="Export the trial without gaps")
    lowest = float(np.min(smooth))
    near = smooth[smooth < lowest + MOST_OFFSET / 2]
    down = np.concatenate(([False], smooth > float(np.median(near)) + THRESHOLD, [False]))
    edges = np.flatnonzero(np.diff(down.astype(np.int8)))
    on, off = edges[0::2] / plate.rate, edges[1::2] / plate.rate
    hops = _longest_series(on, off)
    if len(hops) < FEWEST:
        raise FitError(
            f"'{plate.name}' shows no {FEWEST} hops in a row",
            why=f"A hop stands at most {LONGEST_CONTACT} s and flies {SHORTEST_FLIGHT} to {LONGEST_FLIGHT} s",
            remedy="Choose a trial of hops on one plate",
        )
    return hops


def _longest_series(on: np.ndarray, off: np.ndarray) -> tuple[Hop, ...]:
    """The longest run of contacts that each lie between two flights."""
    best: list[Hop] = []
    series: list[Hop] = []
    for i in range(1, len(on) - 1):
        before, contact, after = on[i] - off[i - 1], off[i] - on[i], on[i + 1] - off[i]
        flights = all(SHORTEST_FLIGHT <= one <= LONGEST_FLIGHT for one in (before, after))
        if flights and contact <= LONGEST_CONTACT:
            series.append(Hop(float(on[i]), float(contact), float(after)))
            best = max(best, series, key=len)
        else:
            series = []
    return tuple(best)
