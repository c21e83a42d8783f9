"""The contacts of a run as a table for spreadsheets and statistics: SI, units in the column names, empty for unseen."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from math import isfinite

from evenstride.core.contact_table import ContactTable

_UNITS = {"1": "share", "1/s": "hz", "m/s": "m_per_s", "rad/s": "rad_per_s", "rad/s²": "rad_per_s2", "N/m": "n_per_m",
          "m²/s": "m2_per_s"}  # fmt: skip
COLUMNS = ("contact", "side", "touchdown_s", "toe_off_s", "contact_time_s", "flight_time_s", "contact_length_m",
           "swing_of_contact", "remarks")  # fmt: skip


def write_contacts(table: ContactTable, units: Mapping[str, str]) -> bytes:
    r"""Return a table with a row a contact.

    Parameters
    ----------
    table : ContactTable
        In time order.
    units : mapping of str to str
        Unit of each of its metrics.

    Notes
    -----
    `swing_of_contact` is the number of the contact of the other foot whose stride swings while this foot is down: its
    values of swing and this row's values of push are one step. Movement stands in the row of the contact that begins
    the stride.

    Examples
    --------
    >>> import numpy as np
    >>> from evenstride.core.contact_table import POINTS, ContactRow
    >>> from evenstride.core.roles import Side
    >>> row = ContactRow(Side.LEFT, 0.5, 0.75, float("nan"), float("nan"), {"stance_force": 1.6})
    >>> table = ContactTable("Noa", None, (row,), ("stance_force",), np.empty((1, POINTS)), (-1,))
    >>> print(write_contacts(table, {"stance_force": "BW"}).decode().splitlines()[1])
    1,left,0.5,0.75,0.25,,,,,1.6
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, *(f"{name}_{_UNITS.get(units[name], units[name]).lower()}" for name in table.metrics)])
    for at, row in enumerate(table.rows):
        times = (row.touchdown, row.toe_off, row.contact_time, row.flight, row.contact_length)
        swing = table.swings[at] + 1
        writer.writerow([
            at + 1, row.side or "", *map(_cell, times), swing or "", " ".join(row.flags),
            *(_cell(row.values.get(name, float("nan"))) for name in table.metrics),
        ])  # fmt: skip
    return text.getvalue().encode()


def _cell(value: float) -> str:
    return f"{value:.10g}" if isfinite(value) else ""
