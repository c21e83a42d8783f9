"""The pose stage on a real clip: two people, a tree; whether the one who was pointed at is the one who is followed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from validation._foot_sets import shared

Row = dict[str, Any]

CLIP = "video_sports2d_walk_demo"

POINTED = {"woman": "1226,731@2.667", "man": "1091,780@6.667"}
"""Where somebody pointed: her on the grass, him before he runs off."""

IN_VIEW = {"woman": (40, 175), "man": (185, 226)}
"""First and last frame, by eye, in which half of the body or more can be seen: she comes out from behind a tree and
walks out of the picture, he gets up, runs, and goes behind that tree."""

HIPS = {
    "woman": {50: (1491.0, 743.0), 60: (1404.0, 743.0), 70: (1324.0, 710.0), 110: (938.0, 713.0)},
    "man": {204: (1139.0, 741.0), 216: (1365.0, 736.0), 223: (1510.0, 716.0)},
}
"""px of the middle of the hips in some frames, read by eye to 20 px; at closest the two are 300 px apart."""


def rows() -> list[Row]:
    """Return how long each of the two is followed, and how far from where they are by eye."""
    if skipped():
        return []
    from evenstride.app.video.film_source import keypoints_of_film
    from evenstride.core.trial_told import ClipTold
    from evenstride.readers.keypoint_clips import with_facts
    from evenstride.readers.signals.keypoints import read
    from evenstride.readers.told import Told
    from evenstride.science.pose.clip import told_runner
    from evenstride.science.pose.people import find_runner

    found: list[Row] = []
    for who, place in POINTED.items():
        source, clip = keypoints_of_film(_film(), ClipTold(fps=30.0, runner=place))
        assert clip is not None, "it was told"
        signal, _ = read(with_facts(source.read_bytes(), clip.words, name=source.name), Told())
        assert signal.keypoints is not None, "keypoints were read"
        runner, _ = find_runner(signal.keypoints, told_runner(signal.keypoints))
        names = signal.keypoints.names
        hips = runner.positions[:, [names.index("LHip"), names.index("RHip")]].mean(axis=1)
        first, last = IN_VIEW[who]
        share = float(np.isfinite(hips[first : last + 1, 0]).mean())
        apart = [float(np.hypot(*(hips[frame] - place))) for frame, place in HIPS[who].items()]
        about = f"the {who} of a clip at 30 frames a second with two people and a tree, heavy"
        count = last + 1 - first
        found.append(
            _row(f"video.pose_followed_{who}", share, "1", ">=", 0.95, f"share of frames in view, {about}", count)
        )
        found.append(_row(f"video.pose_hips_{who}", max(apart), "px", "<=", 40.0, f"farthest from hips by eye, {about}",
                          len(apart)))  # fmt: skip
    return found


def skipped() -> list[dict[str, str]]:
    """Name what lacks: the clip, the extra or the model."""
    from evenstride.app.video.video_setup import are_set_up

    if not _film().is_file():
        return [{"name": "video.pose", "reason": "the shared real files are absent"}]
    if find_spec("av") is None or find_spec("ai_edge_litert") is None:
        return [{"name": "video.pose", "reason": "the extra 'video' is not installed"}]
    return [] if are_set_up() else [{"name": "video.pose", "reason": "the pose model is not set up"}]


def _film() -> Path:
    return (shared() or Path("absent")) / CLIP / "demo.mp4"


def _row(name: str, value: float, unit: str, op: str, target: float, against: str, n: int) -> Row:
    return {
        "name": name, "value": value, "unit": unit, "op": op, "target": target, "against": against, "n": n,
        "seed": None,
    }  # fmt: skip
