"""Imports of one application: their files until they are read, their reports, and what waits for an answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from uuid import uuid4

from evenstride.app.import_desk import GivenFile, ImportDesk, ImportReport, ImportWish
from evenstride.app.outings.sent import OutingSentDesk, OutingsSent
from evenstride.app.reading.columns import AskedColumn
from evenstride.core.errors import InputError, NotFoundError, StoppedError
from evenstride.core.progress import Progress
from evenstride.doors.web.jobs import Job, Jobs

KEPT = 20
"""Imports whose report can still be opened; the oldest is forgotten first."""

WAITING = 3
"""Imports whose activities lie on the disk until somebody says whose they are."""


@dataclass(slots=True)
class Ticket:
    """One import: its files until they are read, then its report and the files that wait for an answer."""

    wish: ImportWish
    job: Job | None = None
    report: ImportReport | None = None
    waiting: tuple[GivenFile, ...] = ()
    outings: tuple[Path, ...] = ()
    folder: TemporaryDirectory[str] | None = None
    sent: OutingsSent | None = None

    @property
    def asks_whose(self) -> bool:
        """Whether activities wait to be told whose they are."""
        return self.folder is not None and bool(self.outings) and self.sent is None

    def forget(self) -> None:
        """Take the files of activities off the disk."""
        if self.folder is not None:
            self.folder.cleanup()
        self.folder = None

    def asked(self, name: str) -> tuple[tuple[AskedColumn, ...], tuple[GivenFile, ...]]:
        """Return the columns a file was asked about, and the file; raises InputError where it waits for no answer."""
        named = tuple(one for one in self.waiting if one.name == name)
        if not named or self.report is None:
            raise InputError("that file does not wait for an answer", remedy="Send it again from the import page")
        columns = next(one.columns for one in self.report.refused if one.name == name)
        return columns, named


class Imports:
    """The imports of one application, each a job."""

    def __init__(self, desk: ImportDesk, outings: OutingSentDesk, jobs: Jobs) -> None:
        self._desk, self._outings = desk, outings
        self._jobs = jobs
        self._tickets: OrderedDict[str, Ticket] = OrderedDict()
        self._lock = Lock()

    def begin(
        self,
        files: Sequence[GivenFile],
        wish: ImportWish,
        outings: Sequence[Path] = (),
        folder: TemporaryDirectory[str] | None = None,
    ) -> str:
        """Start an import and return the address of its report; `outings` lie in the folder, which goes with them."""
        if folder is not None and not outings:
            folder.cleanup()
            folder = None
        id, ticket = uuid4().hex, Ticket(wish, outings=tuple(outings), folder=folder)
        whose = self._outings.whose(wish.athlete) if outings else ""

        def work(progress: Progress) -> None:
            report = self._desk.bring(files, wish, progress=_unstopped(progress))
            asked = {one.name for one in report.refused if one.asks or one.columns}
            ticket.waiting = tuple(one for one in files if one.name in asked)
            if whose:
                try:
                    ticket.sent = self._outings.bring(outings, whose, progress=progress)
                finally:
                    ticket.forget()
            ticket.report = report

        return self._start("Reading your files", work, id, ticket, may_stop=bool(whose))

    def begin_film(self, bring: Callable[[Progress], ImportReport], wish: ImportWish) -> str:
        """Start to find the runner of a film, which may be stopped, and return the address of its report."""
        id, ticket = uuid4().hex, Ticket(wish)

        def work(progress: Progress) -> None:
            ticket.report = bring(progress)

        return self._start("Finding the runner", work, id, ticket, may_stop=True)

    def _start(self, title: str, work: Callable[[Progress], None], id: str, ticket: Ticket, *, may_stop: bool) -> str:
        with self._lock:
            self._tickets[id] = ticket
            while len(self._tickets) > KEPT:
                self._tickets.popitem(last=False)[1].forget()
            for one in [one for one in self._tickets.values() if one.report is not None and one.asks_whose][:-WAITING]:
                one.forget()
        ticket.job = self._jobs.start(title, work, then=f"/imported/{id}", wish=id, may_stop=may_stop)
        return ticket.job.then

    def find(self, id: str) -> Ticket:
        """Return an import; raises NotFoundError where it is not known any more."""
        ticket = self._tickets.get(id)
        if ticket is None:
            raise NotFoundError("that import is not known any more", remedy="What it kept is in the list of runs")
        return ticket


def _unstopped(progress: Progress) -> Progress:
    """Return a progress that does not stop: files that are few are all told of."""

    def tell(done: int, total: int) -> None:
        with suppress(StoppedError):
            progress(done, total)

    return tell
