"""What the page of films asks for: one film, posed and kept, and what became of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from evenstride.app.at_desk import AtDesk
from evenstride.app.blocks.sealed import say_imported
from evenstride.app.import_desk import Imported, ImportReport, ImportWish, kept_file, name_on_disk, sentences_of
from evenstride.app.overview import show_overview
from evenstride.app.video.film_import import import_film
from evenstride.app.video.posing import is_film
from evenstride.app.video.video_setup import seem_set_up
from evenstride.app.wiring import local_day
from evenstride.core.errors import EvenstrideError, InputError, StoppedError
from evenstride.core.progress import Progress, no_progress
from evenstride.core.trial_told import ClipTold
from evenstride.store import open_store


@dataclass(frozen=True, slots=True)
class GivenFilm:
    """A film as it was sent, still on the disk, and how it was filmed."""

    name: str
    file: IO[bytes]
    clip: ClipTold


class FilmDesk(AtDesk):
    """The use cases of films on the import page, each on a fresh connection."""

    def ready(self) -> bool:
        """Return whether the pose models lie in their place."""
        return seem_set_up()

    def bring(self, given: GivenFilm, wish: ImportWish, *, progress: Progress = no_progress) -> ImportReport:
        """Find the keypoints of a film, keep it, and close what was sent.

        Raises
        ------
        StoppedError
            If somebody stopped it; what was found is there when the film is sent again.
        """
        at = self.clock()
        with given.file as sent, TemporaryDirectory() as folder, open_store(self.path) as store:
            film = Path(folder, name_on_disk(given.name))
            try:
                if not is_film(film):
                    raise InputError("this is no film", place=film.name, remedy="Send it with the other files")
                with film.open("wb") as out:
                    shutil.copyfileobj(sent, out)
                kept = import_film(
                    store, self.path, film, given.clip, imported_at=at, athlete=wish.athlete, on=wish.on,
                    told=wish.of_trials(), progress=progress,
                )  # fmt: skip
            except StoppedError:
                raise
            except EvenstrideError as problem:
                return ImportReport((Imported(given.name, refused=sentences_of(problem, settled=False)),))
            told = replace(kept_file(store, given.name, kept.result, local_day(at)), notes=kept.notes)
            report = ImportReport((told,), 0, say_imported(store, kept.result.ids, local_day(at)))
            for athlete in report.athletes:
                show_overview(store, athlete, at=at)
        return report
