"""What the page of a clip's review asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from evenstride.app.at_desk import AtDesk
from evenstride.app.runs.detail import find_run
from evenstride.app.runs.measured import Remembered
from evenstride.app.video.clip_pictures import FilmPictures, ShownFilm
from evenstride.app.video.clip_review import ClipShown, correct_clip, show_clip, take_back
from evenstride.app.wiring import now
from evenstride.core.clip_corrections import ClipChange, corrections_id
from evenstride.core.clip_review import corrections_of
from evenstride.core.estimate import Missing
from evenstride.science.pose.view import frames_document
from evenstride.store import Store, open_store

REMEMBERED = 4
"""Clips laid out that are kept in memory: the page asks for its frames right after itself."""


class ClipDesk(AtDesk):
    """The use cases of the review of a clip, each on a fresh connection."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = now) -> None:
        super().__init__(path, clock)
        self._shown = Remembered(most=REMEMBERED)
        self._pictures = FilmPictures(path)

    def show(self, key: str, id: str) -> ClipShown:
        """Lay a clip of an athlete out for review.

        Raises
        ------
        NotFoundError, InputError
            If there is no such clip of theirs, or its times are sealed.
        """
        at = self.clock()
        with open_store(self.path) as store:
            run = find_run(store, store.athlete(key), id, at=at)
            made = corrections_of(run.noun)
            decides = (run.id, run.at, corrections_id(made), len(made))
            return self._shown.get(*decides, make=partial(show_clip, store, run.id, at=at))

    def film(self, key: str, id: str) -> ShownFilm | Missing:
        """Return the film of a clip, or why it cannot be shown; errors as `show`."""
        return self._pictures.film(self.show(key, id).stored.noun)

    def picture(self, key: str, id: str, frame: int) -> bytes:
        """Return a frame of the film of a clip as a JPEG; errors as `show`, and `NotFoundError` where there is none."""
        at = self.clock()
        with open_store(self.path) as store:
            run = find_run(store, store.athlete(key), id, at=at)
        return self._pictures.picture(run.noun, frame)

    def frames(self, key: str, id: str) -> Mapping[str, Any]:
        """Return what the page draws of a clip, frame by frame, and the size of its film; errors as `show`."""
        film = self.film(key, id)
        size = None if isinstance(film, Missing) else film.size
        return {**frames_document(self.show(key, id).view), "film": size}

    def correct(self, key: str, id: str, changes: Sequence[ClipChange], *, by: str, film: bool) -> None:
        """Keep what a person corrected; `film` says that they saw it, which counts only where it can be shown.

        Errors as `correct_clip`.
        """
        seen = film and not isinstance(self.film(key, id), Missing)
        with open_store(self.path) as store:
            correct_clip(store, self._id(store, key, id), changes, by=by, film=seen, at=self.clock())

    def take_back(self, key: str, id: str, number: int) -> None:
        """Take one correction back, counted from 1; errors as `take_back`."""
        with open_store(self.path) as store:
            take_back(store, self._id(store, key, id), number, at=self.clock())

    def _id(self, store: Store, key: str, id: str) -> str:
        return find_run(store, store.athlete(key), id, at=self.clock()).id
