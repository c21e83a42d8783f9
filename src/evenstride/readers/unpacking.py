"""Opening zip and gzip safely: nothing touches a disk under its own name, and nothing unpacks without bound.

docs/decisions/0024-hardened-xml-and-limits.md says why and what the limits are.
"""

from __future__ import annotations

import gzip
import io
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO

from evenstride.core.errors import InputError

MIB = 1024 * 1024

ZIP_HEAD, GZIP_HEAD = b"PK\x03\x04", b"\x1f\x8b"

BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
    IndexError,
    KeyError,
)
"""What the libraries raise on archives that are damaged, packed in an unknown way, or locked."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold (judgement; docs/decisions/0024 has what real exports need).

    Attributes
    ----------
    single : int
        Bytes of one file, unpacked.
    inner : int
        Bytes of an archive inside an archive, unpacked; it waits on the disk.
    ratio : int
        How many times larger than packed a file, and all files of an archive together, may be.
    slack : int
        Bytes that are always allowed, whatever the ratio.
    members : int
        Files listed of one archive, with those of archives inside it.
    depth : int
        Archives in archives.
    directory : int
        Bytes of the list of contents of one zip.
    """

    single: int = 256 * MIB
    inner: int = 8192 * MIB
    ratio: int = 200
    slack: int = 16 * MIB
    members: int = 200_000
    depth: int = 3
    directory: int = 64 * MIB


class Budget:
    """What may still be unpacked and listed of one outer archive."""

    def __init__(self, packed: int, limits: Limits) -> None:
        self.limits = limits
        self._bytes = limits.ratio * packed + limits.slack
        self._members = limits.members

    def member(self) -> bool:
        """Count a file, and return whether it may still be listed."""
        self._members -= 1
        return self._members >= 0

    def refusal(self, packed: int, unpacked: int, most: int) -> str:
        """Return why a file of these sizes must not be unpacked, "" where it may."""
        if unpacked > most:
            return f"larger than {most // MIB} MiB"
        if unpacked > self.limits.ratio * packed + self.limits.slack:
            return f"packed more than {self.limits.ratio} times, as no record of training is"
        if unpacked > self._bytes:
            return f"all files together are more than {self.limits.ratio} times the archive"
        return ""

    def spend(self, count: int) -> None:
        """Count bytes that were unpacked."""
        self._bytes -= count


def harmless(name: str) -> str:
    r"""Return a name of an archive's member that leads nowhere and prints on one line.

    Examples
    --------
    >>> harmless("../../etc/passwd"), harmless("C:\\me\\run.fit"), harmless("/a//./b\n.fit")
    ('etc/passwd', 'me/run.fit', 'a/b .fit')
    """
    parts = [part.strip() for part in name[:1000].replace("\\", "/").split("/")]
    kept = [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")]
    plain = "".join(mark if mark.isprintable() else " " for mark in "/".join(kept))
    return plain or "nameless"


def is_link(info: zipfile.ZipInfo) -> bool:
    """Return whether a member only points to another file."""
    return stat.S_ISLNK(info.external_attr >> 16)


@contextmanager
def opened_zip(stream: BinaryIO, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open a zip whose list of contents is not too long.

    Raises
    ------
    InputError
        If the list is too long; and one of `BROKEN` where it is no whole zip.
    """
    if _directory_bytes(stream) > limits.directory:
        raise InputError("its list of contents is too long")
    with zipfile.ZipFile(stream) as archive:
        yield archive


def _directory_bytes(stream: BinaryIO) -> int:
    """Return how long the list of contents says it is: it is read into memory as a whole."""
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, end - 66_000))
    tail = stream.read(66_000)
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return 0
    told = int.from_bytes(tail[at + 12 : at + 16], "little")
    large = tail.rfind(b"PK\x06\x06")
    if told == 0xFFFFFFFF and large >= 0:
        told = int.from_bytes(tail[large + 40 : large + 48], "little")
    # zipfile looks at this many bytes before the end, whatever else is told.
    return min(told, end)


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    """Return a member's bytes.

    Raises
    ------
    InputError
        If it is damaged, or larger than allowed.
    """
    refusal = budget.refusal(info.compress_size, info.file_size, budget.limits.single)
    if refusal:
        raise InputError(f"the file is {refusal}", remedy="Unpack it by hand if you trust it")
    try:
        with archive.open(info) as member:
            data = member.read(info.file_size + 1)
    except BROKEN as problem:
        raise damaged(problem) from None
    budget.spend(len(data))
    return data


@contextmanager
def spooled(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[BinaryIO]:
    """Unpack an inner archive: small ones into memory, large ones into a nameless file."""
    with tempfile.SpooledTemporaryFile(max_size=16 * MIB) as file:
        with archive.open(info) as member:
            left = info.file_size
            while left > 0 and (piece := member.read(min(MIB, left))):
                file.write(piece)
                left -= len(piece)
                budget.spend(len(piece))
        file.seek(0)
        yield file  # pyright: ignore[reportReturnType]


def gunzipped(stream: IO[bytes], packed: int, budget: Budget, most: int | None = None) -> bytes:
    """Return what a gzip holds; `most` asks for no more than that many bytes of its beginning.

    Raises
    ------
    InputError
        If it is damaged, or larger than allowed.
    """
    limit = min(budget.limits.single, budget.limits.ratio * packed + budget.limits.slack)
    try:
        with gzip.GzipFile(fileobj=stream) as file:
            if most is not None:
                return file.read(most)
            pieces: list[bytes] = []
            count = 0
            while piece := file.read(MIB):
                pieces.append(piece)
                count += len(piece)
                refusal = f"larger than {limit // MIB} MiB" if count > limit else budget.refusal(packed, count, limit)
                if refusal:
                    raise InputError(f"the file is {refusal}", remedy="Unpack it by hand if you trust it")
    except BROKEN as problem:
        raise damaged(problem) from None
    budget.spend(count)
    return b"".join(pieces)


def damaged(problem: BaseException) -> InputError:
    """Return what is said of a file that cannot be unpacked."""
    said = " ".join(str(problem).split())[:100]
    return InputError(
        "the packed file is damaged or cut short",
        why=f"Unpacking it ended with: {said}" if said else "",
        remedy="Export or download it again",
    )
