"""Use case: a film comes in: its keypoints kept as a run, the film beside the database, and what is told of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from evenstride.app.reading.handed import NOTHING, SAID_OTHERWISE
from evenstride.app.reading.ingest import import_files
from evenstride.app.video.film_source import keypoints_of_film, require_rate
from evenstride.app.video.posing import film_id
from evenstride.app.video.videos import keep_video, paths_of, video_path
from evenstride.core.athlete import athlete_key
from evenstride.core.errors import InputError
from evenstride.core.estimate import Missing
from evenstride.core.progress import Progress, no_progress
from evenstride.core.recording import Recording
from evenstride.core.trial_told import ClipTold, TrialTold
from evenstride.readers.video import open_video
from evenstride.store import ImportResult, Store, Stored


@dataclass(frozen=True, slots=True)
class FilmKept:
    """A film that was kept, and what whoever brought it should know of it, as sentences."""

    result: ImportResult
    notes: tuple[str, ...] = ()


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
) -> FilmKept:
    """Find the keypoints of a film and keep them as a run, the film beside the database, the file of the store.

    `clip` is how it was filmed, `told` what else is said of the trial, `cache` where keypoints are found before they
    are kept, the usual place if None; `progress` is told the frames found. A film that the athlete has already is
    known by its bytes, whatever its name, and nobody is looked for in it again.

    Raises
    ------
    InputError, EvenstrideError
        If keypoints cannot be found, or cannot be kept as a run, or the film is a run of the athlete already and
        another day or something else was said of it then; the film is not kept either.
    """
    video = open_video(film)
    id = film_id(film)
    whole = replace(told, clip=replace(require_rate(film, clip or ClipTold()), film=id))
    runs = _runs_of(store, id)
    if athlete is not None and (mine := [one for one in runs if one.athlete == athlete_key(athlete)]):
        return FilmKept(_here_already(mine, film, on, whole), video.facts.notes)
    source, _ = keypoints_of_film(film, clip, folder=cache, progress=progress)
    # The film first: where it cannot be kept, nothing is.
    new = isinstance(video_path(database, id), Missing)
    keep_video(database, film)
    try:
        [result] = import_files(store, [source], imported_at=imported_at, athlete=athlete, on=on, told=whole)
    except BaseException:
        if new:
            for path in paths_of(database, frozenset((id,))):
                path.unlink(missing_ok=True)
        raise
    return FilmKept(result, (*video.facts.notes, *_of_others(runs)))


def _runs_of(store: Store, film: str) -> list[Stored[Recording]]:
    """Return the runs that were found in a film, everybody's."""

    def of(one: Stored[Recording]) -> bool:
        told = one.noun.origin.told
        return told is not None and told.clip is not None and told.clip.film == film

    return [one for one in store.recordings() if of(one)]


def _here_already(mine: Sequence[Stored[Recording]], film: Path, on: date | None, whole: TrialTold) -> ImportResult:
    """Return the run that a film is already; `InputError` where another day or something else was said of it then."""
    same = next((one for one in mine if on is None or one.noun.on == on), None)
    if same is None:
        first = mine[0].noun
        raise InputError(
            f"this film is here already, as a run of {first.athlete} on {first.on}",
            place=film.name,
            why="A film counts once",
            remedy=f"If {on} is right, delete that run, on its page or with evenstride data delete-run, and import the "
            "film again",
        )
    before = NOTHING if same.noun.origin.told is None else same.noun.origin.told
    if before.as_handed.beside_sides != whole.beside_sides:
        raise InputError(
            SAID_OTHERWISE,
            place=film.name,
            why="What is kept is not read anew",
            remedy="If that was wrong, delete what came of it, on the page of the run or with evenstride data "
            "delete-run, and import it again",
        )
    return ImportResult(same.noun.origin.content_id, (same.id,), (), same.at)


def _of_others(runs: Sequence[Stored[Recording]]) -> tuple[str, ...]:
    """Say whose run a film is already: two people may be in it, or a name is wrong."""
    if not runs:
        return ()
    told = " and ".join(f"of {one.noun.athlete} on {one.noun.on}" for one in runs)
    return (f"The same film is here already as a run {told}. If the same person is meant, delete one of the two.",)
