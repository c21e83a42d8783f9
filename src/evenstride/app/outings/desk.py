"""What the pages of outings ask for: the history of an athlete, read once and kept until something is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Never

from evenstride.app.at_desk import AtDesk
from evenstride.app.outings.gathered import History, open_history
from evenstride.app.outings.importing import measure_again
from evenstride.app.outings.pages import MonthShown, OutingList, OutingShown, list_outings, show_month, show_outing
from evenstride.app.outings.season_pages import SeasonsShown, show_seasons
from evenstride.app.outings.seasons import Seasons, seasons_of
from evenstride.app.outings.told import choose_sources, find_outing, sources_of
from evenstride.app.runs.measured import Remembered
from evenstride.app.wiring import now
from evenstride.core.athlete import Athlete
from evenstride.core.progress import Progress, no_progress
from evenstride.core.season_values import Span
from evenstride.store import Store, open_store

REMEMBERED = 4
"""Histories kept in memory; one of 3,000 outings takes some 20 MB."""

Spans = tuple[Span | None, Span | None]
"""What is compared: before, and now; None for what is usual."""


class OutingDesk(AtDesk):
    """The use cases of the pages of outings, each on a fresh connection."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = now) -> None:
        super().__init__(path, clock)
        self._histories = Remembered(most=REMEMBERED)
        self._seasons = Remembered(most=4 * REMEMBERED)
        self._mark, self._turns, self._lock = "", Counter[str](), Lock()

    def is_ready(self, key: str, *, spans: Spans | None = None) -> bool:
        """Return whether a page can be shown at once; of seasons it needs what was measured of two spans.

        Raises
        ------
        NotFoundError
            If nobody of that key is there.
        """
        with open_store(self.path) as store:
            decides = self._decides(store, store.athlete(key))
        try:
            self._histories.get(*decides, make=_missing)
            if spans is not None:
                self._seasons.get(*decides, spans, make=_missing)
        except LookupError:
            return False
        return True

    def prepare(self, key: str, *, spans: Spans | None = None, progress: Progress = no_progress) -> None:
        """Read, and measure anew where needed, what a page needs."""
        history = self.history(key, progress=progress)
        if spans is not None:
            self.measured(history, spans)

    def history(self, key: str, *, progress: Progress = no_progress) -> History:
        """Return all outings of an athlete.

        Raises
        ------
        NotFoundError
            If nobody of that key is there.
        """
        at = self.clock()
        with open_store(self.path) as store:
            athlete = store.athlete(key)
            with suppress(LookupError):
                return self._histories.get(*self._decides(store, athlete), make=_missing)
            # Before what decides is asked for again: what is measured anew changes it.
            measure_again(store, athlete.name, at=at, progress=progress)
            decides = self._decides(store, athlete)
            return self._histories.get(*decides, make=lambda: open_history(store, athlete.name, at=at))

    def measured(self, history: History, spans: Spans) -> Seasons:
        """Return steps against speed over the months of a history, and what shifted between two spans.

        Raises
        ------
        InputError
            If the spans overlap.
        """
        with open_store(self.path) as store:
            decides = self._decides(store, history.athlete)
        before, later = spans
        return self._seasons.get(*decides, spans, make=lambda: seasons_of(history, before=before, now=later))

    def outings(self, key: str, *, since: date | None, until: date | None, page: int) -> OutingList:
        """Return one page of the list; errors as `list_outings`."""
        return list_outings(self.history(key), since=since, until=until, page=page)

    def outing(self, key: str, id: str) -> OutingShown:
        """Return one outing; raises NotFoundError where there is none of that id."""
        history = self.history(key)
        one = find_outing(history, id)
        with open_store(self.path) as store:
            return show_outing(store, history, one)

    def month(self, key: str, first: date | None) -> MonthShown:
        """Return the calendar of a month, the newest that holds an outing where none is asked for."""
        history = self.history(key)
        newest = history.outings[-1].summary.on if history.outings else history.on
        return show_month(history, first or min(newest, history.on).replace(day=1))

    def seasons(self, key: str, spans: Spans, *, month: str, against: str, speed: float | None) -> SeasonsShown:
        """Return seasons with their charts; errors as `seasons_of`."""
        history = self.history(key)
        found = self.measured(history, spans)
        return show_seasons(history.athlete, history.on, found, month=month, against=against, speed=speed)

    def sources(self, key: str) -> tuple[Athlete, tuple[tuple[str, int], ...], int]:
        """Return an athlete, the devices that measured, the most believed first, and how many of them were chosen."""
        with open_store(self.path) as store:
            athlete = store.athlete(key)
            chosen, known = sources_of(store, athlete.name)
        many = dict(known)
        order = [name for name in chosen if name in many]
        return athlete, tuple((name, many[name]) for name in dict.fromkeys([*order, *many])), len(order)

    def believe(self, key: str, device: str, *, progress: Progress = no_progress) -> None:
        """Believe a device before all others from now on, and measure everything anew; errors as `choose_sources`."""
        with open_store(self.path) as store:
            name = store.athlete(key).name
            chosen, _ = sources_of(store, name)
            order = [device, *(one for one in chosen if one.casefold() != device.casefold())]
            choose_sources(store, name, order, at=self.clock(), progress=progress)

    def _decides(self, store: Store, athlete: Athlete) -> tuple[Hashable, ...]:
        """Return what decides a history: the day, what was told and measured, and how often anything was added."""
        with self._lock:
            self._mark, new = store.changed(self._mark)
            self._turns.update(new)
            turn = self._turns[athlete.key]
        return athlete.key, self.today, turn, store.state(athlete.name)


def _missing() -> Never:
    raise LookupError
