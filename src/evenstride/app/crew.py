"""Work on many files in processes of their own: one that dies, hangs or swallows memory costs its one file.

Each worker has two files at most, the one it works on and the next, so that it never waits for whoever keeps the
results, and memory stays flat however many files there are.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from queue import SimpleQueue
from threading import Semaphore, Thread
from time import monotonic
from typing import Any, Generic, TypeVar

from evenstride.core.errors import EvenstrideError

Made = TypeVar("Made")
AHEAD = 2
"""Files a worker holds: the one it works on, and the next."""

BEGINNING = 30.0
"""Seconds a new worker may take to start, on top of what its first file may take."""


TURN = 0.0005
"""Seconds after which the thread that takes in the next file gets its turn: whoever sends it waits for it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds on the clock, and bytes of memory beyond what a worker has at its start."""

    seconds: float = 60.0
    memory: int = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Piece:
    """One file to work on: its name, its bytes, and by name what else is told of it."""

    name: str
    data: bytes
    told: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Failed:
    """Why nothing came of a file, in one sentence or two."""

    reason: str


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Made]):
    """What came of one file."""

    piece: Piece
    made: Made | Failed


def workers_here() -> int:
    """Return how many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work_apart(
    work: Callable[..., Made], pieces: Iterable[Piece], *, workers: int, limits: Limits | None = None
) -> Generator[Outcome[Made], None, None]:
    """Yield what came of each file, as it comes.

    Parameters
    ----------
    work : callable
        A function of name and bytes, and by their names of what else is told of a piece, that another process can
        import by its name, or a `partial` of one.
    pieces : iterable of Piece
        Asked for as workers become free.
    workers : int
        Processes at a time, at least one; they start as they are needed.
    limits : Limits, optional
        A file that costs more has failed.
    """
    crew = _Crew(work, workers, limits or Limits())
    try:
        yield from crew.run(iter(pieces))
    finally:
        crew.end()


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    deadline: float
    held: deque[Piece] = field(default_factory=deque[Piece])


class _Crew:
    def __init__(self, work: Callable[..., Any], workers: int, limits: Limits) -> None:
        self.work, self.most, self.limits = work, workers, limits
        self.workers: list[_Worker] = []
        self.back: deque[Piece] = deque()

    def run(self, pieces: Iterator[Piece]) -> Iterator[Outcome[Any]]:
        while True:
            self._hand_out(pieces)
            busy = [one for one in self.workers if one.held]
            if not busy:
                return
            left = max(0.0, min(one.deadline for one in busy) - monotonic())
            heard = wait([one.pipe for one in busy], timeout=left)
            for worker in busy:
                if worker.pipe in heard:
                    yield from self._hear(worker)
                elif monotonic() >= worker.deadline:
                    yield self._give_up(worker, f"reading it took more than {self.limits.seconds:g} s")

    def end(self) -> None:
        for worker in self.workers:
            _stop(worker)
        self.workers = []

    def _hand_out(self, pieces: Iterator[Piece]) -> None:
        while (worker := self._free()) is not None:
            piece = self.back.popleft() if self.back else next(pieces, None)
            if piece is None:
                return
            if not worker.held:
                worker.deadline = max(worker.deadline, monotonic()) + self.limits.seconds
            worker.held.append(piece)
            # a worker that died meanwhile is heard of when it is listened to
            with suppress(OSError):
                worker.pipe.send((piece.name, piece.data, piece.told))

    def _free(self) -> _Worker | None:
        """Return the worker that has least to do; a new one where all are at work and there may be more."""
        least = min(self.workers, key=lambda one: len(one.held), default=None)
        if least is not None and not least.held:
            return least
        if len(self.workers) < self.most:
            self.workers.append(_start(self.work, self.limits))
            return self.workers[-1]
        return least if least is not None and len(least.held) < AHEAD else None

    def _hear(self, worker: _Worker) -> Iterator[Outcome[Any]]:
        try:
            made = worker.pipe.recv()
        except (EOFError, OSError):
            yield self._give_up(worker, "reading it ended the program that read it")
            return
        worker.deadline = monotonic() + self.limits.seconds
        if made is not None:
            yield Outcome(worker.held.popleft(), made)

    def _give_up(self, worker: _Worker, reason: str) -> Outcome[Any]:
        _stop(worker)
        self.workers.remove(worker)
        failed = worker.held.popleft()
        self.back.extend(worker.held)
        return Outcome(failed, Failed(reason))


def _start(work: Callable[..., Any], limits: Limits) -> _Worker:
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, work, limits.memory), daemon=True)
    with _undisturbed():
        process.start()
    there.close()
    return _Worker(process, here, monotonic() + BEGINNING)


def _stop(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: whoever started them ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, work: Callable[..., Any], memory: int) -> None:
    """Work on files until nobody sends any: what runs in the other process."""
    _limit_memory(memory)
    sys.setswitchinterval(TURN)
    waiting: SimpleQueue[tuple[str, bytes, Mapping[str, str]] | None] = SimpleQueue()
    room = Semaphore(AHEAD)

    def listen() -> None:
        while True:
            room.acquire()
            try:
                waiting.put(pipe.recv())
            except (EOFError, OSError):
                waiting.put(None)
                return

    Thread(target=listen, daemon=True).start()
    pipe.send(None)  # ready
    while (given := waiting.get()) is not None:
        made = _tried(work, *given)
        del given
        room.release()
        try:
            pipe.send(made)
        except OSError:
            return


def _tried(work: Callable[..., Any], name: str, data: bytes, told: Mapping[str, str]) -> Any:
    try:
        return work(name, data, **told)
    except EvenstrideError as problem:
        place = f"{problem.place}: " if problem.place and problem.place != name else ""
        said = type(problem)(problem.what, why=problem.why, remedy=problem.remedy)
        return Failed(f"{place}{said}")
    except MemoryError:
        return Failed("reading it needs more memory than a file may take")
    except Exception as problem:
        return Failed(f"reading it failed inside evenstride ({type(problem).__name__}: {problem}); please report this")


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:  # only Unix knows such a limit
        return
    try:
        now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (now + memory, most))
