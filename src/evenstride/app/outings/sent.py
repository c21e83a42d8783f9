"""Use case: activity files, zips and providers' exports that came in by a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evenstride.app.at_desk import AtDesk
from evenstride.app.blocks.sealed import say_sealed
from evenstride.app.outings.importing import hold_outings, import_outings
from evenstride.app.outings.tally import OutingsImport, count_lines
from evenstride.app.people import choose_athlete
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.progress import Progress, no_progress
from evenstride.readers.outing_reading import is_outing
from evenstride.readers.unpacking import GZIP_HEAD, ZIP_HEAD
from evenstride.store import open_store


@dataclass(frozen=True, slots=True)
class OutingsSent:
    """What became of activity files that were sent.

    Attributes
    ----------
    athlete : Athlete or None
        Whose they are; None where nothing was kept of somebody who is not here.
    told : OutingsImport
        Counts, and the files that could not be read or were read in part.
    lines : tuple of str
        The counts in sentences.
    sealed : str
        What of it is kept from view; empty where nothing is.
    """

    athlete: Athlete | None
    told: OutingsImport
    lines: tuple[str, ...]
    sealed: str


def may_be_outings(head: bytes) -> bool:
    """Return whether a file that begins so may be an activity, a packed one, or an archive."""
    return is_outing(head) or head.startswith((ZIP_HEAD, GZIP_HEAD))


class OutingSentDesk(AtDesk):
    """The use cases of the import page for activities, each on a fresh connection."""

    def hold(self, source: Path) -> bool:
        """Return whether a file is an activity, or an archive of them and not of anything else that is known."""
        return hold_outings([source])

    def whose(self, name: str | None) -> str:
        """Return whose files are that do not say it: who was named, or the only one here; empty where none is clear."""
        with open_store(self.path) as store:
            try:
                return choose_athlete(store, name).name
            except NotFoundError:
                return name or ""
            except InputError:
                return ""

    def bring(self, sources: Sequence[Path], athlete: str, *, progress: Progress = no_progress) -> OutingsSent:
        """Keep every activity that can be read; the others are told with their reason."""
        at = self.clock()
        with open_store(self.path) as store:
            told = import_outings(store, sources, athlete=athlete, imported_at=at, progress=progress)
            try:
                found = store.athlete(told.athlete)
            except NotFoundError:
                return OutingsSent(None, told, tuple(count_lines(told)), "")
            return OutingsSent(found, told, tuple(count_lines(told)), say_sealed(store, found, local_day(at)))
