"""Times of FIT files: seconds since the end of 1989 in UTC, or since the device was switched on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from evenstride.readers.fit.tables import Table

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
FIRST_TIME = 0x10000000
"""Smaller times count from when the device was switched on (FIT profile, type date_time)."""
_QUARTER = 900.0
_FARTHEST = 15 * 3600.0
"""No zone is farther from UTC, in s: they go from -12 to +14 hours."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How the times of a file become days.

    Attributes
    ----------
    shift : float
        s to add to the times of the file: not 0 where they count from when the device was switched on.
    zone : float or None
        s that the person's clock was ahead of UTC, None where the file does not tell.
    """

    shift: float = 0.0
    zone: float | None = None

    def moment(self, time: float) -> datetime:
        """Return a time of the file, in s, as a moment."""
        return EPOCH + timedelta(seconds=time + self.shift)

    def day(self, time: float) -> date:
        """Return the day where the person was, else in UTC."""
        return (self.moment(time) + timedelta(seconds=self.zone or 0.0)).date()


def read_clock(table: Table) -> Clock:
    """Return what messages with `timestamp` and `local_timestamp` tell of the clock.

    Where times count from when the device was switched on, the local time stands for UTC: nothing else is known.
    """
    both = np.stack([table.times("timestamp"), table.times("local_timestamp")], axis=1)
    known = both[~np.isnan(both).any(axis=1)]
    if not len(known):
        return Clock()
    time, local = known[0].tolist()
    if time < FIRST_TIME:
        return Clock(shift=local - time, zone=0.0) if local >= FIRST_TIME else Clock()
    ahead = _QUARTER * round((local - time) / _QUARTER)
    return Clock(zone=ahead if abs(ahead) <= _FARTHEST else None)
