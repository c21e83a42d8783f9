"""What became of the files of an import, counted, and in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file nothing or not all could be read of, and why."""

    name: str
    reason: str


@dataclass(slots=True)
class OutingsImport:
    """What became of all files.

    Attributes
    ----------
    athlete : str
        Whose they are.
    new, known, again : int
        Files that came in, that were here with all that is measured from them, and that were here and were measured
        anew.
    activities, days : int
        Activities in the new files, and days of sleep and rest.
    bad, damaged : list of BadFile
        Files that could not be read, and those read in part.
    left_out : Counter
        Other files, by the reason why they are none.
    stopped : bool
        Whether somebody stopped it: what was read until then is kept.
    """

    athlete: str
    new: int = 0
    known: int = 0
    again: int = 0
    activities: int = 0
    days: int = 0
    bad: list[BadFile] = field(default_factory=list[BadFile])
    damaged: list[BadFile] = field(default_factory=list[BadFile])
    left_out: Counter[str] = field(default_factory=Counter[str])
    stopped: bool = False

    @property
    def kept(self) -> int:
        """Activity files that are in the database now."""
        return self.new + self.known + self.again

    @property
    def seen(self) -> int:
        """Files that are done with, whatever became of them."""
        return self.kept + len(self.bad) + self.left_out.total()


def import_lines(told: OutingsImport) -> Iterator[str]:
    """Say what came in, what was here, what was left out, and at the end each file that could not be read.

    Examples
    --------
    >>> told = OutingsImport("Noa", new=2, known=1, activities=3, bad=[BadFile("a.fit", "it is empty.")])
    >>> for line in import_lines(told):
    ...     print(line)
    2 new files with 3 activities for Noa.
    1 file was here already; nothing changed.
    1 file could not be read:
      a.fit: it is empty.
    """
    if told.stopped:
        yield "Stopped; what was read until then is kept. Give the same command again: it goes on where it stopped."
    yield from count_lines(told)
    if told.damaged:
        yield f"{_many(len(told.damaged), 'file')} {_was(len(told.damaged))} read in part:"
        yield from (f"  {one.name}: {one.reason}" for one in told.damaged)
    if told.bad:
        yield f"{_many(len(told.bad), 'file')} could not be read:"
        yield from (f"  {one.name}: {one.reason}" for one in told.bad)


def count_lines(told: OutingsImport) -> Iterator[str]:
    """Say how many files came in, were here, and were left out, without naming any."""
    if told.new:
        days = f" and {_many(told.days, 'day')} of sleep and rest" if told.days else ""
        yield f"{_many(told.new, 'new file')} with {_many(told.activities, 'activity')}{days} for {told.athlete}."
    if told.again:
        yield f"{_many(told.again, 'file')} of before measured anew."
    if told.known:
        yield f"{_many(told.known, 'file')} {_was(told.known)} here already; nothing changed."
    if told.left_out:
        reasons = ", ".join(f"{count} × {reason}" for reason, count in told.left_out.most_common())
        yield f"{_many(told.left_out.total(), 'other file')} left out: {reasons}."
    if not told.seen:
        yield "There is no activity file here."


def _many(count: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("ty") else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
