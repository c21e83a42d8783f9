"""A clip of keypoints as one file: a zip of what the estimator wrote, beside what somebody said of the camera."""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

from evenstride.core.errors import InputError
from evenstride.core.pose import FACTS, ClipFacts, parse_clip
from evenstride.readers.text import decode

SUFFIXES = (".json", ".csv", ".trc")
"""Endings of what is read in it."""

MOST_BYTES = 1024 * 1024 * 1024
"""Of all its files together, unpacked."""

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def is_clip(data: bytes) -> bool:
    """Return whether bytes are a zip of keypoints; a workbook or an archive is none."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            names = held.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    ends = {PurePosixPath(name).suffix.casefold() for name in names if not name.endswith("/")}
    return FACTS in names or (".json" in ends and ends <= {".json", ".toml", ".txt"})


def pack_clip(files: Sequence[tuple[str, bytes]], facts: str) -> bytes:
    """Return files and facts as one zip; the same files make the same bytes.

    Examples
    --------
    >>> is_clip(pack_clip([("a_000.json", b"{}")], "fps = 240"))
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for name, data in [(FACTS, facts.encode()), *sorted(files)]:
            held.writestr(zipfile.ZipInfo(name, _FIRST_DAY), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpack_clip(data: bytes) -> tuple[list[tuple[str, bytes]], str | None]:
    """Return the files of a clip, without hidden ones, and the text of its facts, None where nobody said them.

    Raises
    ------
    InputError
        If it is damaged, locked, too large, or holds nothing to read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            inside = [one for one in held.infolist() if not one.is_dir() and not _hidden(one.filename)]
            if sum(one.file_size for one in inside) > MOST_BYTES:
                raise InputError("it is larger than 1 GB unpacked", remedy="Cut the clip to the run")
            found = {one.filename: held.read(one) for one in inside if _wanted(one.filename)}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError, EOFError) as problem:
        raise InputError("the zip is damaged or locked", remedy="Pack the keypoints again") from problem
    facts = found.pop(FACTS, None)
    if not found:
        raise InputError("it holds no keypoints", remedy=f"Pack files that end with {', '.join(SUFFIXES)}")
    return sorted(found.items()), None if facts is None else decode(facts)[0]


def read_facts(text: str) -> ClipFacts:
    """Read what somebody said of a clip; `InputError` where it cannot be so."""
    try:
        return parse_clip(tomllib.loads(text), place=FACTS)
    except tomllib.TOMLDecodeError:
        raise InputError("it is no TOML", place=FACTS, remedy="Write lines such as fps = 240") from None


def _wanted(name: str) -> bool:
    return name == FACTS or PurePosixPath(name).suffix.casefold() in SUFFIXES


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__")) for part in PurePosixPath(name).parts)
