"""Use case: a film handed over where keypoints are read: posed first, then the zip of its keypoints in its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from evenstride.app.video.film_ground import ground_of_poses
from evenstride.app.video.posing import is_film, pose_film
from evenstride.core.errors import InputError
from evenstride.core.ground_path import GROUND, write_ground
from evenstride.core.pose import CameraMotion, parse_clip, parse_runner, require_within
from evenstride.core.pose_lines import POSES
from evenstride.core.progress import Progress, no_progress
from evenstride.core.trial_told import ClipTold
from evenstride.readers.keypoint_clips import pack_clip
from evenstride.readers.video import open_video


def keypoints_of_film(
    source: Path, clip: ClipTold | None, *, folder: Path | None = None, progress: Progress = no_progress
) -> tuple[Path, ClipTold | None]:
    """Return the keypoints of a film, as a zip in the cache, and what is told of it; anything else as it is.

    The zip has the film's own name, which every sentence about it says then.

    Parameters
    ----------
    source : Path
        Anything that is read, a film or not.
    clip : ClipTold or None
        What somebody said of how it was filmed.
    folder : Path or None
        The cache; None is the usual one.
    progress : Progress
        Told the frames found.

    Raises
    ------
    InputError, EvenstrideError
        If it is no film after all, how many frames the camera took a second is not told, or no model is set up.
    """
    if not is_film(source):
        return source, clip
    told = require_rate(source, clip or ClipTold())
    found = pose_film(source, folder=folder, progress=progress)
    panning = told.camera is not None and told.camera.casefold() == CameraMotion.PANNING
    packed = found.poses.with_suffix("") / (CameraMotion.PANNING if panning else "") / source.name
    if not packed.is_file():
        packed.parent.mkdir(exist_ok=True, parents=True)
        part = packed.with_name(f"{packed.name}.part")
        path = [(GROUND, write_ground(ground_of_poses(source, found.poses)).encode())] if panning else []
        part.write_bytes(pack_clip([(POSES, found.poses.read_bytes()), *path], None))
        part.replace(packed)
    return packed, replace(told, film=found.head.film)


def require_rate(source: Path, told: ClipTold) -> ClipTold:
    """Return what is told of a film with its capture rate: as somebody said, else as the file itself says.

    Raises
    ------
    InputError
        If neither says it, or what is said cannot be so; before hours of finding poses.
    """
    facts = open_video(source).facts
    if told.runner is not None:
        require_within(parse_runner(told.runner, place=source.name), facts.duration, place=source.name)
    if told.fps is not None:
        parse_clip(told.words, place=source.name)
        return told
    if facts.capture_rate is None:
        raise InputError(
            "how many frames the camera took a second is not told",
            place=source.name,
            why=f"The film plays at {facts.tagged_rate:g} a second, and slow motion plays slower than it was taken",
            remedy="Say it, such as --fps 240",
        )
    return replace(told, fps=facts.capture_rate)
