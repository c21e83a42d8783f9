"""Use case: the rate a film may have been taken at, from its poses; proposed where nobody says it, never used."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from evenstride.core.errors import EvenstrideError
from evenstride.core.film_rate import RateProposal
from evenstride.core.pose import ClipFacts, Keypoints
from evenstride.core.signal import Markers
from evenstride.readers.keypoint_lines import frames_of_poses
from evenstride.readers.marker_sets import propose_points
from evenstride.science.film_rate import propose_rate
from evenstride.science.pose_people import find_runner


def rate_of_poses(poses: Path, plays_at: float) -> RateProposal | None:
    """Return what the steps in a film's poses say of its rate; None where nobody is seen to step."""
    try:
        frames = frames_of_poses(poses.read_bytes())
        times = np.asarray(frames.numbers, dtype=np.float64) / plays_at
        seen = Keypoints(frames.names, times, frames.positions, frames.confidence, ClipFacts(plays_at))
        runner, _ = find_runner(seen)
    except EvenstrideError:
        return None
    places = np.concatenate([runner.positions, np.zeros((*runner.positions.shape[:2], 1))], axis=2)
    points = propose_points(seen.names)[0].of(Markers(seen.names, 1.0, places))
    found = propose_rate({point: values[:, :2] for point, values in points.items()}, plays_at)
    return None if np.isnan(found.steps) else found


def rate_line(poses: Path, plays_at: float) -> str:
    """Return a sentence on the rate of a film that nobody told; empty where steps say nothing against it."""
    found = rate_of_poses(poses, plays_at)
    return "" if found is None or found.lifelike else f"It {found.sentence}."
