"""Cells of speed of many outings in one table, of one instrument, and what they can be adjusted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from evenstride.core.estimate import Array
from evenstride.core.outing_values import OutingSummary, SpeedBins

LEAST_GRADES = 0.5
"""Share of the cells whose grade must be known before the curves are adjusted for it (judgement)."""

LEAST_GRADE_SPREAD = 0.002
"""Standard deviation of grade below which there is nothing to adjust for (judgement)."""

HALF = "half of the outing"
GRADE = "grade"


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Cells of all outings, one row each.

    Attributes
    ----------
    outings : ndarray of int, shape (n,)
        Which outing of `days` a cell belongs to.
    days : tuple of date
        Of the outings.
    values : mapping of fields of `SpeedBins` to ndarray, shape (n,)
        As rows.
    """

    outings: NDArray[np.intp]
    days: tuple[date, ...]
    bins: Array
    second_half: Array
    counts: Array
    speeds: Array
    frequencies: Array
    contacts: Array
    balances: Array
    grades: Array

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.counts.size

    def of_days(self, inside: Callable[[date], bool]) -> NDArray[np.bool_]:
        """Return which cells lie on days that satisfy something."""
        chosen = np.array([inside(day) for day in self.days], dtype=np.bool_)
        return chosen[self.outings] if self.days else np.zeros(0, dtype=np.bool_)

    def held_in(self, rows: NDArray[np.bool_], *, least: int) -> Array:
        """Return the bins of speed that at least so many outings hold among some rows, increasing."""
        pairs = np.unique(np.stack([self.bins[rows], self.outings[rows].astype(np.float64)], axis=1), axis=0)
        held: Array = pairs[:, 0]
        bins, many = np.unique(held, return_counts=True)
        return bins[many >= least]

    def where(self, rows: NDArray[np.bool_]) -> Cells:
        """Return some of the cells, outings numbered anew."""
        numbers, outings = np.unique(self.outings[rows], return_inverse=True)
        return Cells(
            outings.astype(np.intp),
            tuple(self.days[int(number)] for number in numbers),
            self.bins[rows],
            self.second_half[rows],
            self.counts[rows],
            self.speeds[rows],
            self.frequencies[rows],
            self.contacts[rows],
            self.balances[rows],
            self.grades[rows],
        )


def choose_instrument(
    outings: Iterable[OutingSummary], *, name: Callable[[SpeedBins], str | None], sources: Sequence[str]
) -> str | None:
    """Return the one instrument to use: the first of `sources` that any outing has, else that of most outings.

    Parameters
    ----------
    outings : iterable of OutingSummary
        Of one athlete.
    name : callable
        The instrument of a set of bins, None where it did not measure what is asked for.
    sources : sequence of str
        In order of preference, whatever the case.
    """
    seen = Counter(
        found for one in outings if isinstance(one.steps, SpeedBins) and (found := name(one.steps)) is not None
    )
    for source in sources:
        for found in sorted(seen):
            if found.casefold() == source.casefold():
                return found
    return min(seen, key=lambda found: (-seen[found], found)) if seen else None


def of_one_speed(
    outings: Iterable[OutingSummary], groups: Sequence[Callable[[OutingSummary], bool]] = ()
) -> list[OutingSummary]:
    """Return the outings with steps whose speed comes from one instrument: that of most of them.

    Parameters
    ----------
    outings : iterable of OutingSummary
        Of one athlete.
    groups : sequence of callable
        Each of these groups must have that instrument too.
    """
    told = [(one, one.steps.speed_source) for one in outings if isinstance(one.steps, SpeedBins)]
    shared = [{source for one, source in told if inside(one)} for inside in groups]
    seen = Counter(source for _, source in told if all(source in group for group in shared))
    if not seen:
        return []
    chosen = min(seen, key=lambda source: (-seen[source], source))
    return [one for one, source in told if source == chosen]


def contact_source(steps: SpeedBins) -> str | None:
    """The instrument of contact times, None where there are none."""
    return steps.contact_source if np.isfinite(steps.contact_times).any() else None


def frequency_source(steps: SpeedBins) -> str:
    """The instrument of step frequency."""
    return steps.frequency_source


def balance_source(steps: SpeedBins) -> str | None:
    """The instrument of balance, None where there is none."""
    return steps.contact_source if np.isfinite(steps.balances).any() else None


def gather_cells(
    outings: Iterable[OutingSummary], *, name: Callable[[SpeedBins], str | None], source: str | None
) -> Cells:
    """Return the cells of all outings whose instrument is `source`."""
    used = [
        (one.on, one.steps)
        for one in sorted(outings, key=lambda one: (one.on, one.started, one.part))
        if isinstance(one.steps, SpeedBins) and source is not None and name(one.steps) == source
    ]
    steps = [one for _, one in used]

    def column(read: Callable[[SpeedBins], Array]) -> Array:
        return np.concatenate([read(one) for one in steps]) if steps else np.empty(0)

    return Cells(
        outings=np.repeat(np.arange(len(steps)), [one.counts.size for one in steps]).astype(np.intp),
        days=tuple(on for on, _ in used),
        bins=column(lambda one: one.bins),
        second_half=column(lambda one: one.second_half),
        counts=column(lambda one: one.counts),
        speeds=column(lambda one: one.speeds),
        frequencies=column(lambda one: one.step_frequencies),
        contacts=column(lambda one: one.contact_times),
        balances=column(lambda one: one.balances),
        grades=column(lambda one: one.grades),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Adjustment:
    """Columns of the design for grade and half of the outing, and what to say of them."""

    columns: Array
    adjusted: tuple[str, ...]
    not_adjusted: tuple[str, ...]


def adjust(cells: Cells) -> Adjustment:
    """Return what a regression over cells is adjusted for.

    Notes
    -----
    Grade as a straight line, a cell without one taken as level; half of the outing as −½ and +½, so that the curve is
    that of the middle.
    """
    columns: list[Array] = []
    adjusted: list[str] = []
    missing: list[str] = []
    known = np.isfinite(cells.grades)
    if known.mean() >= LEAST_GRADES and float(np.std(cells.grades[known])) >= LEAST_GRADE_SPREAD:
        columns.append(np.nan_to_num(cells.grades))
        adjusted.append(GRADE)
    elif known.mean() < LEAST_GRADES:
        missing.append("Not adjusted for hills: most outings hold no altitude.")
    if np.ptp(cells.second_half) > 0.0:
        columns.append(cells.second_half - 0.5)
        adjusted.append(HALF)
    else:
        missing.append("Not adjusted for fatigue: steady running lies in one half of the outings only.")
    found = np.stack(columns, axis=1) if columns else np.empty((cells.size, 0))
    return Adjustment(found, tuple(adjusted), tuple(missing))
