"""The page of an athlete, ready or on its way: what takes long is measured as a job, and no page waits for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from evenstride.app.desk import Desk
from evenstride.core.overview import Overview
from evenstride.core.progress import Progress
from evenstride.doors.pages.addresses import athlete_path
from evenstride.doors.web.jobs import Job, Jobs

TITLE = "Putting your page together"


class StillWorking(Exception):  # noqa: N818 - nothing went wrong: the answer is where to wait
    """A page is being put together by a job."""

    def __init__(self, job: Job) -> None:
        self.job = job
        super().__init__(job.title)


class Views:
    """What pages show of an athlete.

    Parameters
    ----------
    desk : Desk
        Answers what pages ask for.
    jobs : Jobs
        Does what takes long.
    patience : float
        Seconds a page may wait for what is not ready; after that the reader waits on the page of the job.
    """

    def __init__(self, desk: Desk, jobs: Jobs, *, patience: float) -> None:
        self._desk = desk
        self._jobs = jobs
        self.patience = patience

    def of(self, key: str, *, then: str = "") -> Overview:
        """Return all that is known of one athlete.

        Raises
        ------
        StillWorking
            If it takes longer than the patience; `then` is where to go when it is done.
        NotFoundError
            If nobody of that key is there.
        """
        kept = self._desk.kept_overview(key)
        if kept is not None:
            return kept
        job = self.prepare(key, then=then)
        if not job.wait(self.patience):
            raise StillWorking(job)
        return self._desk.overview(key)

    def prepare(self, key: str, *, then: str = "") -> Job:
        """Begin to put an athlete's page together, so that it is ready when it is asked for."""
        return self._jobs.start(TITLE, self._work(key), then=then or athlete_path(key), wish=key)

    def _work(self, key: str) -> Callable[[Progress], object]:
        return lambda progress: self._desk.overview(key, progress=progress)


@dataclass(frozen=True, slots=True)
class Site:
    """What every group of pages is answered by."""

    desk: Desk
    jobs: Jobs
    views: Views

    @classmethod
    def of(cls, desk: Desk, *, patience: float = math.inf) -> Site:
        """Return a site over a desk whose pages wait so many seconds for what is not ready."""
        jobs = Jobs()
        return cls(desk, jobs, Views(desk, jobs, patience=patience))
