"""A film on the command line, wherever keypoints are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from evenstride.core.errors import EvenstrideError, StoppedError
from evenstride.doors.cli.progress import waiting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from evenstride.app.video.film_import import FilmKept
    from evenstride.core.trial_told import ClipTold, TrialTold


def posed(source: Path, clip: ClipTold | None) -> tuple[Path, ClipTold | None]:
    """Return the keypoints of a film in its place, with what is told of it; any other file as it is."""
    from evenstride.app.video.film_source import keypoints_of_film

    with waiting(f"Finding the runner in {source.name}") as progress:
        return keypoints_of_film(source, clip, progress=progress)


def import_films(
    films: Sequence[Path], database: Path | None, clip: ClipTold | None, told: TrialTold, athlete: str | None,
    on: date | None,
) -> list[tuple[Path, FilmKept]]:  # fmt: skip
    """Keep films one by one, and return those that were kept; one that is refused is told, and stops no other."""
    kept = [(film, _import_film(film, database, clip, told, athlete, on)) for film in films]
    return [(film, result) for film, result in kept if result is not None]


def parted(sources: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the films among sources, and the others."""
    from evenstride.app.video.posing import is_film

    films = [one for one in sources if is_film(one)]
    return films, [one for one in sources if one not in films]


def _import_film(
    film: Path, database: Path | None, clip: ClipTold | None, told: TrialTold, athlete: str | None, on: date | None
) -> FilmKept | None:
    from evenstride.app.video.film_import import import_film
    from evenstride.app.wiring import database_path, now, open_database

    try:
        with open_database(database) as store, waiting(f"Finding the runner in {film.name}") as progress:
            return import_film(
                store, database_path(database), film, clip, imported_at=now(), athlete=athlete, on=on, told=told,
                progress=progress,
            )  # fmt: skip
    except StoppedError:
        raise
    except EvenstrideError as error:
        if not error.user_fault:
            raise
        error.place = error.place or film.name
        typer.echo(str(error), err=True)
        return None
