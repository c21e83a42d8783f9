"""At how many frames a second a film was taken: steps must come as people step, and runners fall as things fall."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan, nan

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.estimate import Array
from evenstride.core.film_rate import RUNNING, USUAL_RATES, RateProposal
from evenstride.core.pose import Keypoints
from evenstride.core.roles import Side
from evenstride.core.signal import Markers
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.pose.clip import PosedClip
from evenstride.science.pose.people import find_runner

GRAVITY = 9.81

LEAST_STRIDES = 1.5
"""Strides that have to be in view (judgement: less is no period)."""

PERIODIC = 0.3
"""Correlation of the legs with themselves a stride later, from which there is a stride (judgement)."""

AROUND_TOP = 0.12
"""Of a step to either side of the top of a flight over which the fall is read: flight of a jog is a quarter of a step
(judgement)."""


def propose_rate(
    points: Mapping[BodyPoint, Array], plays_at: float, *, pixels_per_metre: float | None = None
) -> RateProposal:
    """Propose the rate at which a film was taken.

    Parameters
    ----------
    points : mapping of BodyPoint to ndarray, shape (n, 2)
        px to the right and down, in every frame; nan where not seen.
    plays_at : float
        Frames a second of the file's clock, Hz.
    pixels_per_metre : float or None
        How long a pixel is, if that is known.

    Notes
    -----
    The legs' way apart along the picture has the period of a stride. Of the usual rates those agree by which steps come
    as in running. With a scale, the trunk's fall about the top of its flight, a px a frame², must be g: the rate is
    √(g s / a) with s px a metre, to a quarter; the agreeing rate nearest to it, as a ratio, comes first.

    Examples
    --------
    >>> swing = 40.0 * np.sin(2.0 * np.pi * np.arange(300) / 120.0)
    >>> knees = {body_point(side, "knee"): np.stack([sign * swing, 0.0 * swing], axis=1)
    ...          for side, sign in (("left", 1.0), ("right", -1.0))}
    >>> propose_rate(knees, 30.0).sentence
    'plays at 30 frames a second, steps would be 0.5 a second: captured at 240? Say --fps 240'
    """
    step = frames_a_step(points)
    steps = plays_at / step
    fall = nan if pixels_per_metre is None else _rate_of_fall(points, step, pixels_per_metre)
    agree = [rate for rate in USUAL_RATES if RUNNING[0] <= rate / step <= RUNNING[1]]
    middle = step * (RUNNING[0] * RUNNING[1]) ** 0.5 if isnan(fall) else fall
    agree.sort(key=lambda rate: abs(np.log(rate / middle)))
    return RateProposal(plays_at, steps, fall, tuple(agree))


def propose_rate_of(keypoints: Keypoints, mapping: MarkerMapping) -> RateProposal:
    """Propose the rate of a clip whose facts hold the one it plays at; `FitError` where nobody is seen."""
    runner, _ = find_runner(keypoints)
    return propose_rate(_points(keypoints.names, runner.positions, mapping), keypoints.facts.rate)


def doubt_rate(clip: PosedClip, mapping: MarkerMapping) -> RateProposal | None:
    """Return what the steps of a clip say against the rate that was told; None where they say nothing against it."""
    if clip.signal.keypoints is None:
        return None
    scale = clip.scale.pixels_per_metre if clip.scale.known else None
    found = propose_rate(_points(clip.signal.keypoints.names, clip.pixels, mapping), clip.rate, pixels_per_metre=scale)
    return None if found.lifelike or not found.rates else found


def _points(names: tuple[str, ...], positions: Array, mapping: MarkerMapping) -> dict[BodyPoint, Array]:
    """Return the points of the body, px, shape (n, 2) each, of places of keypoints, shape (n, m, 2)."""
    places = np.concatenate([positions, np.zeros((*positions.shape[:2], 1))], axis=2)
    return {point: values[:, :2] for point, values in mapping.of(Markers(names, 1.0, places)).items()}


def frames_a_step(points: Mapping[BodyPoint, Array]) -> float:
    """Return how many frames a step takes; nan where the legs show no stride."""
    apart: list[Array] = []
    for part in ("knee", "ankle"):
        left, right = (points.get(body_point(side, part)) for side in Side)
        if left is not None and right is not None:
            apart.append(left[:, 0] - right[:, 0])
    if not apart:
        return nan
    seen = np.isfinite(apart)
    parts = np.maximum(seen.sum(axis=0), 1)
    course = np.where(seen.any(axis=0), np.where(seen, apart, 0.0).sum(axis=0) / parts, nan)
    known = np.isfinite(course)
    if known.sum() < 0.5 * len(course) or known.sum() < 8:
        return nan
    filled = np.interp(np.arange(len(course)), np.flatnonzero(known), course[known])
    filled = filled - filled.mean()
    # Only as far as enough of the film is left to compare.
    longest = int(len(filled) / LEAST_STRIDES)
    same = np.array([float(filled[: len(filled) - lag] @ filled[lag:]) / (len(filled) - lag) for lag in range(longest)])
    if len(same) < 3 or not same[0] > 0.0:
        return nan
    same = same / same[0]
    # The first hill after the first valley: a stride later both legs are as they were.
    below = np.flatnonzero(same < 0.0)
    if not len(below):
        return nan
    after = same[below[0] :]
    if not after.max() > 0.0:
        return nan
    hill = int(np.flatnonzero(after >= 0.8 * float(after.max()))[0])
    # Two strides later they are so again: the top of the first hill counts.
    beyond = np.flatnonzero(after[hill:] < 0.5 * float(after.max()))
    top = int(below[0]) + hill + int(after[hill : hill + int(beyond[0]) if len(beyond) else None].argmax())
    return 0.5 * float(top) if same[top] >= PERIODIC else nan


def _rate_of_fall(points: Mapping[BodyPoint, Array], step: float, pixels_per_metre: float) -> float:
    """Return the rate at which the trunk falls with g about the tops of its course; nan where it does not."""
    trunk = [points[one] for part in ("hip", "shoulder") for side in Side if (one := body_point(side, part)) in points]
    if not trunk or isnan(step):
        return nan
    height = -np.array([one[:, 1] for one in trunk]).mean(axis=0)
    reach = max(2, round(AROUND_TOP * step))
    apart = max(1, round(0.6 * step))
    smooth = np.convolve(height, np.full(2 * reach + 1, 1.0 / (2 * reach + 1)), mode="same")
    falls: list[float] = []
    for top in range(apart, len(height) - apart):
        part = smooth[top - apart : top + apart + 1]
        near = height[top - reach : top + reach + 1]
        if np.isfinite(part).all() and smooth[top] == part.max():
            bend = np.asarray(np.polyfit(np.arange(-reach, reach + 1), near, 2), dtype=np.float64)
            falls.append(-2.0 * float(bend[0]))
    fall = float(np.median(falls)) if falls else nan
    return (GRAVITY * pixels_per_metre / fall) ** 0.5 if fall > 0.0 else nan
