"""What the pages of one's own data ask for: what is known, where it comes from, archives out and in, deleting."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import IO

from evenstride.app.access import access_beside
from evenstride.app.archive import delete_athlete, export_archive, import_archive, loaded_lines, require_typed
from evenstride.app.at_desk import AtDesk
from evenstride.app.blocks.sealed import find_seal
from evenstride.app.known import Known, Shelf, known_of, shelf_of, zone_name
from evenstride.app.runs.listed import refuse_sealed
from evenstride.app.video.posing import FILMS
from evenstride.app.video.videos import KeptFilms, count_films, dropped_lines, films_of
from evenstride.app.why import SHORT, Reason, explain_own
from evenstride.app.wiring import is_zone, kept_zone
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.progress import Progress
from evenstride.store import open_store

IN_MEMORY = 8 * 2**20
"""Bytes of an archive that are kept in memory before they go to a temporary file."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose page it is, and the day it is shown on."""

    athlete: Athlete
    on: date


class DataDesk(AtDesk):
    """The use cases of the data pages, each on a fresh connection."""

    def athletes(self) -> tuple[Athlete, ...]:
        """Return everybody in the database."""
        with open_store(self.path) as store:
            return store.athletes()

    def known(self, key: str) -> Known:
        """Return all that is known of an athlete, the newest few of each list."""
        with open_store(self.path) as store:
            return known_of(store, key, at=self.clock(), database=self.path)

    def shelf(self, key: str, name: str, start: int) -> tuple[Whose, Shelf]:
        """Return a page of one list, and whose it is."""
        with open_store(self.path) as store:
            athlete, shelf = shelf_of(store, key, name, start, at=self.clock())
        return Whose(athlete, self.today), shelf

    def why(self, key: str, id: str) -> tuple[Whose, tuple[Reason, ...]]:
        """Return whose page it is, and what of theirs has an id with all of theirs it was made from, nearest first.

        Raises
        ------
        NotFoundError
            If nothing of theirs has this id.
        """
        with open_store(self.path) as store:
            athlete = store.athlete(key)
            return Whose(athlete, self.today), explain_own(store, athlete, id, at=self.clock())

    def raw(self, key: str, id: str) -> tuple[str, bytes]:
        """Return name and bytes of a raw file by its id or the beginning `why` shows, as it was imported.

        Raises
        ------
        NotFoundError, InputError
            If no recording of the athlete comes from it, or times in it, whoever's, are sealed.
        """
        with open_store(self.path) as store:
            kept = store.kept(key)
            item = next((one for one in kept if len(id) >= SHORT and one.file.startswith(id)), None)
            if item is None:
                raise NotFoundError("there is no such file", remedy="Open it from the list of files")
            # A squad's sheet holds the times of others too, and theirs may be sealed.
            whole = store.recordings_of(item.file)
            for name in {one.athlete for one in whole}:
                mine = [one for one in whole if one.athlete == name]
                refuse_sealed(mine, find_seal(store, store.athlete(name), self.today), "this file", self.today)
            data = store.raw(item.file)
            return _name_of_raw(store.held(item.id).noun.origin.file_name, data), data

    def zone(self) -> str:
        """Return the time zone days are counted in; empty where nobody says."""
        return zone_name()

    def chosen_zone(self) -> str:
        """Return the time zone chosen for this database, empty where that of the machine counts."""
        return kept_zone(self.path)

    def choose_zone(self, name: str) -> None:
        """Count days in a time zone from now on, for everybody in this database; an empty name is the machine's.

        Days that were told stay as they are.

        Raises
        ------
        InputError
            If there is none of that name.
        """
        if name and not is_zone(name):
            raise InputError(f"'{name}' is no time zone", remedy="Choose one of the list")
        with open_store(self.path) as store:
            store.save_zone(name, saved_at=self.clock())

    def films(self, *keys: str) -> KeptFilms:
        """Count the films of an athlete, or of everybody."""
        with open_store(self.path) as store:
            return count_films(store, self.path, *keys)

    def archive(self, *keys: str, films: bool = False) -> IO[bytes]:
        """Return an archive of some athletes, or of everybody, with their films or without.

        Whoever asked reads and closes it.
        """
        with ExitStack() as half_done, open_store(self.path) as store:
            out = half_done.enter_context(SpooledTemporaryFile(IN_MEMORY))
            export_archive(store, keys, out, at=self.clock(), films=self.path if films else None)
            out.seek(0)
            half_done.pop_all()
        return out

    def bring_back(self, source: IO[bytes], *, progress: Progress) -> tuple[str, ...]:
        """Bring back what an archive holds, close it, and return what came in sentences."""
        with source, open_store(self.path) as store:
            return loaded_lines(import_archive(store, source, at=self.clock(), database=self.path, progress=progress))

    def require_typed(self, key: str, typed: str) -> Athlete:
        """Return an athlete whose name was typed again; another name is refused."""
        with open_store(self.path) as store:
            return require_typed(store, key, typed)

    def forget(self, key: str, typed: str) -> tuple[str, ...]:
        """Delete an athlete whose name was typed again, and return what happened in sentences."""
        with open_store(self.path) as store:
            gone = store.athlete(key)
            before = films_of(store)
            lines = (*delete_athlete(store, key, typed), *dropped_lines(store, self.path, before))
        access_beside(self.path, self.clock).close_calendar(gone.key)
        return lines


def _name_of_raw(name: str, data: bytes) -> str:
    """Return the name under which a raw file is handed out: what was found in a film bears its name, and is a zip."""
    packed = PurePath(name).suffix.casefold() in FILMS and data.startswith(b"PK")
    return f"{name}.zip" if packed else name or "file"
