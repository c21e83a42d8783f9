"""Keypoints of a clip from OpenPose, Sports2D, MediaPipe or the like, in a zip with the facts of the camera."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.ground_path import GROUND, read_ground
from evenstride.core.pose import FACTS, ClipFacts, Keypoints, no_rate, require_within
from evenstride.core.pose_lines import POSES
from evenstride.core.signal import Signal
from evenstride.readers.keypoint_clips import is_clip, pack_clip, read_facts, unpack_clip
from evenstride.readers.keypoint_frames import (
    Frames,
    frames_of_document,
    frames_of_files,
    frames_of_pixels,
    frames_of_table,
)
from evenstride.readers.keypoint_lines import frames_of_poses
from evenstride.readers.signals.trc import read_pixels
from evenstride.readers.text import decode
from evenstride.readers.told import Told

NAME = "keypoints of a clip"
SUFFIXES = (".zip",)
UNITS = {"times": "s"}
NEEDS = f"a zip of keypoints (JSON, CSV or TRC) with {FACTS}"

_COCO_X = (0, -4, 4, -8, 8, -10, 10, -20, 20, -25, 25, -6, 6, -3, 25, 0, 0)
_COCO_Y = (60, 55, 55, 58, 58, 100, 100, 150, 150, 190, 190, 240, 240, 350, 350, 460, 450)
EXAMPLE = pack_clip(
    [
        (
            f"run_{frame:06d}_keypoints.json",
            json.dumps(
                {
                    "people": [
                        {
                            "pose_keypoints_2d": [
                                value
                                for x, y in zip(_COCO_X, _COCO_Y, strict=True)
                                for value in (300 + 9 * frame + x, 100 + y, 0.9)
                            ]
                        }
                    ]
                }
            ).encode(),
        )
        for frame in range(48)
    ],
    'fps = 240\nscale = "300px/m"\n',
)


def sniff(data: bytes) -> bool:
    """Return whether it is a zip of keypoints."""
    return is_clip(data)


def read(data: bytes, told: Told) -> tuple[Signal, tuple[str, ...]]:
    """Read every point of everybody; without its capture rate a clip is refused."""
    files, said = unpack_clip(data)
    if said is None:
        raise no_rate(FACTS)
    facts = read_facts(said)
    frames = _frames([one for one in files if one[0] != GROUND])
    keypoints = _keypoints(frames, facts)
    path = dict(files).get(GROUND)
    if path is not None:
        keypoints = replace(keypoints, ground=read_ground(decode(path)[0], len(keypoints.times)))
    seen = keypoints.seen.max(axis=1)
    ever = seen.sum(axis=0) > 0
    lost = 1.0 - float(seen[:, ever].mean())
    people = f", up to {keypoints.people} people at once" if keypoints.people > 1 else ""
    notes = (
        *frames.notes,
        f"{int(ever.sum())} keypoints ({frames.model}) in {len(keypoints.times)} frames, {facts.rate:g} a second of "
        f"life, {facts.camera} camera{people}; {100.0 * lost:.0f} % of their places were not found.",
        *([] if frames.clock is None else ["Frames are as far apart as the clip's own clock says."]),
    )
    return Signal(told.athlete, keypoints=keypoints), notes


def _frames(files: list[tuple[str, bytes]]) -> Frames:
    if len(files) == 1:
        name, data = files[0]
        try:
            if name.casefold().endswith(".csv"):
                return frames_of_table(data)
            if name.casefold().endswith(".jsonl"):
                return frames_of_poses(data)
            if name.casefold().endswith(".trc"):
                return frames_of_pixels(*read_pixels(data))
            if '"people"' not in (text := decode(data)[0]):
                return frames_of_document(text)
        except InputError as problem:
            # Of a film the person knows the film alone, not what was made of it.
            own = "" if name == POSES else name
            where = ", ".join(part for part in (own, problem.place) if part)
            raise InputError(problem.what, place=where, why=problem.why, remedy=problem.remedy) from None
    strange = [name for name, _ in files if not name.casefold().endswith(".json")]
    if strange:
        raise InputError(
            f"'{strange[0]}' lies beside {len(files) - 1} other files", remedy="Pack the keypoints of one clip alone"
        )
    return frames_of_files(files)


def _keypoints(frames: Frames, facts: ClipFacts) -> Keypoints:
    """Spread the frames that were written over all frames of the clip, each at its time."""
    count = int(frames.numbers[-1]) + 1
    if count > 2 * len(frames.numbers) + 100:
        raise InputError(
            f"{len(frames.numbers)} frames are numbered up to {count - 1}", remedy="Export every frame of the clip"
        )
    shape = frames.positions.shape
    positions = np.full((count, *shape[1:]), np.nan)
    confidence = np.zeros((count, *shape[1:3]))
    positions[frames.numbers], confidence[frames.numbers] = frames.positions, frames.confidence
    times = _times(frames, count, facts.rate)
    clock = times if frames.clock is None else frames.clock
    require_within(facts.runner, float(clock[-1]) + 1.0 / facts.rate, place=FACTS)
    if facts.runner is not None and frames.clock is not None:
        at = float(np.interp(facts.runner.time, frames.clock, times[frames.numbers]))
        facts = replace(facts, runner=replace(facts.runner, time=at))
    return Keypoints(frames.names, times, positions, confidence, facts)


def _times(frames: Frames, count: int, rate: float) -> Array:
    """Return the time of every frame in s of life: the clip's own clock where it runs, at the rate of the capture."""
    even = np.arange(count) / rate
    if frames.clock is None or len(frames.clock) < 2:
        return even
    steps = np.diff(frames.clock) / np.diff(frames.numbers)
    if not (steps > 0.0).all():
        raise InputError("its clock stands still or runs backwards", remedy="Leave the times out of the file")
    # A clip in slow motion plays at another rate: only how its frames are spread is taken from its clock.
    return np.interp(np.arange(count), frames.numbers, frames.clock / (float(np.median(steps)) * rate))
