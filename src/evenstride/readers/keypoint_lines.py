"""Keypoints as Evenstride itself writes them of a film: one line a frame, everybody in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.pose_lines import read_frames, read_head
from evenstride.readers.keypoint_frames import MOST_FRAMES, Frames, made_frames


def frames_of_poses(data: bytes) -> Frames:
    """Read poses of a film.

    Raises
    ------
    InputError
        If a line is none of these, there are too many, or nobody is in any frame.
    """
    try:
        first, *lines = data.decode("utf-8").splitlines()
    except ValueError:
        raise InputError("it is no text, or empty", remedy="Find the poses anew from the film") from None
    head = read_head(first)
    if len(lines) > MOST_FRAMES:
        raise InputError(f"it has {len(lines)} frames", remedy=f"At most {MOST_FRAMES} are read; cut the film")
    frames = list(read_frames(lines, head.points))
    most = max((len(one.points) for one in frames), default=0)
    if most == 0:
        raise InputError("nobody was found in any frame", remedy="Film with the whole runner in view")
    positions = np.full((len(frames), most, len(head.points), 2), np.nan)
    confidence = np.full(positions.shape[:3], np.nan)
    for row, one in enumerate(frames):
        positions[row, : len(one.points)], confidence[row, : len(one.points)] = one.points, one.confidence
    clock = np.array([one.time for one in frames])
    numbers = [one.index - frames[0].index for one in frames]
    found = made_frames(head.points, numbers, positions, confidence, head.estimator, clock - clock[0])
    return replace(found, notes=head.notes)
