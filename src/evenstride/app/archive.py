"""Use cases: take all data of an athlete along, bring them back, delete them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import IO

from evenstride.app.blocks.sealed import blocks_of, events_of, state_of
from evenstride.app.care.way_back import running_ways
from evenstride.app.video.videos import films_of, kept_films, take_films
from evenstride.app.wiring import is_zone, local_day
from evenstride.core.athlete import Athlete, athlete_key
from evenstride.core.block import BlockState
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.progress import Progress, counted, no_progress
from evenstride.store import Deleted, Dump, Loaded, Store, in_one_turn, read_archive, write_archive

NOUNS = {
    "files": ("file", "files"),
    "recordings": ("recording", "recordings"),
    "facts": ("answer or body measure", "answers and body measures"),
    "log": ("log entry", "log entries"),
    "results": ("result", "results"),
    "columns": ("naming of columns", "namings of columns"),
    "reviews": ("review of a clip", "reviews of clips"),
    "films": ("film", "films"),
}
"""Parts of an archive as people count them."""

LEFT = (
    "Left over are copies Evenstride cannot reach: archives and exports you made, backups, the files you imported "
    "from, pages a browser kept for the track, and what a disk keeps of files that shrank."
)


def export_archive(
    store: Store,
    names: Sequence[str],
    out: IO[bytes],
    *,
    at: datetime,
    films: Path | None = None,
    progress: Progress = no_progress,
) -> tuple[Athlete, ...]:
    """Write all data of athletes into one zip; without a name those of everybody.

    `films` is the database whose films, kept beside it, go along; None leaves them out.

    Raises
    ------
    NotFoundError
        If a name is not there, or nobody is.
    """
    people = {one.key: one for one in (map(store.athlete, names) if names else store.athletes())}
    if not people:
        raise NotFoundError("nobody is in this database yet", remedy="There is nothing to take along")
    paths = [] if films is None else sorted({one for person in people.values() for one in
                                             kept_films(store, films, person.name)})  # fmt: skip
    total = len(people) + len(paths)
    dumps = (store.dump(one.name) for one in counted(people.values(), lambda done, _: progress(done, total)))
    walk = counted(paths, lambda done, _: progress(len(people) + done, total))
    write_archive(dumps, store.raw, out, made_at=at, zone=store.zone(), films=walk)
    return tuple(people.values())


def import_archive(
    store: Store,
    source: IO[bytes],
    *,
    at: datetime,
    database: Path | None = None,
    progress: Progress = no_progress,
) -> tuple[Loaded, ...]:
    """Bring back what an archive holds: all of it or nothing; a second time nothing is new.

    Films come after the rest and are kept beside the `database`; None leaves them in the archive.

    The time zone comes along only where nobody is here yet and none was chosen: it is everybody's.

    Raises
    ------
    InputError
        If the archive cannot be read, does not fit what is here, or would let two blocks or two ways back of one
        athlete run at once.
    StoreError
        If there is no room for a film: the rest is here then, and the same archive brings what lacks.
    """
    with read_archive(source, progress=progress) as archive:
        zone = archive.zone if is_zone(archive.zone) else ""
        loaded = _load(store, archive.dumps(), archive.raw, zone, at)
        if database is None or not archive.films:
            return loaded
        new = take_films(store, database, archive.films, archive.film)
        return tuple(_with_films(store, one, archive.films, new) for one in loaded)


def loaded_lines(loaded: Sequence[Loaded]) -> tuple[str, ...]:
    """Return what an archive brought, one sentence an athlete."""
    if not loaded:
        return ("The archive holds nobody.",)
    return tuple(_loaded_line(one) for one in loaded)


def delete_athlete(store: Store, name: str, typed: str) -> tuple[str, ...]:
    """Delete an athlete whose name was typed again, and return what happened in sentences.

    Raises
    ------
    InputError
        If another name was typed.
    """
    athlete = require_typed(store, name, typed)
    gone = store.delete(athlete.name)
    return _deleted_lines(gone, scrubbed=store.scrub())


def require_typed(store: Store, name: str, typed: str) -> Athlete:
    """Return the athlete to delete.

    Raises
    ------
    InputError
        If another name was typed.
    """
    athlete = store.athlete(name)
    if athlete_key(typed) != athlete.key:
        raise InputError(
            f"'{typed}' is not {athlete.name}",
            why="What is deleted is gone for good",
            remedy="Type the whole name of the one to delete; nothing was changed",
        )
    return athlete


def scrub_lines(*, scrubbed: bool) -> tuple[str, ...]:
    """Return whether what was deleted is gone from the database file."""
    if scrubbed:
        return ("In the database file what was deleted is overwritten.",)
    return (
        "Another program has the database open, so parts of what was deleted may still be in its file.",
        "Close it and run: evenstride data scrub",
    )


@in_one_turn
def _load(
    store: Store, dumps: Iterable[Dump], raw: Callable[[str], bytes], zone: str, at: datetime
) -> tuple[Loaded, ...]:
    if zone and not store.zone() and not store.athletes():
        store.save_zone(zone, saved_at=at)
    loaded = store.load(dumps, raw)
    for one in loaded:
        _require_one_at_a_time(store, one.athlete, local_day(at))
    return loaded


def _with_films(store: Store, loaded: Loaded, held: Sequence[str], new: Set[str]) -> Loaded:
    mine = films_of(store, loaded.athlete.name)
    counts = (sum(name.partition(".")[0] in mine for name in names) for names in (new, held))
    added, whole = ({**told, "films": count} for told, count in zip((loaded.added, loaded.held), counts, strict=True))
    return replace(loaded, added=added, held=whole)


def _require_one_at_a_time(store: Store, athlete: Athlete, on: date) -> None:
    going = (BlockState.WAITING, BlockState.RUNNING)
    states = [state_of(one.noun, events_of(store, athlete, one.id), on) for one in blocks_of(store, athlete)]
    if sum(state in going for state in states) > 1:
        raise _two_at_once("blocks", athlete)
    if len(running_ways(store, athlete)) > 1:
        raise _two_at_once("ways back", athlete)


def _two_at_once(what: str, athlete: Athlete) -> InputError:
    return InputError(
        f"two {what} of {athlete.name} would run at once",
        why="One runs here and another in the archive",
        remedy="End one of them where it runs, or open the archive in a database of its own (--db)",
    )


def _loaded_line(one: Loaded) -> str:
    new, held = _counted(one.added), _counted(one.held)
    if not new and not one.added["athletes"]:
        return f"{one.athlete.name}: all of it was here before."
    if one.added["athletes"]:
        return f"{one.athlete.name} is here now" + (f": {held}." if held else ".")
    return f"{one.athlete.name} was here; new: {new}."


def _counted(counts: Mapping[str, int]) -> str:
    told = [f"{counts[part]} {words[counts[part] != 1]}" for part, words in NOUNS.items() if counts.get(part)]
    return ", ".join(told)


def _deleted_lines(gone: Deleted, *, scrubbed: bool) -> tuple[str, ...]:
    what = _counted(gone.counts)
    lines = [f"{gone.athlete.name} is deleted" + (f": {what}." if what else ".")]
    if gone.shared:
        lines.append(f"Others are in {', '.join(gone.shared)} too, so the raw text stays until they are deleted.")
    return (*lines, *scrub_lines(scrubbed=scrubbed), LEFT)
