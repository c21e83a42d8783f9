"""Long work beside the pages: one piece at a time, with its progress, so that no page ever waits for it."""

from __future__ import annotations

import logging
import math
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass, field
from threading import Lock
from uuid import uuid4

from evenstride.core.errors import EvenstrideError, NotFoundError, StoppedError
from evenstride.core.progress import Progress

KEPT = 100
"""Jobs that are remembered; the oldest is forgotten first."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """One piece of long work.

    Attributes
    ----------
    title : str
        What is being done, for people.
    then : str
        The address to go to when it is done.
    wish : Hashable
        What was asked for, with everything that decides what comes out.
    done, total : int
        How far it is; a total of 0 means that nobody knows how much is to come.
    may_stop : bool
        Whether its page offers to stop it: what it kept until then stays.
    keeps : bool
        Whether anything is kept of work that was stopped.
    stopping : bool
        Whether somebody asked for that.
    """

    title: str
    then: str
    wish: Hashable = None
    may_stop: bool = False
    keeps: bool = True
    stopping: bool = False
    id: str = field(default_factory=lambda: uuid4().hex)
    done: int = 0
    total: int = 0
    future: Future[None] | None = None

    def stop(self) -> None:
        """Let it end at the next sign of its progress, if it may be stopped."""
        self.stopping = self.may_stop

    @property
    def finished(self) -> bool:
        """Whether nothing of it is left to do."""
        return self.future is not None and self.future.done()

    def wait(self, seconds: float) -> bool:
        """Wait so long at most, and return whether nothing of it is left to do."""
        if self.future is None:
            return False
        wait((self.future,), timeout=None if seconds == math.inf else seconds)
        return self.future.done()

    @property
    def problem(self) -> EvenstrideError | None:
        """What went wrong, None while it runs and where it went well."""
        error = self.future.exception() if self.future is not None and self.future.done() else None
        if error is None or isinstance(error, EvenstrideError):
            return error
        return EvenstrideError("Something broke on our side", why="The terminal shows what happened")


class Jobs:
    """Jobs of one application."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = Lock()

    def start(
        self,
        title: str,
        work: Callable[[Progress], object],
        *,
        then: str,
        wish: Hashable,
        may_stop: bool = False,
        keeps: bool = True,
    ) -> Job:
        """Begin a piece of work, after those begun before; the wish asked for last is not begun twice.

        A wish that was asked for before another one of the same address is begun again: the last word counts. Work
        that may be stopped is told so by a `StoppedError` when it says how far it is.
        """
        with self._lock:
            waiting = [job for job in self._jobs.values() if job.then == then and not job.finished]
            if waiting and (waiting[-1].title, waiting[-1].wish) == (title, wish):
                return waiting[-1]
            job = Job(title, then, wish, may_stop, keeps)
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT:
                self._jobs.popitem(last=False)
            job.future = self._pool.submit(copy_context().run, self._run, job, work)
        return job

    def find(self, id: str) -> Job:
        """Return a job.

        Raises
        ------
        NotFoundError
            If it is not known any more.
        """
        job = self._jobs.get(id)
        if job is None:
            raise NotFoundError("that work is not known any more", remedy="Open the page it was for")
        return job

    @staticmethod
    def _run(job: Job, work: Callable[[Progress], object]) -> None:
        def tell(done: int, total: int) -> None:
            job.done, job.total = done, total
            if job.stopping and job.may_stop:
                raise StoppedError(
                    "this was stopped", remedy="What was done until then is kept" if job.keeps else "Nothing was kept"
                )

        try:
            work(tell)
        except EvenstrideError:
            raise
        except Exception:
            _log.exception("job '%s' failed", job.title)
            raise
