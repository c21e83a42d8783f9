"""What every desk has: a database, the present moment, and the day it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from evenstride.app.wiring import local_day, now


class AtDesk:
    """The use cases of some pages, each on a fresh connection, so that pages may be served side by side.

    Parameters
    ----------
    path : Path
        The database.
    clock : callable
        The present moment, UTC and aware.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] = now) -> None:
        self.path = path
        self.clock = clock

    @property
    def today(self) -> date:
        """Return the day it is in the user's own time zone."""
        return local_day(self.clock())
