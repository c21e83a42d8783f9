"""Use case: everybody's keypoints in a film, found picture by picture; it can stop and go on, and memory stays flat."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import IO

from evenstride.app.video.film_rate import rate_line
from evenstride.app.wiring import cache_folder, models_folder
from evenstride.core.errors import InputError, StoppedError
from evenstride.core.pose_lines import PosedFrame, PoseHead, read_frames, read_head, write_frame, write_head
from evenstride.core.progress import Progress, no_progress
from evenstride.core.video import Frame, VideoFacts
from evenstride.poses.blazepose import MOST_PEOPLE
from evenstride.poses.contract import PoseBackend
from evenstride.poses.open import open_backend
from evenstride.readers.video import Video, open_video

FILMS = (".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".3gp", ".mts", ".mpg", ".mpeg", ".wmv")
"""Endings of films."""

AHEAD = 4
"""Pictures that are decoded while the model looks at one: more would only fill the memory."""

PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PosedFilm:
    """What posing a film left.

    Attributes
    ----------
    poses : Path
        The file of keypoints, by the lines of `core.pose_lines`.
    facts : VideoFacts
    frames, people : int
        Frames looked at, and most people in one of them.
    already : int
        Frames that had been found before.
    """

    poses: Path
    head: PoseHead
    facts: VideoFacts
    frames: int
    people: int
    already: int


@contextmanager
def held(target: Path, *, place: str) -> Iterator[None]:
    """Hold what only one may do at a time: a lock of the system, which ends with the process that holds it.

    Its file lies in the cache, named by what it guards: it has to stay, and would be in the way beside what was asked
    for.

    Raises
    ------
    InputError
        If somebody holds it.
    """
    name = hashlib.sha256(str(target.resolve()).encode()).hexdigest()[:32]
    lock = cache_folder() / "locks" / f"{name}.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+b") as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError(
                "poses are being found in this film already", place=place, remedy="Wait for that to end, or stop it"
            ) from None
        yield


def is_film(path: Path) -> bool:
    """Return whether a file is a film, by its ending."""
    return path.suffix.casefold() in FILMS and not path.is_dir()


def film_id(path: Path) -> str:
    """Return the content id of a film without reading it into memory.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    made = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                made.update(piece)
    except FileNotFoundError:
        raise InputError("there is no such file", place=str(path), remedy="Check the path") from None
    except OSError as error:
        raise InputError(f"the film cannot be read ({error.strerror})", place=str(path)) from None
    return made.hexdigest()


def pose_film(
    source: Path,
    *,
    folder: Path | None = None,
    models: Path | None = None,
    model: str = "heavy",
    people: int = MOST_PEOPLE,
    progress: Progress = no_progress,
) -> PosedFilm:
    """Find everybody in every frame of a film, or go on where an earlier try stopped.

    Parameters
    ----------
    source : Path
        The film.
    folder : Path or None
        Where the keypoints are written; None is the cache, where a film that is known costs nothing.
    models : Path or None
        Where the models are set up; None is the usual place.
    model : str
        heavy, full or lite.
    people : int
        Most people followed at once.
    progress : Progress
        Told the frames found; what it raises stops the work, and the frames found stay.

    Raises
    ------
    InputError, EvenstrideError
        If it is no film, or the model is not set up.
    """
    film = film_id(source)
    target = (folder or cache_folder() / "poses") / f"{film[:16]}-{model}-{people}.jsonl"
    video = open_video(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    with held(target, place=source.name):
        return _posed(source, video, film, target, models, model, people, progress)


def _posed(
    source: Path,
    video: Video,
    film: str,
    target: Path,
    models: Path | None,
    model: str,
    people: int,
    progress: Progress,
) -> PosedFilm:
    if target.is_file():
        try:
            return _told(target, video.facts, already=True)
        except InputError:
            # Something else wrote there; the film tells it all again.
            target.unlink()
    backend = open_backend(models or models_folder(), model=model, people=people)
    facts = video.facts
    head = PoseHead(
        backend.name, backend.model, film, source.name, facts.width, facts.height, facts.frames, facts.tagged_rate,
        backend.names, facts.notes,
    )  # fmt: skip
    part = target.with_name(f"{target.name}.part")
    known = _go_on(part, head)
    with part.open("a", encoding="utf-8") as out:
        if known < 0:
            out.write(write_head(head))
        _write_poses(out, video, backend, known + 1, progress)
    part.replace(target)
    found = _told(target, facts, already=False)
    return PosedFilm(found.poses, found.head, facts, found.frames, found.people, max(0, known + 1))


def _write_poses(out: IO[str], video: Video, backend: PoseBackend, start: int, progress: Progress) -> None:
    """Write a line for each frame as it is found: whatever stops it, the lines stay."""
    total = video.facts.frames or 0
    done = start
    try:
        progress(done, total)
        for frame in ahead(video.frames(start)):
            points, confidence = backend.people(frame.picture, frame.time)
            out.write(write_frame(PosedFrame(frame.index, frame.time, points, confidence)))
            out.flush()
            done = frame.index + 1
            progress(done, total)
    except (KeyboardInterrupt, StoppedError):
        of = f" of {total}" if total else ""
        raise StoppedError(
            f"stopped by you at frame {done}{of}", place=video.facts.name,
            remedy="What was found is kept: the same again goes on from there",
        ) from None  # fmt: skip


def ahead(frames: Iterator[Frame], most: int = AHEAD) -> Iterator[Frame]:
    """Yield frames that another thread decodes meanwhile; what it raises is raised here.

    Examples
    --------
    >>> list(ahead(iter([])))
    []
    """
    waiting: Queue[Frame | BaseException | None] = Queue(most)
    over = Event()

    def put(item: Frame | BaseException | None) -> None:
        while not over.is_set():
            with suppress(Full):
                waiting.put(item, timeout=0.1)
                return

    def decode() -> None:
        try:
            for frame in frames:
                put(frame)
                if over.is_set():
                    return
            put(None)
        except BaseException as error:
            put(error)

    thread = Thread(target=decode, name="decode", daemon=True)
    thread.start()
    try:
        while True:
            item = waiting.get()
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        over.set()
        with suppress(Empty):
            while True:
                waiting.get_nowait()
        thread.join()


def _go_on(part: Path, head: PoseHead) -> int:
    """Return the last frame that an earlier try wrote, with everything after it cut off; -1 where there is none."""
    if not part.is_file():
        return -1
    last, end = -1, 0
    with part.open("rb") as file:
        first = file.readline()
        try:
            if not first.endswith(b"\n") or read_head(first.decode()) != head:
                raise ValueError(first)
            end = file.tell()
            while (line := file.readline()).endswith(b"\n"):
                [frame] = read_frames([line.decode()], head.points)
                last, end = frame.index, file.tell()
        except (InputError, ValueError):
            last = last if end else -1
    with part.open("r+b") as file:
        file.truncate(end)
    return last if end else -1


def _told(target: Path, facts: VideoFacts, *, already: bool) -> PosedFilm:
    frames = people = 0
    with target.open(encoding="utf-8") as file:
        head = read_head(file.readline())
        for one in read_frames(file, head.points):
            frames, people = frames + 1, max(people, len(one.points))
    return PosedFilm(target, head, facts, frames, people, frames if already else 0)


def posed_lines(found: PosedFilm) -> tuple[str, ...]:
    """Return what was found, as lines."""
    facts = found.facts
    odd = rate_line(found.poses, facts.tagged_rate) if facts.capture_rate is None and found.people else ""
    many = "nobody" if not found.people else f"up to {found.people} {'person' if found.people == 1 else 'people'}"
    return (
        f"{facts.name}: {facts.width} x {facts.height} px, {found.frames} frames that play at {facts.tagged_rate:g} a "
        f"second; {many} at once ({found.head.estimator}).",
        *facts.notes,
        *([odd] if odd else []),
        str(found.poses),
    )


def posed_document(found: PosedFilm) -> dict[str, object]:
    """Return the same as a document."""
    return {
        "film": found.facts, "poses": str(found.poses), "estimator": found.head.estimator, "model": found.head.model,
        "frames": found.frames, "people": found.people, "frames_known_before": found.already,
    }  # fmt: skip
