"""A run of instruments contact by contact: what each foot did, and what the other leg did at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.frozen import freeze
from evenstride.core.roles import Side

POINTS = 41
"""Times at which the force of a contact is kept, from touchdown to toe_off, both included."""

EDGE, HALF_SEEN, TOE_DRAG, ODD = "edge", "half_seen", "toe_drag", "odd_contact"
"""What may be remarked of one contact, as codes of flags."""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact; nan is what was not seen.

    Attributes
    ----------
    side : Side or None
        None where nothing says which foot it was.
    touchdown, toe_off : float
        s from the first sample.
    flight : float
        s from toe_off to touchdown of the other foot; negative in walking, where both are down.
    contact_length : float
        m the body travelled over the foot.
    values : mapping of str to float
        By name of the metric, in its unit: of this contact, and of the stride of this leg that begins with it.
    flags : tuple of str
        Codes of what was remarked of it.
    """

    side: Side | None
    touchdown: float
    toe_off: float
    flight: float
    contact_length: float
    values: Mapping[str, float]
    flags: tuple[str, ...] = ()

    @property
    def contact_time(self) -> float:
        """Touchdown to toe_off, s."""
        return self.toe_off - self.touchdown


@dataclass(frozen=True, slots=True, eq=False)
class ContactTable:
    """The contacts of one run in time order.

    Attributes
    ----------
    metrics : tuple of str
        Names of the values that were seen in a contact or stride at least once, forces first.
    force : ndarray, shape (n, POINTS)
        Vertical force in body weights over each contact, nan where no plate saw it or the mass is not known.
    swings : tuple of int
        For each contact the row of the other leg's stride whose swing goes on during it, -1 where it was not seen
        whole.
    """

    athlete: str
    on: date | None
    rows: tuple[ContactRow, ...]
    metrics: tuple[str, ...]
    force: Array
    swings: tuple[int, ...]

    def __post_init__(self) -> None:
        freeze(self, "force")

    @property
    def has_force(self) -> bool:
        """Whether the force of a contact is known."""
        return bool(np.isfinite(self.force).any())


def empty_table(athlete: str, on: date | None) -> ContactTable:
    """Return the table of a run in which no contact was found."""
    return ContactTable(athlete, on, (), (), np.empty((0, POINTS)), ())


@dataclass(frozen=True, slots=True)
class ShownRows:
    """Rows as people read them: what they are of, headings with units, and cells."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownContacts:
    """A contact table as people read it.

    Attributes
    ----------
    contacts : ShownRows
        A row a contact: events, times, forces, remarks.
    roles : tuple of ShownRows
        For each role a row a value and a column a contact.
    remarks : tuple of str
        What the words under remarks mean, in sentences; only of those that occur.
    """

    contacts: ShownRows
    roles: tuple[ShownRows, ...]
    remarks: tuple[str, ...]
