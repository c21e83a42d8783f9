"""Folders, zips and providers' exports → their activity files one by one, and what else lies there with its reason."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evenstride.core.errors import InputError
from evenstride.readers.outing_reading import is_outing
from evenstride.readers.unpacking import (
    BROKEN,
    GZIP_HEAD,
    MIB,
    ZIP_HEAD,
    Budget,
    Limits,
    damaged,
    gunzipped,
    harmless,
    is_link,
    opened_zip,
    spooled,
    unpacked,
)

HEAD = 4096
"""Bytes in which a file shows what it is."""

STANDARD = Limits()

ACTIVITIES = (".fit", ".tcx", ".gpx")
"""Endings that promise an activity; where it is none, reading it says so."""

DATA = "data of the provider (JSON) that are not read"

_KINDS = {
    "a picture": (".jpg", ".jpeg", ".png", ".gif", ".heic", ".webp", ".bmp", ".tif", ".tiff", ".svg"),
    "a film": (".mp4", ".mov", ".avi", ".m4v", ".mkv"),
    "a table, not an activity": (".csv", ".tsv", ".xls", ".xlsx", ".ods"),
    "a text": (".txt", ".md", ".html", ".htm", ".pdf", ".rtf", ".doc", ".docx", ".log", ".ini"),
    "a route on a map, not an activity": (".kml", ".kmz"),
    "an archive that is not read (only zip and gz are)": (".7z", ".rar", ".tar", ".bz2", ".xz", ".tgz"),
}
_KIND_OF = {suffix: kind for kind, suffixes in _KINDS.items() for suffix in suffixes}
_SYSTEM = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini", ".git", "@eadir")


@dataclass(frozen=True, slots=True)
class Member:
    """A file that may be an activity; whether it is one, reading it tells.

    Attributes
    ----------
    name : str
        Path from the folder or archive on, with `/`; it leads nowhere and is for people.
    size : int or None
        Bytes, where they are told before unpacking.
    open : callable
        Gives the bytes, or raises `InputError`. Of an archive: to be called before the next member is asked for.
    """

    name: str
    size: int | None
    open: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not read, and why, as the end of "left out: "."""

    name: str
    reason: str


def walk(path: Path, *, limits: Limits = STANDARD) -> Iterator[Member | LeftOut]:
    """Yield everything that lies in a folder, a zip or a provider's export, in the order of the names.

    Parameters
    ----------
    path : Path
        A folder (with all folders in it), a zip (with zips in it), or one activity file, packed with gzip or not.
    limits : Limits
        What one archive may hold.

    Raises
    ------
    InputError
        If there is no such path.

    Notes
    -----
    One file is held in memory at a time; archives in archives wait in a nameless file on the disk.
    """
    if not path.exists():
        raise InputError("there is no such file or folder", place=path.name, remedy="Check its name")
    if path.is_dir():
        yield from _folder(path, "", limits)
    else:
        yield from _file(path, path.name, limits)


def walk_open(stream: BinaryIO, name: str, *, limits: Limits = STANDARD) -> Iterator[Member | LeftOut]:
    """Yield what an upload holds: a zip, an activity packed with gzip, or the activity itself.

    Parameters
    ----------
    stream : binary file
        Can be searched (`seek`).
    name : str
        What it is called; stands before the names of an archive's members.
    limits : Limits
        What it may hold.

    Examples
    --------
    >>> import io, zipfile
    >>> packed = io.BytesIO()
    >>> with zipfile.ZipFile(packed, "w") as archive:
    ...     archive.writestr("run.gpx", "<gpx/>")
    ...     archive.writestr("me.jpg", "...")
    >>> for one in walk_open(packed, "export.zip"):
    ...     print(one.name, one.open() if isinstance(one, Member) else one.reason)
    export.zip/me.jpg a picture
    export.zip/run.gpx b'<gpx/>'
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    budget = Budget(size, limits)
    if head.startswith(ZIP_HEAD):
        yield from _zip(stream, harmless(name), budget, 1)
        return

    def whole() -> bytes:
        stream.seek(0)
        return stream.read()

    yield _judged(harmless(name), size, head, whole, budget)


def _folder(folder: Path, above: str, limits: Limits) -> Iterator[Member | LeftOut]:
    try:
        inside = sorted(folder.iterdir(), key=lambda one: one.name)
    except OSError as problem:
        yield LeftOut(above or folder.name, f"the folder cannot be opened ({problem.strerror})")
        return
    for one in inside:
        name = f"{above}{harmless(one.name)}"
        if _is_of_the_system(one.name):
            yield LeftOut(name, "a file of the system")
        elif one.is_symlink():
            yield LeftOut(name, "a link to elsewhere")
        elif one.is_dir():
            yield from _folder(one, f"{name}/", limits)
        elif one.is_file():
            yield from _file(one, name, limits)
        else:
            yield LeftOut(name, "no file")


def _file(path: Path, name: str, limits: Limits) -> Iterator[Member | LeftOut]:
    kind = _KIND_OF.get(path.suffix.lower())
    if kind is not None:
        yield LeftOut(name, kind)
        return
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
            if head.startswith(ZIP_HEAD) or path.suffix.lower() == ".zip":
                yield from _zip(file, name, Budget(size, limits), 1)
                return
    except OSError as problem:
        yield LeftOut(name, f"it cannot be opened ({problem.strerror})")
        return

    def whole() -> bytes:
        try:
            return path.read_bytes()
        except OSError as problem:
            raise InputError(f"it cannot be opened ({problem.strerror})", place=name) from None

    yield _judged(name, size, head, whole, Budget(size, limits))


def _zip(stream: BinaryIO, name: str, budget: Budget, depth: int) -> Iterator[Member | LeftOut]:
    try:
        with opened_zip(stream, budget.limits) as archive:
            for info in sorted(archive.infolist(), key=lambda one: one.filename):
                if info.is_dir():
                    continue
                if not budget.member():
                    yield LeftOut(name, f"more than {budget.limits.members} files; the rest is not looked at")
                    return
                yield from _packed(archive, info, f"{name}/{harmless(info.filename)}", budget, depth)
    except InputError as problem:
        yield LeftOut(name, problem.what)
    except BROKEN:
        yield LeftOut(name, "a zip that is damaged or cut short")


def _packed(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget, depth: int
) -> Iterator[Member | LeftOut]:
    """Yield what one member of a zip is, and what lies in it where it is a zip itself."""
    inner = name.lower().endswith(".zip")
    reason = _without_looking(info, name) or budget.refusal(
        info.compress_size, info.file_size, budget.limits.inner if inner else budget.limits.single
    )
    if reason:
        yield LeftOut(name, reason)
    elif not inner:
        try:
            with archive.open(info) as member:
                head = member.read(HEAD)
        except BROKEN as problem:
            yield LeftOut(name, f"{damaged(problem).what}")
            return
        yield _judged(name, info.file_size, head, lambda: unpacked(archive, info, budget), budget)
    elif depth >= budget.limits.depth:
        yield LeftOut(name, f"archives lie more than {budget.limits.depth} deep in each other")
    else:
        with spooled(archive, info, budget) as stream:
            yield from _zip(stream, name, budget, depth + 1)


def _without_looking(info: zipfile.ZipInfo, name: str) -> str:
    if any(_is_of_the_system(part) for part in harmless(info.filename).split("/")):
        return "a file of the system"
    if info.flag_bits & 0x1:
        return "locked with a password"
    if is_link(info):
        return "a link to elsewhere"
    return _KIND_OF.get(Path(name).suffix.lower(), "")


def _judged(name: str, size: int, head: bytes, whole: Callable[[], bytes], budget: Budget) -> Member | LeftOut:
    """Return a file that may be an activity by its ending or its beginning; anything else is left out."""
    if size > budget.limits.single:
        return LeftOut(name, f"larger than {budget.limits.single // MIB} MiB")
    if head.startswith(GZIP_HEAD):
        shown = name[:-3] if name.lower().endswith(".gz") else name
        reason = _KIND_OF.get(Path(shown).suffix.lower())
        if reason is not None:
            return LeftOut(name, reason)
        try:
            head = gunzipped(io.BytesIO(head), size, budget, HEAD // 8)
        except InputError:
            head = b""
        packed, whole = whole, lambda: _gunzip(packed(), budget)
        return _by_content(name, shown, None, head, whole)
    return _by_content(name, name, size, head, whole)


def _by_content(name: str, shown: str, size: int | None, head: bytes, whole: Callable[[], bytes]) -> Member | LeftOut:
    if not head and size == 0:
        return LeftOut(name, "the file is empty")
    suffix = Path(shown).suffix.lower()
    if suffix in ACTIVITIES or is_outing(head):
        return Member(name, size, whole)
    return LeftOut(name, DATA if suffix == ".json" else "no activity file that is known")


def _gunzip(data: bytes, budget: Budget) -> bytes:
    return gunzipped(io.BytesIO(data), len(data), budget)


def _is_of_the_system(name: str) -> bool:
    return name.lower() in _SYSTEM or name.startswith("._")
