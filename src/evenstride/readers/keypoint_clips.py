"""A clip of keypoints as one file: a zip of what the estimator wrote, beside what somebody said of the camera."""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path, PurePosixPath

from evenstride.core.errors import InputError
from evenstride.core.pose import CLIP_WORDS, FACTS, ClipFacts, parse_clip
from evenstride.core.pose_lines import is_poses
from evenstride.readers.text import decode
from evenstride.readers.unpacking import BROKEN

SUFFIXES = (".json", ".jsonl", ".csv", ".trc")
"""Endings of what is read in it."""

MOST_BYTES = 1024 * 1024 * 1024
"""Of all its files together, unpacked."""

MARKS = (b'"people"', b'"pose_keypoints', b'"landmarks"')
"""What stands near the beginning of a document of keypoints."""

HEAD = 4096
"""Bytes of that beginning."""

ZIP = b"PK\x03\x04"

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def is_clip(data: bytes) -> bool:
    """Return whether bytes are a zip of keypoints; a workbook or an archive is none."""
    if not data.startswith(ZIP):
        return False
    return _holds_clip(io.BytesIO(data))


def is_clip_at(path: Path) -> bool:
    """Return whether a folder or a zip holds keypoints, and not activities of a watch or anything else."""
    if not path.is_dir():
        return zipfile.is_zipfile(path) and _holds_clip(path)
    inside = [one.name for one in path.iterdir() if not _hidden(one.name)]
    return _are_keypoints(inside, lambda name: _head(path / name))


def _holds_clip(file: Path | io.BytesIO) -> bool:
    try:
        with zipfile.ZipFile(file) as held:
            names = [name for name in held.namelist() if not name.endswith("/") and not _hidden(name)]
            return _are_keypoints(names, lambda name: held.open(name).read(HEAD))
    except BROKEN:
        return False


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _are_keypoints(names: Collection[str], head: Callable[[str], bytes]) -> bool:
    """Return whether files are frames of keypoints: exports of watches hold JSON too, without a point of a body."""
    if FACTS in names:
        return True
    ends = {PurePosixPath(name).suffix.casefold() for name in names}
    if ".jsonl" in ends and any(is_poses(head(name)) for name in names if name.casefold().endswith(".jsonl")):
        return True
    if ".json" not in ends or not ends <= {".json", ".toml", ".txt"}:
        return False
    first = head(min(name for name in names if name.casefold().endswith(".json")))
    return any(mark in first for mark in MARKS)


def with_facts(data: bytes, said: Mapping[str, object], *, name: str) -> bytes:
    """Return keypoints, a zip or one file, as a zip with what is said of them, which goes before what its facts say.

    Raises
    ------
    InputError
        If it is no such file, or what is said cannot be so.
    """
    if data.startswith(ZIP):
        files, facts = unpack_clip(data)
    elif PurePosixPath(name).suffix.casefold() in SUFFIXES:
        files, facts = [(name, data)], None
    else:
        raise InputError(
            f"{', '.join(f'--{word}' for word in said)} is said of keypoints",
            place=name,
            why="This is another kind of file",
            remedy="Leave it out, or hand over a folder, a zip, JSON, CSV or TRC of keypoints",
        )
    known = {} if facts is None else _words(facts)
    told = known | dict(said)
    parse_clip(told, place="keypoints" if facts is None else FACTS)
    lines = [f"{word} = {_written(told[word])}" for word in CLIP_WORDS if word in told]
    return pack_clip(files, "\n".join(lines) + "\n")


def pack_clip(files: Sequence[tuple[str, bytes]], facts: str | None) -> bytes:
    """Return files and facts, None where nobody said them, as one zip; the same files make the same bytes.

    Examples
    --------
    >>> is_clip(pack_clip([("a_000.json", b"{}")], "fps = 240"))
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for name, data in [*([] if facts is None else [(FACTS, facts.encode())]), *sorted(files)]:
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
    except BROKEN as problem:
        raise InputError("the zip is damaged or locked", remedy="Pack the keypoints again") from problem
    facts = found.pop(FACTS, None)
    if not found:
        raise InputError("it holds no keypoints", remedy=f"Pack files that end with {', '.join(SUFFIXES)}")
    return sorted(found.items()), None if facts is None else decode(facts)[0]


def read_facts(text: str) -> ClipFacts:
    """Read what somebody said of a clip; `InputError` where it cannot be so."""
    return parse_clip(_words(text), place=FACTS)


def _words(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise InputError("it is no TOML", place=FACTS, remedy="Write lines such as fps = 240") from None


def _wanted(name: str) -> bool:
    return name == FACTS or PurePosixPath(name).suffix.casefold() in SUFFIXES


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__")) for part in PurePosixPath(name).parts)


def _written(value: object) -> str:
    if isinstance(value, int | float):
        return repr(float(value))
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
