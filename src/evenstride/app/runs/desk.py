"""What the pages of runs ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from evenstride.app.at_desk import AtDesk
from evenstride.app.care.body import told_for, with_told
from evenstride.app.reading.contacts import contacts_csv, contacts_of
from evenstride.app.runs.compare import Compared, compare_runs
from evenstride.app.runs.delete import delete_run
from evenstride.app.runs.detail import MeasuredRun, RunShown, find_run, measure_run, show_run
from evenstride.app.runs.listed import RunList, list_runs
from evenstride.app.runs.measured import Remembered
from evenstride.app.video.videos import dropped_lines, films_of
from evenstride.app.wiring import now
from evenstride.core.athlete import Athlete
from evenstride.core.clip_corrections import corrections_id
from evenstride.core.clip_review import corrections_of
from evenstride.core.recording import Recording
from evenstride.store import Stored, open_store

REMEMBERED = 200
"""Measured runs kept in memory: a recording never changes, so neither does what is measured from it."""


class RunDesk(AtDesk):
    """The use cases of the pages of runs, each on a fresh connection; measured runs are remembered."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = now) -> None:
        super().__init__(path, clock)
        self._measured = Remembered(most=REMEMBERED)

    def runs(self, key: str, *, page: int = 1, only: str = "") -> RunList:
        """Return one page of an athlete's recordings.

        Raises
        ------
        NotFoundError, InputError
            If nobody of that key or no such page is there.
        """
        with open_store(self.path) as store:
            return list_runs(store, store.athlete(key), at=self.clock(), page=page, only=only)

    def run(self, key: str, id: str) -> RunShown:
        """Return one recording with all that was measured from it.

        Raises
        ------
        NotFoundError, InputError
            If there is no such recording, or its times are sealed.
        """
        at = self.clock()
        with open_store(self.path) as store:
            athlete = store.athlete(key)
            found = find_run(store, athlete, id, at=at)
            told = told_for(found.noun, store.bodies(athlete.name))
            return show_run(store, athlete, found, self._measure(with_told(found, told)), at=at, told=told)

    def contacts_csv(self, key: str, id: str) -> bytes:
        """Return the contacts of one run as a CSV table in SI.

        Raises
        ------
        NotFoundError, InputError
            If there is no such recording, its times are sealed, or no instruments saw contacts in it.
        """
        at = self.clock()
        with open_store(self.path) as store:
            found = find_run(store, store.athlete(key), id, at=at)
            return contacts_csv(contacts_of(store, found.id, at=at))

    def delete(self, key: str, id: str) -> tuple[Athlete, tuple[str, ...]]:
        """Delete one recording; return whose it was and what happened in sentences.

        Raises
        ------
        NotFoundError, InputError
            If there is no such recording, or its times are sealed.
        """
        with open_store(self.path) as store:
            athlete = store.athlete(key)
            before = films_of(store)
            lines = delete_run(store, athlete, id, at=self.clock())
            return athlete, (*lines, *dropped_lines(store, self.path, before))

    def compare(self, key: str, first: str, second: str) -> Compared:
        """Compare two recordings of one athlete.

        Raises
        ------
        NotFoundError, InputError
            If one is not there, sealed, or both are the same.
        """
        at = self.clock()
        with open_store(self.path) as store:
            athlete = store.athlete(key)
            one, other = (find_run(store, athlete, id, at=at) for id in (first, second))
            bodies = store.bodies(athlete.name)
            known, known_too = (with_told(run, told_for(run.noun, bodies)) for run in (one, other))
            pair = ((one, self._measure(known)), (other, self._measure(known_too)))
            return compare_runs(store, athlete, pair, at=at)

    def _measure(self, found: Stored[Recording]) -> MeasuredRun:
        # Deleted and imported anew the same file keeps its ids, and may be understood otherwise.
        corrections = corrections_id(corrections_of(found.noun))
        decides = (found.id, found.at, repr(found.noun.body), corrections)
        return self._measured.get(*decides, make=partial(measure_run, found.noun))
