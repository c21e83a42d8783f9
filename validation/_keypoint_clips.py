"""Real markers seen by a camera from the side: keypoints in pixels with noise, lost points and exchanged legs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy.interpolate import CubicSpline

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.estimate import Array
from evenstride.core.pose import ClipFacts, Keypoints, Scale, ScaleKind, whole
from evenstride.core.roles import Side
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.readers.instruments import read_signal
from evenstride.readers.marker_sets import propose_mapping
from evenstride.science.motion.hip_joint import estimate_hips
from evenstride.science.plates.events import find_contacts
from validation._foot_sets import DORN, turned

PIXELS_PER_METRE = 300.0

SEEN = {
    "Heel": "heel", "BigToe": "ball", "SmallToe": "ball", "Ankle": "ankle", "Knee": "knee", "Hip": "hip",
    "Shoulder": "shoulder", "Elbow": "elbow", "Wrist": "wrist",
}  # fmt: skip
"""Keypoints and the points they are seen at. The toes sit over the ball, where the markers are."""

LEG_PARTS = ("Hip", "Knee", "Ankle", "Heel", "BigToe", "SmallToe")


@dataclass(frozen=True, slots=True, eq=False)
class TrueRun:
    """A run with markers and plates: what a camera beside it would see, and the truth.

    Attributes
    ----------
    points : mapping of BodyPoint to ndarray, shape (n, 3)
        m, +x forward, +y left, +z up.
    contacts : tuple of (Side, touchdown, toe_off)
        By the plates, s.
    """

    rate: float
    points: Mapping[BodyPoint, Array]
    contacts: tuple[tuple[Side, float, float], ...]

    def thigh(self, side: Side, times: Array) -> Array:
        """Return the angle of a thigh against the vertical in the plane of running, rad."""
        along = self.points[body_point(side, "knee")] - self.points[body_point(side, "hip")]
        angle = np.arctan2(along[:, 0], -along[:, 2])
        return np.interp(times, np.arange(len(angle)) / self.rate, angle)


@dataclass(frozen=True, slots=True, eq=False)
class Filmed:
    """A clip of a run: its keypoints, and in which frames the legs were exchanged."""

    signal: Signal
    swapped: np.ndarray


@cache
def dorn_run(root: Path) -> TrueRun:
    """Return the jog of `dorn2012_jog_c3d` from the first to the last frame with all markers of the legs."""
    path = root / DORN / "JA1Gait21.c3d"
    trial = read_signal(path.read_bytes(), name=path.name)
    if trial.markers is None:
        raise FileNotFoundError(path)
    points = {point: turned(values) for point, values in propose_mapping(trial.markers)[0].of(trial.markers).items()}
    points |= estimate_hips(points)
    plates = [(one.touchdown, one.toe_off) for one in find_contacts(trial.plates, mass=75.9).contacts]
    # The order of the sides is that of the file's README: left first.
    sides = (Side.LEFT, Side.RIGHT)
    return TrueRun(trial.markers.rate, points, tuple((sides[at % 2], *both) for at, both in enumerate(plates)))


def film(
    run: TrueRun,
    *,
    rate: float,
    noise: float,
    seed: int,
    lost: float = 0.02,
    swaps: int = 0,
    belt: float = 0.0,
    leftwards: bool = False,
    away: float = float("inf"),
    lasting: float = 0.0,
) -> Filmed:
    """Return what a pose estimator would write of a run: noise in px, a share of points lost, legs exchanged.

    The camera stands `away` m beside the middle of the run, square to it; very far away all of it is seen from the
    side. Noise is new in every frame, or `lasting` so many frames. A stretch of exchanged legs is up to 0.3 s long; of
    the points that are lost half are lost one by one, the others for up to 0.03 s.
    """
    rng = np.random.default_rng([seed, round(rate), round(10.0 * noise)])
    times = np.arange(0.0, (len(next(iter(run.points.values()))) - 1) / run.rate, 1.0 / rate)
    names = tuple(f"{side}{part}" for part in SEEN for side in "LR" if _point(side, part) in run.points)
    pixels: Array = np.stack([_seen(run, name, times, belt, away) for name in names], axis=1)
    if leftwards:
        pixels[..., 0] *= -1.0
    pixels += noise * _jitter(rng, pixels.shape, lasting)
    swapped = _spans(rng, len(times), swaps, rate)
    pixels = _exchanged(pixels, names, swapped)
    pixels[rng.random(pixels.shape[:2]) < 0.5 * lost] = np.nan
    for column in range(len(names)):
        many = rng.poisson(0.5 * lost * len(times) / (0.02 * rate))
        pixels[_spans(rng, len(times), int(many), rate, longest=0.03), column] = np.nan
    facts = ClipFacts(rate, Scale(ScaleKind.PIXELS, PIXELS_PER_METRE, 0.01))
    seen = whole(pixels).astype(np.float64)
    keypoints = Keypoints(names, times, pixels[:, np.newaxis], seen[:, np.newaxis], facts)
    return Filmed(Signal("", keypoints=keypoints), swapped)


def film_mapping(signal: Signal) -> MarkerMapping:
    """Return the mapping of such a clip."""
    assert signal.keypoints is not None, "a clip has keypoints"
    return MarkerMapping(
        {
            point: names
            for point in BodyPoint
            if (names := tuple(name for name in signal.keypoints.names if _point(name[0], name[1:]) is point))
        }
    )


def _point(side: str, part: str) -> BodyPoint:
    return body_point("left" if side == "L" else "right", SEEN[part])


def _seen(run: TrueRun, name: str, times: Array, belt: float, away: float) -> Array:
    values = run.points[_point(name[0], name[1:])]
    known = np.isfinite(values).all(axis=1)
    at = np.arange(len(values)) / run.rate
    course = CubicSpline(at[known], values[known])(times)
    course[(times < at[known][0]) | (times > at[known][-1])] = np.nan
    near = PIXELS_PER_METRE / (1.0 - course[:, 1] / away)
    return np.stack([near * (course[:, 0] - belt * times), -near * (course[:, 2] - 1.0)], axis=1)


def _jitter(rng: np.random.Generator, shape: tuple[int, ...], lasting: float) -> Array:
    """Return noise of unit variance whose correlation falls to 1/e in so many frames."""
    fresh = rng.standard_normal(shape)
    stays = float(np.exp(-1.0 / lasting)) if lasting > 0.0 else 0.0
    for frame in range(1, shape[0] if stays else 0):
        fresh[frame] = stays * fresh[frame - 1] + (1.0 - stays**2) ** 0.5 * fresh[frame]
    return fresh


def _spans(rng: np.random.Generator, frames: int, count: int, rate: float, longest: float = 0.30) -> np.ndarray:
    inside = np.zeros(frames, dtype=np.bool_)
    for _ in range(count):
        length = int(rng.integers(1, max(2, round(longest * rate))))
        begin = int(rng.integers(1, max(2, frames - length - 1)))
        inside[begin : begin + length] = True
    return inside


def _exchanged(pixels: Array, names: tuple[str, ...], swapped: np.ndarray) -> Array:
    out = np.array(pixels)
    for part in LEG_PARTS:
        if f"L{part}" in names:
            left, right = names.index(f"L{part}"), names.index(f"R{part}")
            out[swapped, left], out[swapped, right] = pixels[swapped, right], pixels[swapped, left]
    return out
