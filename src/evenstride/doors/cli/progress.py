"""What a person sees while waiting: a bar at a terminal after two seconds, a rare line in a log file, else nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic

from evenstride.core.progress import Progress
from evenstride.doors.cli.output import remark

PATIENCE = 2.0
"""Seconds without a sign before a bar comes up at a terminal."""

SPARSE = 10.0
"""Seconds between two lines where nobody looks at a terminal: in a log file or a pipe."""

REFRESH = 0.1


@dataclass(slots=True)
class Waiting:
    """How far something is; calling it is the `Progress` that work reports to."""

    what: str
    done: int = 0
    total: int = 0
    begun: float = field(default_factory=monotonic)
    known: int = -1
    """What had been done when a total was first told, by an earlier try; -1 before."""
    begun_counting: float = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Note how far it is; showing it is another thread's work, so that this costs next to nothing."""
        self.done, self.total = done, total
        if self.known < 0 and total:
            self.known, self.begun_counting = done, monotonic()

    def line(self, now: float) -> str:
        """Return it as a line.

        Examples
        --------
        >>> Waiting("Fitting runs", 3, 8, begun=0.0).line(12.4)
        'Fitting runs: 3 of 8, 12 s so far'
        >>> Waiting("Finding", 60, 100, begun=0.0, known=20, begun_counting=2.0).line(42.0)
        'Finding: 60 of 100, 42 s so far, about 40 s left'
        >>> Waiting("Planning", begun=0.0).line(20.0)
        'Planning: 20 s so far'
        """
        return f"{self.what}: {self.count(now)} so far{self.left(now)}"

    def count(self, now: float) -> str:
        """Return how much is done, where that is known, and for how long it has been going on."""
        part = f"{self.done} of {self.total}, " if self.total else ""
        return f"{part}{now - self.begun:.0f} s"

    def left(self, now: float) -> str:
        """Return how long it will still take if it goes on so, after a comma; empty where nobody can tell."""
        made = self.done - self.known
        if self.known < 0 or made <= 0 or now <= self.begun_counting:
            return ""
        seconds = (now - self.begun_counting) / made * (self.total - self.done)
        return f", about {seconds:.0f} s left" if seconds < 120.0 else f", about {seconds / 60.0:.0f} min left"


@contextmanager
def waiting(what: str) -> Iterator[Progress]:
    """Show on stderr how far the work inside is, if it takes long; whatever ends the work ends this too.

    Parameters
    ----------
    what : str
        What is being done, for example `Reading season.csv`.
    """
    state, over = Waiting(what), Event()
    show = show_bar if sys.stderr.isatty() else write_lines
    thread = Thread(target=show, args=(state, over), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        over.set()
        thread.join()


def write_lines(state: Waiting, over: Event) -> None:
    """Write a line now and then until it is over."""
    while not over.wait(SPARSE):
        remark(state.line(monotonic()))


def show_bar(state: Waiting, over: Event) -> None:
    """Show a bar that goes away when it is over, nothing at all if that is soon."""
    if over.wait(PATIENCE):
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        SpinnerColumn(),
        TextColumn("{task.fields[what]}", markup=False),
        BarColumn(),
        TextColumn("{task.description}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, what=state.what)
        while True:
            now = monotonic()
            told = state.count(now) + state.left(now)
            bar.update(task, completed=state.done, total=state.total or None, description=told)
            if over.wait(REFRESH):
                return
