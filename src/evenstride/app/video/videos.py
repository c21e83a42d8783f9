"""Use cases: the films runs were found in, kept beside the database as they came, as long as a run needs them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from evenstride.app.video.posing import film_id
from evenstride.app.wiring import cache_folder
from evenstride.core.errors import StoreError
from evenstride.core.estimate import Missing
from evenstride.store import Store

CLIPS = "clips"
"""Folder of films beside a database."""


def keep_video(database: Path, film: Path) -> str:
    """Keep the bytes of a film beside a database, and return its content id; one that is kept already stays.

    Raises
    ------
    StoreError
        If there is no room for it, or the folder cannot be written.
    """
    id = film_id(film)
    if not isinstance(video_path(database, id), Path):
        with film.open("rb") as source:
            _keep(database, f"{id}{film.suffix.casefold()}", source)
    return id


def _keep(database: Path, name: str, source: IO[bytes]) -> None:
    target = database.parent / CLIPS / name
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as out:
            shutil.copyfileobj(source, out, 2**20)
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise StoreError(f"the film cannot be kept ({error.strerror})", place=str(target.parent)) from None


def video_path(database: Path, id: str) -> Path | Missing:
    """Return where a film lies."""
    found = [one for one in (database.parent / CLIPS).glob(f"{id}*") if one.suffix != ".part"] if id else []
    return found[0] if found else Missing("the film of this run is not here", "The run itself is whole without it")


def films_of(store: Store, name: str | None = None) -> frozenset[str]:
    """Return the content ids of the films that runs were found in, everybody's or one athlete's."""
    told = (one.noun.origin.told for one in store.recordings(name))
    return frozenset(one.clip.film for one in told if one is not None and one.clip is not None and one.clip.film)


@dataclass(frozen=True, slots=True)
class KeptFilms:
    """Films of runs: of how many runs tell, how many are here, and their bytes together."""

    told: int = 0
    count: int = 0
    bytes: int = 0

    @property
    def said(self) -> str:
        """In words: `2, 34.5 MB`."""
        here = str(self.count) if self.count == self.told else f"{self.count} of {self.told} here"
        return f"{here}, {self.bytes / 1e6:.1f} MB"


def kept_films(store: Store, database: Path, name: str | None = None) -> tuple[Path, ...]:
    """Return the films that are kept of runs, everybody's or one athlete's."""
    return paths_of(database, films_of(store, name)) if (database.parent / CLIPS).is_dir() else ()


def count_films(store: Store, database: Path, name: str | None = None) -> KeptFilms:
    """Count the films of runs, everybody's or one athlete's; none where no folder of films is."""
    if not (database.parent / CLIPS).is_dir():
        return KeptFilms()
    told = films_of(store, name)
    found = paths_of(database, told)
    return KeptFilms(len(told), len(found), sum(path.stat().st_size for path in found))


def paths_of(database: Path, ids: frozenset[str]) -> tuple[Path, ...]:
    """Return where films lie, those that are here."""
    found = (video_path(database, id) for id in sorted(ids))
    return tuple(path for path in found if isinstance(path, Path))


def left_films(store: Store, database: Path, names: Sequence[str]) -> tuple[str, ...]:
    """Return in a sentence how many films of some athletes an archive without them leaves here; none without any."""
    found = {path for name in names for path in kept_films(store, database, name)}
    if not found:
        return ()
    size, one = sum(path.stat().st_size for path in found) / 1e6, len(found) == 1
    return (
        f"{'One film' if one else f'{len(found)} films'} ({size:.1f} MB) {'stays' if one else 'stay'} here; "
        f"with --films {'it goes' if one else 'they go'} along.",
    )


def take_films(
    store: Store, database: Path, names: Sequence[str], opened: Callable[[str], AbstractContextManager[IO[bytes]]]
) -> frozenset[str]:
    """Keep those of some named films that runs need and that are not here; returns the names of the new ones.

    Raises
    ------
    StoreError
        If there is no room for one, or the folder cannot be written; those before it stay.
    """
    needed = films_of(store)
    new = frozenset(
        name for name in names
        if (id := name.partition(".")[0]) in needed and isinstance(video_path(database, id), Missing)
    )  # fmt: skip
    for name in sorted(new):
        with opened(name) as source:
            _keep(database, name, source)
    return new


def drop_films(store: Store, database: Path, before: frozenset[str]) -> int:
    """Delete the films that runs needed before and none needs now, with what was found in them; return how many went.

    What else lies in the folder stays: it may be somebody's own, or of another database beside this one.
    """
    gone = paths_of(database, before - films_of(store))
    for path in gone:
        path.unlink(missing_ok=True)
        _drop_found(path.stem)
    return len(gone)


def dropped_lines(store: Store, database: Path, before: frozenset[str]) -> tuple[str, ...]:
    """Delete as `drop_films` does, and return what happened in sentences; none where there was none."""
    gone = drop_films(store, database, before)
    return () if not gone else ("Its film is deleted too." if gone == 1 else f"{gone} films are deleted too.",)


def _drop_found(id: str) -> None:
    """Delete what the cache holds of a film."""
    for found in (cache_folder() / "poses").glob(f"{id[:16]}-*"):
        if found.is_dir():
            shutil.rmtree(found, ignore_errors=True)
        else:
            found.unlink(missing_ok=True)
