"""Use case: the rate a film may have been taken at, from its poses; proposed where nobody says it, never used."""

from __future__ import annotations

from math import isnan
from pathlib import Path

from evenstride.core.errors import EvenstrideError
from evenstride.core.film_rate import RateProposal
from evenstride.core.pose import ClipFacts, Keypoints
from evenstride.readers.keypoint_lines import frames_of_poses
from evenstride.readers.marker_sets import propose_points
from evenstride.science.film.rate import propose_rate_of


def rate_of_poses(poses: Path, plays_at: float) -> RateProposal | None:
    """Return what the steps in a film's poses say of its rate; None where nobody is seen to step."""
    try:
        frames = frames_of_poses(poses.read_bytes())
        times = [number / plays_at for number in frames.numbers]
        seen = Keypoints(frames.names, times, frames.positions, frames.confidence, ClipFacts(plays_at))  # pyright: ignore[reportArgumentType]
        found = propose_rate_of(seen, propose_points(seen.names)[0])
    except EvenstrideError:
        return None
    return None if isnan(found.steps) else found


def rate_line(poses: Path, plays_at: float) -> str:
    """Return a sentence on the rate of a film that nobody told; empty where steps say nothing against it."""
    found = rate_of_poses(poses, plays_at)
    return "" if found is None or found.lifelike else f"It {found.sentence}."
