"""Settings and the clock, read once and in one place. Everything else gets them as arguments."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from evenstride.core.errors import InputError
from evenstride.store import Store, open_store

DATABASE_VARIABLE = "EVENSTRIDE_DB"
ZONE_VARIABLE = "EVENSTRIDE_ZONE"
"""The time zone in which days are counted, where it is not that of this machine: Europe/Zurich."""


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
    """Return the day a moment belongs to in the user's own time zone.

    Raises
    ------
    InputError
        If `EVENSTRIDE_ZONE` names no time zone.
    """
    chosen = os.environ.get(ZONE_VARIABLE, "")
    return at.astimezone(read_zone(chosen, place=ZONE_VARIABLE) if chosen else None).date()


def local_zone() -> tzinfo:
    """Return the user's own time zone, by the name it has in the zone database: the one chosen, else the machine's.

    Raises
    ------
    InputError
        If `EVENSTRIDE_ZONE` names none, or neither it nor this machine says which zone it is.
    """
    from tzlocal import get_localzone

    chosen = os.environ.get(ZONE_VARIABLE, "")
    if chosen:
        return read_zone(chosen, place=ZONE_VARIABLE)
    try:
        return get_localzone()
    except (LookupError, ValueError):
        raise InputError(
            "this machine does not say in which time zone it is", remedy="Name it, e.g. --zone Europe/Zurich"
        ) from None


def read_zone(name: str, *, place: str) -> tzinfo:
    """Return the time zone of a name.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(
            f"'{name}' is no time zone", place=place, remedy="Write it as Europe/Zurich or America/New_York"
        ) from None
