"""Films made beside the pages: each a job, and then a file to take along while it is remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from uuid import uuid4

from evenstride.app.video.clip_films import WrittenFilm
from evenstride.core.errors import NotFoundError
from evenstride.core.progress import Progress
from evenstride.doors.web.jobs import Job, Jobs

KEPT = 5
"""Films that can still be fetched; the oldest is deleted first."""


@dataclass(slots=True)
class MadeFilm:
    """One film: where it is written, whose page it is of, and what is told of it once it is there."""

    key: str
    back: str
    folder: TemporaryDirectory[str]
    job: Job | None = None
    written: WrittenFilm | None = None

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.folder.name) / "run.mp4"


class MadeFilms:
    """The films of one application."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._films: OrderedDict[str, MadeFilm] = OrderedDict()
        self._lock = Lock()

    def begin(self, key: str, back: str, write: Callable[[Path, Progress], WrittenFilm], wish: Hashable) -> str:
        """Begin to write a film, and return the address at which it is found; `back` is the page it is wished on."""
        token, made = uuid4().hex, MadeFilm(key, back, TemporaryDirectory(prefix="evenstride-"))

        def work(progress: Progress) -> None:
            made.written = write(made.path, progress)

        with self._lock:
            self._films[token] = made
            while len(self._films) > KEPT:
                self._films.popitem(last=False)[1].folder.cleanup()
        then = f"/film-made/{token}"
        made.job = self._jobs.start("Drawing the film", work, then=then, wish=wish, may_stop=True, keeps=False)
        return then

    def find(self, token: str) -> MadeFilm:
        """Return a film; raises NotFoundError where it is not known any more."""
        made = self._films.get(token)
        if made is None:
            raise NotFoundError("that film is not here any more", remedy="Have it drawn again from the page of the run")
        return made
