"""Settings and the clock, read once and in one place. Everything else gets them as arguments."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from evenstride.core.errors import InputError, StoreError
from evenstride.store import Store, open_store

DATABASE_VARIABLE = "EVENSTRIDE_DB"
CACHE_VARIABLE = "EVENSTRIDE_CACHE"
"""A folder for what can be found anew: the keypoints of films."""

MODELS_VARIABLE = "EVENSTRIDE_MODELS"
"""A folder of pose models, where they do not lie in the data folder."""

ZONE_VARIABLE = "EVENSTRIDE_ZONE"
"""The time zone in which days are counted, whatever was chosen on a page: Europe/Zurich."""

_REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip

_CHOSEN: ContextVar[str] = ContextVar("zone", default="")
"""The zone chosen for the database in use, empty where none was; set by a door, for one request or command."""


def database_path(chosen: Path | None = None) -> Path:
    """Return the database to use: the one chosen, else `EVENSTRIDE_DB`, else the platform's data folder."""
    if chosen is not None:
        return chosen
    from_environment = os.environ.get(DATABASE_VARIABLE, "")
    if from_environment:
        return Path(from_environment)
    from platformdirs import user_data_path

    return user_data_path("evenstride", appauthor=False) / "evenstride.db"


def models_folder() -> Path:
    """Return where pose models are set up: `EVENSTRIDE_MODELS`, else in the platform's data folder."""
    from_environment = os.environ.get(MODELS_VARIABLE, "")
    if from_environment:
        return Path(from_environment)
    from platformdirs import user_data_path

    return user_data_path("evenstride", appauthor=False) / "models"


def cache_folder() -> Path:
    """Return where things lie that can be found anew: `EVENSTRIDE_CACHE`, else the platform's cache folder."""
    from_environment = os.environ.get(CACHE_VARIABLE, "")
    if from_environment:
        return Path(from_environment)
    from platformdirs import user_cache_path

    return user_cache_path("evenstride", appauthor=False)


def open_database(chosen: Path | None = None) -> Store:
    """Open the store, creating its folder and tables at first use."""
    return open_store(database_path(chosen))


def now() -> datetime:
    """Return the present moment, UTC and aware."""
    return datetime.now(UTC)


def local_day(at: datetime) -> date:
    """Return the day a moment belongs to in the user's own time zone: `EVENSTRIDE_ZONE`, the one chosen, the machine's.

    Raises
    ------
    InputError
        If `EVENSTRIDE_ZONE` names no time zone.
    """
    return at.astimezone(_named_zone()).date()


def ruled_by_environment() -> bool:
    """Whether `EVENSTRIDE_ZONE` says which zone counts, whatever was chosen."""
    return bool(os.environ.get(ZONE_VARIABLE, ""))


def use_zone_of(path: Path) -> None:
    """Count days in the zone chosen for a database from here on; in that of the machine where none can be told."""
    _CHOSEN.set(kept_zone(path))


@contextmanager
def counting_days_in(zone: str) -> Iterator[None]:
    """Count days in a zone for this request or this block only."""
    before = _CHOSEN.set(zone)
    try:
        yield
    finally:
        _CHOSEN.reset(before)


def kept_zone(path: Path) -> str:
    """Return the zone chosen for a database, empty where none was, or none that is known here.

    A database that cannot be read is said by whoever needs more of it than this.
    """
    files = [path, path.with_name(f"{path.name}-wal")]
    stamps = [(one.st_mtime_ns, one.st_size) for one in (file.stat() for file in files if file.exists())]
    return _zone_at(path, tuple(stamps)) if path.exists() else ""


@lru_cache(maxsize=8)
def _zone_at(path: Path, _stamps: tuple[tuple[int, int], ...]) -> str:
    """Look into the database, again only after somebody wrote into it: each page asks."""
    try:
        with open_store(path) as store:
            zone = store.zone()
    except StoreError:
        return ""
    return zone if zone and is_zone(zone) else ""


def zones_by_region() -> Mapping[str, tuple[str, ...]]:
    """Return the zones somebody lives in by their region; other names of the same are read, but not offered.

    Examples
    --------
    >>> "Europe/Zurich" in zones_by_region()["Europe"], "Etc" in zones_by_region()
    (True, False)
    """
    regions: dict[str, tuple[str, ...]] = dict.fromkeys(_REGIONS, ())
    for name in sorted(_zones()):
        region = name.partition("/")[0]
        if region in regions and "/" in name:
            regions[region] += (name,)
    return regions


def is_zone(name: str) -> bool:
    """Whether there is a time zone of that name."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    # Looking opens six hundred files.
    return frozenset(available_timezones())


def _named_zone() -> tzinfo | None:
    """Return the zone the environment names, else the one chosen, None for the machine's."""
    named = os.environ.get(ZONE_VARIABLE, "")
    if named:
        return read_zone(named, place=ZONE_VARIABLE)
    chosen = _CHOSEN.get()
    return ZoneInfo(chosen) if chosen else None


def local_zone() -> tzinfo:
    """Return the user's own time zone, by the name it has in the zone database: the one chosen, else the machine's.

    Raises
    ------
    InputError
        If `EVENSTRIDE_ZONE` names none, or neither it nor this machine says which zone it is.
    """
    from tzlocal import get_localzone

    named = _named_zone()
    if named is not None:
        return named
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
