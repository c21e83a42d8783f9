"""Use case: what lies at a path as one file; of a folder of keypoints a zip."""

from __future__ import annotations

from pathlib import Path

from evenstride.app.reading.files import LARGEST_FILE, bytes_of_file
from evenstride.core.errors import InputError
from evenstride.core.pose import FACTS
from evenstride.readers.keypoint_clips import SUFFIXES, pack_clip
from evenstride.readers.text import decode


def bytes_of_source(source: Path) -> bytes:
    """Return what a file holds, and keypoints of a folder as a zip: the same folder makes the same bytes.

    Raises
    ------
    InputError
        If it cannot be opened, or a folder holds no keypoints.
    """
    if not source.is_dir():
        return bytes_of_file(source)
    found = sorted(one for one in source.iterdir() if one.is_file() and not one.name.startswith("."))
    wanted = [one for one in found if one.suffix.casefold() in SUFFIXES]
    if not wanted:
        raise InputError(
            "this folder holds no keypoints", place=str(source), remedy=f"Give one of {', '.join(SUFFIXES)} files"
        )
    facts = [one for one in found if one.name == FACTS]
    if sum(one.stat().st_size for one in [*wanted, *facts]) > 4 * LARGEST_FILE:
        raise InputError("this folder is too large", place=str(source), remedy="Cut the clip to the run")
    said = decode(bytes_of_file(facts[0]))[0] if facts else None
    return pack_clip([(one.name, bytes_of_file(one)) for one in wanted], said)
