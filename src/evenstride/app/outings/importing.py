"""Use case: years of activity files come in, each read apart, and are kept as they come."""

from __future__ import annotations

import zipfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from evenstride.app.crew import Failed, Limits, Outcome, Piece, work_apart, workers_here
from evenstride.app.outings.tally import BadFile, OutingsImport, import_lines
from evenstride.app.outings.work import OUTING, OutingFile, measure_outing_file, outing_making
from evenstride.app.people import choose_athlete
from evenstride.core.errors import InputError, NotFoundError, StoppedError
from evenstride.core.filed import FiledActivity
from evenstride.core.progress import Progress, no_progress
from evenstride.core.provenance import content_id
from evenstride.readers.archives import HEAD, LeftOut, Member, walk
from evenstride.readers.keypoint_clips import is_clip_at
from evenstride.readers.outing_reading import is_outing
from evenstride.readers.workbook import is_workbook_at
from evenstride.store import Kept, ReadyFile, Store

__all__ = ["BadFile", "OutingsImport", "hold_outings", "import_lines", "import_outings", "measure_again"]

BATCH_FILES = 64
BATCH_BYTES = 16 * 1024 * 1024
"""What is written in one go: enough that writing costs little, little enough that memory stays flat and an end of any
kind loses next to nothing."""


def hold_outings(sources: Iterable[Path]) -> bool:
    """Return whether sources are activity files, or folders and archives that may hold some; all or none must be.

    Raises
    ------
    InputError
        If some are and others are not.
    """
    found = {source: _may_hold(source) for source in sources}
    if len(set(found.values())) > 1:
        other = next(source for source, holds in found.items() if not holds)
        raise InputError(
            "this is no activity file, folder or archive, and others given with it are",
            place=other.name,
            remedy="Import it by itself",
        )
    return any(found.values())


def _may_hold(source: Path) -> bool:
    if source.is_dir() or zipfile.is_zipfile(source):
        return not is_clip_at(source) and not is_workbook_at(source)
    if not source.is_file():
        return False
    with source.open("rb") as file:
        head = file.read(HEAD)
    return is_outing(head) or head.startswith(b"\x1f\x8b")


def import_outings(
    store: Store,
    sources: Sequence[Path],
    *,
    athlete: str | None,
    imported_at: datetime,
    workers: int | None = None,
    limits: Limits | None = None,
    progress: Progress = no_progress,
) -> OutingsImport:
    """Keep all activities of files, folders and archives, each file read by itself; given again it goes on.

    `sources` are activity files, folders with folders in them, or zips as providers export them; `athlete` says whose
    they are, for such files do not, and may be None where only one is here. `workers` processes read, as many as there
    are processors where it is None, and no file may cost more than `limits`.

    Notes
    -----
    A file is known by its bytes: one that is here, with all that this version would measure from it, is not read.
    """
    name = _name_of(store, athlete)
    order, kept = _known(store, name)
    here = frozenset(one.file for one in kept if one.part == "recordings")
    run = _Run(store, OutingsImport(name), imported_at, _total(sources), progress, here)
    progress(0, run.total)
    work = partial(measure_outing_file, athlete=name, sources=order)
    pieces = run.pieces(sources, _up_to_date(kept, order))
    run.keep(work_apart(work, pieces, workers=workers or workers_here(), limits=limits))
    return run.told


def measure_again(
    store: Store, athlete: str, *, at: datetime, workers: int | None = None, progress: Progress = no_progress
) -> OutingsImport:
    """Measure anew what is not measured the present way: by an earlier version, or in another order of devices."""
    told = OutingsImport(store.athlete(athlete).name)
    order, kept = _known(store, athlete)
    done = _up_to_date(kept, order)
    names = {one.noun.origin.content_id: one.noun.origin.file_name for one in store.activities(athlete)}
    stale = {content: name for content, name in names.items() if content not in done}
    run = _Run(store, told, at, len(stale), progress, frozenset(names))
    pieces = (Piece(name, store.raw(content), {"content": content}) for content, name in stale.items())
    work = partial(measure_outing_file, athlete=told.athlete, sources=order)
    run.keep(work_apart(work, pieces, workers=workers or workers_here()))
    return told


def _name_of(store: Store, athlete: str | None) -> str:
    """Return the name as it is known here; somebody new is called as they were named."""
    try:
        return choose_athlete(store, athlete).name
    except NotFoundError:
        if athlete is None:
            raise
        return athlete


def _known(store: Store, name: str) -> tuple[Sequence[str], Sequence[Kept]]:
    """Return which devices are believed first, and all that is kept; of somebody new nothing is."""
    try:
        return store.source_order(name).sources, store.kept(name)
    except NotFoundError:
        return (), ()


def _up_to_date(kept: Sequence[Kept], order: Sequence[str]) -> frozenset[str]:
    """Return the files that are here with all that would be measured from them now."""
    results = {one.id for one in kept if one.part == "results" and one.kind == OUTING}
    filed = [one for one in kept if one.part == "recordings"]
    lacking = {
        one.file
        for one in filed
        if one.kind == FiledActivity.__name__ and outing_making(one.id, order).id not in results
    }
    return frozenset({one.file for one in filed} - lacking)


def _total(sources: Iterable[Path]) -> int:
    """Return how many files there are at first sight; in archives within archives may be more."""
    total = 0
    for source in sources:
        if source.is_dir():
            total += sum(one.is_file() for one in source.rglob("*"))
        elif zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as packed:
                total += sum(not one.is_dir() for one in packed.infolist())
        else:
            total += 1
    return total


@dataclass(slots=True)
class _Run:
    """One import under way: what is waiting to be written, and what became of the rest."""

    store: Store
    told: OutingsImport
    at: datetime
    total: int
    progress: Progress
    here: frozenset[str] = frozenset()
    waiting: list[tuple[ReadyFile, bytes]] = field(default_factory=list[tuple[ReadyFile, bytes]])
    weight: int = 0

    def pieces(self, sources: Iterable[Path], done: frozenset[str]) -> Iterator[Piece]:
        """Yield the files that are not here, and those that are to be measured anew."""
        met = set(done)
        for item in (item for source in sources for item in walk(source)):
            if isinstance(item, LeftOut):
                self.told.left_out[item.reason] += 1
            elif (piece := self._opened(item)) is not None:
                content = content_id(piece.data)
                if content not in met:
                    met.add(content)
                    yield replace(piece, told={"content": content})
                    continue
                self.told.known += 1
            self.progress(self.told.seen, self.total)

    def keep(self, outcomes: Generator[Outcome[OutingFile], None, None]) -> None:
        """Write what comes; whatever ends it, what was read until then is kept."""
        try:
            with closing(outcomes):
                for outcome in outcomes:
                    self._take(outcome)
        except (KeyboardInterrupt, StoppedError):
            self.told.stopped = True
        finally:
            self._write()

    def _opened(self, member: Member) -> Piece | None:
        try:
            return Piece(member.name, member.open())
        except InputError as problem:
            self.told.bad.append(BadFile(member.name, str(problem).removeprefix(f"{problem.place}: ")))
            return None

    def _take(self, outcome: Outcome[OutingFile]) -> None:
        name, made = outcome.piece.name, outcome.made
        if isinstance(made, Failed):
            self.told.bad.append(BadFile(name, made.reason))
        else:
            self._count(made)
            self.waiting.append((made.kept, outcome.piece.data))
            self.weight += len(outcome.piece.data)
        if len(self.waiting) >= BATCH_FILES or self.weight >= BATCH_BYTES:
            self._write()
        self.progress(self.told.seen, self.total)

    def _count(self, made: OutingFile) -> None:
        told = self.told
        if made.kept.content_id in self.here:
            told.again += 1
        else:
            told.new += 1
            told.activities += made.activities
            told.days += made.days
        if made.damage:
            told.damaged.append(BadFile(made.kept.file_name, made.damage))

    def _write(self) -> None:
        batch, self.waiting, self.weight = self.waiting, [], 0
        if batch:
            self.store.save_ready(batch, saved_at=self.at)
