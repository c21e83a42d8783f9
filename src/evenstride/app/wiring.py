"""Settings and the clock, read once and in one place. Everything else gets them as arguments."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from evenstride.core.errors import InputError
from evenstride.store import Store, open_store

DATABASE_VARIABLE = "EVENSTRIDE_DB"


def database_path(chosen: Path | None = None) -> Path:
    """Return the database to use: the one chosen, else `EVENSTRIDE_DB`, else the platform's data folder."""
    if chosen is not None:
        return chosen
    from_environment = os.environ.get(DATABASE_VARIABLE, "")
    if from_environment:
        return Path(from_environment)
    from platformdirs import user_data_path

    return user_data_path("evenstride", appauthor=False) / "evenstride.db"


def open_database(chosen: Path | None = None) -> Store:
    """Open the store, creating its folder and tables at first use."""
    return open_store(database_path(chosen))


def now() -> datetime:
    """Return the present moment, UTC and aware."""
    return datetime.now(UTC)


def local_day(at: datetime) -> date:
    """Return the day a moment belongs to in the user's own time zone."""
    return at.astimezone().date()


def local_zone() -> tzinfo:
    """Return the user's own time zone, by the name it has in the zone database.

    Raises
    ------
    InputError
        If this machine does not say which zone it is in.
    """
    from tzlocal import get_localzone

    try:
        return get_localzone()
    except (LookupError, ValueError):
        raise InputError(
            "this machine does not say in which time zone it is", remedy="Name it, e.g. --zone Europe/Zurich"
        ) from None
