"""The contacts of a run one by one, as rows people read: seconds and milliseconds, and "not seen" where nothing was."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from evenstride.core.contact_table import (
    EDGE,
    HALF_SEEN,
    ODD,
    TOE_DRAG,
    ContactRow,
    ContactTable,
    ShownContacts,
    ShownRows,
)
from evenstride.words.format import capital
from evenstride.words.runs.instruments import FORCE_LABELS
from evenstride.words.runs.motion import ROLE_LABELS
from evenstride.words.runs.sided import Label

NOT_SEEN = "not seen"
_REMARKS: Mapping[str, tuple[str, str]] = {
    EDGE: ("edge", "the force acts near the edge of the plate, and a part of the foot may be beside it"),
    HALF_SEEN: ("half seen", "the file begins or ends inside the contact, and it is not used"),
    TOE_DRAG: ("toe drag", "the foot is near the ground or barely loaded for long, and the contact may be too long"),
    ODD: ("odd", "the contact is much shorter or weaker than the others"),
}
_SHORT: Mapping[str, tuple[str, int]] = {
    "stance_force": ("Force, body weights", 2),
    "braking_impulse": ("Braking, m/s", 3),
    "propulsive_impulse": ("Driving, m/s", 3),
}


def show_contacts(table: ContactTable) -> ShownContacts:
    """Return a contact table as people read it.

    Examples
    --------
    >>> import numpy as np
    >>> from evenstride.core.contact_table import POINTS
    >>> from evenstride.core.roles import Side
    >>> row = ContactRow(Side.LEFT, 0.5, 0.7, float("nan"), float("nan"), {"stance_force": 1.6})
    >>> found = show_contacts(ContactTable("Noa", None, (row,), ("stance_force",), np.empty((1, POINTS)), (-1,)))
    >>> found.contacts.header
    ('Foot', 'Touchdown, s', 'Contact, ms', 'Flight, ms', 'Force, body weights')
    >>> found.contacts.rows
    (('1 left', '0.500', '200', 'not seen', '1.60'),)
    """
    flagged = any(row.flags for row in table.rows)
    known = [name for name in _SHORT if name in table.metrics]
    far = any(isfinite(row.contact_length) for row in table.rows)
    header = (
        *("Foot", "Touchdown, s", "Contact, ms", "Flight, ms"),
        *(_SHORT[name][0] for name in known),
        *(("Contact length, m",) if far else ()),
        *(("Remarks",) if flagged else ()),
    )
    rows = tuple(
        (
            _foot(number, row),
            _text(row.touchdown, 3),
            _text(1000.0 * row.contact_time, 0),
            _text(1000.0 * row.flight, 0),
            *(_text(row.values.get(name), _SHORT[name][1]) for name in known),
            *((_text(row.contact_length, 2),) if far else ()),
            *((", ".join(_REMARKS[one][0] for one in row.flags),) if flagged else ()),
        )
        for number, row in enumerate(table.rows, start=1)
    )
    codes = dict.fromkeys(one for row in table.rows for one in row.flags)
    remarks = tuple(f"{capital(_REMARKS[one][0])}: {_REMARKS[one][1]}." for one in codes)
    return ShownContacts(ShownRows("Contacts", header, rows), _roles(table), remarks)


def _roles(table: ContactTable) -> tuple[ShownRows, ...]:
    """Return for each role a row a value: so many values are no columns."""
    by_role = {"push": FORCE_LABELS, **{role.value: labels for role, labels in ROLE_LABELS.items()}}
    header = ("Value", *(_foot(number, row) for number, row in enumerate(table.rows, start=1)))
    shown = (
        (role, [_of_contacts(label, name, table) for name, label in labels.items() if name in table.metrics])
        for role, labels in by_role.items()
    )
    return tuple(ShownRows(capital(role), header, tuple(rows)) for role, rows in shown if rows)


def _of_contacts(label: Label, name: str, table: ContactTable) -> tuple[str, ...]:
    words, unit, factor = label
    values = [factor * row.values.get(name, float("nan")) for row in table.rows]
    largest = max((abs(value) for value in values if isfinite(value)), default=0.0)
    decimals = 0 if largest >= 100.0 else 1 if largest >= 10.0 else 2 if largest >= 1.0 else 3
    return (capital(f"{words}, {unit}" if unit else words), *(_text(value, decimals) for value in values))


def _foot(number: int, row: ContactRow) -> str:
    return f"{number} {row.side if row.side is not None else 'foot not known'}"


def _text(value: float | None, decimals: int) -> str:
    if value is None or not isfinite(value):
        return NOT_SEEN
    # A true minus, and no minus before nothing.
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0.0 else text.replace("-", "−")
