"""Use case: keypoints from a folder, a zip or one file, with what somebody says of the camera, as one file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from evenstride.app.files import LARGEST_FILE, bytes_of_file
from evenstride.core.errors import InputError
from evenstride.core.pose import CLIP_WORDS, FACTS, parse_clip
from evenstride.readers.keypoint_clips import SUFFIXES, is_clip, pack_clip, unpack_clip


@dataclass(frozen=True, slots=True)
class ClipTold:
    """What somebody says of a clip beside its files; None where nothing is said.

    Attributes
    ----------
    fps : float or None
        Frames the camera took a second of life.
    scale, camera : str or None
        As `parse_scale` and `CameraMotion` know them.
    """

    fps: float | None = None
    scale: str | None = None
    camera: str | None = None

    @property
    def words(self) -> dict[str, object]:
        """What is said, by the names that the file of facts uses."""
        said = (("fps", self.fps), ("scale", self.scale), ("camera", self.camera))
        return {name: value for name, value in said if value is not None}


def bytes_of_source(source: Path, told: ClipTold | None = None) -> bytes:
    """Return what a file holds; keypoints of a folder, and those of which something is said, as a zip with its facts.

    Raises
    ------
    InputError
        If it cannot be opened, holds no keypoints, or what is said cannot be so.
    """
    words = {} if told is None else told.words
    if source.is_dir():
        return _packed(_of_folder(source), words)
    data = bytes_of_file(source)
    if not words:
        return data
    if is_clip(data) or data.startswith(b"PK\x03\x04"):
        files, facts = unpack_clip(data)
        return _packed([*files, *([] if facts is None else [(FACTS, facts.encode())])], words)
    if source.suffix.casefold() not in SUFFIXES:
        raise InputError(
            f"{', '.join(f'--{name}' for name in words)} is said of keypoints",
            place=source.name,
            why="This is another kind of file",
            remedy="Leave it out, or hand over a folder, a zip, JSON, CSV or TRC of keypoints",
        )
    return _packed([(source.name, data)], words)


def _of_folder(folder: Path) -> list[tuple[str, bytes]]:
    found = sorted(one for one in folder.iterdir() if one.is_file() and not one.name.startswith("."))
    wanted = [one for one in found if one.suffix.casefold() in SUFFIXES or one.name == FACTS]
    if not any(one.suffix.casefold() in SUFFIXES for one in wanted):
        raise InputError(
            "this folder holds no keypoints", place=str(folder), remedy=f"Give one of {', '.join(SUFFIXES)} files"
        )
    if sum(one.stat().st_size for one in wanted) > 4 * LARGEST_FILE:
        raise InputError("this folder is too large", place=str(folder), remedy="Cut the clip to the run")
    return [(one.name, bytes_of_file(one)) for one in wanted]


def _packed(files: list[tuple[str, bytes]], words: dict[str, object]) -> bytes:
    """Return files and facts as one zip; what is said now goes before what the facts said."""
    held = dict(files)
    facts = held.pop(FACTS, None)
    try:
        known: dict[str, object] = {} if facts is None else tomllib.loads(facts.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise InputError("it is no TOML in UTF-8", place=FACTS, remedy="Write lines such as fps = 240") from None
    told = known | words
    parse_clip(told, place="keypoints" if facts is None else FACTS)
    lines = [f"{name} = {_written(told[name])}" for name in CLIP_WORDS if name in told]
    return pack_clip(list(held.items()), "\n".join(lines) + "\n")


def _written(value: object) -> str:
    if isinstance(value, int | float):
        return repr(float(value))
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
