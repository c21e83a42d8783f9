"""What the pages of pictures of a run ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from evenstride.app.at_desk import AtDesk
from evenstride.app.runs.detail import find_run
from evenstride.app.runs.listed import RunLine
from evenstride.app.runs.measured import Remembered
from evenstride.app.video.kinograms import KinogramShown, PictureForm, kinogram_bytes, show_kinogram
from evenstride.app.video.pair_desk import others_with_points
from evenstride.app.wiring import now
from evenstride.core.athlete import Athlete
from evenstride.store import open_store

REMEMBERED = 20
"""Kinograms kept in memory: each is made from a raw file anew, which takes seconds."""


@dataclass(frozen=True, slots=True)
class KinogramPage:
    """A kinogram on the page of its athlete, and the runs it can be laid over."""

    athlete: Athlete
    on: date
    shown: KinogramShown
    others: tuple[RunLine, ...] = ()


class PicturesDesk(AtDesk):
    """The use cases of these pages, each on a fresh connection; what was made last is remembered."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = now) -> None:
        super().__init__(path, clock)
        self._made = Remembered(most=REMEMBERED)

    def kinogram(self, key: str, id: str) -> KinogramPage:
        """Return the kinogram of a run.

        Raises
        ------
        NotFoundError, InputError, FitError
            If there is no such run, its times are sealed, or no points of the body were seen in it.
        """
        at = self.clock()
        with open_store(self.path) as store:
            athlete = store.athlete(key)
            found = find_run(store, athlete, id, at=at)
            # Corrected, or deleted and imported anew, a run keeps its id.
            decides = (found.id, found.at, repr(found.noun))
            shown = self._made.get(*decides, make=partial(show_kinogram, store, found.id, at=at, database=self.path))
            return KinogramPage(athlete, self.today, shown, others_with_points(store, athlete, found.id, at=at))

    def kinogram_picture(self, key: str, id: str, form: PictureForm, *, dark: bool) -> bytes:
        """Return the kinogram of a run as a picture; as `kinogram`, and `InputError` without the library for a PNG."""
        return kinogram_bytes(self.kinogram(key, id).shown, form, dark=dark)
