"""Use cases: the films runs were found in, kept beside the database as they came, as long as a run needs them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from evenstride.app.film_source import keypoints_of_film
from evenstride.app.handed import NOTHING
from evenstride.app.ingest import import_files
from evenstride.app.posing import film_id
from evenstride.app.wiring import cache_folder
from evenstride.core.errors import StoreError
from evenstride.core.estimate import Missing
from evenstride.core.progress import Progress, no_progress
from evenstride.core.trial_told import ClipTold, TrialTold
from evenstride.store import ImportResult, Store

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
    if isinstance(video_path(database, id), Path):
        return id
    target = database.parent / CLIPS / f"{id}{film.suffix.casefold()}"
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(film, part)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"the film cannot be kept ({error.strerror})", place=str(target.parent)) from None
    return id


def video_path(database: Path, id: str) -> Path | Missing:
    """Return where a film lies."""
    found = [one for one in (database.parent / CLIPS).glob(f"{id}*") if one.suffix != ".part"] if id else []
    return found[0] if found else Missing("the film of this run is not here", "The run itself is whole without it")


def films_of(store: Store, name: str | None = None) -> frozenset[str]:
    """Return the content ids of the films that runs were found in, everybody's or one athlete's."""
    told = (one.noun.origin.told for one in store.recordings(name))
    return frozenset(one.clip.film for one in told if one is not None and one.clip is not None and one.clip.film)


def films_size(database: Path, ids: frozenset[str]) -> tuple[int, int]:
    """Return how many of these films are kept, and their bytes together."""
    found = [path for path in (video_path(database, id) for id in ids) if isinstance(path, Path)]
    return len(found), sum(path.stat().st_size for path in found)


def drop_films(store: Store, database: Path) -> int:
    """Delete films that no run needs any more, with what was found in them, and return how many went."""
    folder = database.parent / CLIPS
    kept = [path for path in folder.glob("*") if path.is_file()] if folder.is_dir() else []
    if not kept:
        return 0
    needed = films_of(store)
    gone = [path for path in kept if path.stem not in needed]
    for path in gone:
        path.unlink(missing_ok=True)
        _drop_found(path.stem)
    return len(gone)


def dropped_lines(store: Store, database: Path) -> tuple[str, ...]:
    """Delete films that no run needs any more, and return what happened in sentences; none where there was none."""
    gone = drop_films(store, database)
    return () if not gone else ("Its film is deleted too." if gone == 1 else f"{gone} films are deleted too.",)


def _drop_found(id: str) -> None:
    """Delete what the cache holds of a film."""
    for found in (cache_folder() / "poses").glob(f"{id[:16]}-*"):
        if found.is_dir():
            shutil.rmtree(found, ignore_errors=True)
        else:
            found.unlink(missing_ok=True)


def import_film(
    store: Store,
    database: Path,
    film: Path,
    clip: ClipTold | None,
    *,
    imported_at: datetime,
    athlete: str | None = None,
    on: date | None = None,
    told: TrialTold = NOTHING,
    cache: Path | None = None,
    progress: Progress = no_progress,
) -> ImportResult:
    """Find the keypoints of a film and keep them as a run, the film beside the database, the file of the store.

    `clip` is how it was filmed, `told` what else is said of the trial, `cache` where keypoints are found before they
    are kept, the usual place if None; `progress` is told the frames found.

    Raises
    ------
    InputError, EvenstrideError
        If keypoints cannot be found, or cannot be kept as a run; then the film is not kept either.
    """
    source, said = keypoints_of_film(film, clip, folder=cache, progress=progress)
    whole = replace(told, clip=said)
    [result] = import_files(store, [source], imported_at=imported_at, athlete=athlete, on=on, told=whole)
    keep_video(database, film)
    return result
