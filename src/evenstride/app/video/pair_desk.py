"""What the page of two runs in pictures asks for, and films to take along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from evenstride.app.at_desk import AtDesk
from evenstride.app.blocks.sealed import find_seal
from evenstride.app.runs.detail import find_run
from evenstride.app.runs.listed import RunLine, lines_of
from evenstride.app.runs.measured import Remembered
from evenstride.app.video.clip_films import PairShown, WrittenFilm, pair_runs, write_overlay, write_pair
from evenstride.app.video.kinogram_pairs import PairPictures, pair_bytes, show_pair
from evenstride.app.video.kinograms import PictureForm
from evenstride.app.wiring import local_day, now
from evenstride.core.athlete import Athlete
from evenstride.core.progress import Progress, no_progress
from evenstride.core.recording import StepEvents
from evenstride.store import Store, open_store

REMEMBERED = 6
"""Pairs kept in memory: each is made from two raw files anew, which takes seconds."""

MOST = 50
"""Runs that can be chosen beside one, the newest."""

SEEN_BY = ("keypoints", "motion capture")
"""Devices that see points of the body."""


@dataclass(frozen=True, slots=True)
class PairPage:
    """Two runs of an athlete in pictures; ids of the earlier and the later."""

    athlete: Athlete
    on: date
    ids: tuple[str, str]
    names: tuple[str, str]
    pictures: PairPictures


@dataclass(frozen=True, slots=True)
class FilmWish:
    """A film to be made: of one run, or of two where there is a `second`, laid over each other or side by side."""

    first: str
    second: str = ""
    over: bool = True
    normalised: bool = False


def others_with_points(store: Store, athlete: Athlete, id: str, *, at: datetime) -> tuple[RunLine, ...]:
    """Return the other runs of an athlete that may be laid over one: the newest first, none that is sealed."""
    seal = find_seal(store, athlete, local_day(at))
    found = [
        one
        for one in store.recordings(athlete.name)
        if isinstance(one.noun, StepEvents) and one.noun.device.kind in SEEN_BY and one.id != id
        if seal is None or not seal.hides(one)
    ]
    found.sort(key=lambda one: (one.noun.on or date.min, one.at), reverse=True)
    return lines_of(store, found[:MOST], seal)


class PairDesk(AtDesk):
    """The use cases of these pages, each on a fresh connection; what was made last is remembered."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = now) -> None:
        super().__init__(path, clock)
        self._pairs = Remembered(most=REMEMBERED)

    def pair(self, key: str, first: str, second: str) -> PairPage:
        """Return two runs of an athlete laid over each other.

        Raises
        ------
        NotFoundError, InputError, FitError
            If one is not there or sealed, no points were seen in it, both are one, or no whole stride of the same
            foot was seen in both.
        """
        with open_store(self.path) as store:
            athlete = store.athlete(key)
            shown, pictures = self._paired(store, athlete, first, second)
            moved = shown.moved
            return PairPage(athlete, self.today, (moved[0].id, moved[1].id), shown.names, pictures)

    def picture(self, key: str, ids: tuple[str, str], form: PictureForm, *, over: bool, dark: bool) -> bytes:
        """Return two runs as one picture; errors as `pair`, and `InputError` without the library for a PNG."""
        return pair_bytes(self.pair(key, *ids).pictures, form, over=over, dark=dark)

    def require(self, key: str, wish: FilmWish) -> None:
        """Look whether a film can be made of what is wished, before a job begins; errors as `pair`."""
        with open_store(self.path) as store:
            for id in (wish.first, *([wish.second] if wish.second else [])):
                find_run(store, store.athlete(key), id, at=self.clock())

    def film(self, key: str, wish: FilmWish, path: Path, *, progress: Progress = no_progress) -> WrittenFilm:
        """Write a film; errors as `pair`, and `InputError` if it cannot be coded or would be too long."""
        at = self.clock()
        with open_store(self.path) as store:
            athlete = store.athlete(key)
            if not wish.second:
                id = find_run(store, athlete, wish.first, at=at).id
                return write_overlay(store, id, path, at=at, database=self.path, progress=progress)
            shown, _ = self._paired(store, athlete, wish.first, wish.second)
        return write_pair(shown, path, over=wish.over, normalised=wish.normalised, progress=progress)

    def _paired(self, store: Store, athlete: Athlete, first: str, second: str) -> tuple[PairShown, PairPictures]:
        at = self.clock()
        runs = [find_run(store, athlete, id, at=at) for id in (first, second)]
        # Corrected, or deleted and imported anew, a run keeps its id.
        decides = [part for one in runs for part in (one.id, one.at, repr(one.noun))]
        return self._pairs.get(*decides, make=partial(_laid_over, store, (runs[0].id, runs[1].id), at))


def _laid_over(store: Store, ids: tuple[str, str], at: datetime) -> tuple[PairShown, PairPictures]:
    shown = pair_runs(store, ids, at=at)
    return shown, show_pair(shown)
